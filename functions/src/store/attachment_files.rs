//! Evidence files in S3: browsers put and get them straight, with addresses that are good for one file and a few
//! minutes.
//!
//! An upload is marked as pending, and whatever is marked goes after some days (`UNCONFIRMED_DAYS`; a lifecycle rule of the
//! bucket, a sweep on one machine). Confirming a file takes the mark off. An address takes no second upload once a file is
//! there, so that the mark does not come back.

use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::error::DisplayErrorContext;
use aws_sdk_s3::presigning::PresigningConfig;
use data_encoding::BASE64;
use domain::contract::attachments::FileKind;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::error::Error;
use crate::store::usage;

/// The mark, as S3 spells tags: `infra/template.yaml` and the store of one machine look for it.
pub const PENDING: &str = "pending=yes";

/// How long a presigned address is good for.
const UPLOAD_SECONDS: u64 = 15 * 60;
const DOWNLOAD_SECONDS: u64 = 5 * 60;

#[derive(Debug)]
pub struct AttachmentStore {
    client: Client,
    bucket: String,
}

/// What an upload is bound to.
pub struct Expected<'a> {
    pub key: &'a str,
    pub kind: FileKind,
    pub bytes: u64,
    pub sha256: [u8; 32],
}

/// A presigned request: the address, and the headers that it was signed with.
pub struct PresignedPut {
    pub url: String,
    pub headers: Vec<(String, String)>,
}

impl AttachmentStore {
    pub fn new(client: Client, bucket: String) -> Self {
        Self { client, bucket }
    }

    /// An address that takes one PUT of exactly this content.
    pub async fn presign_put(&self, expected: &Expected<'_>) -> Result<PresignedPut, Error> {
        // The address does what its signer may do.
        usage::note_permission("s3:PutObject");
        usage::note_permission("s3:PutObjectTagging");
        let checksum = BASE64.encode(&expected.sha256);
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(expected.key)
            .content_type(expected.kind.media_type())
            .content_length(i64::try_from(expected.bytes).unwrap_or(i64::MAX))
            .checksum_sha256(checksum)
            .tagging(PENDING)
            .if_none_match("*")
            .presigned(lasting(UPLOAD_SECONDS)?)
            .await
            .map_err(|error| Error::internal(DisplayErrorContext(error)))?;
        // The browser sets the length by itself and forbids scripts to.
        let headers = request
            .headers()
            .filter(|(name, _)| !name.eq_ignore_ascii_case("content-length") && !name.eq_ignore_ascii_case("host"))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Ok(PresignedPut { url: request.uri().to_owned(), headers })
    }

    /// The first bytes of a stored file and its length; `None` if it is not there.
    pub async fn head(&self, key: &str, bytes: u64) -> Result<Option<(Vec<u8>, u64)>, Error> {
        usage::note_permission("s3:GetObject");
        let got = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .range(format!("bytes=0-{}", bytes.saturating_sub(1)))
            .send()
            .await;
        let object = match got {
            Ok(object) => object,
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => return Ok(None),
            // An empty object has no first byte to give.
            Err(error) if error.raw_response().is_some_and(|response| response.status().as_u16() == 416) => {
                return Ok(Some((Vec::new(), 0)));
            }
            Err(error) => return Err(Error::internal(DisplayErrorContext(error))),
        };
        let total = object
            .content_range()
            .and_then(|range| range.rsplit_once('/'))
            .and_then(|(_, total)| total.parse().ok())
            .or_else(|| object.content_length().and_then(|length| u64::try_from(length).ok()))
            .unwrap_or(0);
        let body = object.body.collect().await.map_err(Error::internal)?;
        Ok(Some((body.to_vec(), total)))
    }

    /// Takes the mark off an upload: from now on it stays.
    pub async fn keep(&self, key: &str) -> Result<(), Error> {
        usage::note_permission("s3:DeleteObjectTagging");
        let kept = self.client.delete_object_tagging().bucket(&self.bucket).key(key).send().await;
        kept.map(drop).map_err(|error| Error::internal(DisplayErrorContext(error)))
    }

    /// An address to download a file under its own name, never to open it inside the product.
    pub async fn presign_get(&self, key: &str, file_name: &str, kind: FileKind) -> Result<String, Error> {
        usage::note_permission("s3:GetObject");
        let request = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_type(kind.media_type())
            .response_content_disposition(format!("attachment; filename*=UTF-8''{}", percent_encode(file_name)))
            .presigned(lasting(DOWNLOAD_SECONDS)?)
            .await
            .map_err(|error| Error::internal(DisplayErrorContext(error)))?;
        Ok(request.uri().to_owned())
    }
}

fn lasting(seconds: u64) -> Result<PresigningConfig, Error> {
    PresigningConfig::expires_in(Duration::from_secs(seconds)).map_err(Error::internal)
}

/// RFC 5987 ext-value: everything but RFC 3986's unreserved characters as `%XX` of its UTF-8.
const EXT_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn percent_encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, EXT_VALUE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_encoded_whatever_it_holds() {
        assert_eq!(percent_encode("证书 1\".pdf").to_string(), "%E8%AF%81%E4%B9%A6%201%22.pdf");
    }
}
