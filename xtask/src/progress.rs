//! Saying what happens, one plain line at a time.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Says that nothing had to be done.
pub fn ready(what: &str) {
    println!("✓ {what} ready");
}

/// Says that some work begins, does it, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("… {what}");
    let start = Instant::now();
    let result = work()?;
    println!("✓ {what}: {}", elapsed(start.elapsed()));
    Ok(result)
}

/// A duration as a person would say it: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn elapsed(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(elapsed(Duration::from_millis(430)), "0.4 s");
        assert_eq!(elapsed(Duration::from_secs(12)), "12 s");
        assert_eq!(elapsed(Duration::from_secs(185)), "3 min 05 s");
    }
}
