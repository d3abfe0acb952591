//! 导入学员培训信息: what a row of the file may hold, and every mistake in it, cell by cell. The browser checks with this
//! before anything is sent, the function checks again. What other files are imported: see [`unit_row`].

pub mod file_row;
mod mistake;
mod time_text;
pub mod unit_row;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::account::person_name;
use crate::category::CategoryTable;
use crate::field_errors::{FieldError, FieldErrors, Mistake};
use crate::folding;
use crate::hours::PeriodMistake;
use crate::identity::IdentityNumber;
use crate::registration::{Claim, RegistrationForm};

pub use file_row::{CheckedLine, FileColumn, FileRow};
pub use mistake::ImportMistake;
pub use time_text::{Shown, iso_text, serial_text, start_of, until};

/// A column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    IdentityNumber,
    Name,
    Category,
    Subcategory,
    Title,
    Start,
    End,
    ClaimedHours,
    CreditedYear,
    Remarks,
    DocumentNumber,
    Rank,
    Amount,
}

impl Column {
    /// In the order of the template.
    pub const ALL: [Column; 13] = [
        Column::IdentityNumber,
        Column::Name,
        Column::Category,
        Column::Subcategory,
        Column::Title,
        Column::Start,
        Column::End,
        Column::ClaimedHours,
        Column::CreditedYear,
        Column::Remarks,
        Column::DocumentNumber,
        Column::Rank,
        Column::Amount,
    ];

    pub const fn heading(self) -> &'static str {
        match self {
            Column::IdentityNumber => "证件号码",
            Column::Name => "姓名",
            Column::Category => "认定类型",
            Column::Subcategory => "二级类型",
            Column::Title => "认定内容",
            Column::Start => "开始时间",
            Column::End => "结束时间",
            Column::ClaimedHours => "申请学时",
            Column::CreditedYear => "计入年度",
            Column::Remarks => "认定内容说明",
            Column::DocumentNumber => "证书编号",
            Column::Rank => "本人排名",
            Column::Amount => "数量",
        }
    }

    /// Where mistakes about it are noted: the field's name in the request.
    pub const fn path(self) -> &'static str {
        match self {
            Column::IdentityNumber => "identity_number",
            Column::Name => "name",
            Column::Category => "category",
            Column::Subcategory => "subcategory",
            Column::Title => "title",
            Column::Start => "start",
            Column::End => "end",
            Column::ClaimedHours => "claimed_hours",
            Column::CreditedYear => "credited_year",
            Column::Remarks => "remarks",
            Column::DocumentNumber => "document_number",
            Column::Rank => "rank",
            Column::Amount => "amount",
        }
    }

    /// Whether a file without this column is not the template.
    pub const fn is_required(self) -> bool {
        matches!(
            self,
            Column::IdentityNumber
                | Column::Name
                | Column::Category
                | Column::Subcategory
                | Column::Title
                | Column::Start
                | Column::End
        )
    }

    /// How to fill it in, for the template.
    pub const fn note(self) -> &'static str {
        match self {
            Column::IdentityNumber => "必填。单元格格式须为“文本”，否则 18 位号码的末几位会丢失。",
            Column::Name => "必填。已有档案的人员须与档案一致；没有档案的，导入时在本单位建立。",
            Column::Category => "必填。从下拉列表选择。",
            Column::Subcategory => "必填。先选认定类型，再从下拉列表选择。",
            Column::Title => "必填。培训班、专利、论文等的名称，最多 200 字。",
            Column::Start => "必填。日期，例如 2026-05-07；可写“2026-05-07 下午”或“2026-05-07 09:00”。",
            Column::End => "必填（获得日期）。只写日期时含当日下午；可写“2026-05-08 上午”或“2026-05-08 17:30”。",
            Column::ClaimedHours => "可不填：按起止时间每半天 4 学时或参考标准计算。最多一位小数。",
            Column::CreditedYear => "可不填：按结束时间所在年度。四位年份。",
            Column::Remarks => "成果类的排序、获奖等级等。申请学时高于参考学时的须说明原因。",
            Column::DocumentNumber => "证书、论文、专利等的编号。",
            Column::Rank => "成果类填本人排名，第一完成人填 1。",
            Column::Amount => "按字数（万字）、门数等计算的填数量。",
        }
    }
}

impl FileColumn for Column {
    const ALL: &'static [Self] = &Column::ALL;

    fn heading(self) -> &'static str {
        self.heading()
    }

    fn path(self) -> &'static str {
        self.path()
    }

    fn is_required(self) -> bool {
        self.is_required()
    }

    fn note(self) -> &'static str {
        self.note()
    }

    fn is_time(self) -> bool {
        matches!(self, Column::Start | Column::End)
    }

    fn is_text(self) -> bool {
        !matches!(
            self,
            Column::Start | Column::End | Column::ClaimedHours | Column::CreditedYear | Column::Rank | Column::Amount
        )
    }
}

