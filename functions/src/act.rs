//! The one way to act on registrations that exist: load, judge, store; told item by item, done once however often it
//! is asked for.

use std::collections::HashSet;

use domain::contract::registrations::{BatchResponse, Happening, ItemResult, Outcome, RegistrationRow, Seen};
use domain::field_errors::{FieldErrors, Mistake};
use domain::id::UnitId;
use domain::limits::BATCH_ITEMS_MAX;
use domain::review::{self, Action, Refusal, State, Transition};
use domain::window::Windows;

use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::registrations::{self, By, Registration, Saved, Told, Written};
use crate::store::{accounts, history, usage, windows};

/// Times that an act is judged anew because somebody else was quicker.
const RACES_MAX: u32 = 3;

/// What somebody wants done, and what it writes besides the state.
pub struct Deed<Content> {
    pub action: Action,
    /// For the timeline: the opinion, the reason, the unit.
    pub note: Option<String>,
    /// What the registration holds afterwards; its state, place and version follow from the transition.
    pub content: Content,
}

/// Does one deed to each item for itself and tells what became of each, in the order of the request.
pub async fn each<Content>(
    visit: &Visit<'_>,
    acting: &Acting,
    items: &[Seen],
    deed: &Deed<Content>,
) -> Result<BatchResponse, Failure>
where
    Content: Fn(Registration) -> Registration,
{
    check_items(items)?;
    let mut windows = Vec::new();
    let mut results = Vec::with_capacity(items.len());
    for (position, seen) in items.iter().enumerate() {
        // The request itself has just been let in; what comes later in a batch is done only while that still holds.
        let in_office = if position == 0 { Ok(()) } else { check_office(visit, acting).await };
        let outcome = match in_office {
            Ok(()) => judge(visit, acting, seen, deed, &mut windows).await,
            Err(failure) => Err(failure.into()),
        };
        results.push(told_apart(seen, outcome));
    }
    Ok(BatchResponse { results })
}

/// Does one of several deeds, each of its own, as [`each`] does: while the actor is in office still.
pub async fn one_of<Content>(
    visit: &Visit<'_>,
    acting: &Acting,
    position: usize,
    seen: &Seen,
    deed: Result<Deed<Content>, Failure>,
) -> ItemResult
where
    Content: Fn(Registration) -> Registration,
{
    let in_office = if position == 0 { Ok(()) } else { check_office(visit, acting).await };
    let outcome = match (in_office, deed) {
        (Ok(()), Ok(deed)) => judge(visit, acting, seen, &deed, &mut Vec::new()).await,
        (Err(failure), _) | (_, Err(failure)) => Err(failure.into()),
    };
    told_apart(seen, outcome)
}

/// A deed that was not done, and what the registration is now, where that is why.
struct NotDone {
    failure: Failure,
    now: Option<Box<RegistrationRow>>,
}

impl<T: Into<Failure>> From<T> for NotDone {
    fn from(failure: T) -> Self {
        Self { failure: failure.into(), now: None }
    }
}

/// What became of one item, whatever becomes of the others.
fn told_apart(seen: &Seen, outcome: Result<Outcome, NotDone>) -> ItemResult {
    let outcome = outcome.unwrap_or_else(|NotDone { failure, now }| {
        if let Failure::Internal(cause) = &failure {
            usage::note_cause(cause);
        }
        Outcome::Refused { code: failure.code().to_owned(), message: failure.message(), row: now }
    });
    ItemResult { id: seen.id.clone(), outcome }
}

/// Refuses a batch that is empty, too large, or names an item twice.
pub fn check_items(items: &[Seen]) -> Result<(), Failure> {
    let mut errors = FieldErrors::default();
    if items.is_empty() {
        errors.push("items", "required", "请先勾选登记");
    }
    if items.len() > BATCH_ITEMS_MAX {
        errors.push("items", "too_many", format!("一次最多 {BATCH_ITEMS_MAX} 条，请分批操作"));
    }
    let ids: HashSet<_> = items.iter().map(|seen| &seen.id).collect();
    if ids.len() < items.len() {
        errors.push("items", "duplicate", "同一条登记不能勾选两次");
    }
    errors.finish(|| ()).map_err(Failure::Invalid)
}

/// Does one deed to one registration, if its actor may and nobody was quicker.
pub async fn once<Content>(
    visit: &Visit<'_>,
    acting: &Acting,
    seen: &Seen,
    deed: &Deed<Content>,
) -> Result<Outcome, Failure>
where
    Content: Fn(Registration) -> Registration,
{
    judge(visit, acting, seen, deed, &mut Vec::new()).await.map_err(|not_done| not_done.failure)
}

/// The windows of units that this request has asked about.
type KnownWindows = Vec<(UnitId, Windows)>;

