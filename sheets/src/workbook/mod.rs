//! Reads the parts of a workbook of Office Open XML (ECMA-376): its sheets in their order, and each cell with what its
//! number format shows.
//!
//! Ready-made readers give a cell's value as a double and stop at an error value that they do not know. People's files need
//! more: the digits as they stand in the file, the format, which rows and sheets are hidden, and every other cell of a file
//! in which one is odd. So the XML is read here, by the library for XML.

mod cells;
mod format;
pub(crate) mod package;
mod strings;
mod styles;
mod xml;

use domain::import::Shown;

use crate::refusal::Refusal;

pub use cells::{Cell, Value};
use package::Package;
use styles::Styles;

/// A workbook whose parts have been unpacked within bounds.
pub struct Workbook {
    package: Package,
    pub sheets: Vec<Sheet>,
    /// Whether its dates count from 1904 (18.2.28).
    pub from_1904: bool,
    strings: Vec<String>,
    styles: Styles,
}

/// A sheet by its name, in the order in which the program shows them.
pub struct Sheet {
    pub name: String,
    /// Hidden by somebody, or by a program (18.18.68).
    pub is_hidden: bool,
    part: String,
}

impl Workbook {
    /// Opens what [`container::check`](crate::container::check) has let through.
    pub fn open(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut package = Package::open(bytes)?;
        let main = package.main()?;
        let relations = package.relations(&main)?;
        if main.ends_with(".bin") {
            return Err(Refusal::OtherFormat("xlsb"));
        }
        let book = package.text(&main)?.ok_or(Refusal::NotASpreadsheet)?;
        let (listed, from_1904) = sheets(&book)?;
        let mut sheets = Vec::new();
        for Listed { name, relation, is_hidden } in listed {
            let Some(found) = relations.iter().find(|one| one.id == relation) else { continue };
            // Sheets of charts and of macros have no cells.
            if found.is_of("worksheet") {
                sheets.push(Sheet { name, is_hidden, part: found.target.clone() });
            }
        }
        let mut part = |kind: &str| match relations.iter().find(|one| one.is_of(kind)) {
            Some(relation) => package.text(&relation.target),
            None => Ok(None),
        };
        let strings = part("sharedStrings")?.map(|text| strings::shared(&text)).transpose()?.unwrap_or_default();
        let styles = part("styles")?.map(|text| Styles::read(&text)).transpose()?.unwrap_or_default();
        Ok(Self { package, sheets, from_1904, strings, styles })
    }

    /// Calls `take` with every cell that has content, in the order of the file, until it returns `false`.
    pub fn cells(
        &mut self,
        sheet: usize,
        take: &mut dyn FnMut(Cell<'_>) -> Result<bool, Refusal>,
    ) -> Result<(), Refusal> {
        let Some(sheet) = self.sheets.get(sheet) else { return Ok(()) };
        let Some(text) = self.package.text(&sheet.part)? else { return Ok(()) };
        cells::read(&text, &self.strings, &self.styles, take)
    }
}

/// A sheet as the main part lists it.
struct Listed {
    name: String,
    relation: String,
    is_hidden: bool,
}

/// The sheets of the main part, and whether dates count from 1904.
fn sheets(book: &str) -> Result<(Vec<Listed>, bool), Refusal> {
    let (mut sheets, mut from_1904, mut is_workbook) = (Vec::new(), false, false);
    xml::elements(book, &mut |name, element| match name {
        "sheet" => {
            let of = |name: &str| xml::attribute(element, name).unwrap_or_default();
            let is_hidden = matches!(of("state").as_str(), "hidden" | "veryHidden");
            sheets.push(Listed { name: of("name"), relation: of("id"), is_hidden });
        }
        "workbook" => is_workbook = true,
        "workbookPr" => from_1904 = xml::is_true(xml::attribute(element, "date1904")),
        _ => {}
    })?;
    if is_workbook { Ok((sheets, from_1904)) } else { Err(Refusal::NotASpreadsheet) }
}

/// What a cell without a style of its own shows of a figure.
const UNFORMATTED: Shown = Shown::Figure;
