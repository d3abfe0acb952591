//! What a file is, before anything in it is believed: an archive of bounded size that holds a workbook.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use domain::limits::IMPORT_BYTES_MAX;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::refusal::Refusal;
use crate::workbook::package;

/// What the XML of a workbook may unpack to. Ten thousand rows of the template are a third of it.
pub const INFLATED_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Parts of a workbook; one of a spreadsheet program has some twenty.
const PARTS_MAX: usize = 1_000;
/// The head of an OLE2 compound file ([MS-CFB], 2.2): `.xls`, or an encrypted workbook of any format.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Accepts a workbook whose parts can be read within bounds. What the archive says of sizes is not believed: every part
/// that will be read is unpacked and counted.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > IMPORT_BYTES_MAX {
        return Err(Refusal::TooLarge);
    }
    if bytes.starts_with(&COMPOUND) {
        return Err(if is_encrypted(bytes) { Refusal::Encrypted } else { Refusal::OtherFormat("xls") });
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(Refusal::NotASpreadsheet);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Broken)?;
    if archive.len() > PARTS_MAX {
        return Err(Refusal::Bomb);
    }
    kind(&archive)?;
    let mut left = INFLATED_BYTES_MAX;
    for number in 0..archive.len() {
        let part = match archive.by_index(number) {
            Ok(part) => part,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(Refusal::Encrypted),
            Err(_) => return Err(Refusal::Broken),
        };
        if part.encrypted() {
            return Err(Refusal::Encrypted);
        }
        // Pictures and the like are never unpacked.
        let is_read = part.name().is_ok_and(|name| is_read(&package::plain(&name)));
        if !is_read {
            continue;
        }
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| Refusal::Broken)?;
        left = left.checked_sub(read).ok_or(Refusal::Bomb)?;
    }
    Ok(())
}

/// An encrypted workbook is a compound file with a stream of this name, in UTF-16 ([MS-OFFCRYPTO], 2.3.4.4).
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Whether a part is ever unpacked, by its [plain name](package::plain).
pub fn is_read(name: &str) -> bool {
    name.ends_with(".xml") || name.ends_with(".rels")
}

fn kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), Refusal> {
    let names: BTreeSet<String> = archive.file_names().flatten().map(|name| package::plain(&name)).collect();
    let has = |name: &str| names.contains(name);
    if has("xl/workbook.bin") {
        return Err(Refusal::OtherFormat("xlsb"));
    }
    if has("content.xml") && has("mimetype") {
        return Err(Refusal::OtherFormat("ods"));
    }
    // Which part is the main one, the relations of the package say: it need not be `xl/workbook.xml`.
    let is_package = has("[content_types].xml") && (has("_rels/.rels") || has("xl/workbook.xml"));
    if is_package { Ok(()) } else { Err(Refusal::NotASpreadsheet) }
}
