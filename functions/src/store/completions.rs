//! Completions of common-subject courses: what each platform last said of each, and the totals that follow from it.
//!
//! A completion's entry lies under platform and completion id, whoever it is about, so that one completion never counts
//! for two people. It holds the highest revision that has arrived; whatever arrives again, late or out of order, finds
//! that and changes nothing. Entries, what their people see of them, and the totals change in one transaction.

use std::collections::{BTreeMap, HashMap};

use domain::completion::{CompletionId, Delivery};
use domain::contract::completions::{CompletionRow, DeliveryOutcome};
use domain::contract::messages::About;
use domain::hours::Hours;
use domain::id::{PersonId, PlatformId};
use domain::totals::TotalsChange;
use serde::{Deserialize, Serialize};

use super::keys::{Key, PARTITION, completions_prefix, person_partition};
use super::messages;
use super::table::{Change, Condition, NotDone, Range, SortRange, item, parse};
use super::years::YearChanges;
use crate::app::App;
use crate::crypto::vault::Vault;
use crate::error::Error;
use crate::store::platforms::Platform;
use crate::store::usage;

/// Deliveries of one transaction at most: three items each and those of their person stay below DynamoDB's hundred.
const TOGETHER_MAX: usize = 25;
/// Keys of one BatchGetItem at most (DynamoDB's own limit).
const KEYS_MAX: usize = 100;
/// Times that deliveries are judged anew because somebody else was quicker.
const RACES_MAX: u32 = 4;

/// What a platform last said of a completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CompletionRecord {
    revision: u32,
    /// `None`: it is retracted.
    holds: Option<Holding>,
}

/// A completion that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Holding {
    person: PersonId,
    year: i32,
    hours: Hours,
    course: String,
    completed_on: String,
}

impl Holding {
    fn key(&self, platform: &PlatformId, completion: &CompletionId) -> Key {
        Key::own_completion(&self.person, self.year, platform, completion)
    }

    /// What it changes of its year: `sign` is 1 where it begins to hold, -1 where it does no more.
    fn added(&self, sign: i64) -> TotalsChange {
        TotalsChange { common: sign * i64::from(self.hours.tenths()), specialty: 0 }
    }
}

/// A delivery with the person found for it.
#[derive(Debug, Clone)]
pub struct Arrival {
    completion: CompletionId,
    entry: CompletionRecord,
}

/// The year whose hours a delivery changes, and by how much.
type Added = (i32, TotalsChange);

impl Arrival {
    pub fn new(vault: &Vault, delivery: Delivery) -> Self {
        let holds = delivery.completed.map(|completed| Holding {
            person: vault.person_id(&completed.identity_number),
            year: completed.credited_year,
            hours: completed.hours,
            course: completed.course,
            completed_on: completed.completed_on,
        });
        Self { completion: delivery.completion, entry: CompletionRecord { revision: delivery.revision, holds } }
    }

    pub fn completion(&self) -> &CompletionId {
        &self.completion
    }

    /// What it stores where nobody has told of the completion before, with the hours that it adds to a year.
    pub fn first(&self, platform: &Platform) -> Result<(Vec<Change>, Option<Added>), Error> {
        let added = self.entry.holds.as_ref().map(|held| (held.year, held.added(1)));
        Ok((changes_of(platform, self, None)?, added))
    }

    /// What becomes of it without any change; `None`: it is to be applied.
    fn settled(&self, before: Option<&CompletionRecord>) -> Option<DeliveryOutcome> {
        let before = before.filter(|before| before.revision >= self.entry.revision)?;
        Some(if before.revision > self.entry.revision {
            DeliveryOutcome::Superseded { revision: before.revision }
        } else if before.holds == self.entry.holds {
            DeliveryOutcome::Repeated
        } else {
            DeliveryOutcome::Refused {
                code: "revision_reused".to_owned(),
                message: "这个版本号已经用于不同的内容，更正请使用更大的版本号".to_owned(),
                fields: domain::field_errors::FieldErrors::default(),
            }
        })
    }
}

