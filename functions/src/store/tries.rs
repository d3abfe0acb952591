//! Tries of passwords and codes: each is counted before it is judged, so that of many at once no more are judged than one
//! after the other. Some are free; from then on each one doubles the wait for the next.
//!
//! A browser that has signed in before, an open session and a one-time code have counts of their own: nobody who guesses
//! keeps somebody out who is known (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").

use domain::id::AccountId;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::table::{Item, number, parse};
use crate::app::App;
use crate::error::Error;

/// Tries that wait for nothing.
const FREE: u32 = 5;
/// The first wait, and the longest.
const WAIT_SECONDS: i64 = 30;
const WAIT_SECONDS_MAX: i64 = 60 * 60;
/// So many times the wait doubles until it is the longest.
const DOUBLINGS_MAX: u32 = 7;
/// After so long without one, all are forgotten.
const FORGOTTEN_SECONDS: i64 = 24 * 60 * 60;
/// Times that somebody looks again who met others at the same count.
const LOOKS_MAX: usize = 8;

/// Which of an account's counts a try goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counter {
    /// All browsers that nobody has signed in with share one.
    Strangers,
    /// A browser, a session or a code, by something that names it and opens nothing.
    Known(String),
}

impl Counter {
    /// The count of the browser that asks, by what it is called for an account that has signed in with it.
    pub fn of_browser(id: Option<String>) -> Self {
        id.map_or(Self::Strangers, Self::Known)
    }

    fn key(&self, account: &AccountId) -> Key {
        match self {
            Self::Strangers => Key::tries(account),
            Self::Known(name) => Key::tries_of(account, name),
        }
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct StoredTries {
    tries: u32,
    last_try: Timestamp,
    gone_at: i64,
}

impl StoredTries {
    /// The table may hold them a while longer.
    fn are_forgotten(&self, now: Timestamp) -> bool {
        self.gone_at < now.seconds()
    }

    fn locked_seconds(&self, now: Timestamp) -> i64 {
        (self.last_try.seconds().saturating_add(wait_seconds(self.tries)) - now.seconds()).max(0)
    }
}

/// How long the next try waits after so many.
fn wait_seconds(tries: u32) -> i64 {
    match tries.checked_sub(FREE) {
        None => 0,
        Some(doublings) => (WAIT_SECONDS << doublings.min(DOUBLINGS_MAX)).min(WAIT_SECONDS_MAX),
    }
}

/// A try that may be judged.
#[derive(Debug)]
#[must_use = "a try that was right is to be told so"]
pub struct Try {
    key: Key,
    /// Among the ones before it since the last that was told right.
    number: u32,
}

impl Try {
    /// Counts a try, unless one has to wait.
    ///
    /// # Errors
    /// [`Error::Locked`] with the time to wait.
    pub async fn claim(app: &App, account: &AccountId, counter: &Counter) -> Result<Self, Error> {
        let (now, key) = (app.clock.now(), counter.key(account));
        for _ in 0..LOOKS_MAX {
            if let Some(number) = count_free(app, &key, now).await? {
                return Ok(Self { key, number });
            }
            let Some(before): Option<StoredTries> = app.table.get(&key).await? else { continue };
            if !before.are_forgotten(now) && before.locked_seconds(now) > 0 {
                return Err(Error::Locked { seconds: before.locked_seconds(now) });
            }
            if let Some(number) = count_after(app, &key, &before, now).await? {
                return Ok(Self { key, number });
            }
        }
        // So many are at it at this instant that one of them has the turn.
        Err(Error::Locked { seconds: WAIT_SECONDS })
    }

    /// It was right: those before it count no more. The first one since is left on the count, which saves a write of most
    /// sign-ins.
    pub async fn was_right(self, app: &App) -> Result<(), Error> {
        if self.number > 1 { app.table.delete(&self.key).await } else { Ok(()) }
    }
}

/// Counts one of the free ones; gives its number.
async fn count_free(app: &App, key: &Key, now: Timestamp) -> Result<Option<u32>, Error> {
    let free =
        "(attribute_not_exists(tries) OR tries < :free) AND (attribute_not_exists(gone_at) OR gone_at >= :second)";
    let mut values = counted(now);
    values.insert(":free".to_owned(), number(i64::from(FREE)));
    values.insert(":second".to_owned(), number(now.seconds()));
    let expression = "SET last_try = :now, gone_at = :gone ADD tries :one";
    stored_number(app.table.update_returning(key, expression, values, Some(free)).await?)
}

/// Counts the one that comes after those before it, if nobody else has.
async fn count_after(app: &App, key: &Key, before: &StoredTries, now: Timestamp) -> Result<Option<u32>, Error> {
    let mut values = counted(now);
    values.insert(":tries".to_owned(), number(i64::from(before.tries)));
    values.insert(":last".to_owned(), number(before.last_try.milliseconds()));
    let expression = if before.are_forgotten(now) {
        "SET tries = :one, last_try = :now, gone_at = :gone"
    } else {
        "SET last_try = :now, gone_at = :gone ADD tries :one"
    };
    let unchanged = "tries = :tries AND last_try = :last";
    stored_number(app.table.update_returning(key, expression, values, Some(unchanged)).await?)
}

fn counted(now: Timestamp) -> Item {
    Item::from([
        (":one".to_owned(), number(1)),
        (":now".to_owned(), number(now.milliseconds())),
        (":gone".to_owned(), number(now.seconds() + FORGOTTEN_SECONDS)),
    ])
}

fn stored_number(stored: Option<Item>) -> Result<Option<u32>, Error> {
    stored.map(parse::<StoredTries>).transpose().map(|stored| stored.map(|stored| stored.tries))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_wait_never_shrinks_and_never_exceeds_an_hour(tries in any::<u32>()) {
            let (wait, next) = (wait_seconds(tries), wait_seconds(tries.saturating_add(1)));
            prop_assert!((0..=WAIT_SECONDS_MAX).contains(&wait));
            prop_assert!(wait <= next);
            prop_assert_eq!(wait == 0, tries < FREE);
        }

        #[test]
        fn a_lock_is_open_or_says_a_time_to_wait(tries in any::<u32>(), last in any::<i32>(), now in any::<i32>()) {
            let second = |second: i32| Timestamp::from_milliseconds(i64::from(second) * 1_000);
            let stored = StoredTries { tries, last_try: second(last), gone_at: i64::MAX };
            let locked = stored.locked_seconds(second(now));
            prop_assert!(locked >= 0);
            prop_assert!(now < last || locked <= WAIT_SECONDS_MAX);
        }
    }

    #[test]
    fn the_first_waits_are_half_a_minute_one_and_two() {
        assert_eq!([4, 5, 6, 7, 12, 67].map(wait_seconds), [0, 30, 60, 120, 3_600, 3_600]);
    }
}
