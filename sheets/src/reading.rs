//! The rows of a workbook, or of a csv file, as text, under the headings of a template.

use std::collections::BTreeMap;

use domain::category::CategoryTable;
use domain::import::{CheckedLine, FileColumn, FileRow, Shown, iso_text, serial_text};
use domain::limits::IMPORT_ROWS_MAX;
use time::Date;

use crate::refusal::Refusal;
use crate::workbook::{Cell, Value, Workbook};
use crate::{container, csv, encoding};

/// The headings stand in one of the first lines of a sheet.
pub(crate) const HEADING_LINES_MAX: u32 = 10;
/// Columns that are looked at.
const COLUMNS_MAX: u32 = 64;
/// Characters of one cell that are kept: more than any column takes, so that a cell that is too long is told as such.
const CELL_CHARACTERS_MAX: usize = 2_100;
/// Digits that a spreadsheet keeps of a figure (Excel specifications and limits: number precision).
const DIGITS_MAX: usize = 15;

/// What has been read of a file.
pub struct Read<R> {
    /// The sheets with the headings, in their order; one without a name for a csv file.
    pub sheets: Vec<ReadSheet>,
    /// Hidden sheets with the headings, which are not read.
    pub hidden_sheets: Vec<String>,
    pub lines: Vec<Line<R>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSheet {
    pub name: String,
    pub rows: usize,
    /// Those of the rows that the spreadsheet does not show.
    pub hidden_rows: usize,
}

/// A row with where it stands.
pub struct Line<R> {
    /// From 1.
    pub line: usize,
    /// Which of the sheets that were read.
    pub sheet: usize,
    pub is_hidden: bool,
    pub row: R,
}

impl<R: FileRow> Read<R> {
    /// What has been read, for the page: the sheets, their rows, and what is hidden.
    pub fn sentence(&self) -> String {
        let sheets: Vec<String> = self
            .sheets
            .iter()
            .map(|sheet| {
                let name = if sheet.name.is_empty() { String::new() } else { format!("工作表“{}”", sheet.name) };
                let hidden = match sheet.hidden_rows {
                    0 => String::new(),
                    rows => format!("（其中隐藏的 {rows} 行也在内）"),
                };
                format!("{name} {} 行{hidden}", sheet.rows)
            })
            .collect();
        let mut sentence = format!("已读取：{}。", sheets.join("，").trim_start());
        if !self.hidden_sheets.is_empty() {
            sentence += &format!("隐藏的工作表没有读取：{}。", self.hidden_sheets.join("、"));
        }
        sentence
    }

