//! Merges a unit that is there twice: everything that hangs on the one goes over to the other.
//!
//! The unit that goes is marked first, in the transaction that takes it out of the directory and ends its own account: from
//! then on nothing new comes to it. Then departments, administrators and people go over, each person in the transactions of
//! [`move_person`], and last what lies with the unit of people who belong elsewhere. A request does a part of it. Wherever one
//! ends, the next goes on from what is still there; so two who do it at once do no harm.

use domain::audit_event::AuditEvent;
use std::time::Duration;

use domain::contract::directory::UnitsMerged;
use domain::contract::registrations::Happening;
use domain::field_errors::FieldErrors;
use domain::id::{DepartmentId, PersonId, UnitId};
use domain::limits::PEOPLE_MOVED_MAX;
use domain::permission::{Role, Scope};
use domain::review::Mover;
use domain::timestamp::Timestamp;

use crate::app::App;
use crate::error::Error;
use crate::store::accounts::{self, Account};
use crate::store::administrators::{self, Administrator};
use crate::store::directory;
use crate::store::keys::{Key, StatusPartition};
use crate::store::people;
use crate::store::registrations::{self, HistoryContent, Registration};
use crate::store::status_partitions;
use crate::store::table::{Change, Condition, Item, NotDone, number};
use crate::store::unit_log::{self, Author};
use crate::store::units::{self, Department, MergedInto, Unit};
use crate::use_cases::merge_people;
use crate::use_cases::move_person::{self, Destination, move_person};

/// Times that one step is tried anew because somebody else changed something of it.
const RACES_MAX: u32 = 8;
/// No request begins another step after so long.
const WORKED_SECONDS_MAX: i64 = 3;
/// The indexes follow the table within so long. What came to the unit in the moment before it was marked is in them by
/// then, and nothing has been overlooked.
const SETTLED_SECONDS: i64 = 5;
/// A request that finds nothing left before that keeps its caller for this long, who would only ask again at once.
const SETTLING: Duration = Duration::from_secs(1);

/// Does a part of merging `from` into `into`, or the last part.
pub async fn merge_units(app: &App, operator: &Author<'_>, from: &UnitId, into: &UnitId) -> Result<UnitsMerged, Error> {
    let merging = Merging::begin(app, operator, from, into).await?;
    let Some(merged_into) = merging.from.merged_into.clone().filter(|merged| !merged.done) else {
        return Ok(UnitsMerged::Merged { moved: 0 });
    };
    let departments = merging.departments().await?;
    // What is read from here on, not from when its answers have come.
    let began = app.clock.now();
    let (moved, left) = merging.carry_over(&departments).await?;
    if left {
        return Ok(UnitsMerged::Moving { moved });
    }
    if began < merged_into.since.plus_seconds(SETTLED_SECONDS) {
        if moved == 0 {
            app.clock.sleep(SETTLING).await;
        }
        return Ok(UnitsMerged::Moving { moved });
    }
    merging.end(merged_into).await?;
    Ok(UnitsMerged::Merged { moved })
}

/// What the departments of the unit that goes are in the other one, with their names.
type Departments = Vec<(DepartmentId, DepartmentId)>;

struct Merging<'a> {
    app: &'a App,
    /// Acts for the unit that goes, so that its log and its registrations tell who moved them.
    author: Author<'a>,
    from: Unit,
    into: Unit,
    /// For timelines.
    told: String,
}

impl<'a> Merging<'a> {
    /// Marks the unit that goes, unless it is marked already.
    async fn begin(app: &'a App, operator: &Author<'a>, from: &UnitId, into: &UnitId) -> Result<Self, Error> {
        for _ in 0..RACES_MAX {
            // The same key with another content is told as such, also where there is nothing to mark any more.
            unit_log::was_done(app, &operator.scope.unit, operator.repeat, from.as_str()).await?;
            let before = units::find_now(app, from).await?.ok_or(Error::NotFound)?;
            let into = units::find_now(app, into).await?.ok_or(Error::NotFound)?;
            let author = Author { scope: chief(&before), mover: Mover::Merger, ..operator.clone() };
            let told = format!("{}（单位合并）", into.name);
            if before.merged_into.as_ref().is_some_and(|merged| merged.unit == into.id) {
                return Ok(Self { app, author, from: before, into, told });
            }
            check(&before, &into)?;
            let merged_into = Some(MergedInto { unit: into.id.clone(), since: operator.at, done: false });
            let code = before.credit_code.clone().ok_or(Error::NotFound)?;
            let from = Unit { version: before.version + 1, merged_into, ..before };
            let account = app.vault.account_id(Role::Unit, code.as_str());
            let mut changes = vec![
                from.replace()?,
                receive(&into, 1),
                directory::unlist(operator.at, &code)?,
                Change::Delete { key: Key::account(&account), condition: Condition::Always },
            ];
            changes.extend(unit_log::note_of(&from.id, operator, AuditEvent::UnitMerged, from.id.as_str())?);
            match app.table.transact(changes).await {
                Ok(()) => return Ok(Self { app, author, from, into, told }),
                Err(NotDone::Condition(_)) => {}
                Err(NotDone::Error(failure)) => return Err(failure),
            }
        }
        Err(Error::Busy)
    }

