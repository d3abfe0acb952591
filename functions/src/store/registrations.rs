//! Registrations as they are stored, and the one way to change them.

use domain::audit_event::AuditEvent;
use std::collections::HashSet;

use domain::contract::messages::About;
use domain::contract::registrations::{Happening, RegistrationRow};
use domain::hours::{Hours, Period};
use domain::id::{AttachmentId, IdempotencyKey, PersonId, RegistrationId, UnitId};
use domain::limits::COMPARED_MAX;
use domain::permission::{Actor, Scope};
use domain::registration::{Claim, Compared, Deviation, RegistrationForm};
use domain::review::{self, Mover, Registrar, Stage, State, Status, Transition, TransitionSubject};
use domain::timestamp::Timestamp;
use domain::totals::{SpecialtyChange, TotalsChange};
use serde::{Deserialize, Serialize};

use super::counts::counted;
use super::history::{self, HistoryRecord, Signature};
use super::keys::{
    BY_DEPARTMENT_PARTITION, BY_DEPARTMENT_SORT, BY_REGISTRAR_DEPARTMENT_PARTITION, BY_REGISTRAR_PARTITION,
    BY_REGISTRAR_SORT, BY_UNIT_PARTITION, BY_UNIT_SORT, Key, REGISTRATIONS, StatusPartition, entered_partition,
    person_partition, status_sort,
};
use super::messages;
use super::people::{self, Person};
use super::table::{Change, Condition, Item, NotDone, Range, SortRange, item, parse, text};
use super::unit_log::{self, Author};
use super::years::YearChanges;
use super::{units, usage, windows};
use crate::app::App;
use crate::error::Error;
use crate::idempotency::Repeat;

/// A reference to evidence, with the first 64 bits of its digest, so that equal evidence is noticed without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub id: AttachmentId,
    pub digest: String,
}

/// One registration. Attribute names are short because every item repeats them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    pub id: RegistrationId,
    #[serde(rename = "v")]
    pub version: u32,
    /// Digest of the last entry of its history.
    #[serde(rename = "hh")]
    pub history_hash: String,
    #[serde(rename = "name")]
    pub person_name: String,
    #[serde(rename = "idm")]
    pub identity_masked: String,
    pub employer: Scope,
    pub place: Scope,
    #[serde(rename = "run")]
    pub reviewing_unit: Option<String>,
    #[serde(rename = "reg")]
    pub registrar: Registrar,
    pub state: State,
    #[serde(rename = "sc")]
    pub subcategory: String,
    #[serde(rename = "cv")]
    pub category_version: u32,
    #[serde(rename = "t")]
    pub title: String,
    #[serde(rename = "p")]
    pub period: Period,
    #[serde(rename = "ch")]
    pub claimed_hours: Hours,
    #[serde(rename = "sh")]
    pub suggested_hours: Option<Hours>,
    #[serde(rename = "cy")]
    pub credited_year: i32,
    #[serde(rename = "rm")]
    pub remarks: String,
    #[serde(rename = "dn")]
    pub document_number: String,
    #[serde(rename = "rk")]
    pub rank: Option<u8>,
    #[serde(rename = "am")]
    pub amount: Option<Hours>,
    #[serde(rename = "ev")]
    pub evidence: Vec<Evidence>,
    #[serde(rename = "dev")]
    pub deviations: Vec<Deviation>,
    /// Reason for lower hours; a rejection's opinion stands in the state.
    #[serde(rename = "op")]
    pub reason: Option<String>,
    #[serde(rename = "ca")]
    pub created_at: Timestamp,
    #[serde(rename = "sa")]
    pub submitted_at: Option<Timestamp>,
    #[serde(rename = "da")]
    pub decided_at: Option<Timestamp>,
    /// What it was called under a mistyped number of its person; its earlier history lies there.
    #[serde(rename = "fo", default, skip_serializing_if = "Option::is_none")]
    pub formerly: Option<RegistrationId>,
    /// When it came from there, the right record had the same approved already, so that it does not count.
    #[serde(rename = "db", default, skip_serializing_if = "std::ops::Not::not")]
    pub doubled: bool,
}

