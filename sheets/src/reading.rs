//! The rows of a workbook, as text, under the headings of the template.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, DataType, Reader, Xlsx};
use domain::import::{Column, ImportRow, serial_text};
use domain::limits::IMPORT_ROWS_MAX;

use crate::container;
use crate::refusal::Refusal;

/// The headings stand in one of the first lines of one of the first sheets.
const HEADING_LINES_MAX: u32 = 10;
const SHEETS_MAX: usize = 10;
/// Columns that are looked at.
const COLUMNS_MAX: u32 = 64;
/// Characters of one cell that are kept: more than any column takes, so that a cell that is too long is told as such.
const CELL_CHARACTERS_MAX: usize = 2_100;

/// A row with its line in the file, from 1.
pub struct Line {
    pub line: usize,
    pub row: ImportRow,
}

/// Reads the first sheet that has the headings of the template. Rows without content are passed over.
pub fn read(bytes: &[u8]) -> Result<Vec<Line>, Refusal> {
    container::check(bytes)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refusal::Broken)?;
    let names: Vec<String> = workbook.sheet_names().into_iter().take(SHEETS_MAX).collect();
    let mut refusal = Refusal::NotTheTemplate;
    for name in names {
        match sheet(&mut workbook, &name)? {
            Ok(lines) if lines.is_empty() => return Err(Refusal::NoRows),
            Ok(lines) => return Ok(lines),
            // A sheet with some of the headings tells more than one with none.
            Err(missing) if missing.len() < Column::ALL.len() => refusal = Refusal::MissingColumns(missing),
            Err(_) => {}
        }
    }
    Err(refusal)
}

/// The rows of one sheet, or the columns that it lacks.
fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Result<Vec<Line>, Vec<Column>>, Refusal> {
    let from_1904 = workbook.has_1904_epoch();
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else {
        // A sheet of charts has no cells.
        return Ok(Err(Column::ALL.to_vec()));
    };
    let mut headings: Option<(u32, BTreeMap<u32, Column>)> = None;
    let mut candidates: BTreeMap<u32, BTreeMap<u32, Column>> = BTreeMap::new();
    let mut rows: BTreeMap<u32, ImportRow> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(|_| Refusal::Broken)? {
        let (line, place) = cell.get_position();
        if place >= COLUMNS_MAX || cell.get_value().is_empty() {
            continue;
        }
        if headings.is_none() {
            // Cells come line by line: the first one below a line with all headings ends the search.
            headings = candidates
                .iter()
                .find(|(above, found)| **above < line && missing(found).is_empty())
                .map(|(above, found)| (*above, found.clone()));
        }
        match &headings {
            Some((heading, columns)) if line > *heading => {
                let Some(column) = columns.get(&place) else { continue };
                let text = text(cell.get_value(), *column, from_1904);
                if text.is_empty() {
                    continue;
                }
                if line - heading > u32::try_from(IMPORT_ROWS_MAX).unwrap_or(u32::MAX) {
                    return Err(Refusal::TooManyRows { line: line as usize + 1 });
                }
                rows.entry(line).or_default().set(*column, text);
            }
            Some(_) => {}
            None if line < HEADING_LINES_MAX => {
                if let Some(column) = cell.get_value().get_string().and_then(Column::of_heading) {
                    candidates.entry(line).or_default().insert(place, column);
                }
            }
            None => break,
        }
    }
    let best = candidates.values().map(missing).min_by_key(Vec::len).unwrap_or_else(|| Column::ALL.to_vec());
    if headings.is_none() && !best.is_empty() {
        return Ok(Err(best));
    }
    Ok(Ok(rows.into_iter().map(|(line, row)| Line { line: line as usize + 1, row }).collect()))
}

/// The required columns that are not among these; all columns if none is.
fn missing(found: &BTreeMap<u32, Column>) -> Vec<Column> {
    let lacks = |column: &Column| column.is_required() && !found.values().any(|one| one == column);
    Column::ALL.into_iter().filter(lacks).collect()
}

/// A cell as somebody would have typed it.
fn text(value: &DataRef<'_>, column: Column, from_1904: bool) -> String {
    let is_time = matches!(column, Column::Start | Column::End);
    let text = match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        #[expect(clippy::cast_precision_loss, reason = "an identity number that loses digits is told as such")]
        DataRef::Int(number) => number_text(*number as f64, is_time, from_1904),
        DataRef::Float(number) => number_text(*number, is_time, from_1904),
        DataRef::DateTime(instant) => number_text(instant.as_f64(), is_time, from_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.replace('T', " "),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    };
    text.trim().chars().take(CELL_CHARACTERS_MAX).collect()
}

/// A figure: a serial date where a time is due. One of more digits than a spreadsheet keeps is written with `E+`.
fn number_text(number: f64, is_time: bool, from_1904: bool) -> String {
    const KEPT: f64 = 1e15;
    if is_time && let Some(date) = serial_text(number, from_1904) {
        return date;
    }
    if number.abs() >= KEPT {
        return format!("{number:.5e}").replace('e', "E+");
    }
    // One decimal too many is the person's to mend; the noise of binary fractions is not.
    let rounded = (number * 1e6).round() / 1e6;
    format!("{rounded}")
}