    /// Judges every line by itself. Lines say their sheet where there are rows on more than one.
    pub fn check(self, table: &CategoryTable, today: Date) -> impl Iterator<Item = CheckedLine<R>> {
        let says_sheet = self.sheets.iter().filter(|sheet| sheet.rows > 0).count() > 1;
        self.lines.into_iter().map(move |one| {
            let sheet = if says_sheet { self.sheets[one.sheet].name.clone() } else { String::new() };
            CheckedLine::new(one.line, one.row, table, today).standing(sheet, one.is_hidden)
        })
    }
}

/// Reads a workbook, or a csv file: those come from other systems. `gb_18030` decodes what is not in Unicode.
pub fn read_file<R: FileRow>(bytes: &[u8], gb_18030: &dyn Fn(&[u8]) -> Option<String>) -> Result<Read<R>, Refusal> {
    match read(bytes) {
        Err(Refusal::NotASpreadsheet) if !bytes.starts_with(b"%PDF-") && !bytes.starts_with(b"PK\x03\x04") => {
            csv::read(&encoding::of_csv(bytes, gb_18030)?)
        }
        read => read,
    }
}

/// Reads every sheet that is shown and has the headings of the template. Rows without content are passed over.
pub fn read<R: FileRow>(bytes: &[u8]) -> Result<Read<R>, Refusal> {
    container::check(bytes)?;
    let mut workbook = Workbook::open(bytes)?;
    let mut read = Read { sheets: Vec::new(), hidden_sheets: Vec::new(), lines: Vec::new() };
    let mut refusal = Refusal::NotTheTemplate;
    for number in 0..workbook.sheets.len() {
        let found = sheet::<R>(&mut workbook, number)?;
        let sheet = &workbook.sheets[number];
        match found {
            Ok(_) if sheet.is_hidden => read.hidden_sheets.push(sheet.name.clone()),
            Ok(lines) => {
                let hidden_rows = lines.values().filter(|(is_hidden, _)| *is_hidden).count();
                let place = read.sheets.len();
                read.sheets.push(ReadSheet { name: sheet.name.clone(), rows: lines.len(), hidden_rows });
                for (line, (is_hidden, row)) in lines {
                    if read.lines.len() == IMPORT_ROWS_MAX {
                        return Err(Refusal::TooManyRows { line: line as usize + 1 });
                    }
                    read.lines.push(Line { line: line as usize + 1, sheet: place, is_hidden, row });
                }
            }
            // A sheet with some of the headings tells more than one with none.
            Err(missing) if missing.len() < R::Column::ALL.len() && !sheet.is_hidden => {
                refusal = missing_columns(&missing);
            }
            Err(_) => {}
        }
    }
    match (read.lines.is_empty(), read.sheets.is_empty(), read.hidden_sheets.is_empty()) {
        (false, ..) => Ok(read),
        (true, _, false) => Err(Refusal::OnlyHidden),
        (true, false, true) => Err(Refusal::NoRows),
        (true, true, true) => Err(refusal),
    }
}

/// The rows of a sheet by their line, from 0, each with whether it is hidden; or the columns that the sheet lacks.
type Sheet<R> = Result<BTreeMap<u32, (bool, R)>, Vec<<R as FileRow>::Column>>;

/// Finds the headings while the cells go by, and the rows below them.
struct Finder<R: FileRow> {
    from_1904: bool,
    headings: Option<(u32, BTreeMap<u32, R::Column>)>,
    candidates: BTreeMap<u32, BTreeMap<u32, R::Column>>,
    rows: BTreeMap<u32, (bool, R)>,
}

/// The rows of one sheet, or the columns that it lacks.
fn sheet<R: FileRow>(workbook: &mut Workbook, number: usize) -> Result<Sheet<R>, Refusal> {
    let mut finder: Finder<R> =
        Finder { from_1904: workbook.from_1904, headings: None, candidates: BTreeMap::new(), rows: BTreeMap::new() };
    workbook.cells(number, &mut |cell| finder.take(&cell))?;
    let best = finder.candidates.values().map(|found| missing(found.values())).min_by_key(Vec::len);
    let best = best.unwrap_or_else(|| R::Column::ALL.to_vec());
    if finder.headings.is_none() && !best.is_empty() {
        return Ok(Err(best));
    }
    Ok(Ok(finder.rows))
}

impl<R: FileRow> Finder<R> {
    /// Takes a cell; `false` once no headings can follow.
    fn take(&mut self, cell: &Cell<'_>) -> Result<bool, Refusal> {
        if cell.column >= COLUMNS_MAX {
            return Ok(true);
        }
        if self.headings.is_none() {
            // Cells come line by line: the first one below a line with all headings ends the search.
            self.headings = self
                .candidates
                .iter()
                .find(|(above, found)| **above < cell.line && missing(found.values()).is_empty())
                .map(|(above, found)| (*above, found.clone()));
        }
        match &self.headings {
            Some((heading, columns)) if cell.line > *heading => {
                let Some(column) = columns.get(&cell.column).copied() else { return Ok(true) };
                let text = text(cell, column, self.from_1904);
                if text.is_empty() {
                    return Ok(true);
                }
                if cell.line - heading > u32::try_from(IMPORT_ROWS_MAX).unwrap_or(u32::MAX) {
                    return Err(Refusal::TooManyRows { line: cell.line as usize + 1 });
                }
                let (is_hidden, row) = self.rows.entry(cell.line).or_default();
                *is_hidden = cell.is_hidden;
                row.set(column, text);
            }
            Some(_) => {}
            None if cell.line < HEADING_LINES_MAX => {
                if let Value::Text(text) = cell.value
                    && let Some(column) = R::Column::of_heading(text)
                {
                    self.candidates.entry(cell.line).or_default().insert(cell.column, column);
                }
            }
            None => return Ok(false),
        }
        Ok(true)
    }
}

/// The required columns that are not among these; all columns if none is.
pub(crate) fn missing<'c, C: FileColumn>(found: impl Iterator<Item = &'c C> + Clone) -> Vec<C> {
    let lacks = |column: &C| column.is_required() && !found.clone().any(|one| one == column);
    C::ALL.iter().copied().filter(lacks).collect()
}

