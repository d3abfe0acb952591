//! What something takes: time, and as much of the processor, which others on the machine disturb less.

use std::time::{Duration, Instant};

use nix::time::ClockId;

pub struct Stopwatch {
    started: Instant,
    processor: Duration,
}

/// What it took until now.
#[derive(Debug, Clone, Copy, Default)]
pub struct Took {
    pub elapsed: Duration,
    /// Of all threads of this process together.
    pub processor: Duration,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self { processor: processor(), started: Instant::now() }
    }

    pub fn took(&self) -> Took {
        Took { elapsed: self.started.elapsed(), processor: processor().saturating_sub(self.processor) }
    }
}

fn processor() -> Duration {
    ClockId::CLOCK_PROCESS_CPUTIME_ID.now().expect("every process has this clock").into()
}
