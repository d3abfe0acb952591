use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use domain::contract;
use domain::contract::attachments::FileKind;
use domain::contract::registrations::{BatchRequest, BatchResponse, Outcome, Seen};
use domain::contract::reviews::ApproveRequest;
use domain::id::{IdempotencyKey, RegistrationId};
use functions::clock::Clock;
use functions::endpoints::reviews;
use functions::http::caller::{Acting, Administrator};
use functions::store::keys::StatusPartition;
use functions::store::registrations::Registration;
use functions::store::status_partitions;
use functions::store::table::{SortRange, parse};
use serde_json::Value;

use super::*;
use crate::attachment_store::AttachmentStore;
use crate::audit;
use crate::machine;
use crate::scratch::Scratch;
use crate::seed::population::{self, Plan, check, tests::chief_of_the_first};

const ORIGIN: &str = "http://localhost:8080";

fn plan() -> Plan {
    Plan { people: 600, units: 30, years: 2, seed: 9, until: "2026-11-20".to_owned() }
}

/// A data directory with a province, as a server leaves it.
async fn installation(root: &Path) -> DataDirectory {
    let data = DataDirectory::open(root, false).expect("a data directory");
    data.take_master_key(&check::MASTER_KEY).expect("no other key");
    let store = store_of(&data);
    let table = data.unfinished(&data.table());
    population::fill(&table, check::MASTER_KEY, &store, &plan(), |_| {}).await.expect("a province");
    data.take_table(&table).expect("a table");
    data
}

fn store_of(data: &DataDirectory) -> AttachmentStore {
    AttachmentStore::open(&data.attachments(), data.access_key().expect("a key")).expect("a store")
}