impl Registration {
    /// A new draft of a person's own making or of their unit's.
    pub fn draft(
        id: RegistrationId,
        person: &Person,
        registrar: Registrar,
        claim: Claim,
        evidence: Vec<Evidence>,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            version: 0,
            history_hash: String::new(),
            person_name: person.name.clone(),
            identity_masked: person.identity_masked.clone(),
            employer: person.employer.clone(),
            place: person.employer.clone(),
            reviewing_unit: None,
            registrar,
            state: State::Draft,
            subcategory: claim.subcategory.as_str().to_owned(),
            category_version: claim.category_version,
            title: claim.title,
            period: claim.period,
            claimed_hours: claim.claimed_hours,
            suggested_hours: claim.suggested_hours,
            credited_year: claim.credited_year,
            remarks: claim.remarks,
            document_number: claim.document_number,
            rank: claim.rank,
            amount: claim.amount,
            evidence,
            deviations: Vec::new(),
            reason: None,
            created_at: now,
            submitted_at: None,
            decided_at: None,
            formerly: None,
            doubled: false,
        }
    }

    /// The same registration with another claim.
    pub fn with_claim(self, claim: Claim, evidence: Vec<Evidence>) -> Self {
        Self {
            subcategory: claim.subcategory.as_str().to_owned(),
            category_version: claim.category_version,
            title: claim.title,
            period: claim.period,
            claimed_hours: claim.claimed_hours,
            suggested_hours: claim.suggested_hours,
            credited_year: claim.credited_year,
            remarks: claim.remarks,
            document_number: claim.document_number,
            rank: claim.rank,
            amount: claim.amount,
            evidence,
            ..self
        }
    }

    pub fn transition_subject(&self) -> TransitionSubject {
        TransitionSubject {
            person: self.id.person().clone(),
            employer: self.employer.clone(),
            place: self.place.clone(),
            registrar: self.registrar.clone(),
            state: self.state.clone(),
            claimed_hours: self.claimed_hours,
            credited_year: self.credited_year,
        }
    }

    fn stage(&self) -> Option<Stage> {
        if let State::Pending { stage, .. } = self.state { Some(stage) } else { None }
    }

    /// As much of it as is compared with another.
    pub fn compared(&self) -> Compared<'_> {
        let digests = self.evidence.iter().map(|one| one.digest.as_str()).collect();
        Compared { title: &self.title, period: Some(self.period), digests }
    }

    pub fn status_partition(&self) -> StatusPartition {
        StatusPartition::of(self.state.status(), self.stage())
    }

    /// The instant that put it on its partition.
    fn shelved_at(&self) -> Timestamp {
        match self.state {
            State::Draft => self.created_at,
            State::Pending { stage: Stage::First, .. } => self.submitted_at.unwrap_or(self.created_at),
            State::Pending { stage: Stage::Final, .. } | State::Approved { .. } | State::Rejected { .. } => {
                self.decided_at.unwrap_or(self.created_at)
            }
        }
    }

    /// Where it stands on its partition; the cursor of a list that it ends.
    pub fn status_sort(&self) -> String {
        status_sort(self.shelved_at(), &self.id)
    }

    /// Stores it under a condition of what is there.
    pub fn put(&self, condition: Condition) -> Result<Change, Error> {
        Ok(Change::Put { item: self.item()?, condition })
    }

    fn item(&self) -> Result<Item, Error> {
        let mut item = item(&Key::registration(&self.id), self)?;
        let sort = self.status_sort();
        let chief = Scope { unit: self.place.unit.clone(), department: None };
        item.insert(BY_UNIT_PARTITION.to_owned(), text(self.status_partition().partition(&chief)));
        item.insert(BY_UNIT_SORT.to_owned(), text(sort.clone()));
        if self.place.department.is_some() {
            item.insert(BY_DEPARTMENT_PARTITION.to_owned(), text(self.status_partition().partition(&self.place)));
            item.insert(BY_DEPARTMENT_SORT.to_owned(), text(sort));
        }
        self.add_registrar_keys(&mut item);
        Ok(item)
    }

    /// What a unit has entered is listed for it for as long as the person is one of its own.
    fn add_registrar_keys(&self, item: &mut Item) {
        if !matches!(&self.registrar, Registrar::Unit { unit, .. } if *unit == self.employer.unit) {
            return;
        }
        let chief = Scope { unit: self.employer.unit.clone(), department: None };
        item.insert(BY_REGISTRAR_PARTITION.to_owned(), text(entered_partition(&chief)));
        item.insert(BY_REGISTRAR_SORT.to_owned(), text(self.entered_sort()));
        if self.employer.department.is_some() {
            item.insert(BY_REGISTRAR_DEPARTMENT_PARTITION.to_owned(), text(entered_partition(&self.employer)));
        }
    }

    /// Where it stands among what its unit has entered.
    pub fn entered_sort(&self) -> String {
        status_sort(self.created_at, &self.id)
    }

    pub fn row(&self) -> RegistrationRow {
        let (approved_hours, opinion) = match &self.state {
            State::Approved { approved_hours } => (Some(*approved_hours), self.reason.clone()),
            State::Rejected { opinion } => (None, Some(opinion.clone())),
            _ => (None, self.reason.clone()),
        };
        RegistrationRow {
            id: self.id.clone(),
            version: self.version,
            person_name: self.person_name.clone(),
            identity_masked: self.identity_masked.clone(),
            title: self.title.clone(),
            subcategory: self.subcategory.clone(),
            period: self.period,
            claimed_hours: self.claimed_hours,
            proposed_hours: self.state.proposed_hours(),
            approved_hours,
            credited_year: self.credited_year,
            status: self.state.status(),
            stage: self.stage(),
            registrar: self.registrar.clone(),
            reviewing_unit: self.reviewing_unit.clone(),
            opinion,
            created_at: self.created_at,
            submitted_at: self.submitted_at,
            decided_at: self.decided_at,
            attachment_count: u32::try_from(self.evidence.len()).unwrap_or(u32::MAX),
            deviations: self.deviations.clone(),
        }
    }

    /// As it would be typed again.
    pub fn form(&self) -> RegistrationForm {
        let category = self.subcategory.split('.').next().unwrap_or_default();
        RegistrationForm {
            category: category.to_owned(),
            subcategory: self.subcategory.clone(),
            title: self.title.clone(),
            start: self.period.start().to_string(),
            end: self.period.end().to_string(),
            claimed_hours: self.claimed_hours.to_string(),
            credited_year: self.credited_year.to_string(),
            remarks: self.remarks.clone(),
            document_number: self.document_number.clone(),
            rank: self.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            amount: self.amount.map(|amount| amount.to_string()).unwrap_or_default(),
            attachments: self.evidence.iter().map(|evidence| evidence.id.clone()).collect(),
            pledged: false,
            draft: None,
        }
    }
}

