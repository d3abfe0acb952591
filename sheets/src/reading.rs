//! The rows of a workbook, or of a csv file, as text, under the headings of a template.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, DataType, Reader, Xlsx};
use domain::import::{FileColumn, FileRow, serial_text};
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
pub struct Line<R> {
    pub line: usize,
    pub row: R,
}

/// Reads the first sheet that has the headings of the template. Rows without content are passed over.
pub fn read<R: FileRow>(bytes: &[u8]) -> Result<Vec<Line<R>>, Refusal> {
    container::check(bytes)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refusal::Broken)?;
    let names: Vec<String> = workbook.sheet_names().into_iter().take(SHEETS_MAX).collect();
    let mut refusal = Refusal::NotTheTemplate;
    for name in names {
        match sheet::<R>(&mut workbook, &name)? {
            Ok(lines) if lines.is_empty() => return Err(Refusal::NoRows),
            Ok(lines) => return Ok(lines),
            // A sheet with some of the headings tells more than one with none.
            Err(missing) if missing.len() < R::Column::ALL.len() => refusal = missing_columns(&missing),
            Err(_) => {}
        }
    }
    Err(refusal)
}

/// Reads a csv file after RFC 4180, with commas, semicolons or tabs between its cells. Its headings are in its first line.
pub fn read_csv<R: FileRow>(text: &str) -> Result<Vec<Line<R>>, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let mark = [',', ';', '\t'].into_iter().max_by_key(|mark| head.matches(*mark).count()).unwrap_or(',');
    let mut records = records(text, mark);
    let headings = records.next().map(|(_, cells)| cells).unwrap_or_default();
    let columns: BTreeMap<usize, R::Column> =
        headings.iter().enumerate().filter_map(|(place, cell)| Some((place, R::Column::of_heading(cell)?))).collect();
    let lacking = missing(columns.values());
    match (columns.is_empty(), lacking.is_empty()) {
        (true, _) => return Err(Refusal::NotTheTemplate),
        (false, false) => return Err(missing_columns(&lacking)),
        (false, true) => {}
    }
    let mut lines = Vec::new();
    for (line, cells) in records {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == IMPORT_ROWS_MAX {
            return Err(Refusal::TooManyRows { line });
        }
        let mut row = R::default();
        for (place, column) in &columns {
            row.set(*column, kept(cells.get(*place).map_or("", String::as_str)));
        }
        lines.push(Line { line, row });
    }
    if lines.is_empty() { Err(Refusal::NoRows) } else { Ok(lines) }
}

/// The records of a csv file with the lines on which they begin, from 1.
fn records(text: &str, mark: char) -> impl Iterator<Item = (usize, Vec<String>)> {
    let mut signs = text.chars().peekable();
    let mut line = 1;
    std::iter::from_fn(move || {
        signs.peek()?;
        let (first, mut cells, mut cell, mut quoted) = (line, Vec::new(), String::new(), false);
        while let Some(sign) = signs.next() {
            match sign {
                '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
                '"' if quoted => quoted = false,
                '"' if cell.is_empty() => quoted = true,
                '\n' if !quoted => {
                    line += 1;
                    break;
                }
                '\r' if !quoted => {}
                one if one == mark && !quoted => cells.push(std::mem::take(&mut cell)),
                one => {
                    line += usize::from(one == '\n');
                    cell.push(one);
                }
            }
        }
        cells.push(cell);
        Some((first, cells))
    })
}

/// What is read and what columns lack of one sheet.
type Sheet<R> = Result<Vec<Line<R>>, Vec<<R as FileRow>::Column>>;

/// The rows of one sheet, or the columns that it lacks.
fn sheet<R: FileRow>(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Sheet<R>, Refusal> {
    let from_1904 = workbook.has_1904_epoch();
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else {
        // A sheet of charts has no cells.
        return Ok(Err(R::Column::ALL.to_vec()));
    };
    let mut headings: Option<(u32, BTreeMap<u32, R::Column>)> = None;
    let mut candidates: BTreeMap<u32, BTreeMap<u32, R::Column>> = BTreeMap::new();
    let mut rows: BTreeMap<u32, R> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(|_| Refusal::Broken)? {
        let (line, place) = cell.get_position();
        if place >= COLUMNS_MAX || cell.get_value().is_empty() {
            continue;
        }
        if headings.is_none() {
            // Cells come line by line: the first one below a line with all headings ends the search.
            headings = candidates
                .iter()
                .find(|(above, found)| **above < line && missing(found.values()).is_empty())
                .map(|(above, found)| (*above, found.clone()));
        }
        match &headings {
            Some((heading, columns)) if line > *heading => {
                let Some(column) = columns.get(&place) else { continue };
                let text = text(cell.get_value(), column.is_time(), from_1904);
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
                if let Some(column) = cell.get_value().get_string().and_then(R::Column::of_heading) {
                    candidates.entry(line).or_default().insert(place, column);
                }
            }
            None => break,
        }
    }
    let best = candidates.values().map(|found| missing(found.values())).min_by_key(Vec::len);
    let best = best.unwrap_or_else(|| R::Column::ALL.to_vec());
    if headings.is_none() && !best.is_empty() {
        return Ok(Err(best));
    }
    Ok(Ok(rows.into_iter().map(|(line, row)| Line { line: line as usize + 1, row }).collect()))
}

/// The required columns that are not among these; all columns if none is.
fn missing<'c, C: FileColumn>(found: impl Iterator<Item = &'c C> + Clone) -> Vec<C> {
    let lacks = |column: &C| column.is_required() && !found.clone().any(|one| one == column);
    C::ALL.iter().copied().filter(lacks).collect()
}

fn missing_columns<C: FileColumn>(columns: &[C]) -> Refusal {
    Refusal::MissingColumns(columns.iter().map(|column| column.heading()).collect())
}

/// A cell without what surrounds it, and no more of it than any column takes.
fn kept(text: &str) -> String {
    text.trim().chars().take(CELL_CHARACTERS_MAX).collect()
}

/// A cell as somebody would have typed it.
fn text(value: &DataRef<'_>, is_time: bool, from_1904: bool) -> String {
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
    kept(&text)
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
