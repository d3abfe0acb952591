//! Writes a ZIP file with one executable in it, the same bytes for the same content: no time, no owner.
//!
//! PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.

use std::io::Write as _;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::DeflateEncoder;

/// 1 January 1980, 00:00: the first instant that the format can spell.
const DATE: u16 = 1 << 5 | 1;
const TIME: u16 = 0;
/// `-rwxr-xr-x`, a regular file, in the upper half of the external attributes.
const EXECUTABLE: u32 = 0o100_755 << 16;
const DEFLATED: u16 = 8;
const VERSION: u16 = 20;
const MADE_ON_UNIX: u16 = 3 << 8 | VERSION;

/// The archive of one executable of at most 4 GiB.
pub fn of_executable(name: &str, content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).context("compressing into memory")?;
    let packed = encoder.finish().context("compressing into memory")?;
    let mut checksum = flate2::Crc::new();
    checksum.update(content);
    let size = |bytes: usize| u32::try_from(bytes).context("a ZIP file without extensions holds 4 GiB");

    // What the local header and the directory's entry have in common.
    let mut shared = Vec::new();
    for field in [VERSION, 0, DEFLATED, TIME, DATE] {
        shared.extend(field.to_le_bytes());
    }
    for field in [checksum.sum(), size(packed.len())?, size(content.len())?] {
        shared.extend(field.to_le_bytes());
    }
    shared.extend(u16::try_from(name.len()).context("a short name")?.to_le_bytes());
    shared.extend(0_u16.to_le_bytes());

    let mut archive = b"PK\x03\x04".to_vec();
    archive.extend(&shared);
    archive.extend(name.as_bytes());
    archive.extend(&packed);
    let directory_at = size(archive.len())?;
    archive.extend(b"PK\x01\x02");
    archive.extend(MADE_ON_UNIX.to_le_bytes());
    archive.extend(&shared);
    // No comment, the first disk, no internal attributes.
    archive.extend([0; 6]);
    archive.extend(EXECUTABLE.to_le_bytes());
    archive.extend(0_u32.to_le_bytes());
    archive.extend(name.as_bytes());
    let directory_size = size(archive.len())? - directory_at;
    archive.extend(b"PK\x05\x06");
    archive.extend([0; 4]);
    archive.extend([1_u16.to_le_bytes(), 1_u16.to_le_bytes()].concat());
    archive.extend(directory_size.to_le_bytes());
    archive.extend(directory_at.to_le_bytes());
    archive.extend([0; 2]);
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    const SCRIPT: &[u8] = b"#!/bin/sh\necho it runs\n";

    #[test]
    fn the_same_content_gives_the_same_bytes() {
        let first = of_executable("bootstrap", SCRIPT).expect("an archive");
        assert_eq!(of_executable("bootstrap", SCRIPT).expect("an archive"), first);
        assert_ne!(of_executable("bootstrap", b"other").expect("an archive"), first);
    }

    /// Another program reads it: Python's, which every machine with the linters has.
    #[test]
    fn others_can_unpack_and_run_it() {
        let folder = std::env::temp_dir().join(format!("xtask-zip-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a scratch directory");
        let archive = folder.join("bootstrap.zip");
        fs::write(&archive, of_executable("bootstrap", SCRIPT).expect("an archive")).expect("a file");
        let program = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                       i = z.infolist(); assert [e.filename for e in i] == ['bootstrap']; \
                       assert i[0].external_attr >> 16 == 0o100755; sys.stdout.buffer.write(z.read(i[0]))";
        let read = Command::new("python3").args(["-c", program]).arg(&archive).output().expect("python3");
        fs::remove_dir_all(&folder).expect("the scratch directory");
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        assert_eq!(read.stdout, SCRIPT);
    }
}
