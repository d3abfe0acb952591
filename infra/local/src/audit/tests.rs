use domain::deed::Deed;
use std::io::Write as _;

use domain::id::{AccountId, UnitId};
use domain::permission::Scope;
use domain::review::Mover;
use flate2::Compression;
use flate2::write::GzEncoder;
use functions::http::request::Repeat;
use functions::store::table::Change;
use functions::store::unit_log::{self, Author};

use super::*;
use crate::scratch::Scratch;

const NOW: Timestamp = Timestamp::from_milliseconds(1_795_140_000_000);

/// Data with ninety deeds in nine units, an hour after the last of which it is.
struct Installation {
    scratch: Scratch,
    house: House,
}

impl Installation {
    async fn new(name: &str) -> Self {
        let scratch = Scratch::new(name);
        let data = DataDirectory::open(scratch.path(), false).expect("a data directory");
        let store = AttachmentStore::open(&data.attachments(), data.access_key().expect("a key")).expect("a store");
        let engine = Engine::open(&data.table()).expect("a table");
        let key = data.master_key().expect("a key");
        let house =
            machine::house(&engine, &store, key, Clock::set_at(NOW), "http://localhost").await.expect("a house");
        let installation = Self { scratch, house };
        for _ in 0..10 {
            installation.note(1..10).await;
        }
        installation.house.clock.advance_seconds(3_600);
        installation
    }

    async fn note(&self, units: std::ops::Range<u128>) {
        let note = |unit| {
            let author = Author {
                account: AccountId::from_bits(1),
                name: "黄锋(单位管理员)".to_owned(),
                scope: Scope { unit: UnitId::from_bits(unit), department: None },
                mover: Mover::Unit,
                repeat: &Repeat::of_its_own(),
                at: self.house.clock.now(),
            };
            unit_log::note(&author, Deed::CodeIssued, "2026").expect("an entry")
        };
        let changes: Vec<Change> = units.flat_map(note).collect();
        self.house.table.transact(changes).await.expect("deeds");
    }