type Entries = HashMap<String, CompletionRecord>;

/// Applies deliveries of one platform, no completion twice among them, and tells what became of each.
pub async fn apply(app: &App, platform: &Platform, arrivals: &[Arrival]) -> Result<Vec<DeliveryOutcome>, Error> {
    let all: Vec<&Arrival> = arrivals.iter().collect();
    let entries = read(app, platform, &all).await?;
    let mut outcomes: Vec<Option<DeliveryOutcome>> =
        arrivals.iter().map(|arrival| arrival.settled(entry_of(&entries, platform, arrival))).collect();
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (position, arrival) in arrivals.iter().enumerate().filter(|(position, _)| outcomes[*position].is_none()) {
        groups.entry(group(position, arrival, entry_of(&entries, platform, arrival))).or_default().push(position);
    }
    let groups: Vec<Vec<usize>> = groups
        .into_values()
        .flat_map(|group| group.chunks(TOGETHER_MAX).map(<[usize]>::to_vec).collect::<Vec<_>>())
        .collect();
    // Four at a time: the table is far away in the cloud, and a platform waits for the answer.
    let lane = |number: usize| {
        let (groups, entries) = (&groups, &entries);
        async move {
            let mut told = Vec::new();
            for positions in groups.iter().skip(number).step_by(4) {
                let together: Vec<&Arrival> = positions.iter().map(|position| &arrivals[*position]).collect();
                let outcomes = together_with_races(app, platform, &together, entries).await;
                told.extend(positions.iter().copied().zip(outcomes));
            }
            told
        }
    };
    let (one, two, three, four) = tokio::join!(lane(0), lane(1), lane(2), lane(3));
    for (position, outcome) in [one, two, three, four].into_iter().flatten() {
        outcomes[position] = Some(outcome);
    }
    outcomes.into_iter().map(|outcome| outcome.ok_or_else(|| Error::internal("a delivery was left out"))).collect()
}

/// Deliveries about one person go together; one that moves hours from one person to another goes alone.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Of(Option<PersonId>),
    Alone(usize),
}

fn group(position: usize, arrival: &Arrival, before: Option<&CompletionRecord>) -> Group {
    let before = before.and_then(|entry| entry.holds.as_ref()).map(|held| &held.person);
    let after = arrival.entry.holds.as_ref().map(|held| &held.person);
    match (before, after) {
        (Some(before), Some(after)) if before != after => Group::Alone(position),
        (before, after) => Group::Of(after.or(before).cloned()),
    }
}

async fn together_with_races(
    app: &App,
    platform: &Platform,
    arrivals: &[&Arrival],
    entries: &Entries,
) -> Vec<DeliveryOutcome> {
    let result = async {
        if let Some(outcomes) = once(app, platform, arrivals, entries).await? {
            return Ok(outcomes);
        }
        for _ in 0..RACES_MAX {
            let entries = read(app, platform, arrivals).await?;
            if let Some(outcomes) = once(app, platform, arrivals, &entries).await? {
                return Ok(outcomes);
            }
        }
        Err(Error::Busy)
    };
    result.await.unwrap_or_else(|failure: Error| {
        if let Error::Internal(cause) = &failure {
            usage::note_cause(cause);
        }
        let refused = DeliveryOutcome::Refused {
            code: failure.code().to_owned(),
            message: failure.message(),
            fields: domain::field_errors::FieldErrors::default(),
        };
        vec![refused; arrivals.len()]
    })
}

