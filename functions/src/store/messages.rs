//! Messages. Decisions are told by the registrations themselves; only what leaves nothing else behind is an item of its
//! own. How many there have been, and how many were seen, is counted on the person.

use domain::contract::messages::{About, Message};
use domain::id::PersonId;
use domain::limits::CLOSING_TOLD_DAYS;
use domain::review::State;
use domain::timestamp::Timestamp;
use domain::window::Closing;
use serde::{Deserialize, Serialize};

use super::keys::{Key, MESSAGES, person_partition};
use super::people::{self, Person};
use super::registrations::{self, Registration};
use super::table::{Change, Condition, Range, SortRange, item};
use super::years::YearChanges;
use super::{rules, windows};
use crate::app::App;
use crate::error::Error;

/// A message of its own goes after so long.
const KEPT_SECONDS: i64 = 366 * 24 * 60 * 60;
/// So many of them are shown.
const SHOWN_MAX: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub at: Timestamp,
    pub about: About,
    gone_at: i64,
}

/// Tells a person something. The transaction must also count it: `YearChanges::tell`.
pub fn put(person: &PersonId, at: Timestamp, about: About) -> Result<Change, Error> {
    let serial = domain::id::spell(crate::crypto::vault::random_bits());
    let stored = Stored { at, about, gone_at: at.seconds() + KEPT_SECONDS };
    Ok(Change::Put { item: item(&Key::message(person, at, &serial), &stored)?, condition: Condition::Missing })
}

/// Tells a person something that nothing else of the transaction tells, and counts it.
pub fn tell(person: &PersonId, at: Timestamp, about: About) -> Result<Vec<Change>, Error> {
    let mut of_person = YearChanges::of(person);
    of_person.tell(1);
    let mut changes = vec![put(person, at, about)?];
    changes.extend(of_person.change());
    Ok(changes)
}

/// The newest messages that are items of their own.
pub async fn newest(app: &App, person: &PersonId) -> Result<Vec<Stored>, Error> {
    let range = Range {
        index: None,
        partition: person_partition(person),
        sort: SortRange::Prefix(MESSAGES.to_owned()),
        newest_first: true,
        consistent: false,
        after: None,
    };
    app.table.query(range, SHOWN_MAX).await?.items.into_iter().map(super::table::parse).collect()
}

/// The years that close soon for somebody whom that concerns: who has not fulfilled the year, or has something of it left
/// to submit. Nothing is stored of that; the windows, the totals and the registrations say it.
pub async fn closing(app: &App, person: &Person) -> Result<Vec<Closing>, Error> {
    let windows = windows::of_unit(app, &person.employer.unit).await?;
    let mut told = Vec::new();
    for closing in windows.closing(app.clock.now(), CLOSING_TOLD_DAYS) {
        let counted = people::counted(app, &person.id, closing.year).await?;
        let totals = counted.map(|counted| counted.totals).unwrap_or_default();
        let rules = rules::today(app).await?;
        let requirement = rules.requirement_for(closing.year);
        let is_unfulfilled = requirement.is_some_and(|requirement| !totals.meet(requirement));
        if is_unfulfilled || registrations::has_drafts(app, &person.id, closing.year).await? {
            told.push(closing);
        }
    }
    Ok(told)
}

/// Whether the person has been shown that the year closes then. An end that is set anew is news again.
pub fn is_seen(person: &Person, closing: &Closing) -> bool {
    person.closings_seen.get(&closing.year) == Some(&closing.closes_at)
}

/// How many messages wait for a person to whom it is told that these years close.
pub fn unread(person: &Person, closing: &[Closing]) -> u32 {
    let unseen = closing.iter().filter(|one| !is_seen(person, one)).count();
    person.unread().saturating_add(u32::try_from(unseen).unwrap_or(u32::MAX))
}

/// Since when a registration tells its person that it is decided.
pub fn told_at(registration: &Registration) -> Option<Timestamp> {
    let is_told = matches!(registration.state, State::Approved { .. } | State::Rejected { .. });
    registration.decided_at.filter(|_| is_told)
}

/// What a decided registration tells its person.
pub fn of_registration(registration: Registration, seen_at: Timestamp) -> Option<Message> {
    let at = registration.decided_at?;
    let about = match registration.state {
        State::Approved { approved_hours } => About::Approved {
            registration: registration.id,
            title: registration.title,
            approved_hours,
            claimed_hours: registration.claimed_hours,
            reason: registration.reason,
        },
        State::Rejected { opinion } => {
            About::Rejected { registration: registration.id, title: registration.title, opinion }
        }
        State::Draft | State::Pending { .. } => return None,
    };
    Some(Message { at, unread: at > seen_at, about })
}
