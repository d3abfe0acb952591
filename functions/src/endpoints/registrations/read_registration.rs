use domain::contract::registrations::{ReadRegistrationRequest, RegistrationDetail};
use domain::id::AttachmentId;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::attachments::{self, StoredAttachment};
use crate::store::history::HistoryRecord;
use crate::store::registrations;
use crate::use_cases::transition_registrations::find_readable;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Acting,
    request: ReadRegistrationRequest,
) -> Result<RegistrationDetail, Error> {
    let registration = find_readable(&cx, &caller, &request.id).await?;
    let ids: Vec<AttachmentId> = registration.evidence.iter().map(|evidence| evidence.id.clone()).collect();
    let files = attachments::find_all(cx.app, registration.id.person(), &ids).await?;
    let history = registrations::history_of(cx.app, &registration).await?;
    Ok(RegistrationDetail {
        row: registration.row(),
        form: registration.form(),
        attachments: files.into_iter().map(StoredAttachment::shown).collect(),
        suggested_hours: registration.suggested_hours,
        rules_version: registration.category_version,
        history: history.into_iter().map(HistoryRecord::shown).collect(),
    })
}