/// Who changes a registration, by which request, when.
#[derive(Debug)]
pub struct By<'a> {
    pub actor: &'a Actor,
    /// In words, for the timeline.
    pub name: String,
    pub repeat: &'a Repeat,
    pub at: Timestamp,
}

impl By<'_> {
    /// For the log of the unit that an administrator acts for.
    fn author(&self) -> Result<Author<'_>, Error> {
        let Actor::Administrator { account, scope, .. } = self.actor else {
            return Err(Error::internal("nobody but an administrator acts for a unit"));
        };
        Ok(Author {
            account: account.clone(),
            name: self.name.clone(),
            scope: scope.clone(),
            mover: Mover::Unit,
            repeat: self.repeat,
            at: self.at,
        })
    }

    fn signature(&self) -> Result<Signature, Error> {
        Ok(Signature {
            at: self.at,
            account: self.actor.account().clone(),
            actor: self.name.clone(),
            on_behalf_of: match self.actor {
                Actor::Administrator { scope, .. } => Some(scope.clone()),
                Actor::Professional { .. } => None,
            },
            key: self.repeat.key()?.as_str().to_owned(),
            content: self.repeat.content.clone(),
        })
    }
}

/// What is written beside a change.
#[derive(Debug, Clone)]
pub struct HistoryContent {
    pub happening: Happening,
    pub note: Option<String>,
    pub hours: Option<Hours>,
}

