//! The items of an export of the cloud's table into S3, as downloaded, and never all of them in memory. Amazon describes the form:
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html>. `manifest-summary.json` says of which
//! instant it is; `manifest-files.json` names the files of its data, a line of JSON each, with how many items each holds. Those are
//! gzipped lines `{"Item":{…}}`.
//!
//! What is not there as the manifests say was not downloaded, or not whole, and is told as such: nobody has taken it from the table.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use domain::hours::parse_date;
use domain::timestamp::Timestamp;
use flate2::read::MultiGzDecoder;
use functions::audit::{Audit, bucket_of};
use functions::store::keys::{Kind, PARTITION, SORT};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_dynamo::{AttributeValue, Item};

const BUCKETS: usize = 256;
/// Asia/Shanghai is UTC+8 all year.
const SHANGHAI_SECONDS: i64 = 8 * 3_600;

/// An export as its manifests describe it.
pub struct Export {
    folder: PathBuf,
    /// The instant that it is of.
    pub at: Timestamp,
    files: Vec<DataFile>,
}

struct DataFile {
    path: PathBuf,
    items: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    export_time: String,
    output_format: String,
    /// Exports of before there were incremental ones do not say.
    export_type: Option<String>,
    item_count: u64,
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "dataFileS3Key")]
    key: String,
    #[serde(rename = "itemCount")]
    items: u64,
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "Item")]
    item: Item,
}

impl Export {
    /// Finds an export in a folder, or below it.
    ///
    /// # Errors
    /// If it is none, or not all of it is there.
    pub fn open(folder: &Path) -> Result<Self> {
        let all = files_below(folder)?;
        let named = |name: &str| all.get(name).map(Vec::as_slice).unwrap_or_default();
        let summaries = named("manifest-summary.json");
        let [summary] = summaries else {
            let count = summaries.len();
            bail!("there must be one manifest-summary.json below {}, and there are {count}", folder.display());
        };
        let manifest = summary.with_file_name("manifest-files.json");
        let text = text_of(summary)?;
        let Summary { export_time, output_format, export_type, item_count } = parsed(&text, summary)?;
        let kind = export_type.as_deref().unwrap_or("FULL_EXPORT");
        if (output_format.as_str(), kind) != ("DYNAMODB_JSON", "FULL_EXPORT") {
            bail!("{} is of {output_format}, {kind}; an audit reads DYNAMODB_JSON, FULL_EXPORT", folder.display());
        }
        let wrong = || format!("'{export_time}' in {} is no instant", summary.display());
        let at = read_instant(&export_time).with_context(wrong)?;
        let mut files = Vec::new();
        for line in text_of(&manifest)?.lines().filter(|line| !line.trim().is_empty()) {
            let Named { key, items } = parsed(line, &manifest)?;
            let name = key.rsplit('/').next().unwrap_or_default();
            match named(name) {
                [path] => files.push(DataFile { path: path.clone(), items }),
                _ => bail!("not all of the export is in {}: there is no {key}; download it again", folder.display()),
            }
        }
        let items: u64 = files.iter().map(|file| file.items).sum();
        ensure!(items == item_count, "{} is of {items} items, the export of {item_count}", manifest.display());
        Ok(Self { folder: folder.to_owned(), at, files })
    }

    /// Brings all of it to the audit. Its items lie in no order: they are dealt into files by bucket first, each of which is
    /// sorted on its own.
    pub fn fold(&self, audit: &mut Audit) -> Result<()> {
        let buckets = Buckets::make(&self.folder)?;
        buckets.deal(&self.files, audit)?;
        for bucket in 0..BUCKETS {
            for (_, item) in buckets.sorted(bucket)? {
                audit.take(item);
            }
        }
        Ok(())
    }
}

fn text_of(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn parsed<T: DeserializeOwned>(text: &str, path: &Path) -> Result<T> {
    serde_json::from_str(text).with_context(|| format!("{} is not what an export has there", path.display()))
}

/// `2026-11-24T07:28:34.028Z`; the part of the second is left out.
fn read_instant(text: &str) -> Option<Timestamp> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut parts = time.split([':', '.']).map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let midnight = Timestamp::midnight(parse_date(date).ok()?).plus_seconds(SHANGHAI_SECONDS);
    Some(midnight.plus_seconds(hour * 3_600 + minute * 60 + second))
}

