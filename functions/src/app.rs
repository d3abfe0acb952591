//! What the handlers stand in: the table, the attachments, the keys and the clock.

use crate::clock::Clock;
use crate::crypto::vault::Vault;
use crate::runtime::settings::Settings;
use crate::store::attachment_files::AttachmentStore;
use crate::store::directory::Directory;
use crate::store::rules::Rulebook;
use crate::store::table::Table;

/// Everything a handler may use. Cheap to build: clients connect when they are first used.
#[derive(Debug)]
pub struct App {
    pub table: Table,
    pub attachments: AttachmentStore,
    pub directory: Directory,
    pub rulebook: Rulebook,
    pub vault: Vault,
    pub clock: Clock,
    pub settings: Settings,
}

impl App {
    pub fn new(
        dynamodb: aws_sdk_dynamodb::Client,
        s3: aws_sdk_s3::Client,
        vault: Vault,
        clock: Clock,
        settings: Settings,
    ) -> Self {
        Self {
            table: Table::new(dynamodb, settings.table.clone(), clock.clone()),
            attachments: AttachmentStore::new(s3, settings.attachments.clone()),
            directory: Directory::default(),
            rulebook: Rulebook::default(),
            vault,
            clock,
            settings,
        }
    }
}
