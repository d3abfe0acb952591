//! Says what files are as evidence, by their content: `pdf`, `jpeg`, `png` or `refused`, a line for each.
//!
//! `cargo run -q -p domain --example sniff_evidence -- FILE…`

use std::fs::File;
use std::io::Read;
use std::process::ExitCode;

use domain::contract::attachments::{FileKind, SNIFFED_BYTES};

fn main() -> ExitCode {
    for path in std::env::args_os().skip(1) {
        let mut head = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(SNIFFED_BYTES as u64).read_to_end(&mut head));
        if let Err(error) = read {
            eprintln!("{} cannot be read: {error}", path.display());
            return ExitCode::FAILURE;
        }
        println!("{}", name(FileKind::sniff(&head)));
    }
    ExitCode::SUCCESS
}

fn name(kind: Option<FileKind>) -> &'static str {
    match kind {
        Some(FileKind::Pdf) => "pdf",
        Some(FileKind::Jpeg) => "jpeg",
        Some(FileKind::Png) => "png",
        None => "refused",
    }
}
