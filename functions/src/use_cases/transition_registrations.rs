//! The one way to act on registrations that exist: load, judge, store; told item by item, done once however often it
//! is asked for.

use std::collections::HashSet;

use domain::contract::registrations::{BatchResponse, Happening, ItemResult, Outcome, RegistrationRow, Seen};
use domain::field_errors::{FieldErrors, Mistake};
use domain::id::UnitId;
use domain::limits::BATCH_ITEMS_MAX;
use domain::review::{self, Action, Refusal, State, Transition};
use domain::window::Windows;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::registrations::{self, By, HistoryContent, Registration, Saved, Written};
use crate::store::{accounts, history, usage, windows};

/// Times that an act is judged anew because somebody else was quicker.
const RACES_MAX: u32 = 3;

/// What somebody wants done, and what it writes besides the state.
pub struct TransitionRequest<Content> {
    pub action: Action,
    /// For the timeline: the opinion, the reason, the unit.
    pub note: Option<String>,
    /// What the registration holds afterwards; its state, place and version follow from the transition.
    pub content: Content,
}

/// Makes one transition of each item for itself and tells what became of each, in the order of the request.
pub async fn each<Content>(
    cx: &RequestContext<'_>,
    acting: &Acting,
    items: &[Seen],
    wanted: &TransitionRequest<Content>,
) -> Result<BatchResponse, Error>
where
    Content: Fn(Registration) -> Registration,
{
    check_items(items)?;
    let mut windows = Vec::new();
    let mut results = Vec::with_capacity(items.len());
    for (position, seen) in items.iter().enumerate() {
        // The request itself has just been let in; what comes later in a batch is done only while that still holds.
        let in_office = if position == 0 { Ok(()) } else { check_office(cx, acting).await };
        let outcome = match in_office {
            Ok(()) => judge(cx, acting, seen, wanted, &mut windows).await,
            Err(failure) => Err(failure.into()),
        };
        results.push(told_apart(seen, outcome));
    }
    Ok(BatchResponse { results })
}

/// Makes one of several transitions, each of its own, as [`each`] does: while the actor is in office still.
pub async fn one_of<Content>(
    cx: &RequestContext<'_>,
    acting: &Acting,
    position: usize,
    seen: &Seen,
    wanted: Result<TransitionRequest<Content>, Error>,
) -> ItemResult
where
    Content: Fn(Registration) -> Registration,
{
    let in_office = if position == 0 { Ok(()) } else { check_office(cx, acting).await };
    let outcome = match (in_office, wanted) {
        (Ok(()), Ok(wanted)) => judge(cx, acting, seen, &wanted, &mut Vec::new()).await,
        (Err(failure), _) | (_, Err(failure)) => Err(failure.into()),
    };
    told_apart(seen, outcome)
}

/// An event that was not done, and what the registration is now, where that is why.
struct NotDone {
    failure: Error,
    now: Option<Box<RegistrationRow>>,
}

impl<T: Into<Error>> From<T> for NotDone {
    fn from(failure: T) -> Self {
        Self { failure: failure.into(), now: None }
    }
}

/// What became of one item, whatever becomes of the others.
fn told_apart(seen: &Seen, outcome: Result<Outcome, NotDone>) -> ItemResult {
    let outcome = outcome.unwrap_or_else(|NotDone { failure, now }| {
        if let Error::Internal(cause) = &failure {
            usage::note_cause(cause);
        }
        Outcome::Refused { code: failure.code().to_owned(), message: failure.message(), row: now }
    });
    ItemResult { id: seen.id.clone(), outcome }
}

/// Refuses a batch that is empty, too large, or names an item twice.
pub fn check_items(items: &[Seen]) -> Result<(), Error> {
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
    errors.finish(|| ()).map_err(Error::Invalid)
}

/// Makes one transition of one registration, if its actor may and nobody was quicker.
pub async fn once<Content>(
    cx: &RequestContext<'_>,
    acting: &Acting,
    seen: &Seen,
    wanted: &TransitionRequest<Content>,
) -> Result<Outcome, Error>
where
    Content: Fn(Registration) -> Registration,
{
    judge(cx, acting, seen, wanted, &mut Vec::new()).await.map_err(|not_done| not_done.failure)
}

/// The windows of units that this request has asked about.
type KnownWindows = Vec<(UnitId, Windows)>;

/// What a transition makes of a registration, by the rules alone: for telling a past in which nobody was quicker and every
/// window was open.
pub fn carried_out<Content>(
    before: &Registration,
    by: &By<'_>,
    wanted: &TransitionRequest<Content>,
) -> Result<Written, Error>
where
    Content: Fn(Registration) -> Registration,
{
    let transition = review::transition(&before.transition_subject(), by.actor, &wanted.action)?;
    let told = told(&transition, wanted);
    let content = (wanted.content)(before.clone());
    let after = transition.state.map(|state| Registration { state, place: transition.place, ..content });
    registrations::written(Some(before), after, by, told)
}