/// One row as it was typed. Not `Debug`: it holds an identity number.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImportRow {
    pub identity_number: String,
    pub name: String,
    pub category: String,
    pub subcategory: String,
    pub title: String,
    pub start: String,
    pub end: String,
    pub claimed_hours: String,
    pub credited_year: String,
    pub remarks: String,
    pub document_number: String,
    pub rank: String,
    pub amount: String,
}

/// A row that keeps every rule. Only [`ImportRow::parse`] makes one.
#[non_exhaustive]
pub struct Import {
    pub identity_number: IdentityNumber,
    pub name: String,
    pub claim: Claim,
}

impl ImportRow {
    pub fn get(&self, column: Column) -> &str {
        match column {
            Column::IdentityNumber => &self.identity_number,
            Column::Name => &self.name,
            Column::Category => &self.category,
            Column::Subcategory => &self.subcategory,
            Column::Title => &self.title,
            Column::Start => &self.start,
            Column::End => &self.end,
            Column::ClaimedHours => &self.claimed_hours,
            Column::CreditedYear => &self.credited_year,
            Column::Remarks => &self.remarks,
            Column::DocumentNumber => &self.document_number,
            Column::Rank => &self.rank,
            Column::Amount => &self.amount,
        }
    }

    pub fn set(&mut self, column: Column, text: String) {
        *match column {
            Column::IdentityNumber => &mut self.identity_number,
            Column::Name => &mut self.name,
            Column::Category => &mut self.category,
            Column::Subcategory => &mut self.subcategory,
            Column::Title => &mut self.title,
            Column::Start => &mut self.start,
            Column::End => &mut self.end,
            Column::ClaimedHours => &mut self.claimed_hours,
            Column::CreditedYear => &mut self.credited_year,
            Column::Remarks => &mut self.remarks,
            Column::DocumentNumber => &mut self.document_number,
            Column::Rank => &mut self.rank,
            Column::Amount => &mut self.amount,
        } = text;
    }

    /// A row without anything in it is passed over.
    pub fn is_blank(&self) -> bool {
        Column::ALL.into_iter().all(|column| self.get(column).trim().is_empty())
    }

    /// Judges every cell and reports all mistakes at once, in the order of the columns.
    pub fn parse(&self, table: &CategoryTable, today: Date) -> Result<Import, FieldErrors> {
        self.judged(table, today).map_err(|errors| {
            let place = |error: &FieldError| Column::ALL.iter().position(|column| column.path() == error.path);
            let mut errors: Vec<FieldError> = errors.iter().cloned().collect();
            errors.sort_by_key(place);
            errors.into()
        })
    }

    fn judged(&self, table: &CategoryTable, today: Date) -> Result<Import, FieldErrors> {
        let mut errors = FieldErrors::default();
        for column in Column::ALL {
            if let Some(mistake) = column.cell_mistake(self.get(column)) {
                errors.note(column.path(), &mistake);
            }
        }
        let identity_number = if errors.at("identity_number").is_some() {
            None
        } else {
            errors.keep("identity_number", IdentityNumber::parse(&self.identity_number, today))
        };
        let name = if errors.at("name").is_some() { None } else { errors.keep("name", person_name(&self.name)) };
        let form = self.form(table, &mut errors);
        match form.parse(table, today) {
            Ok(claim) if errors.is_empty() => Ok(Import {
                identity_number: identity_number.expect("no mistake was noted"),
                name: name.expect("no mistake was noted"),
                claim,
            }),
            Ok(_) => Err(errors),
            Err(others) => {
                // What a cell's own form already tells is not told again by what follows from it.
                let known: Vec<_> = errors.iter().map(|error| error.path.clone()).collect();
                let sources = ["category", "subcategory", "start", "end"];
                let lacks_source =
                    sources.iter().any(|path| known.iter().any(|one| one == path) || others.at(path).is_some());
                let follows = |path: &str| lacks_source && self.follows(path);
                let others: Vec<FieldError> = others
                    .iter()
                    .filter(|error| !known.contains(&error.path) && !follows(&error.path))
                    .cloned()
                    .map(|error| self.in_a_file(error))
                    .collect();
                errors.absorb(others.into());
                Err(errors)
            }
        }
    }

    /// Whether a cell was left empty because it follows from others.
    fn follows(&self, path: &str) -> bool {
        match path {
            "claimed_hours" => folding::text(&self.claimed_hours).is_empty(),
            "credited_year" => folding::text(&self.credited_year).is_empty(),
            _ => false,
        }
    }

    /// A mistake of the form in the words of a file.
    fn in_a_file(&self, error: FieldError) -> FieldError {
        // A period that ends with the day before its first is empty, but two dates are written.
        if error.code == PeriodMistake::Empty.code() && self.start.trim() != self.end.trim() {
            let mistake = PeriodMistake::Reversed;
            return FieldError { code: mistake.code().into(), message: mistake.message(), ..error };
        }
        // The form asks to choose where a file asks to fill in.
        match error.message.strip_prefix("请选择") {
            Some(rest) => FieldError { message: format!("请填写{rest}").into(), ..error },
            None => error,
        }
    }

