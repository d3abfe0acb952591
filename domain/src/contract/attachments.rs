//! Requests and responses about evidence.

use serde::{Deserialize, Serialize};

use crate::id::{AttachmentId, PersonId, RegistrationId};

/// Bytes at a file's beginning by which its kind is told.
pub const SNIFFED_BYTES: usize = 1_024;

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

    /// Tells a file's kind by its first [`SNIFFED_BYTES`], whatever its name says (PDF: ISO 32000-1, 7.5.2; JPEG: ITU-T
    /// T.81, B.1.1.3; PNG: W3C PNG, 5.2).
    ///
    /// Before a PDF's header there may be other bytes, as a byte-order mark or line breaks: readers look for it in the
    /// first 1,024 (PDF Reference 1.7, appendix H.3, note 13).
    pub fn sniff(head: &[u8]) -> Option<Self> {
        const PDF: &[u8] = b"%PDF-";
        match head {
            [0xff, 0xd8, 0xff, ..] => Some(FileKind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(FileKind::Png),
            head => {
                let head = &head[..head.len().min(SNIFFED_BYTES)];
                head.windows(PDF.len()).any(|window| window == PDF).then_some(FileKind::Pdf)
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn after(before: &[u8]) -> Option<FileKind> {
        FileKind::sniff(&[before, b"%PDF-1.7\n1 0 obj"].concat())
    }

    #[test]
    fn a_pdf_is_one_whatever_a_scanner_has_put_before_it() {
        for before in [b"".as_slice(), b"\xef\xbb\xbf", b"\r\n\r\n", b"\n \n", &[0; 512], &[b' '; SNIFFED_BYTES - 5]] {
            assert_eq!(after(before), Some(FileKind::Pdf), "{} bytes before", before.len());
        }
        assert_eq!(after(&[b' '; SNIFFED_BYTES - 4]), None, "not whole within the first bytes");
        assert_eq!(FileKind::sniff(b"PDF-1.7"), None);
        assert_eq!(FileKind::sniff(b""), None);
    }

    #[test]
    fn a_picture_is_told_by_its_first_bytes_alone() {
        assert_eq!(FileKind::sniff(b"\xff\xd8\xff\xe0 %PDF-"), Some(FileKind::Jpeg));
        assert_eq!(FileKind::sniff(b"\x89PNG\r\n\x1a\n"), Some(FileKind::Png));
        for other in [b"RIFF\x24\0\0\0WEBPVP8 ".as_slice(), b"\0\0\0\x18ftypheic", b"GIF89a", b" \xff\xd8\xff"] {
            assert_eq!(FileKind::sniff(other), None);
        }
    }
}