async fn judge<Content>(
    cx: &RequestContext<'_>,
    acting: &Acting,
    seen: &Seen,
    wanted: &TransitionRequest<Content>,
    windows: &mut KnownWindows,
) -> Result<Outcome, NotDone>
where
    Content: Fn(Registration) -> Registration,
{
    let app = cx.app;
    let actor = acting.actor();
    for _ in 0..RACES_MAX {
        // As of each try: what is told comes after what its person has been shown.
        let by = By { actor: &actor, name: acting.name(), repeat: &cx.repeat, at: app.clock.now() };
        let found = registrations::find(app, &seen.id).await?;
        let Some(before) = found else {
            let done = history::was_done(app, &seen.id, seen.version + 1, &by).await?;
            return if done { Ok(Outcome::Done { row: None }) } else { Err(Error::NotFound.into()) };
        };
        let subject = before.transition_subject();
        if !review::may_read(&subject, &actor) {
            return Err(Error::NotFound.into());
        }
        if before.version != seen.version {
            if history::was_done(app, &seen.id, seen.version + 1, &by).await? {
                return Ok(Outcome::Done { row: Some(Box::new(before.row())) });
            }
            let failure = match review::transition(&subject, &actor, &wanted.action) {
                Ok(_) => changed_meanwhile(),
                Err(refusal) => refusal.into(),
            };
            return Err(NotDone { failure, now: Some(Box::new(before.row())) });
        }
        let transition = review::transition(&subject, &actor, &wanted.action)?;
        let told = told(&transition, wanted);
        let mut content = (wanted.content)(before.clone());
        if matches!(told.happening, Happening::PassedFirstStage | Happening::Approved | Happening::Rejected) {
            content.decided_at = Some(by.at);
        }
        check_window(cx, &wanted.action, &content, windows).await?;
        match registrations::change(app, &before, content, transition, &by, told).await? {
            Saved::Done(after) => return Ok(Outcome::Done { row: Some(Box::new(after.row())) }),
            Saved::Deleted => return Ok(Outcome::Done { row: None }),
            Saved::Raced => {}
        }
    }
    Err(Error::Busy.into())
}

/// Refuses to edit and to submit outside the window of the credited year.
async fn check_window(
    cx: &RequestContext<'_>,
    action: &Action,
    content: &Registration,
    known: &mut KnownWindows,
) -> Result<(), Error> {
    if !matches!(action, Action::Edit | Action::Submit { .. }) {
        return Ok(());
    }
    let unit = &content.employer.unit;
    if !known.iter().any(|(one, _)| one == unit) {
        known.push((unit.clone(), windows::of_unit(cx.app, unit).await?));
    }
    let windows = known.iter().find(|(one, _)| one == unit).map(|(_, windows)| windows);
    let now = cx.app.clock.now();
    match windows.map(|windows| windows.require_open(content.credited_year, now)) {
        Some(Err(closed)) if *action == Action::Edit => Err(Error::invalid("credited_year", &closed)),
        Some(Err(closed)) => Err(Error::Conflict { code: closed.code(), message: closed.message().into_owned() }),
        _ => Ok(()),
    }
}

/// Whether an administrator still is what the request was let in for: a long batch ends where that does.
async fn check_office(cx: &RequestContext<'_>, acting: &Acting) -> Result<(), Error> {
    let Acting::Administrator(administrator) = acting else { return Ok(()) };
    let account = accounts::find(cx.app, &administrator.account).await?;
    if account.is_some_and(|account| account.enabled && account.epoch == administrator.epoch) {
        return Ok(());
    }
    Err(Error::Conflict {
        code: "office_ended", message: "您的管理员账号刚被停用或调整，这一条没有处理".to_owned()
    })
}

/// The registration allows the act, but is not what its actor looked at.
fn changed_meanwhile() -> Error {
    Error::Conflict {
        code: "changed_meanwhile",
        message: "这条登记在您打开之后有改动，请看过新的内容再操作".to_owned(),
    }
}

fn told<Content>(transition: &Transition, wanted: &TransitionRequest<Content>) -> HistoryContent {
    let happening = match (&wanted.action, &transition.state) {
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
    HistoryContent { happening, note: wanted.note.clone(), hours }
}

/// Reads one registration that `acting` may see. To everyone else it does not exist.
pub async fn find_readable(
    cx: &RequestContext<'_>,
    acting: &Acting,
    id: &domain::id::RegistrationId,
) -> Result<Registration, Error> {
    let registration = registrations::find(cx.app, id).await?.ok_or(Error::NotFound)?;
    if review::may_read(&registration.transition_subject(), &acting.actor()) {
        Ok(registration)
    } else {
        Err(Refusal::NotYours.into())
    }
}
