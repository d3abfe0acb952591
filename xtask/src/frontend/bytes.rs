//! `cargo xtask bytes`: what each application costs to download, and what is loaded on demand.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{APPS, Edition, PLAIN_PAGE, WORKER};
use crate::project::Project;

const PARTS: [&str; 5] = ["wasm", "js", "css", "html", "other"];

#[derive(Default, Clone, Copy)]
struct Size {
    raw: u64,
    brotli: u64,
}

impl Size {
    fn add(&mut self, other: Size) {
        self.raw += other.raw;
        self.brotli += other.brotli;
    }
}

pub fn print(project: &Project) -> Result<()> {
    for name in APPS.iter().map(|app| app.name).chain([PLAIN_PAGE, WORKER]) {
        let mut sizes = [Size::default(); PARTS.len()];
        for file in super::files_of(project, Edition::Release, name)? {
            sizes[part_of(&file)].add(size_of(&project.site().join(file))?);
        }
        println!("\n{name:<14} {:>12} {:>12}", "raw", "brotli");
        let mut total = Size::default();
        for (part, size) in PARTS.iter().zip(sizes) {
            println!("  {part:<12} {:>12} {:>12}", size.raw, size.brotli);
            total.add(size);
        }
        println!("  {:<12} {:>12} {:>12}", "together", total.raw, total.brotli);
    }
    Ok(())
}

fn part_of(file: &Path) -> usize {
    let extension = file.extension().unwrap_or_default();
    PARTS.iter().position(|part| extension == *part).unwrap_or(PARTS.len() - 1)
}

/// A file that compression does not make smaller is sent as it is.
fn size_of(path: &Path) -> Result<Size> {
    let raw = fs::metadata(path).with_context(|| format!("cannot find {}", path.display()))?.len();
    let compressed = PathBuf::from(format!("{}.br", path.display()));
    let brotli = fs::metadata(compressed).map_or(raw, |metadata| metadata.len());
    Ok(Size { raw, brotli })
}