/// What becomes of a change to a registration.
#[derive(Debug)]
pub enum Saved {
    Done(Box<Registration>),
    Deleted,
    /// Somebody changed it since it was read. Nothing has happened.
    Raced,
}

/// Stores a new registration, if its year accepts registrations: the item and the first entry of its history, with what
/// must hold `also`. A condition that does not hold, of any of them, is told as [`Saved::Raced`].
pub async fn create(app: &App, draft: Registration, by: &By<'_>, also: Vec<Change>) -> Result<Saved, Error> {
    let windows = windows::of_unit(app, &draft.employer.unit).await?;
    if let Err(closed) = windows.require_open(draft.credited_year, by.at) {
        // A repeat of what was done in time is told that it was.
        let done = history::was_done(app, &draft.id, 1, by).await?;
        return if done { Ok(Saved::Raced) } else { Err(Error::invalid("credited_year", &closed)) };
    }
    let told = HistoryContent { happening: Happening::Created, note: None, hours: None };
    save(app, Before::Nothing, Some(draft), by, told, None, also).await
}

/// Stores what an accepted transition leads to, all or nothing: the registration under its version, the entry of its
/// history, the totals. `content` is the registration as it shall be but for state, place and version.
pub async fn change(
    app: &App,
    before: &Registration,
    content: Registration,
    transition: Transition,
    by: &By<'_>,
    told: HistoryContent,
) -> Result<Saved, Error> {
    let after = transition.state.map(|state| Registration { state, place: transition.place, ..content });
    save(app, Before::Stored(before), after, by, told, transition.totals, Vec::new()).await
}

/// What a change writes of a registration: the next entry of its history, and the registration that refers to it.
#[derive(Debug)]
pub struct Written {
    pub id: RegistrationId,
    pub version: u32,
    pub entry: HistoryRecord,
    /// The change that stores the entry.
    pub kept: Change,
    /// `None`: it is deleted.
    pub after: Option<Registration>,
    /// Counts its history among those that have ended, if it is deleted.
    pub ended: Option<Change>,
}

/// Chains a change to what is there; `before` is `None` for a new registration.
pub fn written(
    before: Option<&Registration>,
    after: Option<Registration>,
    by: &By<'_>,
    told: HistoryContent,
) -> Result<Written, Error> {
    let Some(id) = before.or(after.as_ref()).map(|one| one.id.clone()) else {
        return Err(Error::internal("a change from nothing to nothing"));
    };
    let (version, hash) = before.map_or((0, String::new()), |before| (before.version, before.history_hash.clone()));
    let version = version + 1;
    let happening = told.happening;
    let mut entry = HistoryRecord::new(by.signature()?, told, hash);
    if happening == Happening::Submitted {
        entry.unit = after.as_ref().map(|after| after.place.unit.clone());
    }
    let (kept, digest) = entry.put(&id, version)?;
    let after = after.map(|after| Registration { version, history_hash: digest.to_string(), ..after });
    let ended = after.is_none().then(|| counted(Key::ended(id.person()), &digest));
    Ok(Written { id, version, entry, kept, after, ended })
}

enum Before<'a> {
    Nothing,
    Stored(&'a Registration),
}

