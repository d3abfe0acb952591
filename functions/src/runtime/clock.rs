//! The clock as an input: handlers ask it, tests set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::timestamp::Timestamp;

/// Tells the current instant.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    /// Stands still at the given milliseconds since the Unix epoch until it is set again.
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn set_at(now: Timestamp) -> Self {
        Self::Set(Arc::new(AtomicI64::new(now.milliseconds())))
    }

    pub fn now(&self) -> Timestamp {
        let milliseconds = match self {
            Self::System => {
                let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
            }
            Self::Set(milliseconds) => milliseconds.load(Ordering::SeqCst),
        };
        Timestamp::from_milliseconds(milliseconds)
    }

    /// Moves a set clock. The system's own is left alone.
    pub fn advance_seconds(&self, seconds: i64) {
        self.advance_milliseconds(seconds * 1_000);
    }

    /// The same, to the very instant.
    pub fn advance_milliseconds(&self, milliseconds: i64) {
        if let Self::Set(now) = self {
            now.fetch_add(milliseconds, Ordering::SeqCst);
        }
    }
}
