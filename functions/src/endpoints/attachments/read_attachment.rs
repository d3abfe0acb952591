use domain::contract::attachments::{Download, ReadAttachmentRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::attachments;
use crate::use_cases::attachment_owner::owner;
use crate::use_cases::transition_registrations::find_readable;

pub async fn handle(cx: RequestContext<'_>, caller: Acting, request: ReadAttachmentRequest) -> Result<Download, Error> {
    let person = match &request.registration {
        Some(id) => {
            let registration = find_readable(&cx, &caller, id).await?;
            if !registration.evidence.iter().any(|evidence| evidence.id == request.attachment) {
                return Err(Error::NotFound);
            }
            registration.id.person().clone()
        }
        None => owner(cx.app, &caller, None).await?,
    };
    let file = attachments::find(cx.app, &person, &request.attachment).await?.filter(|file| file.confirmed);
    let file = file.ok_or(Error::NotFound)?;
    Ok(Download { url: cx.app.attachments.presign_get(&file.object(&person), &file.file_name, file.kind).await? })
}
