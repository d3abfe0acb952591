//! The one way to move a person to another department or unit: the record, and every registration that goes along.
//!
//! The record moves first, together with as many registrations as one transaction holds, and says which move it is on
//! ([`Moving`]). From then on nothing new can come to the old place ([`people::require_employer`]); what is left follows,
//! transaction by transaction, each under the condition that the person is on this very move. So a move that goes on after the
//! person has been moved on does nothing: the later one takes everything along. If a move is interrupted, whoever comes next
//! finishes it ([`resume`]): the same request, the next move, a merge, the person, or who looks at the unit's people.

use domain::audit_event::AuditEvent;
use domain::contract::registrations::Happening;
use domain::id::PersonId;
use domain::permission::Scope;
use domain::review::{self, Mover, State};

use crate::app::App;
use crate::error::Error;
use crate::store::people::{self, Moving, Person};
use crate::store::registrations::{self, HistoryContent, Registration};
use crate::store::table::{Change, NotDone};
use crate::store::unit_log::{self, Author};
use crate::store::{units, usage};

/// Registrations of one transaction: two changes each, of the hundred that DynamoDB allows; the person takes up to five.
const REGISTRATIONS_MAX: usize = 45;
/// Times that a move is tried anew because somebody else changed something of the person's.
const RACES_MAX: u32 = 8;

/// Where somebody goes.
#[derive(Debug, Clone)]
pub struct Destination {
    pub scope: Scope,
    /// In words, for the timelines.
    pub name: String,
    /// The unit's name, where it is another one.
    pub unit_name: Option<String>,
}

/// What a move took along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovedPerson {
    /// Registrations that wait for review and lie elsewhere now.
    pub pending: u32,
}

/// Moves a person of the author's scope. To everyone else the person does not exist.
pub async fn move_person(
    app: &App,
    author: &Author<'_>,
    person: &PersonId,
    to: &Destination,
) -> Result<MovedPerson, Error> {
    for _ in 0..RACES_MAX {
        let found = people::find(app, person).await?.ok_or(Error::NotFound)?;
        if !author.scope.covers(&found.employer) {
            // The very request that is asked for again may have moved the person out of the scope.
            let done = unit_log::was_done(app, &author.scope.unit, author.repeat, person.as_str()).await?;
            if !done {
                return Err(Error::NotFound);
            }
            if found.employer != to.scope {
                // And somebody else has moved them on since, with everything that is theirs.
                return Ok(MovedPerson { pending: 0 });
            }
        }
        if found.merged_into.is_some() {
            return Err(being_merged());
        }
        let all = registrations::all_now(app, person).await?;
        let pending = all.iter().filter(|one| goes_along(one, &to.scope, author.mover)).count();
        let moving = match found.moving.clone().filter(|_| found.employer == to.scope) {
            Some(under_way) => under_way,
            None => moving(author, to)?,
        };
        if begin(app, author, &found, (to, &moving), &all).await? && finish(app, person, &to.scope, &moving).await? {
            return Ok(MovedPerson { pending: u32::try_from(pending).unwrap_or(u32::MAX) });
        }
    }
    Err(Error::Busy)
}

/// What is left of a move that was interrupted, as whoever began it had it; nothing where there is none.
///
/// # Errors
/// If the table does not answer, or others change the person's registrations again and again.
pub async fn resume(app: &App, person: &PersonId) -> Result<(), Error> {
    for _ in 0..RACES_MAX {
        let Some(found) = people::find(app, person).await? else { return Ok(()) };
        let Some(moving) = &found.moving else { return Ok(()) };
        if finish(app, person, &found.employer, moving).await? {
            return Ok(());
        }
    }
    Err(Error::Busy)
}

/// The same, for who has come for something else: it does not depend on this, and whoever comes next finishes it otherwise.
pub async fn resume_in_passing(app: &App, person: &Person) {
    if person.moving.is_some()
        && let Err(failure) = resume(app, &person.id).await
    {
        usage::note_cause(&format!(
            "a move is not finished: {}",
            failure.cause().unwrap_or_else(|| failure.code().to_owned())
        ));
    }
}

