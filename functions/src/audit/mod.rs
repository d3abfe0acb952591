//! Checks the whole table: that nobody has altered, removed or added what is on record, and that totals are the sum of
//! what is approved and delivered. Counts the load by day and city on the way.
//!
//! It is a fold over all items. Whoever calls it brings them, from one machine's file or from an export of the cloud's
//! table; nothing here reads or writes anything. Items of a partition come together and in the order of their sort keys;
//! what is kept in between is a partition at a time, one digest for each checkpoint and bucket, what merging has taken
//! elsewhere, and eight bytes for each submission and decision.

mod chain;
pub mod checkpoints;
mod load;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use domain::contract::audit::DayLoad;
use domain::contract::completions::CompletionRow;
use domain::contract::registrations::Happening;
use domain::permission::Scope;
use domain::review::State;
use domain::timestamp::Timestamp;
use serde::de::DeserializeOwned;
use serde_dynamo::{AttributeValue, Item};
use sha2::{Digest as _, Sha256};

use self::chain::{Chain, StatusAndHours};
use self::checkpoints::{Checkpoint, Checkpoints, Digest};
use self::load::Counting;
use crate::store::counts::Count;
use crate::store::entry_digest::{ENTRY_DIGEST, EntryDigest};
use crate::store::keys::{Kind, PARTITION, SORT, common_tenths, person_of, specialty_tenths, unit_of};
use crate::store::people::Person;
use crate::store::registrations::Registration;
use crate::store::units::Unit;
use crate::store::{history, unit_log};

/// What is told of at most; the rest is counted.
const FINDINGS_MAX: usize = 1_000;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, by ids only.
    pub place: String,
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// What was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    pub histories: u64,
    pub entries: u64,
    pub registrations: u64,
    /// Histories whose registrations have been deleted.
    pub deleted: u64,
    pub logs: u64,
    pub events: u64,
    pub people: u64,
    pub checkpoints: u64,
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { histories, deleted, entries, registrations, logs, events, people, checkpoints } = self;
        write!(f, "histories {histories}, of deleted registrations {deleted}, their entries {entries}; ")?;
        write!(f, "registrations {registrations}; logs {logs}, their events {events}; ")?;
        write!(f, "people with their totals {people}; checkpoints {checkpoints}")
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Report {
    pub checked: Checked,
    pub findings: Vec<Finding>,
    /// Findings that there are besides.
    pub more: u64,
    /// By day, oldest first; days without anything are not in it.
    pub load: Vec<DayLoad>,
    /// The checkpoint that was to be taken.
    pub checkpoint: Option<Checkpoint>,
}

impl Report {
    pub fn wrong(&self) -> u64 {
        self.findings.len() as u64 + self.more
    }
}

/// The fold.
pub struct Audit {
    checkpoints: Vec<Checkpoint>,
    /// The one to be taken, without digests.
    next: Option<Checkpoint>,
    /// Until when each of these reaches, ascending.
    instants: Vec<Timestamp>,
    /// By checkpoint and bucket.
    digests: HashMap<(usize, u8), Digest>,
    /// Entries of histories and events of each checkpoint.
    counts: Vec<(u64, u64)>,
    partition: Partition,
    farewells: HashMap<(String, String), Farewell>,
    arrivals: Vec<Arrival>,
    counting: Counting,
    checked: Checked,
    findings: Vec<Finding>,
    more: u64,
}

/// The items of one partition that have to fit each other.
#[derive(Default)]
struct Partition {
    key: String,
    bucket: u8,
    chains: BTreeMap<String, Chain>,
    registrations: BTreeMap<String, Registration>,
    /// Totals in tenths as the person's item has them, by attribute.
    totals: Option<BTreeMap<String, i64>>,
    /// Where the person belongs, unless they are on the way.
    employer: Option<Scope>,
    common: BTreeMap<i32, i64>,
    events: Count,
    /// What the item says that counts them.
    deeds_counted: Option<Option<Count>>,
    /// Histories whose registrations are gone.
    ended: Count,
    ended_counted: Option<Option<Count>>,
}