/// By name, wherever below the folder they lie.
fn files_below(folder: &Path) -> Result<HashMap<String, Vec<PathBuf>>> {
    let (mut found, mut folders): (HashMap<_, Vec<_>>, _) = (HashMap::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let cannot_read = || format!("cannot read {}", folder.display());
        for entry in fs::read_dir(&folder).with_context(cannot_read)? {
            let entry = entry.with_context(cannot_read)?;
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.entry(entry.file_name().to_string_lossy().into_owned()).or_default().push(path);
            }
        }
    }
    Ok(found)
}

/// Files beside the export that hold its items by bucket. They go with this value.
struct Buckets {
    folder: PathBuf,
}

impl Buckets {
    fn make(export: &Path) -> Result<Self> {
        let folder = export.join(format!("buckets-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self { folder })
    }

    fn file(&self, bucket: usize) -> PathBuf {
        self.folder.join(format!("{bucket:02x}"))
    }

    fn deal(&self, files: &[DataFile], audit: &mut Audit) -> Result<()> {
        let mut writers = Vec::with_capacity(BUCKETS);
        for bucket in 0..BUCKETS {
            let path = self.file(bucket);
            let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
            writers.push(BufWriter::new(file));
        }
        for DataFile { path, items } in files {
            let mut count = 0;
            for line in lines_of(path)? {
                let line = line.with_context(|| format!("cannot read {}; download it again", path.display()))?;
                count += 1;
                let read = serde_json::from_str::<Line>(&line).ok();
                match read.as_ref().and_then(|read| key_of(&read.item)) {
                    Some((partition, sort)) if Kind::of(partition, sort).is_some() => {
                        let writer = &mut writers[usize::from(bucket_of(partition))];
                        writeln!(writer, "{line}").context("cannot write a bucket")?;
                    }
                    Some(_) => {}
                    None => audit.broken(format!("line {count} of {}", path.display()), "cannot be read"),
                }
            }
            ensure!(count == *items, "{} holds {count} items, and {items} were exported to it", path.display());
        }
        writers.iter_mut().try_for_each(BufWriter::flush).context("cannot write a bucket")
    }

    fn sorted(&self, bucket: usize) -> Result<Vec<((String, String), Item)>> {
        let path = self.file(bucket);
        let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut items = Vec::new();
        for line in BufReader::new(file).lines() {
            let Line { item } = serde_json::from_str(&line.context("cannot read a bucket")?)?;
            let key = key_of(&item).map(|(partition, sort)| (partition.to_owned(), sort.to_owned()));
            items.push((key.unwrap_or_default(), item));
        }
        items.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(items)
    }
}

impl Drop for Buckets {
    fn drop(&mut self) {
        // What stays behind harms nobody.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The lines of a file of data. That of a part of the table without items is empty, and not even gzip.
fn lines_of(path: &Path) -> Result<impl Iterator<Item = std::io::Result<String>>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let is_empty = file.metadata().with_context(|| format!("cannot read {}", path.display()))?.len() == 0;
    let text: Box<dyn Read> = if is_empty { Box::new(std::io::empty()) } else { Box::new(MultiGzDecoder::new(file)) };
    Ok(BufReader::new(text).lines())
}

fn key_of(item: &Item) -> Option<(&str, &str)> {
    let text = |name: &str| match item.get(name) {
        Some(AttributeValue::S(text)) => Some(text.as_str()),
        _ => None,
    };
    Some((text(PARTITION)?, text(SORT)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instant_of_an_export_is_read() {
        // `date -u -d 2026-11-24T07:28:34Z +%s`
        let read = read_instant("2026-11-24T07:28:34.028Z").expect("an instant");
        assert_eq!(read, Timestamp::from_milliseconds(1_795_505_314_000));
        assert_eq!(read_instant("2026-11-24T07:28:34Z"), Some(read));
        assert!(read_instant("2026-11-24 07:28:34").is_none() && read_instant("yesterday").is_none());
    }
}
