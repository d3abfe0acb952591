//! `local audit`: checks everything that is on record, of one machine or from an export of the cloud's table, and takes
//! checkpoints. A server does both by itself once a day.

mod export;
mod options;
mod table;

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use domain::timestamp::Timestamp;
use functions::app::App;
use functions::audit::checkpoints::Checkpoints;
use functions::audit::{Audit, Report};
use functions::clock::Clock;
use functions::store::load;

pub use export::Export;
pub use options::{Command, Options, Source, USAGE};
pub use table::{Broken, each_item, fold_table};

use crate::attachment_store::AttachmentStore;
use crate::console::say;
use crate::data_directory::DataDirectory;
use crate::engine::Engine;
use crate::machine;

const DAY_SECONDS: i64 = 24 * 3_600;
/// How often a server looks whether the last checkpoint is older than a day.
const LOOK_EVERY: Duration = Duration::from_secs(3_600);
/// Items of one BatchWriteItem at most (DynamoDB's own limit).
const TOGETHER_MAX: usize = 25;

/// Everything was read, and so many things are not as they were written.
#[derive(Debug)]
pub struct Altered(u64);

impl fmt::Display for Altered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 thing is not as it was written"),
            wrong => write!(f, "{wrong} things are not as they were written"),
        }
    }
}

impl std::error::Error for Altered {}

/// What the command ends with: 1 where something was altered, 2 where that is not known.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    if error.is::<Altered>() { 1 } else { 2 }
}

/// Does what the command line says and tells what came of it.
///
/// # Errors
/// [`Altered`] if anything is not as it was written; something else if it cannot be read at all.
pub async fn run(options: &Options) -> Result<()> {
    let report = match (&options.command, &options.source) {
        (Command::Verify, source) => {
            let mut audit = Audit::new(read(options.checkpoints.as_deref())?, None);
            match source {
                Source::Data(data) => fold_table(&table_in(data)?, &mut audit)?,
                Source::Export(export) => Export::open(export)?.fold(&mut audit)?,
            }
            audit.finish()
        }
        (Command::Checkpoint, Source::Data(data)) => {
            let table = table_in(data)?;
            // A server takes its own.
            let data = DataDirectory::open(data, false)?;
            let file = options.checkpoints.clone().unwrap_or_else(|| data.checkpoints());
            let report = take(&file, Clock::System.now(), |audit| fold_table(&table, audit))?;
            let store = AttachmentStore::open(&data.attachments(), data.access_key()?)?;
            let engine = Engine::open(&table)?;
            let app = machine::app(&engine, &store, data.master_key()?, Clock::System, "http://localhost").await?;
            keep_load(&app, &report).await?;
            report
        }
        (Command::Checkpoint, Source::Export(export)) => {
            let file = options.checkpoints.as_deref().context("a checkpoint of an export needs --checkpoints FILE")?;
            let export = Export::open(export)?;
            let report = take(file, export.at, |audit| export.fold(audit))?;
            if let Some((folder, table)) = &options.load {
                write_load(&report, folder, table)?;
            }
            report
        }
    };
    tell(&report)
}

fn table_in(data: &Path) -> Result<PathBuf> {
    let table = data.join(crate::data_directory::TABLE);
    if table.exists() { Ok(table) } else { bail!("there is no table in {}", data.display()) }
}

/// The checkpoints in a file; none if there is no such file.
fn read(file: Option<&Path>) -> Result<Checkpoints> {
    let Some(file) = file else { return Ok(Checkpoints::default()) };
    match fs::read_to_string(file) {
        Ok(text) => Ok(Checkpoints::read(&text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Checkpoints::default()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

/// Checks everything that `fold` brings, and adds a checkpoint of `at` to a file.
pub fn take(file: &Path, at: Timestamp, fold: impl FnOnce(&mut Audit) -> Result<()>) -> Result<Report> {
    let before = read(Some(file))?;
    if let Some(last) = before.list.last().filter(|_| !before.may_follow(at)) {
        bail!("{} has a checkpoint of {} already", file.display(), last.at.display());
    }
    let mut audit = Audit::new(before, Some(at));
    fold(&mut audit)?;
    let report = audit.finish();
    let checkpoint = report.checkpoint.as_ref().context("no checkpoint was made")?;
    let text = fs::read_to_string(file).unwrap_or_default();
    // A line that was cut off stays one of its own.
    let begin = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let append = || {
        let mut file = OpenOptions::new().create(true).append(true).open(file)?;
        file.write_all(format!("{begin}{}\n", checkpoint.line()).as_bytes())?;
        file.sync_all()
    };
    append().with_context(|| format!("cannot write {}", file.display()))?;
    Ok(report)
}

async fn keep_load(app: &App, report: &Report) -> Result<()> {
    let at = report.checkpoint.as_ref().context("no checkpoint was made")?.at;
    load::keep(app, &report.load, at).await.map_err(|failure| anyhow!("the load was not stored: {failure:?}"))
}

/// Writes the load as requests that `aws dynamodb batch-write-item` takes.
fn write_load(report: &Report, folder: &Path, table: &str) -> Result<()> {
    let at = report.checkpoint.as_ref().context("no checkpoint was made")?.at;
    let items = load::requests(&report.load, at).map_err(|failure| anyhow!("{failure:?}"))?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for (position, some) in items.chunks(TOGETHER_MAX).enumerate() {
        let path = folder.join(format!("load-{position:02}.json"));
        let puts: Vec<_> = some.iter().map(|item| serde_json::json!({ "PutRequest": { "Item": item } })).collect();
        let request = serde_json::json!({ table: puts });
        fs::write(&path, request.to_string()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn tell(report: &Report) -> Result<()> {
    say(&format!("checked: {}", report.checked));
    if let Some(checkpoint) = &report.checkpoint {
        say(&format!("took a checkpoint of everything until {}", checkpoint.until.display()));
        say(&format!("note elsewhere: {}", checkpoint.hash));
    }
    for finding in &report.findings {
        say(&format!("✗ {finding}"));
    }
    if report.more > 0 {
        say(&format!("✗ and {} more", report.more));
    }
    match report.wrong() {
        0 => {
            say("everything is as it was written");
            Ok(())
        }
        wrong => Err(Altered(wrong).into()),
    }
}

/// Takes the checkpoint that is due, if one is, and counts the load. Tells what is wrong.
pub async fn take_if_due(data: &(PathBuf, PathBuf), app: &App) -> Result<()> {
    let (table, file) = data.clone();
    let now = app.clock.now();
    if read(Some(&file))?.list.last().is_some_and(|last| last.at.plus_seconds(DAY_SECONDS) > now) {
        return Ok(());
    }
    let report = tokio::task::spawn_blocking(move || take(&file, now, |audit| fold_table(&table, audit))).await??;
    keep_load(app, &report).await?;
    for finding in &report.findings {
        eprintln!("✗ {finding}");
    }
    if report.wrong() > 0 {
        eprintln!("{}: cargo xtask audit verify", Altered(report.wrong()));
    }
    Ok(())
}

/// Takes a checkpoint once a day.
pub async fn keep_taking(data: (PathBuf, PathBuf), app: App) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        look.tick().await;
        if let Err(error) = take_if_due(&data, &app).await {
            eprintln!("the checkpoint was not taken: {error:#}");
        }
    }
}

#[cfg(test)]
mod tests;
