//! Keys of learning platforms. A platform may have several, so that it can change one for another without a pause.

use domain::id::{PlatformId, PlatformKeyId};
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::table::{Change, Condition, item};
use crate::house::House;
use crate::http::failure::Failure;
use crate::vault::Vault;

/// A key, with the platform that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformKey {
    pub id: PlatformKeyId,
    pub platform: PlatformId,
    pub platform_name: String,
    pub enabled: bool,
    sealed_secret: String,
}

impl PlatformKey {
    pub fn new(vault: &Vault, id: PlatformKeyId, platform: PlatformId, platform_name: String, secret: &str) -> Self {
        Self { sealed_secret: vault.seal(&secret_place(&id), secret), enabled: true, id, platform, platform_name }
    }

    /// # Errors
    /// Never but for a programming mistake.
    pub fn put(&self) -> Result<Change, Failure> {
        Ok(Change::Put { item: item(&Key::platform_key(&self.id), self)?, condition: Condition::Missing })
    }

    /// The shared secret, to check a signature with.
    pub fn secret(&self, vault: &Vault) -> Result<String, Failure> {
        vault.open(&secret_place(&self.id), &self.sealed_secret).map_err(Failure::internal)
    }
}

fn secret_place(key: &PlatformKeyId) -> String {
    format!("{key}/platform-secret")
}

/// A key that may be used.
pub async fn find_key(house: &House, id: &PlatformKeyId) -> Result<Option<PlatformKey>, Failure> {
    let key: Option<PlatformKey> = house.table.get(&Key::platform_key(id)).await?;
    Ok(key.filter(|key| key.enabled))
}
