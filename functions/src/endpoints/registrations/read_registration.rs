use domain::contract::registrations::{ReadRegistrationRequest, RegistrationDetail};
use domain::id::AttachmentId;

use crate::act::find_readable;
use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::attachments::{self, StoredAttachment};
use crate::store::history::Entry;
use crate::store::registrations;

pub async fn room(
    visit: Visit<'_>,
    caller: Acting,
    request: ReadRegistrationRequest,
) -> Result<RegistrationDetail, Failure> {
    let registration = find_readable(&visit, &caller, &request.id).await?;
    let ids: Vec<AttachmentId> = registration.evidence.iter().map(|evidence| evidence.id.clone()).collect();
    let files = attachments::find_all(visit.house, registration.id.person(), &ids).await?;
    let history = registrations::history_of(visit.house, &registration).await?;
    Ok(RegistrationDetail {
        row: registration.row(),
        form: registration.form(),
        attachments: files.into_iter().map(StoredAttachment::shown).collect(),
        suggested_hours: registration.suggested_hours,
        rules_version: registration.category_version,
        history: history.into_iter().map(Entry::shown).collect(),
    })
}
