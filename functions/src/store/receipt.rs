//! Which request made an account, or set its password, without a session: so that its repeat after a lost answer is let in
//! once more, and nothing else is. A key opens nothing by itself.

use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::idempotency::Repeat;

/// A browser repeats a request within seconds; a person who comes back later has the password.
const SECONDS: i64 = 10 * 60;

/// Stands on the account that the request left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    key: String,
    content: String,
    /// Of the account as the request left it. Whatever ends its sessions ends this too.
    epoch: u32,
    until: Timestamp,
}

impl Receipt {
    /// # Errors
    /// If the endpoint's row does not ask for a key.
    pub fn of(repeat: &Repeat, epoch: u32, now: Timestamp) -> Result<Self, Error> {
        let key = repeat.key()?.as_str().to_owned();
        Ok(Self { key, content: repeat.content.clone(), epoch, until: now.plus_seconds(SECONDS) })
    }

    /// Whether a request is the one that left the account at `epoch`, in time.
    ///
    /// # Errors
    /// If the endpoint's row does not ask for a key.
    pub fn is_of(&self, repeat: &Repeat, epoch: u32, now: Timestamp) -> Result<bool, Error> {
        let is_same = self.key == repeat.key()?.as_str() && self.content == repeat.content;
        Ok(is_same && self.epoch == epoch && now < self.until)
    }
}
