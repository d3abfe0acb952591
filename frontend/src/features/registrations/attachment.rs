//! One piece of evidence on its way: looked at on the device, announced, sent straight to the attachment store, confirmed.

use domain::contract::attachments::{
    Attachment, ConfirmAttachmentRequest, CreateAttachmentRequest, FileKind, SNIFFED_BYTES,
};
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

/// Said of a picture that the browser cannot draw, and so cannot turn into a JPEG.
const OTHER_PICTURE: &str = "本浏览器打不开这种格式的照片（HEIC、WebP 等）。请打开照片后截图，上传截图；苹果手机也可在“设置—相机—格式”中选择“兼容性最佳”后重新拍摄";

/// Brings a file to the store. `progress` hears percents; `key` stays the same when the same file is tried
/// again; `person` is whose evidence it is, where that is not the uploader. Gives back what was sent beside it, to be looked at: a
/// picture may have been made smaller, or another format.
pub async fn upload(
    file: &File,
    key: &IdempotencyKey,
    person: Option<&PersonId>,
    progress: impl Fn(u32) + 'static,
) -> Result<(Attachment, Blob), UploadError> {
    let unreadable = UploadError::Unfit("读不了这个文件，请重新选择");
    let mut name = file.name();
    let mut content = read(file).await.map_err(|_| unreadable.clone())?;
    let mut sent: Blob = file.clone().into();
    let prepared = match FileKind::sniff(&head(&content)) {
        Some(FileKind::Jpeg | FileKind::Png) => photo::shrunk(file).await,
        None if photo::is_other_picture(&head(&content)) => {
            Some(photo::as_jpeg(file).await.ok_or(UploadError::Unfit(OTHER_PICTURE))?)
        }
        Some(FileKind::Pdf) | None => None,
    };
    if let Some(smaller) = prepared {
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
    let confirm = ConfirmAttachmentRequest { id, person: person.cloned() };
    Ok((call::<ConfirmAttachment>(&confirm).await?, sent))
}

/// The first bytes, which tell what a file is.
fn head(content: &Uint8Array) -> Vec<u8> {
    content.subarray(0, content.length().min(SNIFFED_BYTES as u32)).to_vec()
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
