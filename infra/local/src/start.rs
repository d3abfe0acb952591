//! From a command line to a server that answers.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use domain::permission::Role;
use domain::timestamp::Timestamp;
use functions::clock::Clock;

use crate::attachment_store::{self, AttachmentStore};
use crate::audit;
use crate::console::say;
use crate::data_directory::DataDirectory;
use crate::engine::Engine;
use crate::lambda::{Fleet, Surroundings, services};
use crate::machine;
use crate::options::Options;
use crate::province;
use crate::seed;
use crate::seed::population::Shown;
use crate::server::{self, Api, Origin, Server, Site};

/// Serves until the process is told to stop.
pub async fn run(options: Options) -> Result<()> {
    let site = Site::open(&options.site)?;
    // The port first: who cannot have it wants to know before demo data are made.
    let listener = server::listen(options.port).await?;
    let port = listener.local_addr().context("cannot read the address of the port")?.port();
    let origin = Origin::on_port(port);
    let data = DataDirectory::open(&options.data, options.is_fresh)?;
    let store = AttachmentStore::open(&data.attachments(), data.access_key()?)?;
    let clock = machine::clock(options.clock);
    let is_new = !data.table().exists();
    if is_new {
        make_demo(&data, &store, clock.now(), origin.url()).await?;
    }
    let engine = Engine::open(&data.table())?;
    let master_key = data.master_key()?;
    let app = machine::app(&engine, &store, master_key, clock.clone(), origin.url()).await?;
    let audited = (data.table(), data.checkpoints());
    let accountant = || machine::app(&engine, &store, master_key, clock.clone(), origin.url());
    if is_new {
        // So that the load of the demo year is there to be looked at.
        audit::take_if_due(&audited, &accountant().await?).await?;
    }
    if matches!(clock, Clock::System) {
        tokio::spawn(audit::keep_taking(audited, accountant().await?));
        // With a clock of its own a test's items would be long past for the engine.
        tokio::spawn(server::sweep_expired(engine.clone()));
        tokio::spawn(server::sweep_pending(store.clone()));
    }
    introduce(&origin, data.path(), clock.now(), seed::population::accounts(&app).await?.as_deref());
    let api = match options.functions {
        None => Api::Rooms(Box::new(app)),
        Some(bootstrap) => Api::Functions(Box::new(fleet(&bootstrap, engine, &data, origin.url()).await?)),
    };
    let server = Server { api, store, site, origin, logs: !options.is_quiet };
    server::serve(server, listener).await?;
    say(&format!("stopped; all data are kept in {}", data.path().display()));
    Ok(())
}

/// Functions on this machine's table, attachments and master key.
async fn fleet(bootstrap: &Path, engine: Engine, data: &DataDirectory, origin: &str) -> Result<Fleet> {
    let access_key = data.access_key()?;
    let surroundings = Surroundings {
        services: services::serve(engine, data.master_key()?).await?,
        s3: origin.to_owned(),
        table: machine::TABLE.to_owned(),
        bucket: attachment_store::BUCKET.to_owned(),
        origin: origin.to_owned(),
        access_key: (access_key.id, access_key.secret),
    };
    Ok(Fleet::new(bootstrap, surroundings))
}

/// Fills a table in memory and puts it in its place at once.
async fn make_demo(data: &DataDirectory, store: &AttachmentStore, now: Timestamp, origin: &str) -> Result<()> {
    say("making demo data:");
    let engine = Engine::memory()?;
    let app = machine::app(&engine, store, data.master_key()?, Clock::set_at(now), origin).await?;
    let files = attachment_store::client(store, origin);
    let made = seed::fill(&app, &files, now, |step| say(&format!("  {step}"))).await?;
    say(&format!(
        "  {} units, {} people, {} registrations, {} of them waiting for review",
        made.units, made.people, made.registrations, made.pending
    ));
    let unfinished = data.path().join("table.sqlite.unfinished");
    if unfinished.exists() {
        fs::remove_file(&unfinished).with_context(|| format!("cannot remove {}", unfinished.display()))?;
    }
    engine.save_to(&unfinished)?;
    fs::rename(&unfinished, data.table()).with_context(|| format!("cannot create {}", data.table().display()))
}

fn introduce(origin: &Origin, data: &Path, now: Timestamp, province: Option<&[Shown]>) {
    say("");
    say(&format!("学时登记 is at {}  (units: {}/unit/)", origin.url(), origin.url()));
    say(&format!("data: {}  (begin anew with --fresh; stop with Ctrl-C)", data.display()));
    say("");
    if let Some(accounts) = province {
        return province::introduce(accounts);
    }
    say(&format!("demo accounts (password {}, where no other is given):", seed::PASSWORD));
    for account in seed::accounts(now.date()) {
        let (page, role) = match account.role {
            Role::Professional => ("/", "个人"),
            Role::Administrator => ("/unit/", "单位管理员"),
            Role::Operator => ("/operator/", "平台管理员"),
            Role::Unit => ("/unit/sign-in?role=unit", "单位账号"),
        };
        let password =
            if account.password == seed::PASSWORD { String::new() } else { format!("  {}", account.password) };
        let department = account.department.unwrap_or_default();
        say(&format!("  {role}  {}{password}  {} · {}{department}", account.login, account.name, account.unit));
        say(&format!("      {page}  {}", account.purpose));
        if account.role == Role::Operator {
            say(&format!("      动态口令  cargo xtask code  或扫入 {}", seed::device()));
        }
    }
    let path = domain::contract::completions::DeliveryQuery::path(&seed::demo_key());
    say(&format!("  学习平台  {path}  {}", seed::DEMO_SECRET));
    say("      docs/learning-platforms.md  公需科目学时的推送");
    say("");
}