/// One transaction for all that is not settled; `None`: somebody else was quicker, and nothing has happened.
async fn once(
    app: &App,
    platform: &Platform,
    arrivals: &[&Arrival],
    entries: &Entries,
) -> Result<Option<Vec<DeliveryOutcome>>, Error> {
    let mut changes = Vec::new();
    let mut people: BTreeMap<PersonId, YearChanges> = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let before = entry_of(entries, platform, arrival);
        if let Some(settled) = arrival.settled(before) {
            outcomes.push(settled);
            continue;
        }
        outcomes.push(DeliveryOutcome::Applied);
        changes.extend(changes_of(platform, arrival, before)?);
        let held = before.and_then(|entry| entry.holds.as_ref());
        for (holding, sign) in
            held.map(|held| (held, -1)).into_iter().chain(arrival.entry.holds.as_ref().map(|held| (held, 1)))
        {
            let of_person = people.entry(holding.person.clone()).or_insert_with(|| YearChanges::of(&holding.person));
            of_person.add(holding.year, holding.added(sign));
        }
    }
    if changes.is_empty() {
        return Ok(Some(outcomes));
    }
    let now = app.clock.now();
    for (person, mut of_person) in people {
        let lapsed = of_person.judge(app).await?.to_vec();
        of_person.tell(i64::try_from(lapsed.len()).unwrap_or(i64::MAX));
        for year in lapsed {
            let about = About::CertificateVoid { year, platform: platform.name.clone() };
            changes.push(messages::put(&person, now, about)?);
        }
        changes.extend(of_person.change());
    }
    match app.table.transact(changes).await {
        Ok(()) => Ok(Some(outcomes)),
        Err(NotDone::Condition(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The entry, and what the people whom it was and is about see of it.
fn changes_of(platform: &Platform, arrival: &Arrival, before: Option<&CompletionRecord>) -> Result<Vec<Change>, Error> {
    let condition = before.map_or(Condition::Missing, |entry| Condition::Is("revision", i64::from(entry.revision)));
    let key = Key::completion(&platform.id, &arrival.completion);
    let mut changes = vec![Change::Put { item: item(&key, &arrival.entry)?, condition }];
    let held = before.and_then(|entry| entry.holds.as_ref()).map(|held| held.key(&platform.id, &arrival.completion));
    let holds = arrival.entry.holds.as_ref();
    let shown = holds.map(|held| held.key(&platform.id, &arrival.completion));
    if let Some(held) = held.filter(|held| Some(held) != shown.as_ref()) {
        changes.push(Change::Delete { key: held, condition: Condition::Exists });
    }
    if let (Some(key), Some(held)) = (shown, holds) {
        let row = CompletionRow {
            course: held.course.clone(),
            platform: platform.name.clone(),
            hours: held.hours,
            completed_on: held.completed_on.clone(),
        };
        changes.push(Change::Put { item: item(&key, &row)?, condition: Condition::Always });
    }
    Ok(changes)
}

/// What the table holds of these completions now.
async fn read(app: &App, platform: &Platform, arrivals: &[&Arrival]) -> Result<Entries, Error> {
    let mut entries = Entries::new();
    for some in arrivals.chunks(KEYS_MAX) {
        let keys: Vec<Key> = some.iter().map(|arrival| Key::completion(&platform.id, &arrival.completion)).collect();
        for item in app.table.get_many(&keys).await? {
            let partition = item.get(PARTITION).and_then(|value| value.as_s().ok()).cloned().unwrap_or_default();
            entries.insert(partition, parse(item)?);
        }
    }
    Ok(entries)
}

fn entry_of<'e>(entries: &'e Entries, platform: &Platform, arrival: &Arrival) -> Option<&'e CompletionRecord> {
    entries.get(&Key::completion(&platform.id, &arrival.completion).partition)
}

/// One year's completions of a person.
pub async fn of(app: &App, person: &PersonId, year: i32) -> Result<Vec<CompletionRow>, Error> {
    let range = Range {
        index: None,
        partition: person_partition(person),
        sort: SortRange::Prefix(completions_prefix(year)),
        newest_first: false,
        consistent: false,
        after: None,
    };
    app.table.query_all(range).await
}
