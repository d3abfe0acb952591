//! `cargo xtask package`: everything that is deployed, in `target/package`.
//!
//! `bootstrap.zip` is the one executable of all functions. `site/` holds the front end as CloudFront hands it out: what
//! is smaller as brotli is brotli, under its plain name, because every browser that runs WebAssembly reads brotli.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::fingerprint::{Fingerprint, files_below};
use crate::frontend::Edition;
use crate::project::Project;
use crate::{bootstrap, frontend};

/// Lambda takes 50 MiB in one upload.
const ZIP_BYTES_MAX: usize = 50 * 1024 * 1024;

/// Of provided.al2023. <https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html>
const GLIBC_MINOR_MAX: u32 = 34;

/// One file of the site, with what it is served with.
#[derive(Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Where it is, below `target/package/site`.
    pub name: String,
    pub media_type: &'static str,
    pub is_brotli: bool,
    pub cache_control: &'static str,
}

pub fn directory(project: &Project) -> PathBuf {
    project.target().join("package")
}

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let is_twice = match arguments {
        [] => false,
        [option] if option == "--twice" => true,
        _ => bail!("'package' takes --twice and nothing else"),
    };
    make(project)?;
    if is_twice {
        build_again(project)?;
    }
    Ok(())
}

/// Makes the package and says what is in it.
pub fn make(project: &Project) -> Result<Vec<SiteFile>> {
    let package = directory(project);
    fs::create_dir_all(&package).with_context(|| format!("cannot create {}", package.display()))?;

    let (executable, archive) = archive(&bootstrap::build(project)?)?;
    write(&package.join("bootstrap.zip"), &archive)?;
    println!("bootstrap       {:>10} bytes, {:>9} packed, {}", executable, archive.len(), digest(&archive));

    frontend::build(project, Edition::Release)?;
    let files = stage_site(&project.site(), &package.join("site"))?;
    let mut together = Fingerprint::new();
    let mut bytes = 0;
    for file in &files {
        let content = fs::read(package.join("site").join(&file.name))?;
        together.add(file.name.as_bytes());
        together.add(&content);
        bytes += content.len();
    }
    println!("site, {:>3} files {:>10} bytes as sent, {}", files.len(), bytes, together.hex());
    Ok(files)
}

/// Builds the executable once more, from nothing, in another directory: the archive has to be the same.
fn build_again(project: &Project) -> Result<()> {
    let elsewhere = project.target().join("package.again");
    let (_, again) = archive(&bootstrap::build_into(project, &elsewhere)?)?;
    let first = fs::read(directory(project).join("bootstrap.zip"))?;
    ensure!(
        first == again,
        "built again in {}, bootstrap.zip is {} and not {}",
        elsewhere.display(),
        digest(&again),
        digest(&first)
    );
    println!("built again in another directory: the same {} bytes, {}", again.len(), digest(&again));
    fs::remove_dir_all(&elsewhere).with_context(|| format!("cannot remove {}", elsewhere.display()))
}

fn archive(executable: &Path) -> Result<(usize, Vec<u8>)> {
    let content = fs::read(executable).with_context(|| format!("cannot read {}", executable.display()))?;
    let archive = zipped(&content)?;
    let needed = newest_glibc(&content);
    ensure!(
        needed <= GLIBC_MINOR_MAX,
        "bootstrap needs glibc 2.{needed}, Lambda's Amazon Linux 2023 has 2.{GLIBC_MINOR_MAX}: build it on an older system or in \
         a container of Amazon Linux"
    );
    ensure!(archive.len() <= ZIP_BYTES_MAX, "bootstrap.zip has {} bytes, Lambda takes {ZIP_BYTES_MAX}", archive.len());
    Ok((content.len(), archive))
}

/// The archive of the one executable, the same bytes for the same content: no time, no owner.
fn zipped(executable: &[u8]) -> Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("bootstrap", options).context("cannot begin an archive")?;
    archive.write_all(executable).context("cannot compress the executable")?;
    Ok(archive.finish().context("cannot finish an archive")?.into_inner())
}

/// The newest version of glibc whose symbols an executable asks for: their names stand in it as `GLIBC_2.34`.
fn newest_glibc(executable: &[u8]) -> u32 {
    const PREFIX: &[u8] = b"GLIBC_2.";
    let minor = |at: &[u8]| {
        let digits: String = at.iter().map(|byte| char::from(*byte)).take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().unwrap_or(0)
    };
    executable
        .windows(PREFIX.len())
        .enumerate()
        .filter(|(_, window)| *window == PREFIX)
        .map(|(position, _)| minor(&executable[position + PREFIX.len()..]))
        .max()
        .unwrap_or(0)
}

