//! `local backup` and `local restore`: the data of one machine in a folder of their own, while the server goes on.
//!
//! The table is copied as of one instant, through a connection of its own. The attachments follow: an object never changes,
//! and it is there before anything refers to it, so the copy has all that the table refers to. The backup tells its digest, over
//! all items in the order of their keys and all attachments; whoever restores it computes both again.
//!
//! The checkpoints of the audit go along as they were before the table was copied: they speak of nothing that is not in it.
//!
//! The master key is not in it. Whoever finds a backup without the key reads no identity number; whoever loses the key has
//! lost them, backup or not. It belongs in another place than the backups, and is asked for when one is restored.

use std::fs::{self, DirBuilder, File};
use std::io::{Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::attachment_store::{self, Copied};
use crate::console::say;
use crate::data_directory::{self, CHECKPOINTS, DataDirectory, ignore_missing, write_whole};
use crate::engine::{self, Digest, Engine, LeaveOut};

/// What is printed for a command line that cannot be understood.
pub const USAGE: &str = "\
usage: local backup --data DIR --to NEW_DIR
       local restore --from DIR --data DIR [--master-key FILE] [--replace]

  --data DIR         where data is kept; a backup is made while the server runs, and restored while none does
  --to NEW_DIR       becomes the backup; it must not be there yet
  --from DIR         a backup
  --master-key FILE  the installation's master key (keys/master.key of its data directory), kept apart from the backup;
                     not needed where it lies in its place already
  --replace          forget the data that are there
";

const TABLE: &str = "table.sqlite";
const ATTACHMENTS: &str = "attachments";
const MANIFEST: &str = "backup.json";
const FORMAT: u32 = 1;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    pub items: u64,
    /// Over all items in the order of their keys.
    pub items_sha256: String,
    /// Over the file, with what the engine keeps beside the items.
    file_sha256: String,
    pub attachments: Copied,
    /// Of the file of checkpoints; none where none was taken yet.
    checkpoints_sha256: Option<String>,
    /// Tells whether a master key is the right one, and nothing about it.
    master_key: String,
}

impl Manifest {
    /// One digest over items and attachments: equal for equal data.
    pub fn digest(&self) -> String {
        functions::crypto::vault::sha256_hex(format!("{}\n{}", self.items_sha256, self.attachments.sha256).as_bytes())
    }

    fn tell(&self) -> String {
        format!("{} items, {} attachments, digest {}", self.items, self.attachments.objects, self.digest())
    }
}

/// `local backup`.
#[derive(Debug, PartialEq, Eq)]
pub struct BackupOptions {
    pub data: PathBuf,
    pub to: PathBuf,
}

/// `local restore`.
#[derive(Debug, PartialEq, Eq)]
pub struct RestoreOptions {
    pub from: PathBuf,
    pub data: PathBuf,
    pub master_key: Option<PathBuf>,
    pub replaces: bool,
}

impl BackupOptions {
    /// Reads the arguments after `backup`.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let [data, to] = values(arguments, ["--data", "--to"], &mut [])?;
        Ok(Self { data: required(data, "--data")?, to: required(to, "--to")? })
    }
}

impl RestoreOptions {
    /// Reads the arguments after `restore`.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut replaces = false;
        let names = ["--from", "--data", "--master-key"];
        let [from, data, master_key] = values(arguments, names, &mut [("--replace", &mut replaces)])?;
        Ok(Self { from: required(from, "--from")?, data: required(data, "--data")?, master_key, replaces })
    }
}

/// Reads options that have a path, and those that have none.
fn values<const N: usize>(
    arguments: impl IntoIterator<Item = String>,
    names: [&str; N],
    flags: &mut [(&str, &mut bool)],
) -> Result<[Option<PathBuf>; N]> {
    let mut values = [const { None }; N];
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        if let Some((_, flag)) = flags.iter_mut().find(|(name, _)| *name == argument) {
            **flag = true;
        } else if let Some(position) = names.iter().position(|name| *name == argument) {
            let value = arguments.next().with_context(|| format!("{argument} needs a value\n\n{USAGE}"))?;
            values[position] = Some(PathBuf::from(value));
        } else {
            bail!("there is no '{argument}' here\n\n{USAGE}");
        }
    }
    Ok(values)
}

