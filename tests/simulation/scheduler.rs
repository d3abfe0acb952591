//! Has futures take turns as a seed says, on one thread, in a time that passes only when nobody has anything to do.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use aws_sdk_dynamodb::config::{AsyncSleep, Sleep};
use domain::timestamp::Timestamp;
use fastrand::Rng;
use functions::clock::Time;

/// Turns that a run may take; one that takes more would never end.
const TURNS_MAX: u32 = 2_000_000;

pub type Task<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// The time of a run, in milliseconds since the epoch.
#[derive(Clone)]
pub struct VirtualTime(Arc<Mutex<State>>);

struct State {
    now: i64,
    timers: BTreeMap<(i64, u64), Waker>,
    made: u64,
}

impl VirtualTime {
    pub fn beginning_at(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(State { now: now.milliseconds(), timers: BTreeMap::new(), made: 0 })))
    }

    pub fn milliseconds(&self) -> i64 {
        self.0.lock().expect("no turn panics with it").now
    }

    /// Goes to the next instant at which somebody has something to do; `false`: there is none.
    fn advance(&self) -> bool {
        let woken = {
            let mut state = self.0.lock().expect("no turn panics with it");
            let Some(((due, _), waker)) = state.timers.pop_first() else { return false };
            state.now = state.now.max(due);
            waker
        };
        woken.wake();
        true
    }

    pub fn wait(&self, duration: Duration) -> Wait {
        let due = self.milliseconds() + i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 2);
        Wait { time: self.clone(), due, timer: None }
    }
}

impl fmt::Debug for VirtualTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VirtualTime({})", self.milliseconds())
    }
}

impl Time for VirtualTime {
    fn now(&self) -> Timestamp {
        Timestamp::from_milliseconds(self.milliseconds())
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(self.wait(duration))
    }
}

/// The waits of the SDK.
impl AsyncSleep for VirtualTime {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(self.wait(duration))
    }
}

/// Over at its instant.
pub struct Wait {
    time: VirtualTime,
    due: i64,
    timer: Option<(i64, u64)>,
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let (Some(timer), Ok(mut state)) = (self.timer, self.time.0.lock()) {
            state.timers.remove(&timer);
        }
    }
}

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let time = self.time.clone();
        let mut state = time.0.lock().expect("no turn panics with it");
        if state.now >= self.due {
            return Poll::Ready(());
        }
        let timer = match self.timer {
            Some(timer) => timer,
            None => {
                state.made += 1;
                (self.due, state.made)
            }
        };
        self.timer = Some(timer);
        state.timers.insert(timer, context.waker().clone());
        Poll::Pending
    }
}

struct Ready(AtomicBool);

impl Wake for Ready {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Works on all of them until all are over.
///
/// # Panics
/// If they wait for each other, or never end.
pub fn run(time: &VirtualTime, chance: &mut Rng, tasks: Vec<Task<'_>>) {
    let mut tasks: Vec<(Task<'_>, Arc<Ready>)> =
        tasks.into_iter().map(|task| (task, Arc::new(Ready(AtomicBool::new(true))))).collect();
    let mut turns = 0;
    while !tasks.is_empty() {
        turns += 1;
        assert!(turns < TURNS_MAX, "it never ends");
        let ready: Vec<usize> =
            (0..tasks.len()).filter(|position| tasks[*position].1.0.load(Ordering::SeqCst)).collect();
        if ready.is_empty() {
            assert!(time.advance(), "everybody waits for somebody else");
            continue;
        }
        let position = ready[chance.usize(..ready.len())];
        let (task, is_ready) = &mut tasks[position];
        is_ready.0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(is_ready));
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            drop(tasks.remove(position));
        }
    }
}

/// Works on one future to its end.
pub fn wait_for<T>(time: &VirtualTime, work: impl Future<Output = T>) -> T {
    let mut told = None;
    run(time, &mut Rng::with_seed(0), vec![Box::pin(async { told = Some(work.await) })]);
    told.expect("it has ended")
}
