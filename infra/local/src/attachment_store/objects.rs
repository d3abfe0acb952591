//! What the store does with objects: put, get, head and delete, and take the mark off an upload. S3 has much more; none of it is answered.
//!
//! An object is a file with its content, and a small file beside it with its attributes. A put checks everything that
//! the signature binds before anything can be seen, and is on disk when it is answered: the attributes first, so that
//! a content always has them.

use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use functions::store::attachment_files::PENDING;
use http_body_util::{BodyExt, Limited};
use s3s::dto::{
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectTaggingInput, DeleteObjectTaggingOutput, ETag, GetObjectInput,
    GetObjectOutput, HeadObjectInput, HeadObjectOutput, PutObjectInput, PutObjectOutput, StreamingBlob, Timestamp,
};
use s3s::{Body, S3, S3Request, S3Response, S3Result, s3_error};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::fs;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use super::{BUCKET, bytes_max};

/// The folders of the store.
pub const CONTENTS: &str = "contents";
pub const ATTRIBUTES: &str = "attributes";
/// Characters of an object's key. Handlers use two ids and a slash.
const KEY_CHARACTERS_MAX: usize = 128;

#[derive(Clone)]
pub struct Objects {
    contents: PathBuf,
    attributes: PathBuf,
    unfinished: PathBuf,
    puts: Arc<AtomicU64>,
}

#[derive(Serialize, Deserialize)]
pub struct Attributes {
    content_type: Option<String>,
    /// Base 64.
    pub sha256: String,
    /// Marked as an upload that nobody has confirmed.
    #[serde(default)]
    pending: bool,
}

impl Attributes {
    fn etag(&self) -> ETag {
        ETag::Strong(self.sha256.clone())
    }
}

impl Objects {
    pub fn open(folder: &Path) -> Result<Self> {
        let place = |name: &str| -> Result<PathBuf> {
            let place = folder.join(name);
            std::fs::create_dir_all(&place).with_context(|| format!("cannot create {}", place.display()))?;
            Ok(place)
        };
        let unfinished = folder.join("unfinished");
        if unfinished.exists() {
            std::fs::remove_dir_all(&unfinished)
                .with_context(|| format!("cannot remove what was left unfinished in {}", unfinished.display()))?;
        }
        Ok(Self {
            contents: place(CONTENTS)?,
            attributes: place(ATTRIBUTES)?,
            unfinished: place("unfinished")?,
            puts: Arc::default(),
        })
    }

    async fn attributes(&self, bucket: &str, key: &str) -> S3Result<Attributes> {
        check_name(bucket, key)?;
        let bytes = match fs::read(self.attributes.join(key)).await {
            Ok(bytes) => bytes,
            Err(error) if is_missing(&error) => return Err(s3_error!(NoSuchKey)),
            Err(error) => return Err(disk(error)),
        };
        serde_json::from_slice(&bytes).map_err(|error| s3_error!(error, InternalError, "unreadable attributes"))
    }

    /// Removes every upload that is marked and older than `before`, as the bucket's lifecycle rule does; says how many.
    pub fn sweep_pending(&self, before: SystemTime) -> Result<usize> {
        let mut removed = 0;
        for path in files_below(&self.attributes)? {
            // What is written or removed at this moment is none that is old.
            let Ok(attributes) = std::fs::read(&path) else { continue };
            let is_old = std::fs::metadata(&path).and_then(|file| file.modified()).is_ok_and(|put| put < before);
            let is_pending = serde_json::from_slice(&attributes).is_ok_and(|one: Attributes| one.pending);
            if is_old && is_pending {
                let key = path.strip_prefix(&self.attributes).context("a file below the folder")?;
                for place in [self.contents.join(key), path.clone()] {
                    std::fs::remove_file(&place)
                        .or_else(ignore_missing)
                        .with_context(|| place.display().to_string())?;
                }
                removed += 1;
            }
        }
        Ok(removed)
    }

    async fn content(&self, key: &str) -> S3Result<(fs::File, std::fs::Metadata)> {
        match fs::File::open(self.contents.join(key)).await {
            Ok(file) => {
                let metadata = file.metadata().await.map_err(disk)?;
                Ok((file, metadata))
            }
            Err(error) if is_missing(&error) => Err(s3_error!(NoSuchKey)),
            Err(error) => Err(disk(error)),
        }
    }

    /// Writes a file that is there wholly or not at all, whenever the power fails.
    async fn write(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = place.parent().unwrap_or(place);
        fs::create_dir_all(folder).await?;
        let unfinished = self.unfinished.join(self.puts.fetch_add(1, Ordering::Relaxed).to_string());
        let mut file = fs::File::create(&unfinished).await?;
        file.write_all(bytes).await?;
        file.sync_all().await?;
        fs::rename(&unfinished, place).await?;
        sync_folders(folder, 2).await
    }
}

