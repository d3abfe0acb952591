//! Rows of a csv file after RFC 4180.

use std::collections::BTreeMap;

use domain::import::{FileColumn, FileRow};
use domain::limits::IMPORT_ROWS_MAX;

use crate::reading::{HEADING_LINES_MAX, Line, Read, ReadSheet, kept, missing, missing_columns};
use crate::refusal::Refusal;

/// Reads a csv file with commas, semicolons or tabs between its cells. Its headings are in one of its first lines.
pub fn read<R: FileRow>(text: &str) -> Result<Read<R>, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    // Programs of old end a line with a carriage return alone.
    let with_feeds = (!text.contains('\n')).then(|| text.replace('\r', "\n"));
    let text = with_feeds.as_deref().unwrap_or(text);
    let found = [',', ';', '\t'].map(|mark| (mark, headings::<R>(text, mark)));
    let best = found.into_iter().max_by_key(|(_, (_, columns))| columns.len());
    let Some((mark, (heading, columns))) = best.filter(|(_, (_, columns))| !columns.is_empty()) else {
        return Err(Refusal::NotTheTemplate);
    };
    let lacking = missing(columns.values());
    if !lacking.is_empty() {
        return Err(missing_columns(&lacking));
    }
    let mut lines = Vec::new();
    for (line, cells) in records(text, mark).skip(heading + 1) {
        if cells.iter().all(|cell| domain::folding::text(cell).is_empty()) {
            continue;
        }
        if lines.len() == IMPORT_ROWS_MAX {
            return Err(Refusal::TooManyRows { line });
        }
        let mut row = R::default();
        for (place, column) in &columns {
            row.set(*column, kept(cells.get(*place).map_or("", String::as_str)));
        }
        lines.push(Line { line, sheet: 0, is_hidden: false, row });
    }
    if lines.is_empty() {
        return Err(Refusal::NoRows);
    }
    let sheet = ReadSheet { name: String::new(), rows: lines.len(), hidden_rows: 0 };
    Ok(Read { sheets: vec![sheet], hidden_sheets: Vec::new(), lines })
}

/// The record with the most headings among the first, by its place, and the columns below it.
fn headings<R: FileRow>(text: &str, mark: char) -> (usize, BTreeMap<usize, R::Column>) {
    let first = records(text, mark).take(HEADING_LINES_MAX as usize).enumerate();
    let found = first.map(|(place, (_, cells))| {
        let columns = cells.iter().enumerate().filter_map(|(place, cell)| Some((place, R::Column::of_heading(cell)?)));
        (place, columns.collect::<BTreeMap<_, _>>())
    });
    // Of equal ones the first.
    found.reduce(|best, next| if next.1.len() > best.1.len() { next } else { best }).unwrap_or_default()
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
