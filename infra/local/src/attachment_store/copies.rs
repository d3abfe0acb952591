//! Copies of a whole store, while it is in use: an object is put once and never changes; only the mark of an upload comes off.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::objects::{ATTRIBUTES, Attributes, CONTENTS, files_below};

/// How many objects there are, and SHA-256 over all of them with their attributes, in the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    pub objects: u64,
    pub sha256: String,
}

/// Copies every object into a folder that is not there yet.
///
/// # Errors
/// If a content is not what its attributes say.
pub fn copy(from: &Path, to: &Path) -> Result<Copied> {
    each(from, |key, attributes, content| {
        for (folder, bytes) in [(ATTRIBUTES, attributes), (CONTENTS, content)] {
            let place = to.join(folder).join(key);
            let parent = place.parent().unwrap_or(to);
            let write = || {
                fs::create_dir_all(parent)?;
                fs::write(&place, bytes)?;
                fs::File::open(&place)?.sync_all()
            };
            write().with_context(|| format!("cannot write {}", place.display()))?;
        }
        Ok(())
    })
}

/// Digests a store.
///
/// # Errors
/// If a content is not what its attributes say.
pub fn digest(store: &Path) -> Result<Copied> {
    each(store, |_, _, _| Ok(()))
}

/// Gives key, attributes and content of each object.
fn each(store: &Path, mut take: impl FnMut(&Path, &[u8], &[u8]) -> Result<()>) -> Result<Copied> {
    let contents = store.join(CONTENTS);
    let mut files = if contents.exists() { files_below(&contents)? } else { Vec::new() };
    files.sort();
    let (mut hasher, mut objects) = (Sha256::new(), 0);
    for file in files {
        let key = file.strip_prefix(&contents).context("a file below the folder")?;
        // An upload that nobody confirmed may go at this moment; nothing refers to it.
        let Some(content) = read(&file)? else { continue };
        let Some(attributes) = read(&store.join(ATTRIBUTES).join(key))? else { continue };
        let said: Attributes = serde_json::from_slice(&attributes)
            .with_context(|| format!("the attributes of {} cannot be read", key.display()))?;
        let digest = Sha256::digest(&content);
        if BASE64.encode(digest) != said.sha256 {
            bail!("the attachment {} is not what was stored: its digest is another", key.display());
        }
        take(key, &attributes, &content)?;
        let key = key.as_os_str().as_encoded_bytes();
        for part in [key, attributes.as_slice(), digest.as_slice()] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        objects += 1;
    }
    let sha256 = HEXLOWER.encode(&hasher.finalize());
    Ok(Copied { objects, sha256 })
}

fn read(file: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}
