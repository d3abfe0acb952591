//! Tables as workbooks. Texts are written as texts, so that no cell is ever run as a formula.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub name: String,
    /// In characters.
    pub width: u16,
    /// Figures are written as figures, to be summed up.
    pub is_number: bool,
}

/// A table that is filled row by row.
pub struct Table {
    sheet: Worksheet,
    headings: Vec<Heading>,
    line: u32,
}

impl Table {
    /// # Errors
    /// If the name is none for a sheet, or there are more columns than a sheet has.
    pub fn new(name: &str, headings: Vec<Heading>) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = heading_format();
        for (place, heading) in (0..).zip(&headings) {
            sheet.write_string_with_format(0, place, &heading.name, &bold)?;
            sheet.set_column_width(place, f64::from(heading.width))?;
        }
        Ok(Self { sheet, headings, line: 0 })
    }

    /// # Errors
    /// If there are more rows than a sheet has, or a text is longer than a cell takes.
    pub fn push(&mut self, cells: &[String]) -> Result<(), XlsxError> {
        self.line += 1;
        for ((place, heading), text) in (0..).zip(&self.headings).zip(cells) {
            match text.parse::<f64>() {
                Ok(number) if heading.is_number => self.sheet.write_number(self.line, place, number)?,
                _ => self.sheet.write_string(self.line, place, text)?,
            };
        }
        Ok(())
    }

    /// # Errors
    /// Never but for a lack of memory.
    pub fn finish(self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.push_worksheet(self.sheet);
        workbook.save_to_buffer()
    }
}

pub(crate) fn heading_format() -> Format {
    Format::new().set_bold().set_background_color("#E3F1F2").set_align(FormatAlign::VerticalCenter).set_text_wrap()
}
