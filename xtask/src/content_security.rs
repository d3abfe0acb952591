//! The digests of what stands in each page, in the content security policies that let it: CloudFront's and one machine's. Nobody
//! copies them by hand; `cargo xtask template` does.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// In `frontend`, the one script and the one style of each page; a style may be several files, one behind the other.
const SCRIPT: [&str; 1] = ["first_paint.js"];
const STYLE: [&str; 2] = ["styles/tokens.css", "styles/shell.css"];

/// Where the policies are spelled, the script's digest before the style's.
const POLICIES: [&str; 2] = ["infra/template.yaml", "infra/local/src/server/headers.rs"];

/// How a digest is spelled: this, the digest in base 64, and a quotation mark.
const OPENING: &str = "'sha256-";

/// Brings the policies up to date and says which have changed.
pub fn update(root: &Path) -> Result<Vec<PathBuf>> {
    let digests = [digest(root, &SCRIPT)?, digest(root, &STYLE)?];
    let mut changed = Vec::new();
    for policy in POLICIES {
        let path = root.join(policy);
        let is = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let should_be = with_digests(&is, &digests).with_context(|| format!("in {policy}"))?;
        if is != should_be {
            fs::write(&path, should_be).with_context(|| format!("cannot write {}", path.display()))?;
            changed.push(policy.into());
        }
    }
    Ok(changed)
}

fn digest(root: &Path, files: &[&str]) -> Result<String> {
    let mut digest = Sha256::new();
    for file in files {
        let path = root.join("frontend").join(file);
        digest.update(fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    Ok(STANDARD.encode(digest.finalize()))
}

fn with_digests(text: &str, digests: &[String]) -> Result<String> {
    let mut parts = text.split(OPENING);
    let mut written = parts.next().unwrap_or_default().to_owned();
    let rest: Vec<_> = parts.collect();
    ensure!(rest.len() == digests.len(), "{} digests stand where {} belong", rest.len(), digests.len());
    for (part, digest) in rest.iter().zip(digests) {
        let (_, behind) = part.split_once('\'').context("a digest has no end")?;
        written += &format!("{OPENING}{digest}'{behind}");
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_put_in_their_order_and_nothing_else_changes() {
        let policy = "script-src 'self' 'sha256-old='; style-src 'self' 'sha256-older='; img-src 'self'";
        let digests = ["script".to_owned(), "style".to_owned()];
        let written = with_digests(policy, &digests).expect("two digests");
        assert_eq!(written, "script-src 'self' 'sha256-script'; style-src 'self' 'sha256-style'; img-src 'self'");
        assert_eq!(with_digests(&written, &digests).expect("two digests"), written);
        assert!(with_digests("script-src 'self' 'sha256-one'", &digests).is_err());
    }

    /// If this fails, what stands in each page has changed and browsers will not let it run: call `cargo xtask template`.
    #[test]
    fn policies_let_what_stands_in_the_pages() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let digests = [digest(&root, &SCRIPT).expect("files"), digest(&root, &STYLE).expect("files")];
        for policy in POLICIES {
            let text = fs::read_to_string(root.join(policy)).expect("a policy");
            assert_eq!(with_digests(&text, &digests).expect("two digests"), text, "{policy}: cargo xtask template");
        }
    }
}