    /// Sees that the other unit has every department: one of the same name, or else the same one under its own id.
    async fn departments(&self) -> Result<Departments, Error> {
        let here = units::all_departments(self.app, &self.from.id).await?;
        let mut known = Departments::new();
        for department in here {
            let there = self.department(&department).await?;
            known.push((department.id, there));
        }
        Ok(known)
    }

    /// The same department of the other unit, by its id or its name; it is made where there is none.
    async fn department(&self, department: &Department) -> Result<DepartmentId, Error> {
        for _ in 0..RACES_MAX {
            let there = units::Departments::of(self.app, &self.into.id).await?;
            let same = there.all.iter().find(|other| other.id == department.id);
            let same = same.or_else(|| there.all.iter().find(|other| other.name == department.name));
            if let Some(same) = same {
                return Ok(same.id.clone());
            }
            let new = Department { version: 1, ..department.clone() };
            match self.app.table.transact(vec![new.put(&self.into.id)?, there.unchanged()]).await {
                Ok(()) => return Ok(new.id),
                // Somebody else has changed something of them.
                Err(NotDone::Condition(_)) => {}
                Err(NotDone::Error(failure)) => return Err(failure),
            }
        }
        Err(Error::Busy)
    }

    /// Where somebody of the unit belongs in the other one.
    fn scope(&self, departments: &Departments, department: Option<&DepartmentId>) -> Scope {
        let of = |id: &DepartmentId| departments.iter().find(|(one, _)| one == id).map(|(_, other)| other.clone());
        Scope { unit: self.into.id.clone(), department: department.and_then(of) }
    }

    /// Brings over as much as one request may. How many people came, and whether anything is left.
    async fn carry_over(&self, departments: &Departments) -> Result<(u32, bool), Error> {
        let until = self.app.clock.now().plus_seconds(WORKED_SECONDS_MAX);
        for person in units::under_way(self.app, &self.from.id).await? {
            self.finish(&person).await?;
        }
        for administrator in administrators::all(self.app, &self.from.id).await? {
            if self.app.clock.now() >= until {
                return Ok((0, true));
            }
            self.bring_administrator(departments, administrator).await?;
        }
        let mut moved = 0;
        let (people, more) =
            people::page(self.app, &chief(&self.from), None, PEOPLE_MOVED_MAX, false, |_| true).await?;
        for person in people {
            if self.app.clock.now() >= until {
                return Ok((moved, true));
            }
            moved += u32::from(self.bring_person(departments, &person.id).await?);
        }
        if more.is_some() {
            return Ok((moved, true));
        }
        let left = self.hand_over(until).await?
            || !administrators::all(self.app, &self.from.id).await?.is_empty()
            || !units::under_way(self.app, &self.from.id).await?.is_empty();
        Ok((moved, left))
    }

    /// What a request before this one had begun with somebody. Who has been moved on since was taken along whole by that.
    async fn finish(&self, id: &PersonId) -> Result<(), Error> {
        move_person::resume(self.app, id).await?;
        units::end_under_way(self.app, &self.from.id, id).await
    }

    /// An administrator with their account, which keeps its password and signs in once the unit that stays lets it: whoever
    /// the other one had appointed is not in charge of this one by that.
    async fn bring_administrator(&self, departments: &Departments, here: Administrator) -> Result<(), Error> {
        let account = accounts::find(self.app, &here.id).await?;
        let account = account.filter(|account| account.scope.as_ref().is_some_and(|scope| scope.unit == self.from.id));
        let mut changes = vec![here.remove(&self.from.id)];
        // Who administers the other unit as well has one account, and that is in charge there already.
        if let Some(before) = account {
            let scope = self.scope(departments, here.department.as_ref());
            let there = here.clone().without_rights_in(scope.department.clone());
            let after = Account { scope: Some(scope), enabled: false, epoch: before.epoch + 1, ..before.clone() };
            changes.push(there.put(&self.into.id, Condition::Missing)?);
            changes.push(after.replace(&before)?);
            changes.extend(unit_log::note(&self.author, AuditEvent::AdministratorMoved, here.id.as_str())?);
        }
        match self.app.table.transact(changes).await {
            // Somebody else has just done something to them: what is left is found by the next request.
            Ok(()) | Err(NotDone::Condition(_)) => Ok(()),
            Err(NotDone::Error(failure)) => Err(failure),
        }
    }