fn options(root: &Path, name: &str) -> (BackupOptions, RestoreOptions) {
    let (data, to) = (root.join("data"), root.join(name));
    let restore = RestoreOptions {
        from: to.clone(),
        data: root.join(format!("{name}-restored")),
        master_key: Some(data_directory::master_key_file(&data)),
        replaces: false,
    };
    (BackupOptions { data, to }, restore)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_people_work_is_of_one_instant() {
    let scratch = Scratch::new("backup-work");
    let data = installation(&scratch.path().join("data")).await;
    let engine = Engine::open(&data.table()).expect("a table");
    let store = store_of(&data);
    let clock = Clock::set_at(plan().now().expect("a day"));
    let app = machine::app(&engine, &store, check::MASTER_KEY, clock, ORIGIN).await.expect("a app");
    let files = attachment_store::client(&store, ORIGIN);
    let (stop, approved) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let work = {
        let (stop, approved) = (stop.clone(), approved.clone());
        tokio::spawn(async move {
            let chief = chief_of_the_first(&plan());
            let waiting = status_partitions::range(&chief.scope, StatusPartition::PendingFirst, false, SortRange::All);
            let waiting = app.table.query_items(waiting).await.expect("a queue");
            let waiting = waiting.into_iter().map(|item| parse::<Registration>(item).expect("a registration"));
            let mut waiting: Vec<Seen> = waiting.map(|one| Seen { id: one.id, version: one.version }).collect();
            assert!(waiting.len() > 1, "{} wait", waiting.len());
            let mut worker = Worker { app: &app, files: &files, keys: 0 };
            for turn in 0.. {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let at = turn % waiting.len();
                // Hours come and go again, each time with the totals.
                waiting[at] = worker.approves(&chief, waiting[at].clone()).await;
                worker.attaches(&chief, &waiting[at].id).await;
                waiting[at] = worker.undoes(&chief, waiting[at].clone()).await;
                approved.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    let mut digests = HashSet::new();
    for round in 0..2 {
        let before = approved.load(Ordering::SeqCst);
        while approved.load(Ordering::SeqCst) == before {
            assert!(!work.is_finished(), "nobody works any more");
            tokio::task::yield_now().await;
        }
        let (options, _) = options(scratch.path(), &format!("backup-{round}"));
        let to = options.to.clone();
        let manifest =
            tokio::task::spawn_blocking(move || backup(&options)).await.expect("a thread").expect("a backup");
        digests.insert(manifest.digest());
        let copy = to.join(TABLE);
        let copied = scratch.path().join(format!("attachments-{round}"));
        let of_copy = check::app_on(&copy, &copied, Clock::System).await;
        check::everything(&of_copy, &copy).await;
        drop(of_copy);
        let mut confirmed = 0;
        engine::each_item(&copy, |item| {
            let sort = item["sk"]["S"].as_str().unwrap_or_default().to_owned();
            let partition = item["pk"]["S"].as_str().unwrap_or_default().to_owned();
            if let (Some(id), Some(person)) = (sort.strip_prefix("F#"), partition.strip_prefix("P#"))
                && item["confirmed"]["BOOL"] == Value::Bool(true)
            {
                let file = to.join(ATTACHMENTS).join("contents").join(person).join(id);
                assert!(file.exists(), "{} is referred to", file.display());
                confirmed += 1;
            }
            Ok(())
        })
        .expect("a table");
        assert!(confirmed > 0, "something was attached meanwhile");
    }
    stop.store(true, Ordering::SeqCst);
    work.await.expect("the work went on");
    assert_eq!(digests.len(), 2, "something was done between any two backups");
}

/// Does what an administrator does, through the handlers.
struct Worker<'h> {
    app: &'h functions::app::App,
    files: &'h aws_sdk_s3::Client,
    keys: u128,
}

impl Worker<'_> {
    fn desk(&mut self) -> crate::seed::desk::Desk<'_> {
        self.keys += 1;
        let dice = crate::seed::Dice::new(u64::try_from(self.keys).expect("a small number"));
        crate::seed::desk::Desk { app: self.app, files: self.files, dice }
    }

    async fn approves(&mut self, chief: &Administrator, seen: Seen) -> Seen {
        let request = ApproveRequest { items: vec![seen], approved_hours: String::new(), reason: String::new() };
        let at = self.app.clock.now();
        let mut desk = self.desk();
        let (cx, request) = desk.cx::<contract::ApproveRegistrations>(&request, at).expect("a cx");
        only(reviews::approve_registrations::handle(cx, chief.clone(), request).await.expect("an answer"))
    }

    async fn undoes(&mut self, chief: &Administrator, seen: Seen) -> Seen {
        let request = BatchRequest { items: vec![seen] };
        let at = self.app.clock.now();
        let mut desk = self.desk();
        let (cx, request) = desk.cx::<contract::UndoDecisions>(&request, at).expect("a cx");
        only(reviews::undo_decisions::handle(cx, chief.clone(), request).await.expect("an answer"))
    }

    async fn attaches(&mut self, chief: &Administrator, registration: &RegistrationId) {
        let content = format!("%PDF-1.4\n% {}\n%%EOF\n", IdempotencyKey::from_bits(self.keys));
        assert_eq!(FileKind::sniff(content.as_bytes()), Some(FileKind::Pdf));
        let acting = Acting::Administrator(chief.clone());
        let at = self.app.clock.now();
        let person = registration.person().clone();
        self.desk().attach(&acting, &person, "证明.pdf", content.into_bytes(), at).await.expect("a file");
    }
}

/// What the one item of a batch has become.
fn only(response: BatchResponse) -> Seen {
    match response.results.into_iter().next().map(|result| result.outcome) {
        Some(Outcome::Done { row: Some(row) }) => Seen { id: row.id, version: row.version },
        other => panic!("it was not done: {other:?}"),
    }
}

#[tokio::test]
async fn what_is_restored_is_what_was_backed_up() {
    let scratch = Scratch::new("backup-restore");
    let data = installation(&scratch.path().join("data")).await;
    put_attachment(&data);
    let (there, back) = options(scratch.path(), "backup");
    let made = backup(&there).expect("a backup");
    assert_eq!(made.attachments.objects, 1);
    // A server may be running all the while; here its lock is held.
    drop(data);
    assert_eq!(restore(&back).expect("a restored directory"), made);
    let again = BackupOptions { data: back.data.clone(), to: scratch.path().join("again") };
    let again = backup(&again).expect("a backup");
    assert_eq!((again.digest(), again.items), (made.digest(), made.items));

    // What is there is kept unless it is said that it goes.
    let refused = restore(&back).expect_err("there are data").to_string();
    assert!(refused.contains("--replace"), "{refused}");
    let replacing = RestoreOptions { replaces: true, master_key: None, ..back };
    assert_eq!(restore(&replacing).expect("a restored directory"), made);
    // Not below a server that is running.
    let running = DataDirectory::open(&replacing.data, false).expect("a data directory");
    let refused = restore(&replacing).expect_err("a server is running").to_string();
    assert!(refused.contains("another server uses"), "{refused}");
    drop(running);
}

#[tokio::test]
async fn checkpoints_go_along_and_speak_of_nothing_that_is_not_restored() {
    let scratch = Scratch::new("backup-checkpoints");
    let data = installation(&scratch.path().join("data")).await;
    let (there, back) = options(scratch.path(), "backup");
    let take = |data: &DataDirectory, after_seconds: i64| {
        let at = plan().now().expect("a day").plus_seconds(after_seconds);
        audit::take(&data.checkpoints(), at, |audit| audit::fold_table(&data.table(), audit)).expect("taken");
        fs::read(data.checkpoints()).expect("a file")
    };
    let first = take(&data, 0);
    // A line that the server is just adding.
    fs::write(data.checkpoints(), [&first[..], &first[..40]].concat()).expect("written");
    backup(&there).expect("a backup");
    restore(&back).expect("a restored directory");
    let restored = DataDirectory::open(&back.data, false).expect("a data directory");
    assert_eq!(fs::read(restored.checkpoints()).expect("a file"), first);
    // What was noted of the data that are forgotten goes with them.
    assert_ne!(take(&restored, 86_400), first);
    drop(restored);
    restore(&RestoreOptions { replaces: true, ..copied(&back) }).expect("a restored directory");
    assert_eq!(fs::read(back.data.join(CHECKPOINTS)).expect("a file"), first);
    let verify = ["verify", "--data", back.data.to_str().expect("a path")].map(String::from);
    audit::run(&audit::Options::parse(verify).expect("valid")).await.expect("nothing is wrong");
    drop(data);
}

#[tokio::test]
async fn the_master_key_is_asked_for_and_looked_at() {
    let scratch = Scratch::new("backup-key");
    let data = installation(&scratch.path().join("data")).await;
    let (there, back) = options(scratch.path(), "backup");
    backup(&there).expect("a backup");
    let mut files = Vec::new();
    collect(&there.to, &mut files);
    let holds_key = |file: &PathBuf| {
        let bytes = fs::read(file).expect("a file");
        bytes.windows(32).any(|window| window == check::MASTER_KEY)
    };
    assert!(!files.iter().any(holds_key), "the key is kept apart");
    let missing = restore(&RestoreOptions { master_key: None, ..copied(&back) }).expect_err("no key").to_string();
    assert!(missing.contains("--master-key"), "{missing}");
    let wrong = scratch.path().join("wrong.key");
    fs::write(&wrong, [8; 32]).expect("a key");
    let refused = restore(&RestoreOptions { master_key: Some(wrong), ..copied(&back) }).expect_err("another key");
    assert!(refused.to_string().contains("is not the master key"), "{refused}");
    assert!(!back.data.join(TABLE).exists());
    drop(data);
}

#[tokio::test]
async fn a_flipped_byte_is_refused() {
    let scratch = Scratch::new("backup-damage");
    let data = installation(&scratch.path().join("data")).await;
    put_attachment(&data);
    fs::write(data.checkpoints(), "a line\n").expect("written");
    let (there, back) = options(scratch.path(), "backup");
    backup(&there).expect("a backup");
    let mut files = Vec::new();
    collect(&there.to, &mut files);
    assert_eq!(files.len(), 5, "{files:?}");
    for file in files {
        let whole = fs::read(&file).expect("a file");
        for share in [3, 50, 97] {
            let mut damaged = whole.clone();
            damaged[whole.len() * share / 100] ^= 0x04;
            fs::write(&file, &damaged).expect("written");
            restore(&back).map(drop).expect_err(&format!("{} is damaged at {share} %", file.display()));
            assert!(!back.data.join(TABLE).exists(), "nothing is restored");
        }
        fs::write(&file, &whole).expect("written");
    }
    fs::remove_dir_all(there.to.join(ATTACHMENTS)).expect("removed");
    restore(&back).map(drop).expect_err("an attachment is missing");
    drop(data);
}

#[test]
fn mistakes_are_explained() {
    let words = |line: &str| line.split_whitespace().map(String::from).collect::<Vec<_>>();
    for (line, said) in
        [("--to b", "--data is missing"), ("--data d --to", "--to needs a value"), ("--all", "no '--all'")]
    {
        let mistake = format!("{:#}", BackupOptions::parse(words(line)).expect_err("a mistake"));
        assert!(mistake.contains(said), "{line}: {mistake}");
    }
    let all = RestoreOptions::parse(words("--from b --replace --data d --master-key k")).expect("valid");
    let expected = RestoreOptions { from: "b".into(), data: "d".into(), master_key: Some("k".into()), replaces: true };
    assert_eq!(all, expected);
    let scratch = Scratch::new("backup-nothing");
    let nothing = BackupOptions { data: scratch.path().to_owned(), to: scratch.path().join("b") };
    assert!(backup(&nothing).expect_err("no data").to_string().contains("there are no data"));
}

fn copied(options: &RestoreOptions) -> RestoreOptions {
    RestoreOptions {
        from: options.from.clone(),
        data: options.data.clone(),
        master_key: options.master_key.clone(),
        replaces: options.replaces,
    }
}

/// One object, as the store keeps it.
fn put_attachment(data: &DataDirectory) {
    use base64::Engine as _;
    let content = b"%PDF-1.4\n%%EOF\n";
    let sha256 = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content));
    let attributes = serde_json::json!({ "content_type": "application/pdf", "sha256": sha256, "pending": false });
    for (folder, bytes) in [("contents", content.to_vec()), ("attributes", attributes.to_string().into_bytes())] {
        let place = data.attachments().join(folder).join("person");
        fs::create_dir_all(&place).expect("a folder");
        fs::write(place.join("file"), bytes).expect("written");
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
