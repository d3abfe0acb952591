//! The cells of a sheet (ECMA-376 part 1, 18.3.1).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::styles::{Format, Styles};
use super::{strings, xml};
use crate::refusal::Refusal;

/// A cell with content.
pub struct Cell<'w> {
    /// From 0.
    pub line: u32,
    /// From 0.
    pub column: u32,
    /// Whether its row is hidden, by somebody or by a filter.
    pub is_hidden: bool,
    pub value: Value<'w>,
    pub format: Format,
}

pub enum Value<'w> {
    Text(&'w str),
    /// A figure as it stands in the file.
    Number(&'w str),
    /// A date and time after ISO 8601.
    Date(&'w str),
    /// The name of an error value: `#N/A`.
    Error(&'w str),
    Bool(bool),
}

/// Rows and columns of the largest sheet there is (Excel specifications and limits).
const LINES_MAX: u32 = 1_048_576;
const PLACES_MAX: u32 = 16_384;

/// Where reading stands.
struct Place {
    /// The line that is due where a row does not say its own.
    line: u32,
    column: u32,
    is_hidden: bool,
    /// Whether rows are hidden unless they say otherwise.
    hides_rows: bool,
}

pub fn read(
    text: &str,
    shared: &[String],
    styles: &Styles,
    take: &mut dyn FnMut(Cell<'_>) -> Result<bool, Refusal>,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_str(text);
    let mut place = Place { line: 0, column: 0, is_hidden: false, hides_rows: false };
    let mut is_first = true;
    loop {
        match reader.read_event().map_err(|_| Refusal::Broken)? {
            Event::Start(element) => match element.local_name().into_inner() {
                "row" => place.begin_row(&element, &mut is_first)?,
                "c" => {
                    let content = content(&mut reader)?;
                    if !place.cell(&element, &content, (shared, styles), take)? {
                        return Ok(());
                    }
                }
                "sheetFormatPr" => place.hides_rows = xml::is_true(xml::attribute(&element, "zeroHeight")),
                _ => {}
            },
            Event::Empty(element) => match element.local_name().into_inner() {
                "row" => place.begin_row(&element, &mut is_first)?,
                "c" => drop(place.begin_cell(&element)?),
                "sheetFormatPr" => place.hides_rows = xml::is_true(xml::attribute(&element, "zeroHeight")),
                _ => {}
            },
            Event::End(element) if element.local_name().into_inner() == "sheetData" => return Ok(()),
            Event::Eof if is_first => return Ok(()),
            // The end of the file before that of its rows.
            Event::Eof => return Err(Refusal::Broken),
            _ => {}
        }
    }
}

/// What stands in a cell: its value, or the text in its place.
#[derive(Default)]
struct Content {
    value: String,
    inline: Option<String>,
}

fn content(reader: &mut Reader<&[u8]>) -> Result<Content, Refusal> {
    let (mut content, mut is_value) = (Content::default(), false);
    loop {
        match reader.read_event().map_err(|_| Refusal::Broken)? {
            Event::Start(element) => match element.local_name().into_inner() {
                "v" => is_value = true,
                "is" => content.inline = Some(strings::of(reader, "is")?),
                _ => {}
            },
            Event::End(element) => match element.local_name().into_inner() {
                "v" => is_value = false,
                "c" => return Ok(content),
                _ => {}
            },
            Event::Text(part) if is_value => content.value.push_str(&part.xml10_content()),
            Event::CData(part) if is_value => content.value.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) if is_value => xml::push_reference(&mut content.value, &reference),
            Event::Eof => return Err(Refusal::Broken),
            _ => {}
        }
    }
}

impl Place {
    fn begin_row(&mut self, element: &BytesStart<'_>, is_first: &mut bool) -> Result<(), Refusal> {
        let due = if *is_first { 0 } else { self.line + 1 };
        *is_first = false;
        self.line = match xml::attribute(element, "r") {
            Some(number) => {
                let number: u32 = number.trim().parse().map_err(|_| Refusal::Broken)?;
                number.checked_sub(1).ok_or(Refusal::Broken)?
            }
            None => due,
        };
        if self.line >= LINES_MAX {
            return Err(Refusal::Broken);
        }
        self.column = 0;
        let hidden = xml::attribute(element, "hidden");
        let is_flat = xml::attribute(element, "ht").and_then(|height| height.parse::<f64>().ok()) == Some(0.0);
        self.is_hidden = is_flat || if hidden.is_some() { xml::is_true(hidden) } else { self.hides_rows };
        Ok(())
    }

    /// The line and column of a cell that begins.
    fn begin_cell(&mut self, element: &BytesStart<'_>) -> Result<(u32, u32), Refusal> {
        let at = match xml::attribute(element, "r") {
            Some(reference) => position(&reference).ok_or(Refusal::Broken)?,
            None => (self.line, self.column),
        };
        self.column = at.1 + 1;
        Ok(at)
    }

    fn cell(
        &mut self,
        element: &BytesStart<'_>,
        content: &Content,
        (shared, styles): (&[String], &Styles),
        take: &mut dyn FnMut(Cell<'_>) -> Result<bool, Refusal>,
    ) -> Result<bool, Refusal> {
        let (line, column) = self.begin_cell(element)?;
        let kind = xml::attribute(element, "t").unwrap_or_default();
        let raw = content.value.trim();
        let unescaped;
        let value = match kind.as_str() {
            "s" => {
                Value::Text(raw.parse::<usize>().ok().and_then(|place| shared.get(place)).map_or("", String::as_str))
            }
            "inlineStr" => Value::Text(content.inline.as_deref().unwrap_or(&content.value)),
            "str" => {
                unescaped = strings::unescaped(&content.value);
                Value::Text(&unescaped)
            }
            "e" => Value::Error(raw),
            "b" => Value::Bool(matches!(raw, "1" | "true")),
            "d" => Value::Date(raw),
            _ => Value::Number(raw),
        };
        let is_empty = match value {
            Value::Text(text) => text.is_empty(),
            Value::Number(text) | Value::Date(text) => text.is_empty(),
            Value::Error(_) | Value::Bool(_) => false,
        };
        if is_empty {
            return Ok(true);
        }
        let format = styles.of(xml::attribute(element, "s").and_then(|style| style.parse().ok()));
        take(Cell { line, column, is_hidden: self.is_hidden, value, format })
    }
}

/// Line and column of `B7`, from 0; nothing outside the largest sheet.
fn position(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.trim();
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, line) = reference.split_at(letters);
    if column.is_empty() || column.len() > 3 || line.len() > 7 {
        return None;
    }
    let column = column.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let line: u32 = line.parse().ok()?;
    ((1..=LINES_MAX).contains(&line) && column <= PLACES_MAX).then(|| (line - 1, column - 1))
}