    /// The row in the words of the form: codes for names, wall times for dates, prefilled where a cell is empty.
    fn form(&self, table: &CategoryTable, errors: &mut FieldErrors) -> RegistrationForm {
        let mut unless_known = |path: &'static str, mistake: ImportMistake| {
            if errors.at(path).is_none() {
                errors.note(path, &mistake);
            }
        };
        // Files of earlier templates, and the manual, have signs of another width.
        let is_named = |name: &str, typed: &str| folding::label(name) == folding::label(typed);
        let is_empty = |typed: &str| folding::text(typed).is_empty();
        let category = table.categories().iter().find(|one| is_named(&one.name, &self.category));
        if category.is_none() && !is_empty(&self.category) {
            unless_known("category", ImportMistake::UnknownCategory);
        }
        let subcategory = category
            .and_then(|category| category.subcategories.iter().find(|one| is_named(&one.name, &self.subcategory)));
        if subcategory.is_none() && !is_empty(&self.subcategory) {
            unless_known("subcategory", ImportMistake::UnknownSubcategory);
        }
        let mut time = |path: &'static str, text: &str, read: fn(&str) -> Option<crate::hours::WallTime>| {
            let found = read(text);
            if found.is_none() && !is_empty(text) {
                unless_known(path, ImportMistake::NotATime);
            }
            found.map(|time| time.to_string()).unwrap_or_default()
        };
        let mut form = RegistrationForm {
            category: category.map(|one| one.code.as_str().to_owned()).unwrap_or_default(),
            subcategory: subcategory.map(|one| one.code.as_str().to_owned()).unwrap_or_default(),
            title: self.title.clone(),
            start: time("start", &self.start, start_of),
            end: time("end", &self.end, until),
            claimed_hours: self.claimed_hours.clone(),
            credited_year: folding::number(&self.credited_year).trim_end_matches('年').to_owned(),
            remarks: self.remarks.clone(),
            document_number: self.document_number.clone(),
            rank: self.rank.clone(),
            amount: self.amount.clone(),
            attachments: Vec::new(),
            pledged: true,
            draft: None,
        };
        if is_empty(&form.claimed_hours) {
            form.claimed_hours = form.suggestion(table).map(|one| one.hours.to_string()).unwrap_or_default();
        }
        if form.credited_year.is_empty() {
            let period = form.period(&mut FieldErrors::default());
            form.credited_year = period.map(|period| period.credited_year().to_string()).unwrap_or_default();
        }
        form
    }
}

impl Import {
    /// What makes two rows the same: the person and everything that is claimed. Not for showing: it holds the number.
    pub fn content(&self) -> String {
        let claim = &self.claim;
        let parts: [&str; 10] = [
            &self.identity_number.lookup_form(),
            claim.subcategory.as_str(),
            &claim.title,
            &claim.period.start().to_string(),
            &claim.period.end().to_string(),
            &claim.claimed_hours.to_string(),
            &claim.credited_year.to_string(),
            &claim.remarks,
            &claim.document_number,
            &format!("{:?}/{:?}", claim.rank, claim.amount),
        ];
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        parts.iter().map(|part| format!("{}:{part}", part.len())).collect()
    }
}

impl FileRow for ImportRow {
    type Column = Column;

    fn get(&self, column: Column) -> &str {
        self.get(column)
    }

    fn set(&mut self, column: Column, text: String) {
        self.set(column, text);
    }

    fn judge(&self, table: &CategoryTable, today: Date) -> Result<String, FieldErrors> {
        self.parse(table, today).map(|import| import.content())
    }

    fn between(lines: &[&CheckedLine<Self>]) -> Vec<(usize, &'static str, ImportMistake)> {
        let compared: Vec<_> = lines
            .iter()
            .map(|one| {
                let number = folding::number(&one.row.identity_number).to_ascii_uppercase();
                let content = one.content.as_deref().unwrap_or_default();
                (one.place(), number, folding::name(&one.row.name), content)
            })
            .collect();
        between(&compared)
    }
}

/// What is wrong between rows: lines of the file that keep every rule of their own, each as place, number, name and
/// content. Gives back which of them are wrong, by position.
fn between(rows: &[(String, String, String, &str)]) -> Vec<(usize, &'static str, ImportMistake)> {
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut contents: HashMap<&str, usize> = HashMap::new();
    let mut wrong = Vec::new();
    for (position, (_, identity, name, content)) in rows.iter().enumerate() {
        let first = &rows[*names.entry(identity).or_insert(position)];
        if first.2 != *name {
            wrong.push((position, "name", ImportMistake::TwoNames { at: first.0.clone() }));
        }
        let first = *contents.entry(content).or_insert(position);
        if first != position {
            wrong.push((position, "title", ImportMistake::Repeated { at: rows[first].0.clone() }));
        }
    }
    wrong
}

#[cfg(test)]
mod tests;
