//! A digest of files: what tells whether anything changed since the last build, and what names of files carry.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Of SHA-256, as many digits as make two different files of one product bear two names.
const DIGITS: usize = 16;

pub struct Fingerprint(Sha256);

impl Fingerprint {
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    /// Of one field alone.
    pub fn of(field: &[u8]) -> Self {
        let mut fingerprint = Self::new();
        fingerprint.add(field);
        fingerprint
    }

    /// Adds one field. Its length goes in first, so that `ab` + `c` differs from `a` + `bc`.
    pub fn add(&mut self, field: &[u8]) {
        self.0.update((field.len() as u64).to_le_bytes());
        self.0.update(field);
    }

    /// Adds the name and the content of a file, or of every file below a directory. What does not exist adds nothing.
    pub fn add_files(&mut self, root: &Path, name: &str) -> Result<()> {
        for path in files_below(&root.join(name))? {
            let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            self.add(path.strip_prefix(root).unwrap_or(&path).as_os_str().as_encoded_bytes());
            self.add(&content);
        }
        Ok(())
    }

    pub fn hex(&self) -> String {
        let digest = self.0.clone().finalize();
        digest[..DIGITS / 2].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Every file below a directory, sorted; or the path itself if it is a file. Hidden ones are left out: editors keep
/// their swap files there.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let cannot_list = || format!("cannot list {}", path.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).with_context(cannot_list)? {
        let entry = entry.with_context(cannot_list)?;
        if !entry.file_name().to_string_lossy().starts_with('.') && entry.file_name() != "node_modules" {
            entries.push(entry.path());
        }
    }
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        files.extend(files_below(&entry)?);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory that goes away with the test.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("src/inner")).expect("a scratch directory");
            Self(path)
        }

        fn write(&self, name: &str, content: &str) {
            fs::write(self.0.join(name), content).expect("a scratch file");
        }

        fn fingerprint(&self) -> String {
            let mut fingerprint = Fingerprint::new();
            fingerprint.add_files(&self.0, "src").expect("readable files");
            fingerprint.hex()
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn content_and_names_count_and_hidden_files_do_not() {
        let scratch = Scratch::new("fingerprint");
        scratch.write("src/a.rs", "one");
        scratch.write("src/inner/b.rs", "two");
        let before = scratch.fingerprint();

        scratch.write("src/.a.rs.swp", "an editor was here");
        assert_eq!(scratch.fingerprint(), before);

        scratch.write("src/inner/b.rs", "three");
        let edited = scratch.fingerprint();
        assert_ne!(edited, before);

        fs::rename(scratch.0.join("src/a.rs"), scratch.0.join("src/c.rs")).expect("a rename");
        assert_ne!(scratch.fingerprint(), edited);
    }

    #[test]
    fn the_border_between_two_fields_counts() {
        let of = |fields: [&str; 2]| {
            let mut fingerprint = Fingerprint::new();
            fields.iter().for_each(|field| fingerprint.add(field.as_bytes()));
            fingerprint.hex()
        };
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
    }

    #[test]
    fn what_does_not_exist_has_no_files() {
        assert!(files_below(Path::new("/no/such/place")).expect("no error").is_empty());
    }
}