async fn save(
    app: &App,
    before: Before<'_>,
    after: Option<Registration>,
    by: &By<'_>,
    told: HistoryContent,
    totals: Option<SpecialtyChange>,
    also: Vec<Change>,
) -> Result<Saved, Error> {
    let (stored, condition) = match &before {
        Before::Stored(before) => (Some(*before), Condition::Is("v", i64::from(before.version))),
        Before::Nothing => (None, Condition::Missing),
    };
    let happening = told.happening;
    let Written { id, entry, kept, after, ended, .. } = written(stored, after, by, told)?;
    let mut changes = vec![match &after {
        Some(after) => after.put(condition)?,
        None => Change::Delete { key: Key::registration(&id), condition },
    }];
    changes.push(kept);
    // What depends on where the person belongs happens only if they still belong there. Who is recorded with the
    // registration belongs where it says.
    let records = !also.is_empty();
    let employer =
        after.as_ref().filter(|_| matches!(happening, Happening::Created | Happening::Submitted) && !records);
    changes.extend(of_person(app, (&before, employer), &entry, totals).await?);
    if let (Happening::Deleted, Before::Stored(Registration { state: State::Approved { .. }, .. })) =
        (happening, &before)
    {
        changes.extend(unit_log::note(&by.author()?, AuditEvent::ApprovedRegistrationDeleted, &id.to_string())?);
    }
    // At home that says as well that the unit takes something new: who belongs to it has not been moved on.
    if let (Happening::Submitted, Some(after)) = (happening, &after)
        && after.place.unit != after.employer.unit
    {
        changes.extend(units::require_open(&after.place.unit));
    }
    changes.extend(also);
    changes.extend(ended);
    match app.table.transact(changes).await {
        Ok(()) => Ok(after.map_or(Saved::Deleted, |after| Saved::Done(Box::new(after)))),
        Err(NotDone::Condition(2..)) if matches!(happening, Happening::Created | Happening::Submitted) => {
            Err(Error::Conflict {
                code: "moved_meanwhile",
                message: "单位或部门刚有变动，没有作任何更改，请重试".to_owned(),
            })
        }
        Err(NotDone::Condition(_)) => Ok(Saved::Raced),
        Err(other) => Err(other.into()),
    }
}

/// What changes on the person with a change of their registration: totals, and how many messages there are. A decision
/// is told by the registration itself; one that deletes it leaves a message behind.
async fn of_person(
    app: &App,
    (before, arrives): (&Before<'_>, Option<&Registration>),
    entry: &HistoryRecord,
    totals: Option<SpecialtyChange>,
) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    let before = match (before, arrives) {
        (Before::Stored(before), _) => *before,
        (Before::Nothing, Some(new)) => return Ok(vec![people::require_employer(new.id.person(), &new.employer)?]),
        (Before::Nothing, None) => return Ok(Vec::new()),
    };
    let mut of_person = YearChanges::of(before.id.person());
    if let Some(after) = arrives {
        of_person.require(people::lives_at(&after.employer)?);
    }
    if let Some(SpecialtyChange { credited_year, tenths }) = totals {
        of_person.add(credited_year, TotalsChange { common: 0, specialty: tenths });
    }
    let certificate_void = !of_person.judge(app).await?.is_empty();
    // The decision before is not told any more.
    if let Some(told_at) = messages::told_at(before) {
        let person = people::find(app, before.id.person()).await?;
        if let Some(person) = person.filter(|person| told_at > person.messages_seen_at) {
            of_person.untell();
            of_person.require(person.has_seen_no_more());
        }
    }
    match (entry.happening, &before.state) {
        (Happening::Approved | Happening::Rejected, _) => {
            of_person.tell(1);
            of_person.require(people::has_seen_nothing_since(entry.at));
        }
        (Happening::Deleted, State::Approved { approved_hours }) => {
            of_person.tell(1);
            of_person.require(people::has_seen_nothing_since(entry.at));
            let about = About::Deleted {
                title: before.title.clone(),
                reason: entry.note.clone().unwrap_or_default(),
                hours: *approved_hours,
                year: before.credited_year,
                certificate_void,
            };
            changes.push(messages::put(before.id.person(), entry.at, about)?);
        }
        _ => {}
    }
    changes.extend(of_person.change());
    Ok(changes)
}

