//! Evidence that a claim refers to: the person's own, looked into.

use domain::field_errors::FieldErrors;
use domain::id::{AttachmentId, PersonId};
use domain::registration::DIGEST_CHARACTERS;

use crate::app::App;
use crate::error::Error;
use crate::store::attachments;
use crate::store::registrations::Evidence;

/// Finds every file, or says which field to mend.
pub async fn find(app: &App, person: &PersonId, ids: &[AttachmentId]) -> Result<Vec<Evidence>, Error> {
    let files = attachments::find_all(app, person, ids).await?;
    let usable: Vec<Evidence> = files
        .into_iter()
        .filter(|file| file.confirmed)
        .map(|file| Evidence { digest: file.sha256.chars().take(DIGEST_CHARACTERS).collect(), id: file.id })
        .collect();
    if usable.len() == ids.len() {
        return Ok(usable);
    }
    let mut errors = FieldErrors::default();
    errors.push("attachments", "not_uploaded", "有附件没有上传完成，请重新上传或移除");
    Err(Error::Invalid(errors))
}