pub(crate) fn missing_columns<C: FileColumn>(columns: &[C]) -> Refusal {
    Refusal::MissingColumns(columns.iter().map(|column| column.heading()).collect())
}

/// A cell without what surrounds it, and no more of it than any column takes.
pub(crate) fn kept(text: &str) -> String {
    text.trim().chars().take(CELL_CHARACTERS_MAX).collect()
}

/// A cell as somebody would have typed what it shows.
fn text<C: FileColumn>(cell: &Cell<'_>, column: C, from_1904: bool) -> String {
    let shown = cell.format.shown;
    let text = match cell.value {
        Value::Text(text) => text.to_owned(),
        Value::Number(raw) => match raw.parse::<f64>() {
            Ok(number) if column.is_time() => serial_text(number, from_1904, shown),
            Ok(number) if column.is_text() && shown != Shown::Figure => serial_text(number, from_1904, shown),
            Ok(number) if column.is_text() => digits(raw, number, cell.format.zeros),
            Ok(number) => figure(number),
            Err(_) => raw.to_owned(),
        },
        Value::Date(raw) => iso_text(raw, shown),
        Value::Bool(yes) => if yes { "TRUE" } else { "FALSE" }.to_owned(),
        // One that nobody knows is one all the same.
        Value::Error(raw) if column.cell_mistake(raw).is_some() => raw.to_owned(),
        Value::Error(_) => "#VALUE!".to_owned(),
    };
    kept(&text)
}

/// A figure that counts something. One decimal too many is the person's to mend; the noise of binary fractions is not.
fn figure(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    format!("{rounded}")
}

/// A figure that names something, with all of its digits, filled up with zeros as its format says; or, where the
/// spreadsheet has lost some, as the spreadsheet shows it: `2.02605E+16`.
fn digits(raw: &str, number: f64, zeros: usize) -> String {
    let whole = raw.split_once('.').map_or(
        raw,
        |(whole, decimals)| {
            if decimals.bytes().all(|digit| digit == b'0') { whole } else { raw }
        },
    );
    let written = whole.trim_start_matches('0');
    if !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit()) {
        return if has_lost_digits(written, number) { rounded(number) } else { format!("{written:0>zeros$}") };
    }
    // With an exponent, or with decimals.
    let plain = figure(number);
    let is_whole = plain.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole && plain.len() > DIGITS_MAX { rounded(number) } else { format!("{plain:0>zeros$}") }
}

fn rounded(number: f64) -> String {
    format!("{number:.5e}").replace('e', "E+")
}

/// Whether the digits of a whole number are those that a double has left of it: zeros behind the fifteenth, as Excel fills
/// up, or the digits of the double itself, where those are not exact. A library that writes what it was given writes others.
fn has_lost_digits(written: &str, number: f64) -> bool {
    const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;
    let Some(behind) = written.get(DIGITS_MAX..).filter(|behind| !behind.is_empty()) else { return false };
    behind.bytes().all(|digit| digit == b'0') || (number > EXACT_BELOW && format!("{number}") == written)
}
