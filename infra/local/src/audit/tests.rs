use domain::audit_event::AuditEvent;
use std::io::Write as _;

use domain::id::{AccountId, UnitId};
use domain::permission::Scope;
use domain::review::Mover;
use flate2::Compression;
use flate2::write::GzEncoder;
use functions::idempotency::Repeat;
use functions::store::table::Change;
use functions::store::unit_log::{self, Author};
use serde_json::{Map, Value, json};

use super::*;
use crate::engine;
use crate::machine::TABLE;
use crate::scratch::Scratch;
use crate::seed::population::{self, Plan};

const NOW: Timestamp = Timestamp::from_milliseconds(1_795_140_000_000);

/// Data with ninety events in nine units, an hour after the last of which it is.
struct Installation {
    scratch: Scratch,
    app: App,
}

impl Installation {
    async fn new(name: &str) -> Self {
        let scratch = Scratch::new(name);
        let data = DataDirectory::open(scratch.path(), false).expect("a data directory");
        let store = AttachmentStore::open(&data.attachments(), data.access_key().expect("a key")).expect("a store");
        let engine = Engine::open(&data.table()).expect("a table");
        let key = data.master_key().expect("a key");
        let app = machine::app(&engine, &store, key, Clock::set_at(NOW), "http://localhost").await.expect("a app");
        let installation = Self { scratch, app };
        for _ in 0..10 {
            installation.note(1..10).await;
        }
        installation.app.clock.advance_seconds(3_600);
        installation
    }

    async fn note(&self, units: std::ops::Range<u128>) {
        let note = |unit| {
            let author = Author {
                account: AccountId::from_bits(1),
                name: "黄锋（单位管理员）".to_owned(),
                scope: Scope { unit: UnitId::from_bits(unit), department: None },
                mover: Mover::Unit,
                repeat: &Repeat::of_its_own(),
                at: self.app.clock.now(),
            };
            unit_log::note(&author, AuditEvent::CodeIssued, "2026").expect("an entry")
        };
        let changes: Vec<Change> = units.flat_map(note).collect();
        self.app.table.transact(changes).await.expect("events");
    }