fn moving(author: &Author<'_>, to: &Destination) -> Result<Moving, Error> {
    Ok(Moving {
        signature: author.signature()?,
        mover: author.mover,
        name: to.name.clone(),
        unit_name: to.unit_name.clone(),
    })
}

fn goes_along(registration: &Registration, to: &Scope, mover: Mover) -> bool {
    let waits = matches!(registration.state, State::Pending { .. });
    waits
        && review::moved_with_person(&registration.transition_subject(), to, mover)
            .is_some_and(|(_, place)| place != registration.place)
}

/// Moves the record with the first registrations. `false`: somebody was quicker, nothing has happened.
async fn begin(
    app: &App,
    author: &Author<'_>,
    person: &Person,
    (to, moving): (&Destination, &Moving),
    all: &[Registration],
) -> Result<bool, Error> {
    let first = some(&to.scope, moving, all)?;
    let is_there = person.employer == to.scope;
    if is_there && (person.moving.is_some() || first.is_empty()) {
        return Ok(true);
    }
    let mut changes = vec![people::change_employer(person, &to.scope, moving)?];
    if !is_there {
        changes.extend(unit_log::note(author, AuditEvent::PersonMoved, person.id.as_str())?);
    }
    let mut required = None;
    if let Some(department) = &to.scope.department {
        required = Some(changes.len());
        changes.push(units::require_department(&to.scope.unit, department));
    }
    let mut open = None;
    if let Some(change) = units::require_open(&to.scope.unit).filter(|_| person.employer.unit != to.scope.unit) {
        open = Some(changes.len());
        changes.push(change);
    }
    if author.mover == Mover::Merger && first.len() >= 2 * REGISTRATIONS_MAX {
        changes.push(units::put_under_way(&person.employer.unit, &person.id)?);
    }
    changes.extend(first);
    match app.table.transact(changes).await {
        Ok(()) => Ok(true),
        Err(NotDone::Condition(position)) if Some(position) == open => Err(units::just_closed()),
        Err(NotDone::Condition(position)) if Some(position) == required => Err(Error::Conflict {
            code: "department_gone",
            message: "这个部门刚被删除，请重新选择".to_owned(),
        }),
        Err(NotDone::Condition(_)) => Ok(false),
        Err(NotDone::Error(failure)) => Err(failure),
    }
}

/// Takes along what the first transaction could not hold, and what came in before it; the record says then that the move is
/// over. `false`: somebody was quicker at one of the registrations.
async fn finish(app: &App, person: &PersonId, to: &Scope, moving: &Moving) -> Result<bool, Error> {
    loop {
        let all = registrations::all_now(app, person).await?;
        let mut changes = some(to, moving, &all)?;
        if changes.is_empty() {
            // Where that does not hold any more, the person is on another move, which ends by itself.
            people::end_move(app, person, moving).await?;
            return Ok(true);
        }
        changes.insert(0, people::require_move(person, moving));
        match app.table.transact(changes).await {
            Ok(()) => {}
            Err(NotDone::Condition(0)) => return Ok(true),
            Err(NotDone::Condition(_)) => return Ok(false),
            Err(NotDone::Error(failure)) => return Err(failure),
        }
    }
}

/// The changes of the next registrations that stand elsewhere.
fn some(to: &Scope, moving: &Moving, all: &[Registration]) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    for registration in all {
        let told = HistoryContent { happening: Happening::Moved, note: Some(moving.name.clone()), hours: None };
        let signature = moving.signature.clone();
        let unit_name = moving.unit_name.as_deref();
        let step = registrations::moved_with_person(registration, (to, moving.mover), signature, told, unit_name)?;
        changes.extend(step.into_iter().flatten());
        if changes.len() >= 2 * REGISTRATIONS_MAX {
            break;
        }
    }
    Ok(changes)
}

/// The record is one under a mistyped number, on its way to the right one.
pub fn being_merged() -> Error {
    Error::Conflict { code: "being_merged", message: "这条人员记录正在合并，请先完成合并".to_owned() }
}
