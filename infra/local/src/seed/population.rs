//! A province of any size: units, people, years of registrations with their histories, totals, completions, certificates.
//!
//! Every item follows from the plan, the master key and its own number alone, so that a million of them are made in any
//! order. They are stored in batches, each with how far it has come in one transaction: interrupted at any moment and started
//! again, it goes on where it was, and what comes out is the same. Two things are left to chance: the nonces of encrypted
//! numbers, as always, and the salt of the one password hash. A digest that leaves these out ([`LeaveOut::Chance`]) is the
//! same for the same plan under the same master key.
//!
//! [`LeaveOut::Chance`]: crate::engine::LeaveOut::Chance

mod administrators;
mod layout;
mod people;
mod plan;
mod registrations;
mod years;

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use domain::permission::{Role, Scope};
use functions::app::App;
use functions::clock::Clock;
use functions::crypto::vault::Vault;
use functions::http::caller::Professional;
use functions::store::directory;
use functions::store::keys::Key;
use functions::store::people::Person;
use functions::store::table::{self, Change, Condition, Item};
use functions::store::units::Unit;
use functions::store::windows::PlatformWindows;
use functions::store::years::YearChanges;
use serde::{Deserialize, Serialize};

use self::layout::Layout;
use self::people::Somebody;
use self::plan::Throw;
use self::registrations::Colleagues;
use super::platform::{demo_platform, demo_platform_changes};
use super::{places, plain, write};
use crate::attachment_store::AttachmentStore;
use crate::engine::{Batch, Engine, Loader};
use crate::machine;

pub use self::administrators::Shown;
pub use self::plan::Plan;

/// Units and people of one batch: some ten thousand items, a second's work.
const UNITS_PER_BATCH: usize = 5_000;
const PEOPLE_PER_BATCH: u64 = 500;
/// Batches that are made while one is stored.
const BATCHES_AHEAD: usize = 2;
const SAY_EVERY: Duration = Duration::from_secs(2);

/// How far a province has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    plan: Plan,
    /// Batches that are stored.
    done: usize,
    registrations: u64,
    /// Nothing is missing.
    complete: bool,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    pub units: usize,
    pub staffed: usize,
    pub people: u64,
    pub registrations: u64,
}

/// Everything that the items are made from.
struct Province {
    plan: Plan,
    layout: Layout,
    vault: Vault,
}

/// Fills the table in a file, or goes on filling it; `say` is told how far it is. Nobody else may use the file meanwhile.
///
/// # Errors
/// If the file holds anything else, or another province.
pub async fn fill(
    path: &Path,
    master_key: [u8; 32],
    store: &AttachmentStore,
    plan: &Plan,
    say: impl Fn(&str) + Send + 'static,
) -> Result<Made> {
    fill_until(path, master_key, store, plan, usize::MAX, say).await?.context("nothing stops it before it is complete")
}

/// The same up to so many batches; `None` if that was before the end.
async fn fill_until(
    path: &Path,
    master_key: [u8; 32],
    store: &AttachmentStore,
    plan: &Plan,
    batches_max: usize,
    say: impl Fn(&str) + Send + 'static,
) -> Result<Option<Made>> {
    plan.check()?;
    let before = progress(path, master_key, store, plan).await?;
    let province = Province { plan: plan.clone(), layout: Layout::of(plan), vault: Vault::new(master_key) };
    if before.complete {
        return Ok(Some(province.made(&before)));
    }
    let (table, all) = (path.to_owned(), province.batches());
    let load = move || {
        let after = province.load(&table, before, batches_max, say)?;
        Ok::<_, anyhow::Error>((province, after))
    };
    let (province, after) =
        tokio::task::spawn_blocking(load).await.context("the thread that fills the table has ended")??;
    if after.done < all {
        return Ok(None);
    }
    province.finish(path, master_key, store, &after).await?;
    Ok(Some(province.made(&after)))
}

/// Whoever signs in in the province of a plan.
pub fn accounts_of(plan: &Plan) -> Result<Vec<Shown>> {
    administrators::accounts(plan, &Layout::of(plan))
}

/// Whoever signs in in the province that a app holds; `None` if it holds another kind of data.
pub async fn accounts(app: &App) -> Result<Option<Vec<Shown>>> {
    let Some(progress) = app.table.get::<Progress>(&Key::seeding()).await.map_err(plain)? else { return Ok(None) };
    accounts_of(&progress.plan).map(Some)
}

