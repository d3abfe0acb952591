//! Messages. Decisions are told by the registrations themselves; only what leaves nothing else behind is an item of its
//! own. How many there have been, and how many were seen, is counted on the person.

use domain::contract::messages::{About, Message};
use domain::id::PersonId;
use domain::review::State;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::{Key, MESSAGES, person_partition};
use super::registrations::Registration;
use super::table::{Change, Condition, Range, SortRange, item};
use crate::house::House;
use crate::http::failure::Failure;

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
pub fn put(person: &PersonId, at: Timestamp, about: About) -> Result<Change, Failure> {
    let serial = domain::id::spell(crate::vault::random_bits());
    let stored = Stored { at, about, gone_at: at.seconds() + KEPT_SECONDS };
    Ok(Change::Put { item: item(&Key::message(person, at, &serial), &stored)?, condition: Condition::Missing })
}

/// The newest messages that are items of their own.
pub async fn newest(house: &House, person: &PersonId) -> Result<Vec<Stored>, Failure> {
    let range = Range {
        index: None,
        partition: person_partition(person),
        sort: SortRange::Prefix(MESSAGES.to_owned()),
        newest_first: true,
        consistent: false,
        after: None,
    };
    house.table.query(range, SHOWN_MAX).await?.items.into_iter().map(super::table::parse).collect()
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
