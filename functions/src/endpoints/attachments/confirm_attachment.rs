use domain::contract::attachments::{Attachment, ConfirmAttachmentRequest, FileKind};
use domain::field_errors::FieldErrors;

use super::owner::owner;
use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::attachments;

/// Bytes that tell every kind of file that is accepted.
const HEAD_BYTES: u64 = 16;

pub async fn room(visit: Visit<'_>, caller: Acting, request: ConfirmAttachmentRequest) -> Result<Attachment, Failure> {
    let house = visit.house;
    let person = owner(house, &caller, request.person.clone()).await?;
    let file = attachments::find(house, &person, &request.id).await?.ok_or(Failure::NotFound)?;
    if file.confirmed {
        return Ok(file.shown());
    }
    let key = file.object(&person);
    let not_uploaded = || Failure::Conflict {
        code: "not_uploaded",
        message: "文件还没有上传完成，请重新上传".to_owned(),
    };
    if file.is_late(house.clock.now()) {
        return Err(not_uploaded());
    }
    let (head, bytes) = house.attachments.head(&key, HEAD_BYTES).await?.ok_or_else(not_uploaded)?;
    if FileKind::sniff(&head) != Some(file.kind) || bytes != file.bytes {
        let mut errors = FieldErrors::default();
        errors.push("attachments", "wrong_content", "只能上传 PDF、JPEG 或 PNG，这个文件的内容不是");
        return Err(Failure::Invalid(errors));
    }
    // First the file: one that is kept and not confirmed harms nobody, the other way round it would be lost.
    house.attachments.keep(&key).await?;
    attachments::confirm(house, &person, &file.id).await?;
    Ok(file.shown())
}
