//! What every file that is imported has: a template of columns, and rows that are judged cell by cell.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use time::Date;

use super::{ImportMistake, ImportRow};
use crate::category::CategoryTable;
use crate::field_errors::FieldErrors;

/// A column of a file.
pub trait FileColumn: Copy + PartialEq + Send + Sync + 'static {
    /// In the order of the template.
    const ALL: &'static [Self];

    fn heading(self) -> &'static str;

    /// Where mistakes about it are noted: the field's name in the request.
    fn path(self) -> &'static str;

    /// Whether a file without this column is not the template.
    fn is_required(self) -> bool;

    /// How to fill it in, for the template.
    fn note(self) -> &'static str;

    /// Whether a figure below it is a date as spreadsheets count them.
    fn is_time(self) -> bool {
        false
    }

    /// The column under a heading, whatever stars, spaces and remarks in brackets stand beside its name.
    fn of_heading(text: &str) -> Option<Self> {
        let name: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '\u{FF0A}')).collect();
        let name = name.split(['(', '\u{FF08}']).next().unwrap_or_default();
        Self::ALL.iter().copied().find(|column| column.heading() == name)
    }
}

/// One row of a file, as it was typed.
pub trait FileRow: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    type Column: FileColumn;

    fn get(&self, column: Self::Column) -> &str;

    fn set(&mut self, column: Self::Column, text: String);

    /// What makes two rows the same, or every mistake in the row, by the categories of `table`.
    fn judge(&self, table: &CategoryTable, today: Date) -> Result<String, FieldErrors>;

    /// What is wrong between lines that keep every rule of their own: which of them, by position, and where.
    fn between(lines: &[&CheckedLine<Self>]) -> Vec<(usize, &'static str, ImportMistake)>;
}

/// A line of a file that has been read and judged. Not `Debug`: it may hold an identity number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedLine<R = ImportRow> {
    /// From 1, as the spreadsheet numbers it.
    pub line: usize,
    pub row: R,
    pub mistakes: FieldErrors,
    /// What [`FileRow::judge`] gave for a row without mistakes.
    pub content: Option<String>,
}

impl<R: FileRow> CheckedLine<R> {
    pub fn new(line: usize, row: R, table: &CategoryTable, today: Date) -> Self {
        match row.judge(table, today) {
            Ok(content) => Self { line, row, mistakes: FieldErrors::default(), content: Some(content) },
            Err(mistakes) => Self { line, row, mistakes, content: None },
        }
    }
}
