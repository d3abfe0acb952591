//! What is told of a file, as JSON. The test of this program uses it as it is.

use domain::category::CategoryTable;
use domain::field_errors::{FieldError, FieldErrors, Mistake};
use domain::import::{CheckedLine, Column, FileRow, Import, ImportRow};
use serde::Serialize;
use sheets::reading::{self, Read};
use time::Date;

/// A line for each row of a file, or one for the file.
pub fn of(file: &str, bytes: &[u8], today: Date) -> Vec<Told> {
    let read: Read<ImportRow> = match reading::read_file(bytes, &gb_18030) {
        Ok(read) => read,
        Err(refusal) => return vec![Told::File { file: file.to_owned(), refused: refusal.code() }],
    };
    let table = CategoryTable::built_in();
    let sheets: Vec<Option<String>> = read
        .lines
        .iter()
        .map(|line| Some(read.sheets[line.sheet].name.clone()).filter(|name| !name.is_empty()))
        .collect();
    let mut lines: Vec<CheckedLine> = read.check(table, today).collect();
    note_what_is_wrong_between(&mut lines);
    let told = lines.iter().zip(sheets).map(|(line, sheet)| {
        let right = if line.mistakes.is_empty() { line.row.parse(table, today) } else { Err(line.mistakes.clone()) };
        let (ok, of_row) = match right {
            Ok(import) => (true, right_row(&import)),
            Err(mistakes) => (false, wrong_row(&mistakes)),
        };
        Told::Row { file: file.to_owned(), sheet, line: line.line, ok, of_row: Box::new(of_row) }
    });
    told.collect()
}

/// A line of the program.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Told {
    File {
        file: String,
        refused: &'static str,
    },
    Row {
        file: String,
        /// `null` for a csv file.
        sheet: Option<String>,
        line: usize,
        ok: bool,
        #[serde(flatten)]
        of_row: Box<OfRow>,
    },
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum OfRow {
    Right { row: Row, suggested_hours: Option<String>, deviations: Vec<&'static str> },
    Wrong { mistakes: Vec<WrongCell> },
}

#[derive(Serialize)]
pub struct Row {
    identity_number: String,
    name: String,
    title: String,
    start: String,
    end: String,
    claimed_hours: String,
    credited_year: i32,
    document_number: String,
}

#[derive(Serialize)]
pub struct WrongCell {
    /// The heading above the cell.
    column: String,
    code: String,
}

fn note_what_is_wrong_between(lines: &mut [CheckedLine]) {
    let right: Vec<usize> = (0..lines.len()).filter(|place| lines[*place].mistakes.is_empty()).collect();
    let compared: Vec<&CheckedLine> = right.iter().map(|place| &lines[*place]).collect();
    for (position, path, mistake) in ImportRow::between(&compared) {
        let mut mistakes = FieldErrors::default();
        mistakes.push(path, mistake.code(), mistake.message());
        lines[right[position]].mistakes.absorb(mistakes);
    }
}

fn right_row(import: &Import) -> OfRow {
    let claim = &import.claim;
    OfRow::Right {
        row: Row {
            identity_number: import.identity_number.expose().to_owned(),
            name: import.name.clone(),
            title: claim.title.clone(),
            start: claim.period.start().to_string(),
            end: claim.period.end().to_string(),
            claimed_hours: claim.claimed_hours.to_string(),
            credited_year: claim.credited_year,
            document_number: claim.document_number.clone(),
        },
        suggested_hours: claim.suggested_hours.map(|hours| hours.to_string()),
        deviations: claim.deviations().iter().map(|one| one.kind()).collect(),
    }
}

fn wrong_row(mistakes: &FieldErrors) -> OfRow {
    let heading = |path: &str| {
        let column = Column::ALL.into_iter().find(|column| column.path() == path);
        column.map_or(path.to_owned(), |column| column.heading().to_owned())
    };
    let wrong = |error: &FieldError| WrongCell { column: heading(&error.path), code: error.code.to_string() };
    OfRow::Wrong { mistakes: mistakes.iter().map(wrong).collect() }
}

/// Text in GB 18030; in a browser its own decoder does this.
fn gb_18030(bytes: &[u8]) -> Option<String> {
    let (text, had_errors) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    (!had_errors).then(|| text.into_owned())
}
