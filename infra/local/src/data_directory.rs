//! The directory that holds everything one installation knows: the table, the attachments, the keys.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use data_encoding::HEXLOWER;

use crate::attachment_store::AccessKey;

/// Tells our directories from others, so that `--fresh` never empties somebody's home. Locked while a server runs.
const MARKER: &str = "xueshi-data";
const MARKER_TEXT: &str = "Data of xueshi. `cargo xtask run --fresh` deletes what is beside this file.\n";
pub const TABLE: &str = "table.sqlite";
pub const CHECKPOINTS: &str = "checkpoints.jsonl";
const ATTACHMENTS: &str = "attachments";
const KEYS: &str = "keys";
const MASTER_KEY: &str = "master.key";
const ACCESS_KEY: &str = "attachments.key";

/// An open data directory. No other server can open it until this value goes.
pub struct DataDirectory {
    root: PathBuf,
    _lock: File,
}

impl DataDirectory {
    /// Opens a directory of ours or makes a new one; `fresh` empties it first.
    ///
    /// # Errors
    /// If the directory holds something else, or another server uses it.
    pub fn open(root: &Path, fresh: bool) -> Result<Self> {
        // Evidence and names are nobody else's to read.
        let made = DirBuilder::new().recursive(true).mode(0o700).create(root);
        made.with_context(|| format!("cannot create the data directory {}", root.display()))?;
        let root = root.canonicalize().with_context(|| format!("cannot find {}", root.display()))?;
        let lock = lock(&root)?;
        let directory = Self { root, _lock: lock };
        if fresh {
            directory.empty()?;
        }
        for name in [ATTACHMENTS, KEYS] {
            let path = directory.root.join(name);
            fs::create_dir_all(&path).with_context(|| format!("cannot create {}", path.display()))?;
        }
        Ok(directory)
    }

    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The file of the table; it is not there before the first start is through.
    pub fn table(&self) -> PathBuf {
        self.root.join(TABLE)
    }

    /// What was on record when, a line for each time that it was noted.
    pub fn checkpoints(&self) -> PathBuf {
        self.root.join(CHECKPOINTS)
    }

    pub fn attachments(&self) -> PathBuf {
        self.root.join(ATTACHMENTS)
    }

    /// Where a table or a folder of attachments is made before it takes its place; on the same disk.
    pub fn unfinished(&self, place: &Path) -> PathBuf {
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(".unfinished");
        self.root.join(name)
    }

    /// Puts a table that nobody has open in its place, for whatever was there.
    pub fn take_table(&self, made: &Path) -> Result<()> {
        if let Some(left) = beside(made).find(|left| left.exists()) {
            bail!("{} is still in use: there is {}", made.display(), left.display());
        }
        for left in beside(&self.table()).filter(|left| left.exists()) {
            fs::remove_file(&left).with_context(|| format!("cannot remove {}", left.display()))?;
        }
        fs::rename(made, self.table()).with_context(|| format!("cannot create {}", self.table().display()))?;
        self.sync()
    }

    /// Puts a folder of attachments in its place, for whatever was there.
    pub fn take_attachments(&self, made: &Path) -> Result<()> {
        let place = self.attachments();
        if place.exists() {
            fs::remove_dir_all(&place).with_context(|| format!("cannot remove {}", place.display()))?;
        }
        fs::rename(made, &place).with_context(|| format!("cannot create {}", place.display()))?;
        self.sync()
    }

    /// Puts the checkpoints that belong to a table in their place, for whatever was there.
    pub fn take_checkpoints(&self, lines: Option<&[u8]>) -> Result<()> {
        let place = self.checkpoints();
        match lines {
            Some(lines) => write_whole(&place, lines),
            None => {
                let removed = fs::remove_file(&place).or_else(ignore_missing);
                removed.with_context(|| format!("cannot remove {}", place.display()))?;
                self.sync()
            }
        }
    }