/// What a deed makes of a registration, by the rules alone: for telling a past in which nobody was quicker and every
/// window was open.
pub fn carried_out<Content>(before: &Registration, by: &By<'_>, deed: &Deed<Content>) -> Result<Written, Failure>
where
    Content: Fn(Registration) -> Registration,
{
    let transition = review::transition(&before.standing(), by.actor, &deed.action)?;
    let told = told(&transition, deed);
    let content = (deed.content)(before.clone());
    let after = transition.state.map(|state| Registration { state, place: transition.place, ..content });
    registrations::written(Some(before), after, by, told)
}

async fn judge<Content>(
    visit: &Visit<'_>,
    acting: &Acting,
    seen: &Seen,
    deed: &Deed<Content>,
    windows: &mut KnownWindows,
) -> Result<Outcome, NotDone>
where
    Content: Fn(Registration) -> Registration,
{
    let house = visit.house;
    let actor = acting.actor();
    let by = By { actor: &actor, name: acting.name(), repeat: &visit.repeat, at: house.clock.now() };
    for _ in 0..RACES_MAX {
        let found = registrations::find(house, &seen.id).await?;
        let Some(before) = found else {
            let done = history::was_done(house, &seen.id, seen.version + 1, &by).await?;
            return if done { Ok(Outcome::Done { row: None }) } else { Err(Failure::NotFound.into()) };
        };
        let standing = before.standing();
        if !review::may_read(&standing, &actor) {
            return Err(Failure::NotFound.into());
        }
        if before.version != seen.version {
            if history::was_done(house, &seen.id, seen.version + 1, &by).await? {
                return Ok(Outcome::Done { row: Some(Box::new(before.row())) });
            }
            let failure = match review::transition(&standing, &actor, &deed.action) {
                Ok(_) => changed_meanwhile(),
                Err(refusal) => refusal.into(),
            };
            return Err(NotDone { failure, now: Some(Box::new(before.row())) });
        }
        let transition = review::transition(&standing, &actor, &deed.action)?;
        let told = told(&transition, deed);
        let content = (deed.content)(before.clone());
        check_window(visit, &deed.action, &content, windows).await?;
        match registrations::change(house, &before, content, transition, &by, told).await? {
            Saved::Done(after) => return Ok(Outcome::Done { row: Some(Box::new(after.row())) }),
            Saved::Deleted => return Ok(Outcome::Done { row: None }),
            Saved::Raced => {}
        }
    }
    Err(Failure::Busy.into())
}

/// Refuses to edit and to submit outside the window of the credited year.
async fn check_window(
    visit: &Visit<'_>,
    action: &Action,
    content: &Registration,
    known: &mut KnownWindows,
) -> Result<(), Failure> {
    if !matches!(action, Action::Edit | Action::Submit { .. }) {
        return Ok(());
    }
    let unit = &content.home.unit;
    if !known.iter().any(|(one, _)| one == unit) {
        known.push((unit.clone(), windows::of_unit(visit.house, unit).await?));
    }
    let windows = known.iter().find(|(one, _)| one == unit).map(|(_, windows)| windows);
    let now = visit.house.clock.now();
    match windows.map(|windows| windows.require_open(content.credited_year, now)) {
        Some(Err(closed)) if *action == Action::Edit => Err(Failure::invalid("credited_year", &closed)),
        Some(Err(closed)) => Err(Failure::Conflict { code: closed.code(), message: closed.message().into_owned() }),
        _ => Ok(()),
    }
}

/// Whether an administrator still is what the request was let in for: a long batch ends where that does.
async fn check_office(visit: &Visit<'_>, acting: &Acting) -> Result<(), Failure> {
    let Acting::Administrator(administrator) = acting else { return Ok(()) };
    let account = accounts::find(visit.house, &administrator.account).await?;
    if account.is_some_and(|account| account.enabled && account.epoch == administrator.epoch) {
        return Ok(());
    }
    Err(Failure::Conflict {
        code: "office_ended", message: "您的管理员账号刚被停用或调整，这一条没有处理".to_owned()
    })
}

/// The registration allows the act, but is not what its actor looked at.
fn changed_meanwhile() -> Failure {
    Failure::Conflict {
        code: "changed_meanwhile",
        message: "这条登记在您打开之后有改动，请看过新的内容再操作".to_owned(),
    }
}

fn told<Content>(transition: &Transition, deed: &Deed<Content>) -> Told {
    let happening = match (&deed.action, &transition.state) {
        (Action::Edit, _) => Happening::Edited,
        (Action::Delete { .. }, _) => Happening::Deleted,
        (Action::Submit { .. }, _) => Happening::Submitted,
        (Action::Withdraw, _) => Happening::Withdrawn,
        (Action::Approve { .. }, Some(State::Approved { .. })) => Happening::Approved,
        (Action::Approve { .. }, _) => Happening::PassedFirstStage,
        (Action::Reject { .. }, _) => Happening::Rejected,
        (Action::Undo { .. }, _) => Happening::Undone,
    };
    let hours = match &transition.state {
        Some(State::Approved { approved_hours }) => Some(*approved_hours),
        Some(state) => state.proposed_hours(),
        None => None,
    };
    Told { happening, note: deed.note.clone(), hours }
}

/// Reads one registration that `acting` may see. To everyone else it does not exist.
pub async fn find_readable(
    visit: &Visit<'_>,
    acting: &Acting,
    id: &domain::id::RegistrationId,
) -> Result<Registration, Failure> {
    let registration = registrations::find(visit.house, id).await?.ok_or(Failure::NotFound)?;
    if review::may_read(&registration.standing(), &acting.actor()) {
        Ok(registration)
    } else {
        Err(Refusal::NotYours.into())
    }
}
