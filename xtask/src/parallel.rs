//! Doing things at the same time, as many as there are cores.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Result;

pub type Job<'a> = Box<dyn FnOnce() -> Result<()> + Send + 'a>;

pub fn job<'a>(work: impl FnOnce() -> Result<()> + Send + 'a) -> Job<'a> {
    Box::new(work)
}

/// Does all of them, begun in their order, and fails with the first failure in that order. After a failure nothing more is begun.
pub fn all(jobs: Vec<Job<'_>>) -> Result<()> {
    at_most(thread::available_parallelism().map_or(2, usize::from), jobs)
}

/// The same with as many at once as the caller says.
pub fn at_most(workers: usize, jobs: Vec<Job<'_>>) -> Result<()> {
    let queue = Mutex::new(jobs.into_iter().enumerate().collect::<VecDeque<_>>());
    let failures = Mutex::new(Vec::new());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((number, work)) = next() {
                    if let Err(error) = work() {
                        queue.lock().unwrap_or_else(PoisonError::into_inner).clear();
                        failures.lock().unwrap_or_else(PoisonError::into_inner).push((number, error));
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    failures.into_iter().min_by_key(|(number, _)| *number).map_or(Ok(()), |(_, error)| Err(error))
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use anyhow::bail;

    use super::*;

    #[test]
    fn two_are_done_at_the_same_time() {
        // Neither could pass the barrier alone.
        let barrier = Barrier::new(2);
        let wait = || {
            barrier.wait();
            Ok(())
        };
        at_most(2, vec![job(wait), job(wait)]).expect("both");
    }

    #[test]
    fn after_a_failure_nothing_is_begun() {
        let begun = AtomicUsize::new(0);
        let count = || {
            begun.fetch_add(1, Ordering::Relaxed);
            Ok(())
        };
        let jobs = vec![job(count), job(|| bail!("the second")), job(count)];
        assert_eq!(at_most(1, jobs).expect_err("it failed").to_string(), "the second");
        assert_eq!(begun.into_inner(), 1);
    }
}
