use domain::contract::attachments::{Attachment, ConfirmAttachmentRequest, FileKind, SNIFFED_BYTES};
use domain::field_errors::FieldErrors;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::attachments;
use crate::use_cases::attachment_owner::owner;

/// Bytes that tell every kind of file that is accepted.
const HEAD_BYTES: u64 = SNIFFED_BYTES as u64;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Acting,
    request: ConfirmAttachmentRequest,
) -> Result<Attachment, Error> {
    let app = cx.app;
    let person = owner(app, &caller, request.person.clone()).await?;
    let file = attachments::find(app, &person, &request.id).await?.ok_or(Error::NotFound)?;
    if file.confirmed {
        return Ok(file.shown());
    }
    let key = file.object(&person);
    let not_uploaded = || Error::Conflict {
        code: "not_uploaded",
        message: "文件还没有上传完成，请重新上传".to_owned(),
    };
    if file.is_late(app.clock.now()) {
        return Err(not_uploaded());
    }
    let (head, bytes) = app.attachments.head(&key, HEAD_BYTES).await?.ok_or_else(not_uploaded)?;
    if FileKind::sniff(&head) != Some(file.kind) || bytes != file.bytes {
        let mut errors = FieldErrors::default();
        errors.push("attachments", "wrong_content", "只能上传 PDF、JPEG 或 PNG，这个文件的内容不是");
        return Err(Error::Invalid(errors));
    }
    // First the file: one that is kept and not confirmed harms nobody, the other way round it would be lost.
    app.attachments.keep(&key).await?;
    attachments::confirm(app, &person, &file.id).await?;
    Ok(file.shown())
}
