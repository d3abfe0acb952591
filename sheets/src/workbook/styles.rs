//! What the formats of cells show (ECMA-376 part 1, 18.8).

use std::collections::HashMap;

use domain::import::Shown;

use super::{UNFORMATTED, format, xml};
use crate::refusal::Refusal;

/// The formats that cells name by their place.
#[derive(Default)]
pub struct Styles {
    formats: Vec<Format>,
}

/// What matters of a number format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    pub shown: Shown,
    /// Digits to which a whole number is filled up with zeros (`000000`); 0 where it is not.
    pub zeros: usize,
}

const PLAIN: Format = Format { shown: UNFORMATTED, zeros: 0 };

impl Styles {
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let mut codes: HashMap<String, Format> = HashMap::new();
        let (mut formats, mut is_of_cells) = (Vec::new(), false);
        xml::elements(text, &mut |name, element| match name {
            "numFmt" => {
                let code = xml::attribute(element, "formatCode").unwrap_or_default();
                codes.insert(xml::attribute(element, "numFmtId").unwrap_or_default(), format::read(&code));
            }
            "cellXfs" => is_of_cells = true,
            "cellStyleXfs" | "cellStyles" | "dxfs" => is_of_cells = false,
            "xf" if is_of_cells => {
                let id = xml::attribute(element, "numFmtId").unwrap_or_default();
                formats.push(codes.get(&id).copied().unwrap_or_else(|| format::built_in(&id)));
            }
            _ => {}
        })?;
        Ok(Self { formats })
    }

    pub fn of(&self, style: Option<usize>) -> Format {
        self.formats.get(style.unwrap_or_default()).copied().unwrap_or(PLAIN)
    }
}