/// A history that ends because its registration went to another record.
struct Farewell {
    person: String,
    version: u32,
    told: Option<StatusAndHours>,
}

/// A history that goes on where another one ended.
struct Arrival {
    person: String,
    serial: String,
    version: u32,
    before: String,
    /// The registration as it is, where nothing that is told here leads to it.
    is: Option<StatusAndHours>,
    formerly: Option<String>,
}

impl Audit {
    /// Begins to check what there is against its checkpoints, and to take one at `next`.
    pub fn new(checkpoints: Checkpoints, next: Option<Timestamp>) -> Self {
        let next = next.map(|at| Checkpoint::begin(at, checkpoints.list.last()));
        let mut audit = Self {
            instants: checkpoints.list.iter().chain(&next).map(|checkpoint| checkpoint.until).collect(),
            checked: Checked { checkpoints: checkpoints.list.len() as u64, ..Checked::default() },
            checkpoints: checkpoints.list,
            next,
            digests: HashMap::new(),
            counts: Vec::new(),
            partition: Partition::default(),
            farewells: HashMap::new(),
            arrivals: Vec::new(),
            counting: Counting::default(),
            findings: Vec::new(),
            more: 0,
        };
        audit.counts = vec![(0, 0); audit.instants.len()];
        for finding in checkpoints.findings {
            audit.find(finding.place, finding.what);
        }
        audit
    }

    /// Notes something that is no item, or does not lie where its key says.
    pub fn broken(&mut self, place: String, what: &str) {
        self.find(place, what);
    }

    pub fn take(&mut self, item: Item) {
        let key = |name: &str| item.get(name).and_then(text).map(str::to_owned);
        let (Some(partition), Some(sort)) = (key(PARTITION), key(SORT)) else {
            return self.find("an item", "has no key");
        };
        if partition != self.partition.key {
            self.close();
            self.partition =
                Partition { bucket: bucket_of(&partition), key: partition.clone(), ..Partition::default() };
        }
        match Kind::of(&partition, &sort) {
            Some(Kind::History { person, serial, version }) => self.take_history(person, serial, version, item),
            Some(Kind::Registration { person, serial }) => {
                if let Some(registration) = self.read::<Registration>(item, || registration_place(person, serial)) {
                    self.checked.registrations += 1;
                    self.partition.registrations.insert(serial.to_owned(), registration);
                }
            }
            Some(Kind::Person { .. }) => {
                self.checked.people += 1;
                self.partition.totals = Some(totals_of(&item));
                self.partition.employer = home_of(item);
            }
            Some(Kind::OwnCompletion { person, year }) => {
                if let Some(row) = self.read::<CompletionRow>(item, || format!("a completion of person {person}")) {
                    *self.partition.common.entry(year).or_default() += i64::from(row.hours.tenths());
                }
            }
            Some(Kind::Unit { unit }) => {
                if let Some(stored) = self.read::<Unit>(item, || format!("unit {unit}")) {
                    self.counting.region(unit, stored.region);
                }
            }
            Some(Kind::AuditEvent { unit, entry }) => self.take_deed(unit, entry, item),
            Some(Kind::DeedsCount { .. }) => self.partition.deeds_counted = Some(Count::of(item.inner())),
            Some(Kind::Ended { .. }) => self.partition.ended_counted = Some(Count::of(item.inner())),
            None => {}
        }
    }