#[async_trait::async_trait]
impl S3 for Objects {
    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let PutObjectInput {
            bucket,
            key,
            body,
            content_length,
            content_type,
            checksum_sha256,
            if_none_match,
            tagging,
            ..
        } = request.input;
        check_name(&bucket, &key)?;
        if if_none_match.is_some_and(|condition| condition.is_any()) && self.contents.join(&key).exists() {
            return Err(s3_error!(PreconditionFailed, "there is such an object already"));
        }
        let Some(announced) = content_length else { return Err(s3_error!(MissingContentLength)) };
        let content = content_of(body).await?;
        if u64::try_from(announced).ok() != u64::try_from(content.len()).ok() {
            return Err(s3_error!(IncompleteBody));
        }
        let sha256 = BASE64.encode(Sha256::digest(&content));
        let bound_to = checksum_sha256.or_else(|| query_value(request.uri.query()?, "x-amz-checksum-sha256"));
        if bound_to.is_some_and(|bound_to| bound_to != sha256) {
            return Err(s3_error!(BadDigest, "the content is another than announced"));
        }
        let pending = tagging.is_some_and(|tags| tags == PENDING);
        let attributes = Attributes { content_type, sha256, pending };
        let etag = attributes.etag();
        let attributes = serde_json::to_vec(&attributes).map_err(|error| s3_error!(error, InternalError))?;
        self.write(&self.attributes.join(&key), &attributes).await.map_err(disk)?;
        self.write(&self.contents.join(&key), &content).await.map_err(disk)?;
        Ok(S3Response::new(PutObjectOutput { e_tag: Some(etag), ..Default::default() }))
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        let input = request.input;
        let attributes = self.attributes(&input.bucket, &input.key).await?;
        let (mut file, metadata) = self.content(&input.key).await?;
        let total = metadata.len();
        let mut output = GetObjectOutput {
            e_tag: Some(attributes.etag()),
            accept_ranges: Some("bytes".to_owned()),
            content_type: input.response_content_type.or(attributes.content_type),
            content_disposition: input.response_content_disposition,
            cache_control: input.response_cache_control,
            last_modified: Some(modified(&metadata)),
            ..Default::default()
        };
        let range = match input.range {
            None => 0..total,
            Some(range) => {
                let range = range.check(total)?;
                output.content_range = Some(format!("bytes {}-{}/{total}", range.start, range.end - 1));
                range
            }
        };
        let length = range.end - range.start;
        file.seek(SeekFrom::Start(range.start)).await.map_err(disk)?;
        let mut content = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        file.take(length).read_to_end(&mut content).await.map_err(disk)?;
        output.content_length = i64::try_from(content.len()).ok();
        output.body = Some(StreamingBlob::from(Body::from(content)));
        Ok(S3Response::new(output))
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        let input = request.input;
        let attributes = self.attributes(&input.bucket, &input.key).await?;
        let (_, metadata) = self.content(&input.key).await?;
        Ok(S3Response::new(HeadObjectOutput {
            e_tag: Some(attributes.etag()),
            content_length: i64::try_from(metadata.len()).ok(),
            content_type: attributes.content_type,
            last_modified: Some(modified(&metadata)),
            ..Default::default()
        }))
    }

    async fn delete_object_tagging(
        &self,
        request: S3Request<DeleteObjectTaggingInput>,
    ) -> S3Result<S3Response<DeleteObjectTaggingOutput>> {
        let DeleteObjectTaggingInput { bucket, key, .. } = request.input;
        let attributes = Attributes { pending: false, ..self.attributes(&bucket, &key).await? };
        let attributes = serde_json::to_vec(&attributes).map_err(|error| s3_error!(error, InternalError))?;
        self.write(&self.attributes.join(&key), &attributes).await.map_err(disk)?;
        Ok(S3Response::new(DeleteObjectTaggingOutput::default()))
    }

    async fn delete_object(&self, request: S3Request<DeleteObjectInput>) -> S3Result<S3Response<DeleteObjectOutput>> {
        let input = request.input;
        check_name(&input.bucket, &input.key)?;
        for place in [self.contents.join(&input.key), self.attributes.join(&input.key)] {
            match fs::remove_file(&place).await {
                // To delete what is not there is no mistake in S3.
                Err(error) if !is_missing(&error) => return Err(disk(error)),
                _ => sync_folders(place.parent().unwrap_or(&place), 1).await.or_else(ignore_missing).map_err(disk)?,
            }
        }
        Ok(S3Response::new(DeleteObjectOutput::default()))
    }
}

pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        if path.is_dir() { files.extend(files_below(&path)?) } else { files.push(path) }
    }
    Ok(files)
}

/// Keys become paths; these can only be paths within the folder.
pub fn check_name(bucket: &str, key: &str) -> S3Result<()> {
    if bucket != BUCKET {
        return Err(s3_error!(NoSuchBucket));
    }
    let is_plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if key.len() <= KEY_CHARACTERS_MAX && key.split('/').all(is_plain) { Ok(()) } else { Err(s3_error!(NoSuchKey)) }
}

async fn content_of(body: Option<StreamingBlob>) -> S3Result<Bytes> {
    let Some(body) = body else { return Ok(Bytes::new()) };
    let collected = Limited::new(Body::from(body), bytes_max()).collect().await;
    collected.map(|content| content.to_bytes()).map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            s3_error!(EntityTooLarge)
        } else {
            s3_error!(IncompleteBody)
        }
    })
}

/// A presigned address may carry a header in its query instead.
fn query_value(query: &str, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    pairs.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

async fn sync_folders(folder: &Path, levels: usize) -> io::Result<()> {
    for folder in folder.ancestors().take(levels) {
        fs::File::open(folder).await?.sync_all().await?;
    }
    Ok(())
}

fn modified(metadata: &std::fs::Metadata) -> Timestamp {
    Timestamp::from(metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH))
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory)
}

fn ignore_missing(error: io::Error) -> io::Result<()> {
    if is_missing(&error) { Ok(()) } else { Err(error) }
}

fn disk(error: io::Error) -> s3s::S3Error {
    s3_error!(error, InternalError, "the disk failed")
}
