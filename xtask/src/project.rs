//! Where things are in this checkout.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Finds the checkout that this command was called in: the parent of xtask's own directory.
    pub fn locate() -> Result<Self> {
        // Cargo sets the variable when it runs xtask; the compiled-in value serves a binary that is called by hand.
        let xtask = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = xtask.parent().context("xtask has no parent directory")?.to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(directory) => root.join(directory),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The build directory of native code.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The build directory of WebAssembly code. It has one of its own because another compiler may build it, and two
    /// compilers in one directory rebuild each other's work.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// The built front end, as it is deployed and tested.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// The path of a native executable, or of the directory of examples: what Cargo puts into `debug` is the profile `dev`.
    pub fn native(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }

    /// The Lambda executable.
    pub fn bootstrap(&self) -> PathBuf {
        self.target.join("function/bootstrap")
    }
}