    fn take_history(&mut self, person: &str, serial: &str, version: u32, item: Item) {
        let place = || format!("{}, entry {version}", registration_place(person, serial));
        let digest = self.digest_of(&item, place);
        let Some(entry) = self.read::<history::HistoryRecord>(item, place) else { return };
        self.checked.entries += 1;
        self.digest(digest, entry.at, |(entries, _)| *entries += 1);
        if entry.happening == Happening::Merged {
            self.leave_before_return(person, serial, version);
        }
        let chains = &mut self.partition.chains;
        let mut wrong = None;
        match chains.get_mut(serial) {
            Some(chain) => {
                let next = chain.last.saturating_add(1);
                if version != next {
                    wrong = Some(format!("entry {next} is missing"));
                } else if entry.before != chain.bound_by() {
                    wrong = Some("is not bound to the entry before".to_owned());
                }
            }
            None => {
                let is_arrival = version > 1 && entry.happening == Happening::Merged;
                if version > 1 && !is_arrival {
                    wrong = Some(format!("the entries from 1 to {} are missing", version - 1));
                } else if version <= 1 && !(version == 1 && entry.before.is_empty()) {
                    wrong = Some("is not bound as the first entry is".to_owned());
                }
                let arrival = is_arrival.then(|| (version, entry.before.clone()));
                chains.insert(serial.to_owned(), Chain::begin(arrival));
                self.checked.histories += 1;
            }
        }
        if let Some(chain) = chains.get_mut(serial) {
            chain.happened(version, &digest, &entry, &mut self.counting);
        }
        if let Some(wrong) = wrong {
            self.find(place(), wrong);
        }
    }

    /// A registration that went to another record and comes back: its history here has ended, and another one begins.
    fn leave_before_return(&mut self, person: &str, serial: &str, version: u32) {
        let chains = &mut self.partition.chains;
        let returns =
            |chain: &Chain| chain.happening == Some(Happening::Merged) && chain.last.saturating_add(1) < version;
        if chains.get(serial).is_some_and(returns)
            && let Some((serial, chain)) = chains.remove_entry(serial)
        {
            chain.count(&mut self.partition.ended);
            self.close_history(person, serial, chain, None);
        }
    }

    fn take_deed(&mut self, unit: &str, entry: &str, item: Item) {
        let place = || format!("log of unit {unit}, entry {entry}");
        let digest = self.digest_of(&item, place);
        self.checked.events += 1;
        self.partition.events.add(&digest);
        if let Some(entry) = self.read::<unit_log::AuditRecord>(item, place) {
            self.digest(digest, entry.at, |(_, events)| *events += 1);
        }
    }

    /// The digest of an item as it is, held against the one that it bears.
    fn digest_of(&mut self, item: &Item, place: impl Fn() -> String) -> EntryDigest {
        let digest = EntryDigest::of(item.inner());
        if item.get(ENTRY_DIGEST).and_then(text) != Some(&digest.to_string()) {
            self.find(place(), "is not as it was written: its digest is broken");
        }
        digest
    }

    fn read<T: DeserializeOwned>(&mut self, item: Item, place: impl Fn() -> String) -> Option<T> {
        let read = serde_dynamo::from_item(item).ok();
        if read.is_none() {
            self.find(place(), "cannot be read");
        }
        read
    }

    /// Adds an entry to the first checkpoint that reaches so far.
    fn digest(&mut self, digest: EntryDigest, at: Timestamp, count: impl Fn(&mut (u64, u64))) {
        let checkpoint = self.instants.partition_point(|until| *until < at);
        if checkpoint < self.instants.len() {
            self.digests.entry((checkpoint, self.partition.bucket)).or_default().add(&digest);
            count(&mut self.counts[checkpoint]);
        }
    }

