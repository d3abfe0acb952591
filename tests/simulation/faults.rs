//! What happens to one request of the table, drawn for each from the chance of the action that makes it.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use fastrand::Rng;

/// What becomes of a request on its way to the table and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Fine,
    RequestLost,
    ReplyLost,
    Twice,
    Throttled,
    Conflict,
    /// The answer comes too late for whoever asked; whether anything has happened is decided by the flag.
    TimedOut {
        done: bool,
    },
    Slow,
    /// The function ends before the request leaves, or when the reply has come.
    DiesBefore,
    DiesAfter,
}

const FATES: [(Fate, u32); 10] = [
    (Fate::RequestLost, 2),
    (Fate::ReplyLost, 3),
    (Fate::Twice, 2),
    (Fate::Throttled, 2),
    (Fate::Conflict, 4),
    (Fate::TimedOut { done: false }, 1),
    (Fate::TimedOut { done: true }, 1),
    (Fate::Slow, 2),
    (Fate::DiesBefore, 2),
    (Fate::DiesAfter, 2),
];

/// The chances of an action that goes on. Each kind of chance is a stream of its own, so that a run without one action, or without
/// its faults, stays as like to the whole one as can be.
pub struct Chances {
    faults: Rng,
    delays: Rng,
    ids: Rng,
    /// Faults in a thousand requests.
    per_mille: u32,
    is_dead: bool,
    /// What has happened, for the history of a run.
    pub happened: Vec<String>,
}

impl Chances {
    pub fn new() -> Self {
        Self {
            faults: Rng::with_seed(0),
            delays: Rng::with_seed(0),
            ids: Rng::with_seed(0),
            per_mille: 0,
            is_dead: false,
            happened: Vec::new(),
        }
    }

    pub fn begin(&mut self, seed: u64, per_mille: u32) {
        *self = Self {
            faults: Rng::with_seed(seed ^ 0xfa),
            delays: Rng::with_seed(seed ^ 0xde),
            ids: Rng::with_seed(seed ^ 0x1d),
            per_mille,
            is_dead: false,
            happened: Vec::new(),
        };
    }

    fn fate(&mut self, operation: &str) -> Fate {
        let is_hit = self.faults.u32(..1_000) < self.per_mille;
        let mut left = self.faults.u32(..FATES.iter().map(|(_, weight)| weight).sum::<u32>());
        let is_write = !matches!(operation, "GetItem" | "BatchGetItem" | "Query");
        for (fate, weight) in FATES {
            if left >= weight {
                left -= weight;
                continue;
            }
            let is_of_writes = matches!(fate, Fate::Twice | Fate::Conflict);
            let is_fine = !is_hit || (is_of_writes && !is_write);
            return if is_fine { Fate::Fine } else { fate };
        }
        Fate::Fine
    }
}

/// The chances of one client, of whatever action it is at.
#[derive(Clone)]
pub struct Turn(Arc<Mutex<Chances>>);

thread_local! {
    static CURRENT: RefCell<Option<Turn>> = const { RefCell::new(None) };
}

impl Turn {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Chances::new())))
    }

    pub fn with<T>(&self, work: impl FnOnce(&mut Chances) -> T) -> T {
        work(&mut self.0.lock().expect("nobody panics with it"))
    }

    /// The turn of whoever makes a request; `None` for who only looks for something to do, to whom nothing happens.
    pub fn current() -> Option<Self> {
        CURRENT.with(|current| current.borrow().clone())
    }

    /// Works on a future as this client; `None`: it has died on the way.
    pub async fn alive<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = Box::pin(work);
        std::future::poll_fn(|context| {
            let before = CURRENT.with(|current| current.replace(Some(self.clone())));
            let polled = work.as_mut().poll(context);
            CURRENT.with(|current| current.replace(before));
            if self.with(|chances| std::mem::take(&mut chances.is_dead)) {
                return std::task::Poll::Ready(None);
            }
            polled.map(Some)
        })
        .await
    }

    pub fn draw(&self, operation: &str) -> Fate {
        self.with(|chances| {
            let fate = chances.fate(operation);
            if fate != Fate::Fine {
                chances.happened.push(format!("{operation} {fate:?}"));
            }
            fate
        })
    }

    pub fn die(&self) {
        self.with(|chances| chances.is_dead = true);
    }

    /// A delay below `bound` milliseconds.
    pub fn delay(&self, bound: u64) -> std::time::Duration {
        std::time::Duration::from_millis(self.with(|chances| chances.delays.u64(..bound)))
    }

    pub fn fill(&self, buffer: &mut [u8]) {
        self.with(|chances| chances.ids.fill(buffer));
    }
}