fn required(value: Option<PathBuf>, name: &str) -> Result<PathBuf> {
    value.with_context(|| format!("{name} is missing\n\n{USAGE}"))
}

/// Makes a backup and says what it holds.
pub fn run(options: &BackupOptions) -> Result<()> {
    let manifest = backup(options)?;
    say(&format!("{}: {}", options.to.display(), manifest.tell()));
    say(&format!(
        "the master key is not in it: keep {} in another place; without it no identity number of this backup can be read",
        data_directory::master_key_file(&options.data).display()
    ));
    Ok(())
}

/// Restores a backup and says what it held.
pub fn run_restore(options: &RestoreOptions) -> Result<()> {
    let manifest = restore(options)?;
    say(&format!("{}: {}, as it was backed up", options.data.display(), manifest.tell()));
    Ok(())
}

/// Makes a backup of a data directory that a server may be using. It is there wholly or not at all.
///
/// # Errors
/// If there are no data, or something lies where the backup is to be.
pub fn backup(options: &BackupOptions) -> Result<Manifest> {
    let BackupOptions { data, to } = options;
    if !data_directory::is_ours(data) {
        bail!("there are no data in {}", data.display());
    }
    if to.exists() {
        bail!("{} is there already; a backup is made in a folder of its own", to.display());
    }
    let key = read_key(&data_directory::master_key_file(data))?;
    let unfinished = beside(to)?;
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).with_context(|| format!("cannot remove {}", unfinished.display()))?;
    }
    // Names and evidence are nobody else's to read.
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&unfinished);
    made.with_context(|| format!("cannot create {}", unfinished.display()))?;
    let (table, attachments) = data_directory::of_somebody_else(data);
    let checkpoints = read_checkpoints(&data.join(CHECKPOINTS))?;
    if let Some(lines) = &checkpoints {
        write_whole(&unfinished.join(CHECKPOINTS), lines)?;
    }
    let copy = unfinished.join(TABLE);
    Engine::copy(&table, &copy)?;
    // After the table: what it refers to is there.
    let attachments = attachment_store::copy(&attachments, &unfinished.join(ATTACHMENTS))?;
    let Digest { items, sha256: items_sha256 } = engine::digest(&copy, LeaveOut::Nothing)?;
    let file_sha256 = hash_file(&copy, None)?;
    let manifest = Manifest {
        format: FORMAT,
        items,
        items_sha256,
        file_sha256,
        attachments,
        checkpoints_sha256: checkpoints.as_deref().map(functions::crypto::vault::sha256_hex),
        master_key: fingerprint(&key),
    };
    let place = unfinished.join(MANIFEST);
    let write = || {
        let mut file = File::create(&place)?;
        file.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
        file.sync_all()?;
        fs::rename(&unfinished, to)
    };
    write().with_context(|| format!("cannot write {}", to.display()))?;
    Ok(manifest)
}

