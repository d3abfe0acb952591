//! Tables as files for spreadsheet programs, in the format that the person chooses, filled page by page.

use crate::platform::csv;
use crate::platform::download;
use crate::platform::worker::{NoWorker, Sheets};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

impl Format {
    pub const fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "Excel",
        }
    }
}

/// A column: its heading, its width in characters, and whether figures stand below it, to be summed up.
pub type Heading = (&'static str, u16, bool);

/// A file that is being made.
pub enum TableFile {
    Csv(String),
    /// In the worker; the page would stand still.
    Xlsx(Sheets),
}

impl TableFile {
    pub async fn begin(format: Format, sheet: &str, headings: &[Heading]) -> Result<Self, NoWorker> {
        match format {
            Format::Csv => {
                let names: Vec<&str> = headings.iter().map(|(name, _, _)| *name).collect();
                Ok(TableFile::Csv(csv::csv(&names, &[])))
            }
            Format::Xlsx => {
                let sheets = Sheets::start().await?;
                sheets.begin(sheet, headings);
                Ok(TableFile::Xlsx(sheets))
            }
        }
    }

    pub async fn push(&mut self, rows: &[Vec<String>]) -> Result<(), NoWorker> {
        match self {
            TableFile::Csv(text) => {
                csv::push_rows(text, rows);
                Ok(())
            }
            TableFile::Xlsx(sheets) => sheets.rows(rows).await,
        }
    }

    /// Hands the browser the file to keep. Says whether it could be made.
    pub async fn hand_over(self, name: &str) -> Result<bool, NoWorker> {
        match self {
            TableFile::Csv(text) => Ok(csv::download(&format!("{name}.csv"), &text)),
            TableFile::Xlsx(sheets) => {
                let bytes = sheets.finish().await?;
                Ok(download::hand_over(&format!("{name}.xlsx"), download::XLSX, &bytes))
            }
        }
    }
}
