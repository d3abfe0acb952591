//! Requests and responses about evidence.

use serde::{Deserialize, Serialize};

use crate::id::{AttachmentId, PersonId, RegistrationId};

/// What evidence may be, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Pdf,
    Jpeg,
    Png,
}

impl FileKind {
    pub const fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
        }
    }

    /// Tells a file's kind by its first bytes, whatever its name says (PDF: ISO 32000-1, 7.5.2; JPEG: ITU-T T.81,
    /// B.1.1.3; PNG: W3C PNG, 5.2). Eight bytes are enough.
    pub fn sniff(head: &[u8]) -> Option<Self> {
        match head {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(FileKind::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(FileKind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(FileKind::Png),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateAttachmentRequest {
    pub file_name: String,
    pub bytes: u64,
    pub kind: FileKind,
    /// SHA-256 of the content in lower-case hexadecimal: the upload is bound to it, and equal evidence is noticed.
    pub sha256: String,
    /// Whose evidence it is, where an administrator uploads it; a professional's is always their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// Where to PUT the file, with which headers, within a few minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    pub id: AttachmentId,
    pub url: String,
    pub headers: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmAttachmentRequest {
    pub id: AttachmentId,
    /// As in [`CreateAttachmentRequest`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// A piece of evidence that a registration may refer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub id: AttachmentId,
    pub file_name: String,
    pub bytes: u64,
    pub kind: FileKind,
    pub sha256: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadAttachmentRequest {
    /// Whose evidence it is. Without it, a file of the professional who asks, which no registration needs to have yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<RegistrationId>,
    pub attachment: AttachmentId,
}

/// A presigned address, good for a few minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    pub url: String,
}