/// Puts a backup into a data directory that no server is using.
///
/// # Errors
/// If the backup is not what it says, the master key is another, or there are data that are not to be replaced. Nothing has
/// changed then.
pub fn restore(options: &RestoreOptions) -> Result<Manifest> {
    let RestoreOptions { from, data, master_key, replaces } = options;
    let manifest = read_manifest(from)?;
    let directory = DataDirectory::open(data, false)?;
    let has_attachments = attachment_store::digest(&directory.attachments()).map_or(true, |there| there.objects > 0);
    if !replaces && (directory.table().exists() || has_attachments) {
        bail!("there are data in {}; --replace forgets them", data.display());
    }
    let key_file = master_key.clone().unwrap_or_else(|| data_directory::master_key_file(data));
    if master_key.is_none() && !key_file.exists() {
        bail!(
            "the backup holds no master key; say with --master-key where it is kept, or put it at {}",
            key_file.display()
        );
    }
    let key = read_key(&key_file)?;
    if fingerprint(&key) != manifest.master_key {
        bail!("{} is not the master key of this backup: no identity number of it could be read", key_file.display());
    }
    let (table, attachments) =
        (directory.unfinished(&directory.table()), directory.unfinished(&directory.attachments()));
    for left in [&table, &attachments] {
        if left.is_dir() { fs::remove_dir_all(left) } else { fs::remove_file(left).or_else(ignore_missing) }
            .with_context(|| format!("cannot remove {}", left.display()))?;
    }
    let damaged = |what: &str| anyhow!("the backup {} is damaged: {what}; nothing was restored", from.display());
    if hash_file(&from.join(TABLE), Some(&table))? != manifest.file_sha256 {
        fs::remove_file(&table).with_context(|| format!("cannot remove {}", table.display()))?;
        return Err(damaged("its table is another than was backed up"));
    }
    let items = engine::digest(&table, LeaveOut::Nothing)?;
    if (items.items, &items.sha256) != (manifest.items, &manifest.items_sha256) {
        return Err(damaged("its items are others than were backed up"));
    }
    let checkpoints = read_checkpoints(&from.join(CHECKPOINTS))?;
    if checkpoints.as_deref().map(functions::crypto::vault::sha256_hex) != manifest.checkpoints_sha256 {
        return Err(damaged("its checkpoints are others than were backed up"));
    }
    fs::create_dir_all(&attachments).with_context(|| format!("cannot create {}", attachments.display()))?;
    let copied = attachment_store::copy(&from.join(ATTACHMENTS), &attachments);
    match copied {
        Ok(copied) if copied == manifest.attachments => {}
        Ok(_) => return Err(damaged("its attachments are others than were backed up")),
        Err(error) => return Err(error.context(damaged("an attachment cannot be read").to_string())),
    }
    directory.take_master_key(&key)?;
    directory.take_attachments(&attachments)?;
    directory.take_checkpoints(checkpoints.as_deref())?;
    directory.take_table(&table)?;
    Ok(manifest)
}

fn read_manifest(from: &Path) -> Result<Manifest> {
    let place = from.join(MANIFEST);
    let text =
        fs::read(&place).with_context(|| format!("{} is no backup: cannot read {}", from.display(), MANIFEST))?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .with_context(|| format!("the backup {} is damaged: {MANIFEST} cannot be understood", from.display()))?;
    if manifest.format != FORMAT {
        bail!("{} is a backup of another version", from.display());
    }
    Ok(manifest)
}

/// The whole lines of a file of checkpoints, to which a server may be adding one; `None` if there is no such file.
fn read_checkpoints(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(mut lines) => {
            lines.truncate(lines.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1));
            Ok(Some(lines))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn read_key(path: &Path) -> Result<[u8; 32]> {
    let bytes = fs::read(path).with_context(|| format!("cannot read the master key {}", path.display()))?;
    bytes.try_into().map_err(|_| anyhow!("{} must hold 32 bytes", path.display()))
}

/// A key of 256 random bits cannot be found from its digest.
fn fingerprint(key: &[u8; 32]) -> String {
    functions::crypto::vault::sha256_hex(&[b"xueshi master key".as_slice(), key].concat())
}

/// The folder in which something is made that is to be at `place`.
fn beside(place: &Path) -> Result<PathBuf> {
    let mut name = place.file_name().with_context(|| format!("{} has no name", place.display()))?.to_owned();
    name.push(".unfinished");
    Ok(place.with_file_name(name))
}

/// SHA-256 of a file, which is copied on the way if that is wanted.
fn hash_file(path: &Path, copy: Option<&Path>) -> Result<String> {
    let mut hasher = Sha256::new();
    let mut work = || {
        let (mut file, mut buffer) = (File::open(path)?, vec![0; 1 << 20]);
        let mut copy = copy.map(File::create).transpose()?;
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return copy.map_or(Ok(()), |copy| copy.sync_all());
            }
            hasher.update(&buffer[..read]);
            if let Some(copy) = &mut copy {
                copy.write_all(&buffer[..read])?;
            }
        }
    };
    work().with_context(|| format!("cannot read or copy {}", path.display()))?;
    Ok(HEXLOWER.encode(&hasher.finalize()))
}

#[cfg(test)]
mod tests;