    fn options(&self, line: &str) -> Options {
        let line = line.replace("DIR", &self.scratch.path().display().to_string());
        Options::parse(line.split_whitespace().map(String::from)).expect("valid")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// What the cloud exports: all items but some events.
    fn export(&self, left_out: usize) -> PathBuf {
        let mut left = left_out;
        let export = self.file(&format!("export-{left_out}"));
        write_export(&self.file("table.sqlite"), &export, |item| {
            let goes = left > 0 && item.get("event").is_some_and(|event| event["S"] == "code_issued");
            left -= usize::from(goes);
            !goes
        })
    }
}

/// Writes what `aws s3 cp --recursive` brings of an export of a table, after Amazon's description of it: its items as the engine
/// stores them, in no order, in two files, and a third for a part of the table that has none. The folder of its manifests.
fn write_export(table: &Path, export: &Path, mut keep: impl FnMut(&Map<String, Value>) -> bool) -> PathBuf {
    let mut lines = Vec::new();
    engine::each_item(table, |item| {
        if keep(&item) {
            lines.push(json!({ "Item": item }).to_string());
        }
        Ok(())
    })
    .expect("a table");
    lines.sort_by_key(|line| functions::crypto::vault::sha256(&[line.as_bytes()]));
    let id = "AWSDynamoDB/01795140000000-a1b2c3d4";
    let folder = export.join(id);
    fs::create_dir_all(folder.join("data")).expect("a folder");
    let mut manifest = String::new();
    for (some, name) in lines.chunks(lines.len() / 2 + 1).chain([&[][..]]).zip(["qjzs", "4iw2", "empty"]) {
        let key = format!("{id}/data/{name}.json.gz");
        let mut file = fs::File::create(export.join(&key)).expect("a file");
        if !some.is_empty() {
            let mut file = GzEncoder::new(&mut file, Compression::fast());
            some.iter().for_each(|line| writeln!(file, "{line}").expect("written"));
            file.finish().expect("written");
        }
        let entry = json!({
            "itemCount": some.len(),
            "md5Checksum": "sQMSpEILNgoQmarvDFonGQ==",
            "etag": "af83d6f217c19b8b0fff8023d8ca4716-1",
            "dataFileS3Key": key,
        });
        manifest += &format!("{entry}\n");
    }
    let summary = json!({
        "version": "2020-06-30",
        "exportArn": "arn:aws:dynamodb:eu-central-1:123456789012:table/xueshi/export/01795140000000-a1b2c3d4",
        "startTime": "2026-11-20T03:00:00.123Z",
        "endTime": "2026-11-20T03:06:10.000Z",
        "tableArn": "arn:aws:dynamodb:eu-central-1:123456789012:table/xueshi",
        "tableId": "12345a12-abcd-123a-ab12-1234abc12345",
        "exportTime": "2026-11-20T03:00:00.123Z",
        "s3Bucket": "exports",
        "s3Prefix": null,
        "s3SseAlgorithm": "AES256",
        "s3SseKmsKeyId": null,
        "manifestFilesS3Key": format!("{id}/manifest-files.json"),
        "billedSizeBytes": 0,
        "itemCount": lines.len(),
        "outputFormat": "DYNAMODB_JSON",
        "exportType": "FULL_EXPORT",
    });
    for (name, text) in [
        ("_started", ""),
        ("manifest-files.json", &manifest),
        ("manifest-files.checksum", "xFx7Wc9XXsZUdHRpVUAaIw=="),
        ("manifest-summary.json", &summary.to_string()),
        ("manifest-summary.checksum", "wJ2yC7NRfLnUe3cpF8kqAg=="),
    ] {
        fs::write(folder.join(name), text).expect("written");
    }
    folder
}

#[tokio::test]
async fn an_export_of_a_province_is_what_its_table_is() {
    let scratch = Scratch::new("export-of-a-province");
    let data = DataDirectory::open(scratch.path(), false).expect("a data directory");
    let store = AttachmentStore::open(&data.attachments(), data.access_key().expect("a key")).expect("a store");
    let plan = Plan { people: 150, units: 40, years: 3, seed: 1, until: "2026-11-20".to_owned() };
    population::fill(&data.table(), [7; 32], &store, &plan, |_| {}).await.expect("a province");
    let export = scratch.path().join("export");
    write_export(&data.table(), &export, |_| true);
    let export = Export::open(&export).expect("an export");
    let report = |fold: &dyn Fn(&mut Audit) -> Result<()>| {
        let mut audit = Audit::new(Checkpoints::default(), Some(export.at));
        fold(&mut audit).expect("everything");
        audit.finish()
    };
    let of_table = report(&|audit| fold_table(&data.table(), audit));
    let of_export = report(&|audit| export.fold(audit));
    assert_eq!((of_table.findings, of_export.findings), (vec![], vec![]));
    assert!(of_table.checked.entries > 500 && of_table.checked.registrations > 100, "{}", of_table.checked);
    assert_eq!(of_export.checked, of_table.checked);
    assert_eq!(of_export.checkpoint, of_table.checkpoint);
    assert_eq!(of_export.load, of_table.load);
}

/// Whoever writes the file of a table can put an item where it does not say that it is.
#[tokio::test]
async fn what_lies_under_another_key_of_the_file_is_found() {
    let one = Installation::new("columns").await;
    let table = one.file("table.sqlite");
    let told = |change: &str| {
        let file = rusqlite::Connection::open(&table).expect("a table");
        let changed = file.execute(change, []).expect("a change");
        assert_eq!(changed, 1, "{change}");
        let mut audit = Audit::new(Checkpoints::default(), None);
        fold_table(&table, &mut audit).expect("a table");
        audit.finish().findings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let of_log = "pk = 'S:U#00000000000000000000000003' AND sk = 'S:LOG'";
    let told_of_key = told(&format!("UPDATE \"{TABLE}\" SET sk = 'S:LOGS' WHERE {of_log}"));
    let expected = [
        "item S:U#00000000000000000000000003 S:LOGS: lies where another item belongs",
        "log of unit 00000000000000000000000003: the count is gone",
    ];
    assert_eq!(told_of_key, expected);
    let of_log = of_log.replace("LOG", "LOGS");
    let told_of_json = told(&format!("UPDATE \"{TABLE}\" SET item_json = '{{', sk = 'S:LOG' WHERE {of_log}"));
    assert!(told_of_json[0].ends_with("S:LOG: cannot be read"), "{told_of_json:?}");
}

/// Nobody is told that a table was altered because a download broke off.
#[tokio::test]
async fn an_export_that_is_not_all_there_is_not_audited() {
    let one = Installation::new("part").await;
    let refused = |folder: &Path, what: &str| {
        let told = Export::open(folder).and_then(|export| export.fold(&mut Audit::new(Checkpoints::default(), None)));
        let told = format!("{:#}", told.expect_err(what));
        assert!(told.contains(what), "{told}, not {what}");
    };
    let damaged = |how: &dyn Fn(&Path), what: &str| {
        let folder = one.export(0);
        how(&folder);
        refused(&one.file("export-0"), what);
        fs::remove_dir_all(one.file("export-0")).expect("removed");
    };
    let replace = |name: &'static str, from: &'static str, to: &'static str| {
        move |folder: &Path| {
            let text = fs::read_to_string(folder.join(name)).expect("a file");
            assert!(text.contains(from), "{name} has {from}");
            fs::write(folder.join(name), text.replace(from, to)).expect("written");
        }
    };
    let cut = |folder: &Path| {
        let file = folder.join("data/4iw2.json.gz");
        let bytes = fs::read(&file).expect("a file");
        fs::write(&file, &bytes[..bytes.len() / 2]).expect("written");
    };
    let emptied = |folder: &Path| drop(fs::write(folder.join("data/4iw2.json.gz"), ""));
    let lost = |folder: &Path| drop(fs::remove_file(folder.join("data/qjzs.json.gz")));
    damaged(&lost, "there is no AWSDynamoDB/01795140000000-a1b2c3d4/data/qjzs.json.gz; download it again");
    damaged(&cut, "download it again");
    damaged(&emptied, "were exported to it");
    damaged(&replace("manifest-files.json", "}\n{\"dataFileS3Key\"", "}\n{\"key\""), "is not what an export has there");
    damaged(&replace("manifest-summary.json", "\"itemCount\":", "\"itemCount\":1"), "the export of 1");
    damaged(&replace("manifest-summary.json", "DYNAMODB_JSON", "ION"), "is of ION");
    damaged(&replace("manifest-summary.json", "FULL_EXPORT", "INCREMENTAL_EXPORT"), "FULL_EXPORT");
    damaged(&replace("manifest-summary.json", "2026-11-20T03", "yesterday"), "is no instant");
    let two = |folder: &Path| {
        drop(fs::copy(folder.join("manifest-summary.json"), one.file("export-0/manifest-summary.json")))
    };
    damaged(&two, "one manifest-summary.json");
}

#[tokio::test]
async fn an_export_is_what_the_table_is() {
    let one = Installation::new("export").await;
    take_if_due(&(one.file("table.sqlite"), one.file("checkpoints.jsonl")), &one.app).await.expect("taken");
    let checkpoints = fs::read_to_string(one.file("checkpoints.jsonl")).expect("a file");
    assert_eq!(Checkpoints::read(&checkpoints).list[0].events, 90);
    run(&one.options("verify --data DIR")).await.expect("nothing is wrong");
    let whole = one.export(0);
    run(&one.options("verify --export DIR/export-0 --checkpoints DIR/checkpoints.jsonl")).await.expect("the same");
    one.export(3);
    let told = run(&one.options("verify --export DIR/export-3 --checkpoints DIR/checkpoints.jsonl")).await;
    let told = told.expect_err("three events are gone");
    assert_eq!((told.to_string().as_str(), exit_code(&told)), ("2 things are not as they were written", 1));

    run(&one.options("checkpoint --export DIR/export-0 --checkpoints DIR/other.jsonl --load DIR/load --table xueshi-1"))
        .await
        .expect("taken");
    let other = Checkpoints::read(&fs::read_to_string(one.file("other.jsonl")).expect("a file"));
    // 03:00 in Greenwich is an hour after the events.
    assert_eq!((other.list[0].at, other.list[0].events), (NOW.plus_seconds(3_600), 90));
    let requests = fs::read_dir(one.file("load")).expect("a folder").count();
    // 400 days and their 14 or 15 months, 25 a request.
    assert_eq!(requests, 17);
    let first = fs::read_to_string(one.file("load/load-00.json")).expect("a request");
    let request: Value = serde_json::from_str(&first).expect("JSON");
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
    take_if_due(&data, &one.app).await.expect("taken");
    one.app.clock.advance_seconds(DAY_SECONDS - 1);
    take_if_due(&data, &one.app).await.expect("none is due");
    assert_eq!(count(), 1);
    one.note(3..5).await;
    one.app.clock.advance_seconds(1);
    take_if_due(&data, &one.app).await.expect("taken");
    let file = fs::read_to_string(&data.1).expect("a file");
    let list = Checkpoints::read(&file).list;
    // What was done a second ago may not be all there yet.
    assert_eq!((list.len(), list[1].events), (2, 90));
    one.app.clock.advance_seconds(DAY_SECONDS);
    take_if_due(&data, &one.app).await.expect("taken");
    assert_eq!(Checkpoints::read(&fs::read_to_string(&data.1).expect("a file")).list[2].events, 92);
    run(&one.options("verify --data DIR")).await.expect("nothing is wrong");
    let now = one.app.clock.now();
    let refused = take(&data.1, now, |audit| fold_table(&data.0, audit)).expect_err("there is one");
    assert!(refused.to_string().contains("already"), "{refused}");

    // A line that a power cut left half written.
    fs::write(&data.1, format!("{}{}", file, &file[..40])).expect("written");
    one.app.clock.advance_seconds(DAY_SECONDS);
    take_if_due(&data, &one.app).await.expect("taken");
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
        ("verify --export DIR/attachments", "one manifest-summary.json"),
        ("checkpoint --export DIR/attachments --checkpoints DIR/c", "one manifest-summary.json"),
    ] {
        let told = run(&one.options(line)).await.expect_err("nothing is there");
        assert!(format!("{told:#}").contains(said), "{line}: {told:#}");
        assert_eq!(exit_code(&told), 2);
    }
}