fn digest(content: &[u8]) -> String {
    let mut fingerprint = Fingerprint::new();
    fingerprint.add(content);
    fingerprint.hex()
}

/// Copies the site to where it is uploaded from: hashed files first and pages last, so that whoever gets a new page also
/// gets what it asks for.
fn stage_site(site: &Path, stage: &Path) -> Result<Vec<SiteFile>> {
    if stage.exists() {
        fs::remove_dir_all(stage).with_context(|| format!("cannot remove {}", stage.display()))?;
    }
    let mut files = Vec::new();
    for path in files_below(site)? {
        let name = path.strip_prefix(site)?.to_str().context("names of the site are ASCII")?.to_owned();
        if name.ends_with(".br") {
            continue;
        }
        let compressed = PathBuf::from(format!("{}.br", path.display()));
        let is_brotli = compressed.is_file();
        let content = fs::read(if is_brotli { &compressed } else { &path })?;
        write(&stage.join(&name), &content)?;
        files.push(SiteFile { media_type: media_type(&name)?, is_brotli, cache_control: cache_control(&name), name });
    }
    files.sort_by_key(|file| (file.media_type.starts_with("text/html"), file.name.clone()));
    Ok(files)
}

fn media_type(name: &str) -> Result<&'static str> {
    Ok(match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "woff2" => "font/woff2",
        _ => bail!("{name}: xtask/src/package.rs does not know the media type"),
    })
}

fn cache_control(name: &str) -> &'static str {
    if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    let directory = path.parent().context("a file needs a directory")?;
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const SCRIPT: &[u8] = b"#!/bin/sh\necho it runs\n";

    #[test]
    fn the_same_content_gives_the_same_archive() {
        let first = zipped(SCRIPT).expect("an archive");
        assert_eq!(zipped(SCRIPT).expect("an archive"), first);
        assert_ne!(zipped(b"other").expect("an archive"), first);
    }

    /// Another program reads it: Python's, which every machine with the linters has.
    #[test]
    fn others_can_unpack_the_archive_and_run_what_is_in_it() {
        let folder = std::env::temp_dir().join(format!("xtask-zip-{}", std::process::id()));
        let archive = folder.join("bootstrap.zip");
        write(&archive, &zipped(SCRIPT).expect("an archive")).expect("a file");
        let program = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; \
                       i = z.infolist(); assert [e.filename for e in i] == ['bootstrap']; \
                       assert i[0].external_attr >> 16 == 0o100755; assert i[0].date_time == (1980, 1, 1, 0, 0, 0); \
                       sys.stdout.buffer.write(z.read(i[0]))";
        let read = Command::new("python3").args(["-c", program]).arg(&archive).output().expect("python3");
        fs::remove_dir_all(&folder).expect("the scratch directory");
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        assert_eq!(read.stdout, SCRIPT);
    }

    #[test]
    fn the_newest_glibc_is_found() {
        assert_eq!(newest_glibc(b"\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.9\0"), 34);
        assert_eq!(newest_glibc(b"a static executable"), 0);
    }

    #[test]
    fn pages_come_last_and_brotli_takes_the_plain_name() {
        let scratch = std::env::temp_dir().join(format!("xtask-package-{}", std::process::id()));
        let site = scratch.join("site");
        for (name, content) in [
            ("index.html", "page"),
            ("robots.txt", "robots"),
            ("assets/app-00ff00ff00ff.js", "a long script"),
            ("assets/app-00ff00ff00ff.js.br", "short"),
        ] {
            write(&site.join(name), content.as_bytes()).expect("a scratch file");
        }
        let files = stage_site(&site, &scratch.join("stage")).expect("staged");
        let script = fs::read(scratch.join("stage/assets/app-00ff00ff00ff.js")).expect("the script");
        fs::remove_dir_all(&scratch).expect("the scratch directory");

        let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["assets/app-00ff00ff00ff.js", "robots.txt", "index.html"]);
        assert!(files[0].is_brotli && files[0].cache_control.contains("immutable"));
        assert!(!files[2].is_brotli && files[2].cache_control == "no-cache");
        assert_eq!(script, b"short");
    }
}
