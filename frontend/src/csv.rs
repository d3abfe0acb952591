//! Tables as files that spreadsheets open: made in the browser, harmless when opened.

use crate::prelude::document;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Tells spreadsheet programs that the text is UTF-8; without it Chinese comes out as mojibake.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table as text after RFC 4180, with a byte order mark.
pub fn csv(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = BYTE_ORDER_MARK.to_owned();
    push_line(&mut text, headings.iter().copied());
    for row in rows {
        push_line(&mut text, row.iter().map(String::as_str));
    }
    text
}

fn push_line<'c>(text: &mut String, cells: impl Iterator<Item = &'c str>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            text.push(',');
        }
        push_cell(text, cell);
    }
    text.push_str("\r\n");
}

/// A cell that a spreadsheet would run as a formula is made plain text by a leading apostrophe (OWASP, CSV injection).
fn push_cell(text: &mut String, cell: &str) {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = cell.contains([',', '"', '\n', '\r']);
    if quoted {
        text.push('"');
    }
    if runs {
        text.push('\'');
    }
    text.push_str(&cell.replace('"', "\"\""));
    if quoted {
        text.push('"');
    }
}

/// Hands the browser a file to keep. Says whether it could be made.
pub fn download(file_name: &str, content: &str) -> bool {
    let parts = Array::of1(&Uint8Array::from(content.as_bytes()));
    let properties = BlobPropertyBag::new();
    properties.set_type("text/csv;charset=utf-8");
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &properties) else { return false };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return false };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = &link {
        link.set_href(&address);
        link.set_download(file_name);
        link.click();
    }
    let _ = Url::revoke_object_url(&address);
    link.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_quoted_where_it_must_be() {
        let rows = vec![vec!["一,二".to_owned(), "说\"好\"".to_owned(), "16.5".to_owned()]];
        assert_eq!(csv(&["甲", "乙", "丙"], &rows), "\u{feff}甲,乙,丙\r\n\"一,二\",\"说\"\"好\"\"\",16.5\r\n");
    }

    #[test]
    fn formulas_are_disarmed() {
        for dangerous in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"] {
            let mut text = String::new();
            push_cell(&mut text, dangerous);
            assert!(text.trim_start_matches('"').starts_with('\''), "{dangerous:?} became {text:?}");
        }
    }
}