    /// A person with all that is theirs; `false`: they have gone already.
    async fn bring_person(&self, departments: &Departments, id: &PersonId) -> Result<bool, Error> {
        let Some(person) = people::find(self.app, id).await?.filter(|person| person.employer.unit == self.from.id)
        else {
            return Ok(false);
        };
        if let Some(right) = &person.merged_into {
            // Nobody else can bring the two records of this person to their end now.
            merge_people::end(self.app, &self.author, id, right).await?;
            return Ok(true);
        }
        let to = self.destination(self.scope(departments, person.employer.department.as_ref()));
        match move_person(self.app, &self.author, id, &to).await {
            Ok(_) => Ok(true),
            // Somebody else who merges the two was quicker.
            Err(Error::NotFound) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    fn destination(&self, scope: Scope) -> Destination {
        Destination { scope, name: self.told.clone(), unit_name: Some(self.into.name.clone()) }
    }

    /// Hands over what lies with the unit of people who belong elsewhere; `true`: there may be more.
    async fn hand_over(&self, until: Timestamp) -> Result<bool, Error> {
        let mut left = false;
        for status_partition in StatusPartition::ALL {
            let (some, more) =
                status_partitions::some(self.app, &chief(&self.from), status_partition, PEOPLE_MOVED_MAX).await?;
            left |= more;
            for one in some {
                if self.app.clock.now() >= until {
                    return Ok(true);
                }
                left |= !self.hand_over_one(&one).await?;
            }
        }
        Ok(left)
    }

    /// One registration, which the index knows to lie with the unit; `false`: it may still do so.
    async fn hand_over_one(&self, known: &Registration) -> Result<bool, Error> {
        let now = registrations::find(self.app, &known.id).await?;
        let Some(now) = now.filter(|now| now.place.unit == self.from.id) else { return Ok(true) };
        let Some(person) = people::find(self.app, now.id.person()).await? else { return Ok(false) };
        if person.employer.unit == self.from.id {
            // It comes with its person.
            return Ok(false);
        }
        let told = HistoryContent { happening: Happening::Moved, note: Some(self.told.clone()), hours: None };
        let into = (&self.into.id, self.into.name.as_str());
        let signature = self.author.signature()?;
        let changes = registrations::handed_over(&now, &self.from.id, into, &person.employer, signature, told)?;
        let mut changes = changes.to_vec();
        if person.merged_into.is_none() {
            changes.push(people::require_employer(&person.id, &person.employer)?);
        }
        match self.app.table.transact(changes).await {
            Ok(()) => Ok(true),
            Err(NotDone::Condition(_)) => Ok(false),
            Err(NotDone::Error(failure)) => Err(failure),
        }
    }

    /// Leaves of the unit what leads to the other one.
    async fn end(self, merged_into: MergedInto) -> Result<(), Error> {
        let merged_into = Some(MergedInto { done: true, ..merged_into });
        let after = Unit { version: self.from.version + 1, merged_into, ..self.from };
        let chiefs = Change::Delete { key: Key::chiefs(&after.id), condition: Condition::Always };
        match self.app.table.transact(vec![after.replace()?, receive(&self.into, -1), chiefs]).await {
            // Nothing but the end comes after the mark: somebody else has just made it.
            Ok(()) | Err(NotDone::Condition(_)) => Ok(()),
            Err(NotDone::Error(failure)) => Err(failure),
        }
    }
}

/// Counts a unit that begins to come, or that has come. Whoever changes the unit at the same moment looks at it anew.
fn receive(into: &Unit, step: i64) -> Change {
    let one = number(1);
    let begins = "attribute_exists(pk) AND attribute_not_exists(disabled) AND attribute_not_exists(merged_into)";
    Change::Update {
        key: Key::unit(&into.id),
        expression: "ADD receiving :step, v :one".to_owned(),
        values: Item::from([(":step".to_owned(), number(step)), (":one".to_owned(), one)]),
        condition: if step > 0 { Condition::Holds(begins, Item::new()) } else { Condition::Exists },
    }
}

fn chief(unit: &Unit) -> Scope {
    Scope { unit: unit.id.clone(), department: None }
}

/// Refuses what cannot be merged.
fn check(from: &Unit, into: &Unit) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    if from.merged_into.is_some() {
        errors.push("from", "merging", "这个单位已并入或正在并入另一个单位");
    }
    if from.receiving > 0 {
        errors.push("from", "receiving", "正有其他单位并入这个单位，请先完成那一次合并");
    }
    if from.id == into.id {
        errors.push("into", "same", "不能并入单位自己，请选择另一个单位");
    } else if into.merged_into.is_some() {
        errors.push("into", "merging", "这个单位自己已并入或正在并入另一个单位，请选择那个单位");
    } else if into.disabled {
        errors.push("into", "disabled", "这个单位已停用，请先启用，或选择另一个单位");
    } else if into.credit_code.is_none() {
        errors.push("into", "unknown", "只能并入单位目录中的单位");
    }
    Ok(errors.finish(|| ())?)
}
