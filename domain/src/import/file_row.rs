//! What every file that is imported has: a template of columns, and rows that are judged cell by cell.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use time::Date;

use super::{ImportMistake, ImportRow};
use crate::category::CategoryTable;
use crate::field_errors::FieldErrors;
use crate::folding;

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

    /// Whether a figure below it names something, so that none of its digits may be lost.
    fn is_text(self) -> bool {
        !self.is_time()
    }

    /// What is wrong with a cell whatever its column asks for: what a look-up or a formula left there instead of a value,
    /// and digits that the spreadsheet has rounded away.
    fn cell_mistake(self, text: &str) -> Option<ImportMistake> {
        let text = text.trim();
        if is_error_value(text) {
            return Some(ImportMistake::ErrorValue);
        }
        (self.is_text() && has_lost_digits(text)).then_some(ImportMistake::LostDigits)
    }

    /// The column under a heading, whatever stars, spaces and remarks in brackets stand beside its name.
    fn of_heading(text: &str) -> Option<Self> {
        let name = folding::label(text).replace('*', "");
        let name = name.split(['(', '[', '【', ':']).next().unwrap_or_default();
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
    /// The sheet that it stands on; empty where the file has rows on one sheet alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Whether the spreadsheet does not show the line: somebody or a filter has hidden it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_hidden: bool,
    pub row: R,
    pub mistakes: FieldErrors,
    /// What [`FileRow::judge`] gave for a row without mistakes.
    pub content: Option<String>,
}

impl<R: FileRow> CheckedLine<R> {
    pub fn new(line: usize, row: R, table: &CategoryTable, today: Date) -> Self {
        let (mistakes, content) = match row.judge(table, today) {
            Ok(content) => (FieldErrors::default(), Some(content)),
            Err(mistakes) => (mistakes, None),
        };
        Self { line, sheet: String::new(), is_hidden: false, row, mistakes, content }
    }

    /// The same line where it stands.
    pub fn standing(self, sheet: String, is_hidden: bool) -> Self {
        Self { sheet, is_hidden, ..self }
    }

    /// Where it stands, for people: `第 3 行`, or `“外科”第 3 行` of a file with rows on several sheets.
    pub fn place(&self) -> String {
        place(&self.sheet, self.line)
    }
}

/// Where a line stands, for people.
pub fn place(sheet: &str, line: usize) -> String {
    if sheet.is_empty() { format!("第 {line} 行") } else { format!("“{sheet}”第 {line} 行") }
}

/// The error values of spreadsheet programs (ECMA-376 part 1, 18.18.11, and the later ones: `#SPILL!`, `#CONNECT!`…).
fn is_error_value(text: &str) -> bool {
    let Some(name) = text.strip_prefix('#') else { return false };
    let is_word = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"/_".contains(&byte))
    };
    matches!(name, "N/A" | "GETTING_DATA") || name.strip_suffix(['!', '?']).is_some_and(is_word)
}

/// A figure as a spreadsheet shows it when it has no handler, or no precision, for its digits: `4.50103E+17`.
fn has_lost_digits(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((figure, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else { return false };
    let (whole, decimals) = figure.split_once('.').unwrap_or((figure, "0"));
    whole.len() == 1 && is_digits(whole) && is_digits(decimals) && is_digits(exponent)
}