    /// Takes a master key that was kept elsewhere.
    ///
    /// # Errors
    /// If there is another one.
    pub fn take_master_key(&self, key: &[u8; 32]) -> Result<()> {
        let path = master_key_file(&self.root);
        match fs::read(&path) {
            Ok(there) if there == key => Ok(()),
            Ok(_) => bail!("{} is another master key; move it to a safe place first", path.display()),
            Err(error) if error.kind() == ErrorKind::NotFound => write_whole(&path, key),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    fn sync(&self) -> Result<()> {
        let folder = File::open(&self.root).and_then(|folder| folder.sync_all());
        folder.with_context(|| format!("cannot write {} to the disk", self.root.display()))
    }

    /// What identity numbers are encrypted and found with. Made at the first call, the same ever after.
    pub fn master_key(&self) -> Result<[u8; 32]> {
        let path = self.root.join(KEYS).join(MASTER_KEY);
        let bytes = secret(&path)?;
        match bytes.try_into() {
            Ok(key) => Ok(key),
            Err(_) => bail!("{} must hold 32 bytes; without it no identity number can be read", path.display()),
        }
    }

    /// What addresses of attachments are signed with.
    pub fn access_key(&self) -> Result<AccessKey> {
        let secret = secret(&self.root.join(KEYS).join(ACCESS_KEY))?;
        Ok(AccessKey { id: "one-machine".to_owned(), secret: HEXLOWER.encode(&secret) })
    }

    fn empty(&self) -> Result<()> {
        let names = fs::read_dir(&self.root).with_context(|| format!("cannot read {}", self.root.display()))?;
        for entry in names {
            let entry = entry.with_context(|| format!("cannot read {}", self.root.display()))?;
            let name = entry.file_name();
            let path = entry.path();
            let removed = if name == ATTACHMENTS || name == KEYS || path == self.unfinished(Path::new(ATTACHMENTS)) {
                fs::remove_dir_all(&path)
            } else if name == CHECKPOINTS || name.to_string_lossy().starts_with(TABLE) {
                fs::remove_file(&path)
            } else {
                // The marker, and what somebody else put here.
                Ok(())
            };
            removed.with_context(|| format!("cannot remove {}", path.display()))?;
        }
        Ok(())
    }
}

/// The files that the engine keeps beside a table while it is open.
fn beside(table: &Path) -> impl Iterator<Item = PathBuf> {
    ["-wal", "-shm"].into_iter().map(|ending| {
        let mut name = table.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Where the master key of a directory lies.
pub fn master_key_file(root: &Path) -> PathBuf {
    root.join(KEYS).join(MASTER_KEY)
}

/// Whether a directory holds data of ours, a server using them or not.
pub fn is_ours(root: &Path) -> bool {
    root.join(MARKER).exists() && root.join(TABLE).exists()
}

/// The table and the attachments of a directory that a server may be using.
pub fn of_somebody_else(root: &Path) -> (PathBuf, PathBuf) {
    (root.join(TABLE), root.join(ATTACHMENTS))
}

/// Makes or finds the marker and takes its lock.
fn lock(root: &Path) -> Result<File> {
    let path = root.join(MARKER);
    if !path.exists() {
        let mut content = fs::read_dir(root).with_context(|| format!("cannot read {}", root.display()))?;
        if content.next().is_some() {
            bail!(
                "{} is not empty and holds no data of xueshi; choose another directory with --data, or empty it yourself",
                root.display()
            );
        }
        fs::write(&path, MARKER_TEXT).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let marker = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    match marker.try_lock() {
        Ok(()) => Ok(marker),
        Err(TryLockError::WouldBlock) => {
            bail!("another server uses {}; stop it first, or choose another directory with --data", root.display())
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
    }
}

/// Reads 32 random bytes that only this user can read, and makes them if they are not there.
fn secret(path: &Path) -> Result<Vec<u8>> {
    match fs::read(path) {
        Ok(bytes) => return Ok(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
    let mut bytes = [0; 32];
    if getrandom::fill(&mut bytes).is_err() {
        bail!("the operating system gives no randomness to make a key of");
    }
    write_whole(path, &bytes)?;
    Ok(bytes.to_vec())
}

pub fn ignore_missing(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Writes what is nobody else's to read: beside its place and moved, so that it is there wholly or not at all.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let write = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        File::open(path.parent().unwrap_or(path))?.sync_all()
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn keys_stay_the_same_and_are_nobody_elses_to_read() {
        let scratch = Scratch::new("keys");
        let first = DataDirectory::open(scratch.path(), false).expect("a data directory");
        let (master, access) = (first.master_key().expect("a key"), first.access_key().expect("a key"));
        drop(first);
        let again = DataDirectory::open(scratch.path(), false).expect("a data directory");
        assert_eq!(again.master_key().expect("a key"), master);
        assert_eq!(again.access_key().expect("a key").secret, access.secret);
        let mode = fs::metadata(scratch.path().join("keys/master.key")).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn fresh_removes_our_data_and_nothing_else() {
        let scratch = Scratch::new("fresh");
        let first = DataDirectory::open(scratch.path(), false).expect("a data directory");
        let master = first.master_key().expect("a key");
        fs::write(first.table(), "old").expect("written");
        fs::write(scratch.path().join("table.sqlite-wal"), "old").expect("written");
        fs::write(first.checkpoints(), "old").expect("written");
        fs::write(scratch.path().join("notes.txt"), "mine").expect("written");
        drop(first);
        let fresh = DataDirectory::open(scratch.path(), true).expect("a data directory");
        assert!(
            !fresh.checkpoints().exists()
                && !fresh.table().exists()
                && !scratch.path().join("table.sqlite-wal").exists()
        );
        assert!(scratch.path().join("notes.txt").exists());
        assert_ne!(fresh.master_key().expect("a key"), master);
    }

    #[test]
    fn a_directory_with_other_things_is_refused() {
        let scratch = Scratch::new("foreign");
        fs::write(scratch.path().join("thesis.txt"), "years of work").expect("written");
        let refusal = DataDirectory::open(scratch.path(), true).err().expect("a refusal");
        assert!(refusal.to_string().contains("holds no data of xueshi"), "{refusal}");
        assert!(scratch.path().join("thesis.txt").exists());
    }

    #[test]
    fn two_servers_cannot_use_one_directory() {
        let scratch = Scratch::new("lock");
        let first = DataDirectory::open(scratch.path(), false).expect("a data directory");
        let refusal = DataDirectory::open(scratch.path(), true).err().expect("a refusal");
        assert!(refusal.to_string().contains("another server uses"), "{refusal}");
        drop(first);
        DataDirectory::open(scratch.path(), false).expect("it is free again");
    }
}