/// The changes that take a registration along when its person moves; `None` if it stands where it should.
/// `reviewing_unit` names the new unit, where what waits goes to another one, or all of it is merged into another one.
pub fn moved_with_person(
    before: &Registration,
    (to, mover): (&Scope, Mover),
    signature: Signature,
    told: HistoryContent,
    reviewing_unit: Option<&str>,
) -> Result<Option<[Change; 2]>, Error> {
    let Some((state, place)) = review::moved_with_person(&before.transition_subject(), to, mover) else {
        return Ok(None);
    };
    let merges = mover == Mover::Merger;
    let is_review = matches!(state, State::Pending { .. }) || (merges && before.reviewing_unit.is_some());
    let unit_changes = is_review && place.unit != before.place.unit;
    let registrar = match reviewing_unit.filter(|_| merges) {
        Some(name) => before.registrar.merged(&before.employer.unit, &to.unit, name),
        None => before.registrar.clone(),
    };
    let reviewing_unit = match reviewing_unit.filter(|_| unit_changes) {
        Some(name) => Some(name.to_owned()),
        None => before.reviewing_unit.clone(),
    };
    // What another unit's first stage said is not for the new one.
    let reason = before.reason.clone().filter(|_| !unit_changes || merges);
    let after =
        Registration { employer: to.clone(), place, state, registrar, reviewing_unit, reason, ..before.clone() };
    moved(before, after, signature, told).map(Some)
}

/// The changes that hand a registration over which lies with the unit `from` and whose person does not belong there, when
/// that unit is merged into another one. `home` is where the person belongs.
pub fn handed_over(
    before: &Registration,
    from: &UnitId,
    (into, name): (&UnitId, &str),
    employer: &Scope,
    signature: Signature,
    told: HistoryContent,
) -> Result<[Change; 2], Error> {
    let place = review::handed_over(&before.transition_subject(), into, employer);
    let reviewing_unit = before.reviewing_unit.as_ref().map(|_| name.to_owned());
    let registrar = before.registrar.merged(from, into, name);
    let after = Registration { employer: employer.clone(), place, registrar, reviewing_unit, ..before.clone() };
    moved(before, after, signature, told)
}

/// The changes that store a registration elsewhere, with the entry of its history.
fn moved(
    before: &Registration,
    after: Registration,
    signature: Signature,
    told: HistoryContent,
) -> Result<[Change; 2], Error> {
    let version = before.version + 1;
    let entry = HistoryRecord::new(signature, told, before.history_hash.clone());
    let (kept, digest) = entry.put(&before.id, version)?;
    let after = Registration { version, history_hash: digest.to_string(), ..after };
    let condition = Condition::Is("v", i64::from(before.version));
    Ok([Change::Put { item: after.item()?, condition }, kept])
}

/// The changes that bring a registration from a record under a mistyped number to the person's right one: it gets the
/// right person's id, goes on with its history, and counts there instead. What is `doubled` is kept and not counted.
pub async fn merged(
    app: &App,
    before: &Registration,
    person: &Person,
    signature: &Signature,
    doubled: bool,
) -> Result<Vec<Change>, Error> {
    const DOUBLED: &str = "合并人员时发现内容和时间相同的登记已获认定，不重复计算";
    let serial = before.id.serial().parse()?;
    let id = RegistrationId::new(person.id.clone(), &serial);
    let told = HistoryContent { happening: Happening::Merged, note: doubled.then(|| DOUBLED.to_owned()), hours: None };
    let farewell = HistoryRecord::new(signature.clone(), told.clone(), before.history_hash.clone());
    let left = before.version + 1;
    let (farewell, left_by) = farewell.put(&before.id, left)?;
    let arrival = HistoryRecord::new(signature.clone(), told, left_by.to_string());
    let version = left + 1;
    let (arrival, digest) = arrival.put(&id, version)?;
    let state = if doubled { State::Rejected { opinion: DOUBLED.to_owned() } } else { before.state.clone() };
    let follows = before.place.unit == before.employer.unit && before.place.unit == person.employer.unit;
    let after = Registration {
        version,
        history_hash: digest.to_string(),
        person_name: person.name.clone(),
        identity_masked: person.identity_masked.clone(),
        employer: person.employer.clone(),
        place: if follows { person.employer.clone() } else { before.place.clone() },
        state,
        formerly: Some(before.id.clone()),
        doubled,
        id: id.clone(),
        ..before.clone()
    };
    let condition = Condition::Is("v", i64::from(before.version));
    let mut changes = vec![
        Change::Delete { key: Key::registration(&before.id), condition },
        farewell,
        Change::Put { item: after.item()?, condition: Condition::Missing },
        arrival,
        counted(Key::ended(before.id.person()), &left_by),
    ];
    for (registration, sign) in [(before, -1), (&after, 1)] {
        let mut of_person = YearChanges::of(registration.id.person());
        if let State::Approved { approved_hours } = &registration.state {
            let specialty = sign * i64::from(approved_hours.tenths());
            of_person.add(registration.credited_year, TotalsChange { common: 0, specialty });
            of_person.judge(app).await?;
        }
        if sign > 0 {
            // What arrives says where its person belongs: they must not have been moved meanwhile.
            of_person.require(people::lives_at(&person.employer)?);
            if messages::told_at(&after).is_some_and(|at| at > person.messages_seen_at) {
                of_person.tell(1);
                of_person.require(person.has_seen_no_more());
            }
        }
        changes.extend(of_person.change());
    }
    Ok(changes)
}

