//! Where tools that were built from source are kept, for all checkouts of one user.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::progress::{Planned, ready, step};

pub struct ToolCache {
    directory: PathBuf,
}

/// A tool that can be built into a directory of its own. The name of the directory carries the version.
pub struct Tool<'a> {
    pub directory: String,
    /// What a person calls it, with its version.
    pub title: String,
    /// What it takes on two cores beside other builds, so that nobody believes it hangs.
    pub cost: Duration,
    /// Whether the given directory holds the tool, complete.
    pub is_complete: &'a dyn Fn(&Path) -> bool,
    pub build: &'a dyn Fn(&Path) -> Result<()>,
}

impl Tool<'_> {
    fn step_name(&self) -> String {
        format!("installing {}", self.title)
    }
}

impl ToolCache {
    /// `$XUESHI_TOOLS`, or `~/.cache/xueshi`.
    pub fn locate() -> Result<Self> {
        let directory = match env::var_os("XUESHI_TOOLS") {
            Some(directory) => PathBuf::from(directory),
            None => {
                let home = env::var_os("HOME").context("neither XUESHI_TOOLS nor HOME says where tools can be kept")?;
                PathBuf::from(home).join(".cache/xueshi")
            }
        };
        fs::create_dir_all(&directory)
            .with_context(|| format!("cannot create {}; set XUESHI_TOOLS to another directory", directory.display()))?;
        Ok(Self { directory })
    }

    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where a tool is, or will be.
    pub fn place(&self, tool: &Tool) -> PathBuf {
        self.directory.join(&tool.directory)
    }

    /// The step that provides a tool, unless it is there.
    pub fn plan(&self, tool: &Tool, line: usize) -> Option<Planned> {
        let is_there = (tool.is_complete)(&self.place(tool));
        (!is_there).then(|| Planned { what: tool.step_name(), line, guess: tool.cost })
    }

    /// Returns the directory of a tool, after building it if it is not there.
    ///
    /// It is built beside its place and moved there when it is complete, so an interrupted build is never mistaken for
    /// a finished one. Only one process builds a tool at a time; others wait and use the result.
    pub fn provide(&self, tool: &Tool) -> Result<PathBuf> {
        let place = self.place(tool);
        if (tool.is_complete)(&place) {
            ready(&tool.title);
            return Ok(place);
        }
        let _lock = lock(&self.directory.join(format!("{}.lock", tool.directory)), &tool.title)?;
        if (tool.is_complete)(&place) {
            ready(&tool.title);
            return Ok(place);
        }
        step(&tool.step_name(), || self.build(tool, &place))?;
        Ok(place)
    }

    fn build(&self, tool: &Tool, place: &Path) -> Result<()> {
        let partial = self.directory.join(format!("{}.partial", tool.directory));
        remove_directory(&partial)?;
        fs::create_dir_all(&partial).with_context(|| format!("cannot create {}", partial.display()))?;
        (tool.build)(&partial)?;
        anyhow::ensure!(
            (tool.is_complete)(&partial),
            "{} was built in {} but does not work",
            tool.title,
            partial.display()
        );
        remove_directory(place)?;
        fs::rename(&partial, place).with_context(|| format!("cannot create {}", place.display()))
    }
}

/// Holds a lock file until the returned file is dropped, or its process ends in whatever way.
pub fn lock(path: &Path, title: &str) -> Result<File> {
    let cannot_lock = || format!("cannot lock {}", path.display());
    let file = File::create(path).with_context(cannot_lock)?;
    if file.try_lock().is_err() {
        println!("… waiting for another process that is at work on {title}");
        file.lock().with_context(cannot_lock)?;
    }
    Ok(file)
}

pub fn remove_directory(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn is_complete(directory: &Path) -> bool {
        directory.join("ready").exists()
    }

    #[test]
    fn an_interrupted_build_is_done_again_and_a_finished_one_is_kept() {
        let directory = env::temp_dir().join(format!("xtask-cache-{}", std::process::id()));
        fs::create_dir_all(&directory).expect("a scratch directory");
        let cache = ToolCache { directory: directory.clone() };
        let builds = Cell::new(0);
        let build = |place: &Path| {
            builds.set(builds.get() + 1);
            fs::write(place.join("half"), "")?;
            anyhow::ensure!(builds.get() > 1, "the power went out");
            fs::write(place.join("ready"), "").context("cannot write")
        };
        let tool = Tool {
            directory: "tool-1.0".into(),
            title: "tool 1.0".into(),
            cost: Duration::ZERO,
            is_complete: &is_complete,
            build: &build,
        };

        assert!(cache.provide(&tool).is_err());
        assert!(!directory.join("tool-1.0").exists());
        let place = cache.provide(&tool).expect("the second attempt");
        assert!(is_complete(&place));
        cache.provide(&tool).expect("nothing to do");
        assert_eq!(builds.get(), 2);
        fs::remove_dir_all(directory).expect("the scratch directory");
    }
}