/// How far the file has come; makes the table if there is none.
async fn progress(path: &Path, master_key: [u8; 32], store: &AttachmentStore, plan: &Plan) -> Result<Progress> {
    let is_new = !path.exists();
    let app = app(path, master_key, store, plan).await?;
    match app.table.get::<Progress>(&Key::seeding()).await.map_err(plain)? {
        Some(progress) if progress.plan == *plan => Ok(progress),
        Some(progress) => bail!("{} holds another province: {:?}", path.display(), progress.plan),
        None if is_new => {
            // Its first mark, so that a file that is interrupted here is known to be ours.
            let progress = Progress { plan: plan.clone(), done: 0, registrations: 0, complete: false };
            app.table.put(mark(&progress)?).await.map_err(plain)?;
            Ok(progress)
        }
        None => bail!("{} holds other data; choose another directory with --data, or --fresh", path.display()),
    }
}

async fn app(path: &Path, master_key: [u8; 32], store: &AttachmentStore, plan: &Plan) -> Result<App> {
    let engine = Engine::open(path)?;
    // Nobody asks this app over HTTP.
    machine::app(&engine, store, master_key, Clock::set_at(plan.now()?), "http://localhost").await
}

fn mark(progress: &Progress) -> Result<Item> {
    table::item(&Key::seeding(), progress).map_err(plain)
}

impl Province {
    fn made(&self, progress: &Progress) -> Made {
        Made {
            units: self.layout.listed().len(),
            staffed: self.layout.staffed(),
            people: self.plan.people,
            registrations: progress.registrations,
        }
    }

    fn batches_of_units(&self) -> usize {
        self.layout.listed().len().div_ceil(UNITS_PER_BATCH)
    }

    /// Units, the directory, people.
    fn batches(&self) -> usize {
        let people = usize::try_from(self.plan.people.div_ceil(PEOPLE_PER_BATCH)).unwrap_or(usize::MAX);
        self.batches_of_units() + 1 + people
    }

