//! The clock as an input: handlers ask it, tests set it.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::timestamp::Timestamp;

/// Tells the current instant.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    /// Stands still at the given milliseconds since the Unix epoch until it is set again.
    Set(Arc<AtomicI64>),
    /// Goes as somebody else has it go, who also says when a wait is over.
    Driven(Arc<dyn Time>),
}

/// Time that passes when somebody says so.
pub trait Time: Debug + Send + Sync {
    fn now(&self) -> Timestamp;

    /// Is over once so much of this time has passed.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
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
            Self::Driven(time) => return time.now(),
        };
        Timestamp::from_milliseconds(milliseconds)
    }

    /// Waits; a clock that stands still waits as long as the system's.
    pub async fn sleep(&self, duration: Duration) {
        match self {
            Self::System | Self::Set(_) => tokio::time::sleep(duration).await,
            Self::Driven(time) => time.sleep(duration).await,
        }
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
