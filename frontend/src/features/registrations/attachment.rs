//! One piece of evidence on its way: looked at on the device, announced, sent straight to the attachment store, confirmed.

use domain::contract::attachments::{Attachment, ConfirmAttachmentRequest, CreateAttachmentRequest, FileKind};
use domain::contract::{ConfirmAttachment, CreateAttachment};
use domain::id::{IdempotencyKey, PersonId};
use domain::limits::{ATTACHMENT_BYTES_MAX, FILE_NAME_CHARACTERS_MAX};
use js_sys::Uint8Array;
use web_sys::{Blob, File};

use crate::api::{CallError, call, call_keyed};
use crate::platform::photo;
use crate::platform::upload::{put, read, sha256};

/// Why a file did not become evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadError {
    /// The file itself will not do; trying again does not help.
    Unfit(&'static str),
    Call(CallError),
}

impl UploadError {
    pub fn message(&self) -> String {
        match self {
            UploadError::Unfit(sentence) => (*sentence).to_owned(),
            UploadError::Call(error) => {
                error.fields().iter().next().map_or_else(|| error.message(), |field| field.message.to_string())
            }
        }
    }

    pub fn is_worth_repeating(&self) -> bool {
        matches!(self, UploadError::Call(error) if error.is_worth_repeating() || error.code() == "not_uploaded")
    }
}

impl From<CallError> for UploadError {
    fn from(error: CallError) -> Self {
        UploadError::Call(error)
    }
}

/// Judges a file by its size and its first bytes, whatever its name says.
pub fn judge(bytes: u64, head: &[u8]) -> Result<FileKind, UploadError> {
    if bytes == 0 {
        return Err(UploadError::Unfit("这个文件是空的，请重新选择"));
    }
    if bytes > ATTACHMENT_BYTES_MAX {
        return Err(UploadError::Unfit("文件超过 10 MB，请压缩或改用较小的照片"));
    }
    FileKind::sniff(head).ok_or(UploadError::Unfit("只能上传 PDF、JPEG 或 PNG，这个文件的内容不是"))
}

/// Brings a file to the store. `progress` hears percents; `key` stays the same when the same file is tried
/// again; `person` is whose evidence it is, where that is not the uploader.
pub async fn upload(
    file: &File,
    key: &IdempotencyKey,
    person: Option<&PersonId>,
    progress: impl Fn(u32) + 'static,
) -> Result<Attachment, UploadError> {
    let unreadable = UploadError::Unfit("读不了这个文件，请重新选择");
    let mut name = file.name();
    let mut content = read(file).await.map_err(|_| unreadable.clone())?;
    let mut sent: Blob = file.clone().into();
    if matches!(FileKind::sniff(&head(&content)), Some(FileKind::Jpeg | FileKind::Png))
        && let Some(smaller) = photo::shrunk(file).await
    {
        content = read(&smaller).await.map_err(|_| unreadable.clone())?;
        sent = smaller;
        name = as_jpeg(&name);
    }
    let kind = judge(content.length().into(), &head(&content))?;
    let request = CreateAttachmentRequest {
        file_name: file_name(&name),
        bytes: content.length().into(),
        kind,
        sha256: sha256(&content).await.map_err(|_| unreadable)?,
        person: person.cloned(),
    };
    let place = call_keyed::<CreateAttachment>(&request, key).await?;
    let id = place.id.clone();
    put(&place, &sent, progress).await.map_err(|_| CallError::Offline)?;
    Ok(call::<ConfirmAttachment>(&ConfirmAttachmentRequest { id, person: person.cloned() }).await?)
}

/// The first bytes, which tell what a file is.
fn head(content: &Uint8Array) -> [u8; 8] {
    let mut head = [0_u8; 8];
    let bytes = content.length().min(8);
    content.subarray(0, bytes).copy_to(&mut head[..bytes as usize]);
    head
}

/// The name of a picture that has become a JPEG.
fn as_jpeg(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.jpg")
}

/// A name that the functions take: cut to their limit, with its ending kept.
fn file_name(name: &str) -> String {
    let characters: Vec<char> = name.trim().chars().collect();
    if characters.len() <= FILE_NAME_CHARACTERS_MAX {
        return characters.into_iter().collect();
    }
    let ending = characters.len() - 10;
    characters[..FILE_NAME_CHARACTERS_MAX - 10].iter().chain(&characters[ending..]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_judged_by_its_content() {
        assert_eq!(judge(100, b"%PDF-1.7"), Ok(FileKind::Pdf));
        assert!(judge(100, b"MZ......").is_err());
        assert!(judge(0, b"").is_err());
        assert!(judge(ATTACHMENT_BYTES_MAX + 1, b"%PDF-1.7").is_err());
    }

    #[test]
    fn a_picture_that_was_made_smaller_is_named_for_what_it_is() {
        assert_eq!(as_jpeg("证书.2026.png"), "证书.2026.jpg");
        assert_eq!(as_jpeg("照片"), "照片.jpg");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = file_name(&("证".repeat(200) + ".pdf"));
        assert_eq!(name.chars().count(), FILE_NAME_CHARACTERS_MAX);
        assert!(name.ends_with(".pdf"));
    }
}
