//! 导入单位目录: what a row of the file may hold.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{CheckedLine, FileColumn, FileRow, ImportMistake};
use crate::category::CategoryTable;
use crate::field_errors::{FieldError, FieldErrors, Mistake};
use crate::folding;
use crate::region::{Region, counties, guangxi_cities, provinces};
use crate::unit::UnitForm;

/// A column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitColumn {
    Name,
    CreditCode,
    Region,
}

impl FileColumn for UnitColumn {
    const ALL: &'static [Self] = &[UnitColumn::Name, UnitColumn::CreditCode, UnitColumn::Region];

    fn heading(self) -> &'static str {
        match self {
            UnitColumn::Name => "单位名称",
            UnitColumn::CreditCode => "统一社会信用代码",
            UnitColumn::Region => "单位属地",
        }
    }

    fn path(self) -> &'static str {
        match self {
            UnitColumn::Name => "name",
            UnitColumn::CreditCode => "credit_code",
            UnitColumn::Region => "region",
        }
    }

    fn is_required(self) -> bool {
        true
    }

    fn note(self) -> &'static str {
        match self {
            UnitColumn::Name => "必填。与公章一致的全称。",
            UnitColumn::CreditCode => "必填。18 位，单元格格式须为“文本”，否则末几位会丢失。",
            UnitColumn::Region => "必填。六位代码或全称，例如 450103 或 南宁市青秀区；可从下拉列表选择。",
        }
    }
}

/// One row as it was typed; the region by its code or its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UnitRow {
    pub name: String,
    pub credit_code: String,
    pub region: String,
}

impl UnitRow {
    /// The row in the words of the form: a code for the region.
    pub fn form(&self) -> UnitForm {
        let typed = folding::number(&self.region);
        let region = region_of(&typed).map_or_else(|| typed.clone(), |region| region.as_str().to_owned());
        UnitForm { name: self.name.trim().to_owned(), credit_code: self.credit_code.trim().to_owned(), region }
    }
}

/// The region of a code, of a full name, or of a name that no other region bears.
fn region_of(typed: &str) -> Option<Region> {
    let typed = typed.strip_prefix(GUANGXI).filter(|rest| !rest.is_empty()).unwrap_or(typed);
    let all = || {
        let cities = guangxi_cities().iter().copied();
        let within = cities.clone().flat_map(|city| counties(city).iter().copied());
        provinces().iter().copied().chain(cities).chain(within)
    };
    let by_full_name = || all().find(|region| region.full_name() == typed);
    let by_name = || {
        let mut found = all().filter(|region| region.name() == typed);
        found.next().filter(|_| found.next().is_none())
    };
    Region::parse(typed).or_else(by_full_name).or_else(by_name)
}

/// Stands before the city where an address is written in full.
const GUANGXI: &str = "广西壮族自治区";

impl FileRow for UnitRow {
    type Column = UnitColumn;

    fn get(&self, column: UnitColumn) -> &str {
        match column {
            UnitColumn::Name => &self.name,
            UnitColumn::CreditCode => &self.credit_code,
            UnitColumn::Region => &self.region,
        }
    }

    fn set(&mut self, column: UnitColumn, text: String) {
        *match column {
            UnitColumn::Name => &mut self.name,
            UnitColumn::CreditCode => &mut self.credit_code,
            UnitColumn::Region => &mut self.region,
        } = text;
    }

    fn judge(&self, _: &CategoryTable, _: Date) -> Result<String, FieldErrors> {
        let form = self.form();
        let of_cell = |path: &str| {
            let column = UnitColumn::ALL.iter().find(|column| column.path() == path)?;
            column.cell_mistake(self.get(*column))
        };
        let mut mistakes: Vec<FieldError> = match form.parse_by_operator() {
            Ok(unit) if UnitColumn::ALL.iter().all(|column| of_cell(column.path()).is_none()) => {
                return Ok(unit.credit_code.as_str().to_owned());
            }
            Ok(_) => Vec::new(),
            Err(mistakes) => mistakes.iter().cloned().collect(),
        };
        for column in UnitColumn::ALL.iter().filter(|column| of_cell(column.path()).is_some()) {
            if mistakes.iter().all(|error| error.path != column.path()) {
                mistakes.push(FieldError { path: column.path().into(), code: "".into(), message: "".into() });
            }
        }
        let in_a_file = mistakes.into_iter().map(|mut error| {
            let of_file = match &*error.path {
                path if of_cell(path).is_some() => of_cell(path),
                "region" if !form.region.is_empty() => Some(ImportMistake::UnknownRegion),
                _ => None,
            };
            if let Some(mistake) = of_file {
                error.code = mistake.code().into();
                error.message = mistake.message();
            } else if let Some(rest) = error.message.strip_prefix("请选择") {
                // The form asks to choose where a file asks to fill in.
                error.message = format!("请填写{rest}").into();
            }
            error
        });
        Err(in_a_file.collect::<Vec<_>>().into())
    }

    fn between(lines: &[&CheckedLine<Self>]) -> Vec<(usize, &'static str, ImportMistake)> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut wrong = Vec::new();
        for (position, one) in lines.iter().enumerate() {
            let first = *places.entry(one.content.as_deref().unwrap_or_default()).or_insert(position);
            if first != position {
                wrong.push((position, "credit_code", ImportMistake::SameUnit { at: lines[first].place() }));
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, credit_code: &str, region: &str) -> UnitRow {
        UnitRow { name: name.to_owned(), credit_code: credit_code.to_owned(), region: region.to_owned() }
    }

    fn mistakes(row: &UnitRow) -> Vec<String> {
        let errors = row.judge(CategoryTable::built_in(), Date::MIN).expect_err("mistakes");
        errors.iter().map(|error| format!("{}:{}", error.path, error.code)).collect()
    }

    #[test]
    fn a_region_is_named_by_its_code_or_by_its_name() {
        for typed in ["450103", "南宁市青秀区", "广西壮族自治区南宁市青秀区", " 青秀区 "] {
            assert_eq!(row("宾阳县中医医院", "12450126791325812B", typed).form().region, "450103", "{typed}");
        }
        for (typed, code) in [("南宁市", "450100"), ("广西壮族自治区", "450000"), ("广东省", "440000")] {
            assert_eq!(row("", "", typed).form().region, code);
        }
    }

    #[test]
    fn every_cell_tells_its_mistake_in_the_words_of_a_file() {
        assert_eq!(mistakes(&row("", "", "")), ["name:required", "credit_code:required", "region:required"]);
        let wrong = row("宾阳县中医医院", "1.24501E+17", "南宁市海边区");
        assert_eq!(mistakes(&wrong), ["credit_code:lost_digits", "region:unknown"]);
        let errors = row("宾阳县中医医院", "12450126791325812B", "")
            .judge(CategoryTable::built_in(), Date::MIN)
            .expect_err("no region");
        assert_eq!(errors.at("region").expect("a mistake").message, "请填写单位属地");
    }

    #[test]
    fn a_unit_stands_in_a_file_once() {
        let line = |line: usize, code: &str| {
            CheckedLine::new(line, row("宾阳县中医医院", code, "450126"), CategoryTable::built_in(), Date::MIN)
        };
        let (first, other, again) =
            (line(2, "12450126791325812B"), line(3, "91450103MA5P0R272E"), line(4, "12450126791325812b"));
        let wrong = UnitRow::between(&[&first, &other, &again]);
        assert_eq!(wrong, [(2, "credit_code", ImportMistake::SameUnit { at: "第 2 行".to_owned() })]);
    }
}
