//! The encodings in which files hold their text.

use crate::refusal::Refusal;

/// Text in UTF-8, or in UTF-16 where a byte-order mark says so.
pub fn unicode(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        bytes => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// The text of a csv file: spreadsheet programs write it in UTF-8, in UTF-16 or, in China, in GB 18030, which
/// `gb_18030` decodes: the browser has a decoder of its own.
pub fn of_csv(bytes: &[u8], gb_18030: &dyn Fn(&[u8]) -> Option<String>) -> Result<String, Refusal> {
    let is_wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if bytes.contains(&0) && !is_wide {
        return Err(Refusal::NotASpreadsheet);
    }
    unicode(bytes).or_else(|| gb_18030(bytes)).ok_or(Refusal::NotUtf8)
}
