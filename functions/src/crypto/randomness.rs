//! Where randomness comes from: the operating system. Who repeats a whole run bit by bit (`tests/simulation`) works within a
//! source of their own; nothing of the product does.

use std::sync::Arc;

/// Fills a buffer.
pub type Source = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

tokio::task_local! {
    static SOURCE: Source;
}

/// Fills a buffer.
///
/// # Panics
/// If the operating system has no randomness to give; nothing may go on without it.
pub fn fill(buffer: &mut [u8]) {
    if SOURCE.try_with(|source| source(buffer)).is_err() {
        getrandom::fill(buffer).expect("the operating system gives randomness");
    }
}

/// Works on a future with another source than the operating system. What it would do on other threads is done in turn.
pub async fn within<F: Future>(source: Source, work: F) -> F::Output {
    SOURCE.scope(source, work).await
}

/// Whether a run is to be the same every time.
pub fn is_repeatable() -> bool {
    SOURCE.try_with(|_| ()).is_ok()
}