    /// Checks what has to fit within the partition that ends.
    fn close(&mut self) {
        let mut partition = std::mem::take(&mut self.partition);
        if let Some(unit) = unit_of(&partition.key) {
            let place = || format!("log of unit {unit}");
            self.checked.logs += u64::from(self.count_fits(partition.events, partition.deeds_counted, place));
        }
        let Some(person) = person_of(&partition.key).map(str::to_owned) else { return };
        self.close_totals(&person, &partition);
        self.close_homes(&person, &partition);
        for (serial, chain) in std::mem::take(&mut partition.chains) {
            let registration = partition.registrations.remove(&serial);
            if registration.is_none() {
                chain.count(&mut partition.ended);
            }
            self.close_history(&person, serial, chain, registration);
        }
        let place = || format!("ended histories of person {person}");
        self.count_fits(partition.ended, partition.ended_counted, place);
        for serial in partition.registrations.keys() {
            self.find(registration_place(&person, serial), "has no history");
        }
    }

    fn close_history(&mut self, person: &str, serial: String, mut chain: Chain, registration: Option<Registration>) {
        chain.end(&mut self.counting);
        let place = registration_place(person, &serial);
        if let Some((version, before)) = chain.arrival.take() {
            let is = registration.as_ref().filter(|_| chain.told.is_none()).map(told_by);
            let formerly = registration.as_ref().and_then(|one| one.formerly.as_ref()).map(ToString::to_string);
            let (person, serial) = (person.to_owned(), serial.clone());
            self.arrivals.push(Arrival { person, serial, version, before, is, formerly });
        }
        match registration {
            Some(registration) => {
                for wrong in chain.misfits(&registration) {
                    self.find(place.clone(), wrong);
                }
            }
            None if chain.happening == Some(Happening::Deleted) => self.checked.deleted += 1,
            None if chain.happening == Some(Happening::Merged) => {
                let farewell = Farewell { person: person.to_owned(), version: chain.last, told: chain.told };
                self.farewells.insert((serial, chain.bound_by()), farewell);
            }
            None => self.find(place, "is gone, and its history does not end with its deletion"),
        }
    }

    /// Holds entries against the item that counts them. `false`: there is nothing of either.
    fn count_fits(&mut self, there: Count, counted: Option<Option<Count>>, place: impl Fn() -> String) -> bool {
        match counted {
            None if there == Count::default() => return false,
            None => self.find(place(), "the count is gone"),
            Some(Some(count)) if count.entries != there.entries => {
                self.find(place(), format!("{} are there, {} were written", there.entries, count.entries));
            }
            Some(counted) if counted != Some(there) => self.find(place(), "others are there than were written"),
            Some(_) => {}
        }
        true
    }

    /// Everything of a person's belongs where they do. Who is on a move, or on the way to another record, has what is left behind.
    fn close_homes(&mut self, person: &str, partition: &Partition) {
        let Some(employer) = &partition.employer else { return };
        for (serial, registration) in &partition.registrations {
            if registration.employer != *employer {
                self.find(registration_place(person, serial), "belongs elsewhere than its person");
            }
        }
    }

    fn close_totals(&mut self, person: &str, partition: &Partition) {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for (year, tenths) in &partition.common {
            *sums.entry(common_tenths(*year)).or_default() += tenths;
        }
        for registration in partition.registrations.values() {
            if let State::Approved { approved_hours } = &registration.state {
                *sums.entry(specialty_tenths(registration.credited_year)).or_default() +=
                    i64::from(approved_hours.tenths());
            }
        }
        let totals = partition.totals.as_ref();
        let years = sums.keys().chain(totals.into_iter().flat_map(BTreeMap::keys));
        let mut years: Vec<&String> = years.collect();
        years.sort_unstable();
        years.dedup();
        for year in years {
            let (sum, total) = (sums.get(year).copied(), totals.and_then(|totals| totals.get(year).copied()));
            if sum.unwrap_or_default() != total.unwrap_or_default() {
                let (is, should) = (total.unwrap_or_default(), sum.unwrap_or_default());
                self.find(
                    format!("person {person}"),
                    format!("the total {year} is {is} tenths of an hour, its parts are {should}"),
                );
            }
        }
    }

