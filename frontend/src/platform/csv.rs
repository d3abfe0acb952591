//! Tables as files that spreadsheets open: made in the browser, harmless when opened.

use crate::platform::download::hand_over;
use js_sys::Uint8Array;

/// Tells spreadsheet programs that the text is UTF-8; without it Chinese comes out as mojibake.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table as text after RFC 4180, with a byte order mark.
pub fn csv(headings: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = BYTE_ORDER_MARK.to_owned();
    push_line(&mut text, headings.iter().copied());
    push_rows(&mut text, rows);
    text
}

/// Adds rows to such a text.
pub fn push_rows(text: &mut String, rows: &[Vec<String>]) {
    for row in rows {
        push_line(text, row.iter().map(String::as_str));
    }
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
    let runs = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']);
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
    hand_over(file_name, "text/csv;charset=utf-8", &Uint8Array::from(content.as_bytes()))
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
        for dangerous in ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "\tx", "\r=1"] {
            let mut text = String::new();
            push_cell(&mut text, dangerous);
            assert!(text.trim_start_matches('"').starts_with('\''), "{dangerous:?} became {text:?}");
        }
    }
}
