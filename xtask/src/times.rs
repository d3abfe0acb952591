//! How long each step took last time, by its name: one small file for all checkouts of a user, so that a fresh clone knows what
//! this machine takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::setup::cache::{ToolCache, lock};

const FILE: &str = "times";
/// What took less was done before: it says nothing of the next time.
const WORTH_NOTING: Duration = Duration::from_secs(2);

pub struct Times {
    path: PathBuf,
}

impl Times {
    pub fn of_this_user() -> Result<Self> {
        Ok(Self { path: ToolCache::locate()?.directory().join(FILE) })
    }

    pub fn of(&self, step: &str) -> Option<Duration> {
        read(&self.path).get(step).copied()
    }

    pub fn note(&self, step: &str, took: Duration) -> Result<()> {
        if took < WORTH_NOTING {
            return Ok(());
        }
        let _lock = lock(&self.path.with_extension("lock"), "the times of steps")?;
        let mut times = read(&self.path);
        times.insert(step.to_owned(), took);
        let lines: String = times.iter().map(|(step, time)| format!("{:.1}\t{step}\n", time.as_secs_f64())).collect();
        let next = self.path.with_extension("next");
        fs::write(&next, lines).with_context(|| format!("cannot write {}", next.display()))?;
        fs::rename(&next, &self.path).with_context(|| format!("cannot write {}", self.path.display()))
    }
}

/// What cannot be read is not known: a guess is as good.
fn read(path: &Path) -> BTreeMap<String, Duration> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = |line: &str| {
        let (seconds, step) = line.split_once('\t')?;
        Some((step.to_owned(), Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?))
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_time_counts_and_what_was_done_before_does_not() {
        let directory = std::env::temp_dir().join(format!("xtask-times-{}", std::process::id()));
        fs::create_dir_all(&directory).expect("a scratch directory");
        let times = Times { path: directory.join(FILE) };
        assert_eq!(times.of("installing trunk"), None);
        times.note("installing trunk", Duration::from_secs(242)).expect("noted");
        times.note("front end", Duration::from_secs(90)).expect("noted");
        times.note("front end", Duration::from_secs(80)).expect("noted");
        times.note("installing trunk", Duration::from_millis(3)).expect("not noted");
        assert_eq!(times.of("installing trunk"), Some(Duration::from_secs(242)));
        assert_eq!(times.of("front end"), Some(Duration::from_secs(80)));
        fs::write(&times.path, "nonsense\n-3\tx\n1.5\tfront end\n").expect("written");
        assert_eq!((times.of("x"), times.of("front end")), (None, Some(Duration::from_millis(1500))));
        fs::remove_dir_all(directory).expect("the scratch directory");
    }
}