    fn options(&self, line: &str) -> Options {
        let line = line.replace("DIR", &self.scratch.path().display().to_string());
        Options::parse(line.split_whitespace().map(String::from)).expect("valid")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// What the cloud exports: all items but some deeds, in no order, in two files.
    fn export(&self, left_out: usize) -> PathBuf {
        let mut lines = Vec::new();
        each_item(&self.file("table.sqlite"), |item| {
            lines.push(serde_json::json!({ "Item": item.expect("an item") }).to_string());
        })
        .expect("a table");
        lines.sort_by_key(|line| functions::vault::sha256(&[line.as_bytes()]));
        let mut left = left_out;
        lines.retain(|line| {
            let goes = left > 0 && line.contains("code_issued");
            left -= usize::from(goes);
            !goes
        });
        let export = self.file(&format!("export-{left_out}"));
        fs::create_dir_all(export.join("data")).expect("a folder");
        for (number, some) in lines.chunks(lines.len() / 2 + 1).enumerate() {
            let file = fs::File::create(export.join(format!("data/{number}.json.gz"))).expect("a file");
            let mut file = GzEncoder::new(file, Compression::fast());
            some.iter().for_each(|line| writeln!(file, "{line}").expect("written"));
            file.finish().expect("written");
        }
        let summary =
            r#"{"version":"2020-06-30","exportTime":"2026-11-20T03:00:00.123Z","outputFormat":"DYNAMODB_JSON"}"#;
        fs::write(export.join("manifest-summary.json"), summary).expect("written");
        export
    }
}

#[tokio::test]
async fn an_export_is_what_the_table_is() {
    let one = Installation::new("export").await;
    take_if_due(&(one.file("table.sqlite"), one.file("checkpoints.jsonl")), &one.house).await.expect("taken");
    let checkpoints = fs::read_to_string(one.file("checkpoints.jsonl")).expect("a file");
    assert_eq!(Checkpoints::read(&checkpoints).list[0].deeds, 90);
    run(&one.options("verify --data DIR")).await.expect("nothing is wrong");
    let whole = one.export(0);
    run(&one.options("verify --export DIR/export-0 --checkpoints DIR/checkpoints.jsonl")).await.expect("the same");
    one.export(3);
    let told = run(&one.options("verify --export DIR/export-3 --checkpoints DIR/checkpoints.jsonl")).await;
    assert!(told.expect_err("three deeds are gone").to_string().contains("are not as they were written"));

    run(&one.options("checkpoint --export DIR/export-0 --checkpoints DIR/other.jsonl --load DIR/load --table xueshi-1"))
        .await
        .expect("taken");
    let other = Checkpoints::read(&fs::read_to_string(one.file("other.jsonl")).expect("a file"));
    // 03:00 in Greenwich is an hour after the deeds.
    assert_eq!((other.list[0].at, other.list[0].deeds), (NOW.plus_seconds(3_600), 90));
    let requests = fs::read_dir(one.file("load")).expect("a folder").count();
    // 400 days and their 14 or 15 months, 25 a request.
    assert_eq!(requests, 17);
    let first = fs::read_to_string(one.file("load/load-00.json")).expect("a request");
    let request: serde_json::Value = serde_json::from_str(&first).expect("JSON");
    assert_eq!(request["xueshi-1"][0]["PutRequest"]["Item"]["pk"]["S"], "LOAD");
    assert!(
        fs::read_dir(&whole)
            .expect("a folder")
            .all(|entry| { !entry.expect("an entry").file_name().to_string_lossy().starts_with("buckets") })
    );
}

#[tokio::test]
async fn a_server_takes_one_a_day_and_says_what_each_reaches() {
    let one = Installation::new("daily").await;
    let data = (one.file("table.sqlite"), one.file("checkpoints.jsonl"));
    let count = || Checkpoints::read(&fs::read_to_string(&data.1).expect("a file")).list.len();
    take_if_due(&data, &one.house).await.expect("taken");
    one.house.clock.advance_seconds(DAY_SECONDS - 1);
    take_if_due(&data, &one.house).await.expect("none is due");
    assert_eq!(count(), 1);
    one.note(3..5).await;
    one.house.clock.advance_seconds(1);
    take_if_due(&data, &one.house).await.expect("taken");
    let file = fs::read_to_string(&data.1).expect("a file");
    let list = Checkpoints::read(&file).list;
    // What was done a second ago may not be all there yet.
    assert_eq!((list.len(), list[1].deeds), (2, 90));
    one.house.clock.advance_seconds(DAY_SECONDS);
    take_if_due(&data, &one.house).await.expect("taken");
    assert_eq!(Checkpoints::read(&fs::read_to_string(&data.1).expect("a file")).list[2].deeds, 92);
    run(&one.options("verify --data DIR")).await.expect("nothing is wrong");
    let now = one.house.clock.now();
    let refused = take(&data.1, now, |audit| fold_table(&data.0, audit)).expect_err("there is one");
    assert!(refused.to_string().contains("already"), "{refused}");

    // A line that a power cut left half written.
    fs::write(&data.1, format!("{}{}", file, &file[..40])).expect("written");
    one.house.clock.advance_seconds(DAY_SECONDS);
    take_if_due(&data, &one.house).await.expect("taken");
    let read = Checkpoints::read(&fs::read_to_string(&data.1).expect("a file"));
    assert_eq!(read.list.len(), 3);
    assert_eq!(
        read.findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["line 3 of the checkpoints: cannot be read"]
    );
}

#[tokio::test]
async fn what_is_not_there_is_said() {
    let one = Installation::new("missing").await;
    for (line, said) in [
        ("verify --data DIR/attachments", "there is no table"),
        ("verify --export DIR/attachments", "no files *.json.gz"),
        ("checkpoint --export DIR/attachments --checkpoints DIR/c", "one manifest-summary.json"),
    ] {
        let told = format!("{:#}", run(&one.options(line)).await.expect_err("nothing is there"));
        assert!(told.contains(said), "{line}: {told}");
    }
}
