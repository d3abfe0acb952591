//! Where the items of an audit come from: the file of one machine's table, or an export of the cloud's. Neither is ever held in
//! memory as a whole.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use domain::hours::parse_date;
use domain::timestamp::Timestamp;
use flate2::read::MultiGzDecoder;
use functions::audit::{Audit, bucket_of};
use functions::store::keys::{Kind, PARTITION, SORT};
use rusqlite::{Connection, OpenFlags};
use serde::Deserialize;
use serde_dynamo::{AttributeValue, Item};

use crate::machine::TABLE;

const BUCKETS: usize = 256;
/// Asia/Shanghai is UTC+8 all year.
const SHANGHAI_SECONDS: i64 = 8 * 3_600;

/// Brings everything that is in the table of one machine to the audit.
pub fn fold_table(table: &Path, audit: &mut Audit) -> Result<()> {
    each_item(table, |item| match item {
        Ok(item) => audit.take(item),
        Err(key) => audit.unreadable(format!("item {key}")),
    })
}

/// Brings every item of one machine's table, as it is at one instant, whatever a server writes meanwhile: by partition, in the
/// order of sort keys. What is no item is brought by its key.
pub fn each_item(table: &Path, mut take: impl FnMut(Result<Item, String>)) -> Result<()> {
    let cannot_read = || format!("cannot read {}", table.display());
    let connection = Connection::open_with_flags(table, OpenFlags::SQLITE_OPEN_READ_ONLY).with_context(cannot_read)?;
    let query = format!("SELECT item_json, pk, sk FROM \"{TABLE}\" ORDER BY pk, sk");
    let mut statement = connection.prepare(&query).with_context(cannot_read)?;
    let mut rows = statement.query([]).with_context(cannot_read)?;
    while let Some(row) = rows.next().with_context(cannot_read)? {
        let json = row.get_ref(0).ok().and_then(|text| text.as_str().ok());
        let key = |column| row.get::<_, String>(column).unwrap_or_default();
        let item = json.and_then(|json| serde_json::from_str::<Item>(json).ok());
        take(item.ok_or_else(|| format!("{} {}", key(1), key(2))));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "Item")]
    item: Item,
}

/// Brings everything of an export. Its items lie in no order: they are dealt into files by bucket first, each of which is
/// sorted on its own.
pub fn fold_export(export: &Path, audit: &mut Audit) -> Result<()> {
    let files = files_below(export, ".json.gz")?;
    if files.is_empty() {
        bail!("there are no files *.json.gz below {}", export.display());
    }
    let buckets = Buckets::make(export)?;
    buckets.deal(&files, audit)?;
    for bucket in 0..BUCKETS {
        for (_, item) in buckets.sorted(bucket)? {
            audit.take(item);
        }
    }
    Ok(())
}

/// The instant that an export is of.
pub fn time_of_export(export: &Path) -> Result<Timestamp> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Summary {
        export_time: String,
    }
    let files = files_below(export, "manifest-summary.json")?;
    let [file] = files.as_slice() else {
        bail!("there must be one manifest-summary.json below {}, and there are {}", export.display(), files.len());
    };
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let summary: Summary = serde_json::from_str(&text).with_context(|| format!("cannot read {}", file.display()))?;
    let wrong = || format!("'{}' in {} is no instant", summary.export_time, file.display());
    read_instant(&summary.export_time).with_context(wrong)
}

/// `2026-11-24T07:28:34.028Z`; the part of the second is left out.
fn read_instant(text: &str) -> Option<Timestamp> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut parts = time.split([':', '.']).map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let midnight = Timestamp::midnight(parse_date(date).ok()?).plus_seconds(SHANGHAI_SECONDS);
    Some(midnight.plus_seconds(hour * 3_600 + minute * 60 + second))
}

fn files_below(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
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

    fn deal(&self, files: &[PathBuf], audit: &mut Audit) -> Result<()> {
        let mut writers = Vec::with_capacity(BUCKETS);
        for bucket in 0..BUCKETS {
            let path = self.file(bucket);
            let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
            writers.push(BufWriter::new(file));
        }
        for path in files {
            let cannot_read = || format!("cannot read {}", path.display());
            let file = File::open(path).with_context(cannot_read)?;
            for (number, line) in BufReader::new(MultiGzDecoder::new(file)).lines().enumerate() {
                let line = line.with_context(cannot_read)?;
                let read = serde_json::from_str::<Line>(&line).ok();
                match read.as_ref().and_then(|read| key_of(&read.item)) {
                    Some((partition, sort)) if Kind::of(partition, sort).is_some() => {
                        let writer = &mut writers[usize::from(bucket_of(partition))];
                        writeln!(writer, "{line}").context("cannot write a bucket")?;
                    }
                    Some(_) => {}
                    None => audit.unreadable(format!("line {} of {}", number + 1, path.display())),
                }
            }
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