/// The whole history of a registration, oldest entry first, wherever it lies.
pub async fn history_of(app: &App, registration: &Registration) -> Result<Vec<HistoryRecord>, Error> {
    let mut entries = match &registration.formerly {
        Some(former) => history::of(app, former).await?,
        None => Vec::new(),
    };
    entries.extend(history::of(app, &registration.id).await?);
    Ok(entries)
}

/// Stores several new registrations at once, each with the first entry of its history, and what must hold `also`.
/// `false`: a condition does not hold, and nothing is stored.
pub async fn create_all(app: &App, drafts: Vec<Registration>, by: &By<'_>, also: Vec<Change>) -> Result<bool, Error> {
    let mut changes = also;
    for draft in drafts {
        let told = HistoryContent { happening: Happening::Created, note: None, hours: None };
        let Written { kept, after, .. } = written(None, Some(draft), by, told)?;
        changes.extend(after.map(|draft| draft.put(Condition::Missing)).transpose()?);
        changes.push(kept);
    }
    match app.table.transact(changes).await {
        Ok(()) => Ok(true),
        Err(NotDone::Condition(_)) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

/// Which of these registrations there are.
pub async fn which_exist(app: &App, ids: &[RegistrationId]) -> Result<HashSet<RegistrationId>, Error> {
    let mut keys: Vec<Key> = Vec::with_capacity(ids.len());
    for id in ids {
        let key = Key::registration(id);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        return Ok(HashSet::new());
    }
    let found = app.table.get_many(&keys).await?;
    found.into_iter().map(|item| Ok(parse::<Registration>(item)?.id)).collect()
}

pub async fn find(app: &App, id: &RegistrationId) -> Result<Option<Registration>, Error> {
    app.table.get(&Key::registration(id)).await
}

/// A person's registrations, newest first, from after `cursor` on.
pub fn own(person: &PersonId, cursor: Option<&str>) -> Range {
    let partition = person_partition(person);
    let after = cursor.map(|serial| {
        super::table::key_item(&Key { partition: partition.clone(), sort: super::keys::registration_sort(serial) })
    });
    Range {
        index: None,
        partition,
        sort: SortRange::Prefix(REGISTRATIONS.to_owned()),
        newest_first: true,
        consistent: true,
        after,
    }
}

/// All registrations of a person as they are now.
pub async fn all_now(app: &App, person: &PersonId) -> Result<Vec<Registration>, Error> {
    app.table.query_all(own(person, None)).await
}

/// All registrations of a person.
pub async fn all_of(app: &App, person: &PersonId) -> Result<Vec<Registration>, Error> {
    app.table.query_all(Range { consistent: false, ..own(person, None) }).await
}

/// As much of a registration as is compared with another, and as says who may read it.
#[derive(Debug, Clone, Deserialize)]
pub struct Outline {
    pub id: RegistrationId,
    employer: Scope,
    place: Scope,
    #[serde(rename = "reg")]
    registrar: Registrar,
    state: State,
    #[serde(rename = "t")]
    pub title: String,
    #[serde(rename = "p")]
    pub period: Period,
    #[serde(rename = "ch")]
    claimed_hours: Hours,
    #[serde(rename = "cy")]
    credited_year: i32,
    #[serde(rename = "ev")]
    evidence: Vec<Evidence>,
}

impl Outline {
    const ATTRIBUTES: [&'static str; 10] = ["id", "employer", "place", "reg", "state", "t", "p", "ch", "cy", "ev"];

    pub fn status(&self) -> Status {
        self.state.status()
    }

    pub fn transition_subject(&self) -> TransitionSubject {
        TransitionSubject {
            person: self.id.person().clone(),
            employer: self.employer.clone(),
            place: self.place.clone(),
            registrar: self.registrar.clone(),
            state: self.state.clone(),
            claimed_hours: self.claimed_hours,
            credited_year: self.credited_year,
        }
    }

    pub fn compared(&self) -> Compared<'_> {
        let digests = self.evidence.iter().map(|one| one.digest.as_str()).collect();
        Compared { title: &self.title, period: Some(self.period), digests }
    }
}

/// A person's registrations in outline, newest first, from after `cursor` on: as many as one request compares. The second
/// value is the last one, where there are more. They may lag by a moment, for half the price.
pub async fn outlines(
    app: &App,
    person: &PersonId,
    cursor: Option<&IdempotencyKey>,
) -> Result<(Vec<Outline>, Option<RegistrationId>), Error> {
    let mut range = Range { consistent: false, ..own(person, cursor.map(IdempotencyKey::as_str)) };
    let mut outlines: Vec<Outline> = Vec::new();
    loop {
        let page = app.table.query_parts(range.clone(), COMPARED_MAX - outlines.len(), &Outline::ATTRIBUTES).await?;
        for item in page.items {
            outlines.push(parse(item)?);
        }
        match page.next {
            None => return Ok((outlines, None)),
            Some(_) if outlines.len() >= COMPARED_MAX => {
                let last = outlines.last().map(|last| last.id.clone());
                return Ok((outlines, last));
            }
            Some(next) => range.after = Some(next),
        }
    }
}

/// Whether a person has something of that year that is not submitted yet or was not recognised, among what was entered last.
pub async fn has_drafts(app: &App, person: &PersonId, year: i32) -> Result<bool, Error> {
    const LATEST: usize = 100;
    let range = Range { consistent: false, ..own(person, None) };
    let page = app.table.query_parts(range, LATEST, &Outline::ATTRIBUTES).await?;
    let latest = page.items.into_iter().map(parse).collect::<Result<Vec<Outline>, Error>>()?;
    Ok(latest.iter().any(|one| matches!(one.state, State::Draft | State::Rejected { .. }) && one.credited_year == year))
}

/// Reads a page of those that `keep` keeps. Reads on until the page is full, the range ends, or enough was read;
/// `true` says that there may be more after the last item read, which is the second value.
pub async fn page(
    app: &App,
    mut range: Range,
    want: usize,
    filtered: bool,
    keep: impl Fn(&Registration) -> bool,
) -> Result<(Vec<Registration>, Option<Registration>), Error> {
    /// Items that one request may read at most to fill a filtered page.
    const ITEMS_READ_MAX: usize = 1_000;
    let limit = if filtered { ITEMS_READ_MAX / 4 } else { want + 1 };
    let mut kept: Vec<Registration> = Vec::with_capacity(want + 1);
    let (mut read, mut fetched) = (0, 0);
    loop {
        let page = app.table.query(range.clone(), limit).await?;
        fetched += page.items.len();
        for item in page.items {
            let registration: Registration = parse(item)?;
            read += 1;
            if keep(&registration) {
                if kept.len() == want {
                    usage::note_left_out(fetched - kept.len());
                    let last = kept.last().cloned();
                    return Ok((kept, last));
                }
                kept.push(registration.clone());
            }
            if read >= ITEMS_READ_MAX {
                usage::note_left_out(fetched - kept.len());
                return Ok((kept, Some(registration)));
            }
        }
        match page.next {
            Some(next) => range.after = Some(next),
            None => {
                usage::note_left_out(fetched - kept.len());
                return Ok((kept, None));
            }
        }
    }
}
