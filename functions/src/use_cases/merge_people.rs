//! Joins a record that was entered under a mistyped number to the person's right one.
//!
//! The wrong record is marked first, so that it takes nothing new. Then its registrations come over one by one, each in
//! a transaction that takes its hours from one total and adds them to the other. Last, the record ends: nobody is entered
//! under the number any more. If that is interrupted, asking for it again goes on where it stopped.

use domain::audit_event::AuditEvent;
use domain::field_errors::FieldErrors;
use domain::id::{AttachmentId, PersonId};
use domain::identity::IdentityNumber;
use domain::permission::Role;
use domain::review::{State, Status};

use crate::app::App;
use crate::error::Error;
use crate::store::attachments;
use crate::store::keys::Key;
use crate::store::people::{self, Person};
use crate::store::registrations::{self, Registration};
use crate::store::table::{Change, Condition, NotDone};
use crate::store::unit_log::{self, Author};
use crate::store::units;

/// Times that one step is tried anew because somebody else changed something of the person's.
const RACES_MAX: u32 = 8;

/// What came over.
#[derive(Debug)]
pub struct Merged {
    pub person: Person,
    pub registrations: u32,
    pub not_counted: u32,
}

/// Merges `wrong` into the person with the right number, both of the author's unit.
pub async fn merge(app: &App, author: &Author<'_>, wrong: &PersonId, right: &IdentityNumber) -> Result<Merged, Error> {
    let right_id = app.vault.person_id(right);
    let done_before = unit_log::was_done(app, &author.scope.unit, author.repeat, wrong.as_str()).await?;
    if let Some(record) = people::find(app, wrong).await? {
        if !author.scope.covers(&record.employer) {
            return Err(Error::NotFound);
        }
        begin(app, author, &record, right, &right_id, done_before).await?;
        end(app, author, wrong, &right_id).await?;
    } else if !done_before {
        return Err(Error::NotFound);
    }
    let person = people::find(app, &right_id).await?.ok_or(Error::NotFound)?;
    let all = registrations::all_now(app, &right_id).await?;
    let came = all.iter().filter(|one| one.formerly.as_ref().is_some_and(|former| former.person() == wrong));
    let (mut registrations, mut not_counted) = (0, 0);
    for one in came {
        registrations += 1;
        not_counted += u32::from(one.doubled);
    }
    Ok(Merged { person, registrations, not_counted })
}

/// Marks the wrong record, and creates the right one where there is none.
async fn begin(
    app: &App,
    author: &Author<'_>,
    wrong: &Person,
    number: &IdentityNumber,
    right: &PersonId,
    done_before: bool,
) -> Result<(), Error> {
    if done_before && wrong.merged_into.as_ref() == Some(right) {
        return Ok(());
    }
    if wrong.id == *right {
        return Err(refused("same", "与现在的证件号码相同，无需合并"));
    }
    if wrong.merged_into.as_ref().is_some_and(|other| other != right) {
        return Err(refused("being_merged", "这条记录正在并入另一个证件号码，请先完成"));
    }
    if people::has_other_ties(app, &wrong.id).await? {
        return Err(refused("other_ties", "这条记录已有公需科目学时或合格证书，请联系平台管理员处理"));
    }
    let existing = people::find(app, right).await?;
    let of_right = match &existing {
        Some(person) if person.employer.unit != author.scope.unit => {
            return Err(refused("elsewhere", "这个证件号码属于其他单位的人员，须先由该单位调入"));
        }
        Some(person) if person.merged_into.is_some() => {
            return Err(refused("being_merged", "这个证件号码的记录正在合并，请先完成"));
        }
        Some(_) => Change::Check { key: Key::person(right), condition: Condition::Exists },
        None => wrong.under(&app.vault, number)?.put()?,
    };
    let open = units::require_open(&wrong.employer.unit).filter(|_| existing.is_none());
    let account = app.vault.account_id(Role::Professional, &wrong.identity_number(&app.vault)?.to_uppercase());
    let mut changes = vec![
        people::begin_merge(&wrong.id, right),
        of_right,
        Change::Check { key: Key::account(&account), condition: Condition::Missing },
    ];
    changes.extend(unit_log::note(author, AuditEvent::PersonMerged, wrong.id.as_str())?);
    changes.extend(open);
    match app.table.transact(changes).await {
        Ok(()) => Ok(()),
        Err(NotDone::Condition(2)) => {
            Err(refused("has_account", "这个证件号码的账号已由本人使用，不能并入其他人；请核对号码"))
        }
        Err(NotDone::Condition(_)) => Err(Error::Busy),
        Err(NotDone::Error(failure)) => Err(failure),
    }
}

/// Goes on with a merge that has begun, to its end.
pub async fn end(app: &App, author: &Author<'_>, wrong: &PersonId, right: &PersonId) -> Result<(), Error> {
    carry_over(app, author, wrong, right).await?;
    match app.table.transact(vec![people::end_merge(wrong, right)]).await {
        // Somebody else has just come to the same end.
        Ok(()) | Err(NotDone::Condition(_)) => Ok(()),
        Err(NotDone::Error(failure)) => Err(failure),
    }
}

/// Brings every registration over, one transaction each.
async fn carry_over(app: &App, author: &Author<'_>, wrong: &PersonId, right: &PersonId) -> Result<(), Error> {
    let signature = author.signature()?;
    for _ in 0..RACES_MAX {
        let left = registrations::all_now(app, wrong).await?;
        if left.is_empty() {
            return Ok(());
        }
        let person = people::find(app, right).await?.ok_or(Error::NotFound)?;
        let there = registrations::all_now(app, right).await?;
        for registration in &left {
            let ids: Vec<AttachmentId> = registration.evidence.iter().map(|evidence| evidence.id.clone()).collect();
            let doubled = counts_already(registration, &there);
            let mut changes = registrations::merged(app, registration, &person, &signature, doubled).await?;
            for file in attachments::find_all(app, wrong, &ids).await? {
                changes.push(file.put_for(wrong, right)?);
            }
            match app.table.transact(changes).await {
                Ok(()) => {}
                // Somebody decided it in between: it is read again in the next round.
                Err(NotDone::Condition(_)) => break,
                Err(NotDone::Error(failure)) => return Err(failure),
            }
        }
    }
    if registrations::all_now(app, wrong).await?.is_empty() { Ok(()) } else { Err(Error::Busy) }
}

/// Whether the right record has the same claim approved already, so that this one must not count once more.
fn counts_already(registration: &Registration, there: &[Registration]) -> bool {
    matches!(registration.state, State::Approved { .. })
        && there.iter().any(|other| {
            other.state.status() == Status::Approved
                && other.formerly.as_ref().is_none_or(|former| former.person() != registration.id.person())
                && other.title == registration.title
                && other.period == registration.period
        })
}

fn refused(code: &'static str, message: &'static str) -> Error {
    let mut errors = FieldErrors::default();
    errors.push("identity_number", code, message);
    Error::Invalid(errors)
}