    /// Makes batches in one thread and stores them in this one.
    fn load(&self, path: &Path, before: Progress, batches_max: usize, say: impl Fn(&str)) -> Result<Progress> {
        let loader = Loader::open(path, machine::TABLE)?;
        let until = self.batches().min(before.done.saturating_add(batches_max));
        let mut reporter = Reporter::new(self, &before);
        let mut after = before.clone();
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel(BATCHES_AHEAD);
            scope.spawn(move || {
                let mut progress = before;
                while progress.done < until {
                    let batch = self.batch(&mut progress);
                    let failed = batch.is_err();
                    // Nobody receives any more once storing has failed.
                    if send.send(batch.map(|batch| (batch, progress.clone()))).is_err() || failed {
                        return;
                    }
                }
            });
            for made in receive {
                let (batch, progress) = made?;
                loader.store(batch)?;
                after = progress;
                reporter.report(self, &after, &say);
            }
            Ok::<_, anyhow::Error>(())
        })?;
        loader.finish()?;
        Ok(after)
    }

    /// The next batch, with the mark that it is stored.
    fn batch(&self, progress: &mut Progress) -> Result<Batch> {
        let (number, units) = (progress.done, self.batches_of_units());
        let mut items = Vec::new();
        if number < units {
            let last = self.layout.listed().len().min((number + 1) * UNITS_PER_BATCH);
            for unit in number * UNITS_PER_BATCH..last {
                self.unit(unit, &mut items)?;
            }
        } else if number == units {
            let listed = self.layout.listed().to_vec();
            items.extend(directory::compacted(listed, 1, self.plan.now()?).map_err(plain)?);
        } else {
            let first = (number - units - 1) as u64 * PEOPLE_PER_BATCH;
            for person in first..self.plan.people.min(first + PEOPLE_PER_BATCH) {
                progress.registrations += self.person(person, &mut items)?;
            }
        }
        progress.done += 1;
        items.push(mark(progress)?);
        Batch::new(items)
    }

    fn unit(&self, number: usize, items: &mut Vec<Item>) -> Result<()> {
        let unit = self.layout.unit(number);
        items.extend(unit.put().map_err(plain)?.into_item());
        if let Some(workplace) = self.layout.staff(number) {
            for position in 0..workplace.departments().len() {
                items.extend(workplace.department(position).put(&unit.id).map_err(plain)?.into_item());
            }
        }
        Ok(())
    }

    /// Somebody with everything of theirs; says how many registrations.
    fn person(&self, number: u64, items: &mut Vec<Item>) -> Result<u64> {
        let (plan, vault) = (&self.plan, &self.vault);
        let workplace = self.layout.unit_of(number);
        let unit = self.layout.unit(workplace.number);
        let somebody = Somebody::of(plan, &workplace, number)?;
        let employer: Scope = workplace.scope(somebody.department);
        let person = Person::new(vault, somebody.name.clone(), &somebody.identity, Some(&somebody.mobile), employer);
        let head =
            somebody.department.map(|_| people::reviewer(plan, vault, &workplace, somebody.department)).transpose()?;
        let demo_people = Colleagues {
            somebody: &somebody,
            person: &person,
            professional: Professional {
                account: vault.account_id(Role::Professional, &somebody.identity.lookup_form()),
                person: person.id.clone(),
                name: person.name.clone(),
            },
            workplace: &workplace,
            unit: &unit,
            chief: people::reviewer(plan, vault, &workplace, None)?,
            head,
        };
        let mut dice = plan.dice(Throw::Life, number);
        let mut changes = YearChanges::of(&person.id);
        let (now, today) = (plan.now()?, plan.last_day()?);
        let past = registrations::tell(&demo_people, plan.years()?, now, &mut dice, &mut changes)?;
        let platform = demo_platform();
        for year in plan.years()? {
            let who = (number, somebody.identity.expose());
            items.extend(years::courses(vault, &platform, who, year, today, &mut dice, &mut changes)?);
        }
        let figures = changes.of_nobody_yet();
        let blank = years::blank(&person, &unit.name);
        items.extend(years::certificates(&blank, &figures, &past, plan.years()?, now, &mut dice)?);
        let mut item = person.put().map_err(plain)?.into_item().context("a person is stored whole")?;
        item.extend(figures);
        items.push(item);
        items.extend(past.items);
        Ok(past.registrations)
    }

    /// What is stored last, in one transaction: who signs in, windows, the learning platform, 其他单位.
    async fn finish(&self, path: &Path, master_key: [u8; 32], store: &AttachmentStore, after: &Progress) -> Result<()> {
        let app = app(path, master_key, store, &self.plan).await?;
        let now = self.plan.now()?;
        let mut changes = administrators::changes(&app, &self.plan, &self.layout, now)?;
        changes.push(Unit::other().put().map_err(plain)?);
        let windows = PlatformWindows { version: 1, windows: places::registration_windows(now) };
        changes.push(windows.put().map_err(plain)?);
        changes.extend(demo_platform_changes(&app.vault, now)?);
        let complete = Progress { complete: true, ..after.clone() };
        changes.push(Change::Put { item: mark(&complete)?, condition: Condition::Always });
        write(&app, changes).await
    }
}

/// Says now and then how far it is and how long it takes.
struct Reporter {
    started: Instant,
    said: Instant,
    people_before: u64,
}

impl Reporter {
    fn new(province: &Province, before: &Progress) -> Self {
        let now = Instant::now();
        Self { started: now, said: now, people_before: people_done(province, before) }
    }

    fn report(&mut self, province: &Province, progress: &Progress, say: impl Fn(&str)) {
        let people = people_done(province, progress);
        if self.said.elapsed() < SAY_EVERY && people < province.plan.people {
            return;
        }
        self.said = Instant::now();
        if people == 0 {
            let units = province.layout.listed().len().min(progress.done * UNITS_PER_BATCH);
            return say(&format!("units: {units} of {}", province.layout.listed().len()));
        }
        let rate = (people - self.people_before) as f64 / self.started.elapsed().as_secs_f64();
        let left = (province.plan.people - people) as f64 / rate.max(1.0);
        say(&format!(
            "people: {people} of {}, {rate:.0} a second, {} registrations, {left:.0} s left",
            province.plan.people, progress.registrations
        ));
    }
}

fn people_done(province: &Province, progress: &Progress) -> u64 {
    let batches = progress.done.saturating_sub(province.batches_of_units() + 1) as u64;
    province.plan.people.min(batches * PEOPLE_PER_BATCH)
}

#[cfg(test)]
pub mod check;
#[cfg(test)]
pub mod tests;