    /// Checks what has to fit across partitions, and the checkpoints.
    pub fn finish(mut self) -> Report {
        self.close();
        for arrival in std::mem::take(&mut self.arrivals) {
            let place = registration_place(&arrival.person, &arrival.serial);
            let key = (arrival.serial.clone(), arrival.before.clone());
            let fits = |farewell: &Farewell| {
                farewell.version + 1 == arrival.version
                    && arrival.formerly.as_ref().is_none_or(|formerly| *formerly == former(farewell, &arrival.serial))
            };
            match self.farewells.remove(&key) {
                Some(farewell) if fits(&farewell) => {
                    if let (Some(is), Some(told)) = (&arrival.is, &farewell.told)
                        && is != told
                    {
                        self.find(place, "is not what its history leads to");
                    }
                }
                _ => self.find(place, "comes from a history that is not there"),
            }
        }
        for ((serial, _), farewell) in std::mem::take(&mut self.farewells) {
            self.find(
                registration_place(&farewell.person, &serial),
                "has gone to another record, and never came there",
            );
        }
        let checkpoint = self.check_checkpoints();
        Report {
            checked: self.checked,
            findings: self.findings,
            more: self.more,
            load: self.counting.days(),
            checkpoint,
        }
    }

    /// Holds the digests against those of the checkpoints, and fills the one to be taken.
    fn check_checkpoints(&mut self) -> Option<Checkpoint> {
        let mut of_checkpoints = vec![BTreeMap::new(); self.instants.len()];
        for ((checkpoint, bucket), digest) in std::mem::take(&mut self.digests) {
            of_checkpoints[checkpoint].insert(format!("{bucket:02x}"), digest.shown());
        }
        let (mut entries, mut events) = (0, 0);
        let mut next = self.next.take();
        for (position, buckets) in of_checkpoints.into_iter().enumerate() {
            entries += self.counts[position].0;
            events += self.counts[position].1;
            match self.checkpoints.get(position).cloned() {
                Some(checkpoint) => {
                    for wrong in checkpoint.misfits(entries, events, &buckets) {
                        self.find(format!("checkpoint of {}", checkpoint.at.display()), wrong);
                    }
                }
                None => next = next.map(|next| next.complete(entries, events, buckets)),
            }
        }
        next
    }

    fn find(&mut self, place: impl Into<String>, what: impl Into<String>) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding { place: place.into(), what: what.into() });
        } else {
            self.more += 1;
        }
    }
}

/// The one of 256 buckets that a partition's entries are digested in.
pub fn bucket_of(partition: &str) -> u8 {
    Sha256::digest(partition.as_bytes())[0]
}

fn registration_place(person: &str, serial: &str) -> String {
    format!("registration {person}-{serial}")
}

fn former(farewell: &Farewell, serial: &str) -> String {
    format!("{}-{serial}", farewell.person)
}

fn told_by(registration: &Registration) -> StatusAndHours {
    let hours = match &registration.state {
        State::Approved { approved_hours } => Some(*approved_hours),
        _ => None,
    };
    StatusAndHours { status: registration.state.status(), hours }
}

fn home_of(item: Item) -> Option<Scope> {
    let person: Person = serde_dynamo::from_item(item).ok()?;
    (person.moving.is_none() && person.merged_into.is_none()).then_some(person.employer)
}

fn totals_of(item: &Item) -> BTreeMap<String, i64> {
    let is_total = |name: &str| {
        let year = name.strip_prefix(['s', 'c']).unwrap_or_default();
        year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
    };
    let totals = item.iter().filter(|(name, _)| is_total(name));
    totals.filter_map(|(name, value)| Some((name.clone(), number(value)?))).collect()
}

fn text(value: &AttributeValue) -> Option<&str> {
    if let AttributeValue::S(text) = value { Some(text) } else { None }
}

fn number<N: std::str::FromStr>(value: &AttributeValue) -> Option<N> {
    if let AttributeValue::N(text) = value { text.parse().ok() } else { None }
}
