use data_encoding::HEXLOWER;
use domain::contract::attachments::{CreateAttachmentRequest, Upload};
use domain::field_errors::FieldErrors;
use domain::id::AttachmentId;
use domain::limits::{ATTACHMENT_BYTES_MAX, FILE_NAME_CHARACTERS_MAX};
use domain::registration::text;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::idempotency::key_reused;
use crate::store::attachment_files::Expected;
use crate::store::attachments::{self, StoredAttachment};
use crate::store::keys::attachment_object;
use crate::use_cases::attachment_owner::owner;

pub async fn handle(cx: RequestContext<'_>, caller: Acting, request: CreateAttachmentRequest) -> Result<Upload, Error> {
    let app = cx.app;
    let person = owner(app, &caller, request.person.clone()).await?;
    let (file, sha256) = announced(&cx, &request)?;
    if !attachments::announce(app, &person, &file).await? {
        let before = attachments::find(app, &person, &file.id).await?.ok_or_else(key_reused)?;
        let was_confirmed = before.confirmed;
        if (StoredAttachment { confirmed: false, gone_at: file.gone_at, ..before }) != file {
            return Err(key_reused());
        }
        if !was_confirmed {
            attachments::announce_again(app, &person, &file).await?;
        }
    }
    let key = attachment_object(&person, &file.id);
    let expected = Expected { key: &key, kind: file.kind, bytes: file.bytes, sha256 };
    let put = app.attachments.presign_put(&expected).await?;
    Ok(Upload { id: file.id, url: put.url, headers: put.headers })
}

/// The file as the browser announces it, under the id that the request's key makes.
fn announced(
    cx: &RequestContext<'_>,
    request: &CreateAttachmentRequest,
) -> Result<(StoredAttachment, [u8; 32]), Error> {
    let mut errors = FieldErrors::default();
    let file_name = errors.keep("file_name", text(&request.file_name, 1, FILE_NAME_CHARACTERS_MAX, "文件没有名称"));
    if !(1..=ATTACHMENT_BYTES_MAX).contains(&request.bytes) {
        errors.push("bytes", "out_of_range", "每个附件最大 10 MB，且不能为空");
    }
    let sha256 = parse_sha256(&request.sha256).ok_or(Error::Malformed("sha256"))?;
    let file_name = errors.finish(|| file_name.expect("no mistake was noted"))?;
    let id: AttachmentId = cx.repeat.key()?.as_str().parse()?;
    let file = StoredAttachment {
        id,
        file_name,
        bytes: request.bytes,
        kind: request.kind,
        sha256: request.sha256.clone(),
        confirmed: false,
        lies_with: None,
        gone_at: Some(attachments::gone_at(cx.app.clock.now())),
    };
    Ok((file, sha256))
}

fn parse_sha256(text: &str) -> Option<[u8; 32]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}
