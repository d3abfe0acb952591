//! Evidence files, and the way that a browser sends and gets them.

use axum::body::{Body, to_bytes};
use bytes::Bytes;
use domain::contract::attachments::{ConfirmAttachmentRequest, CreateAttachmentRequest, FileKind, Upload};
use domain::contract::{ConfirmAttachment, CreateAttachment};
use domain::id::AttachmentId;
use functions::crypto::vault::sha256_hex;
use http::{HeaderMap, Request, StatusCode};

use crate::browser::Browser;
use crate::world::World;

pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";
pub const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9";

pub fn request_for(file_name: &str, kind: FileKind, content: &[u8]) -> CreateAttachmentRequest {
    let sha256 = sha256_hex(content);
    let bytes = u64::try_from(content.len()).expect("a small file");
    CreateAttachmentRequest { file_name: file_name.to_owned(), bytes, kind, sha256, person: None }
}

/// Sends a file to its address.
pub async fn put(world: &World, upload: &Upload, content: &[u8]) -> StatusCode {
    let mut request =
        Request::put(&upload.url).header("host", host(&upload.url)).header("content-length", content.len());
    for (name, value) in &upload.headers {
        request = request.header(name, value);
    }
    let request = request.body(Body::from(content.to_vec())).expect("a request");
    world.attachments.answer(request).await.status()
}

/// Gets a file from its address.
pub async fn get(world: &World, url: &str) -> (HeaderMap, Bytes) {
    let request = Request::get(url).header("host", host(url)).body(Body::empty()).expect("a request");
    let response = world.attachments.answer(request).await;
    assert_eq!(response.status(), StatusCode::OK);
    let (parts, body) = response.into_parts();
    (parts.headers, to_bytes(body, 1 << 20).await.expect("a small body"))
}

/// Uploads a file and has it looked into.
pub async fn uploaded(browser: &Browser<'_>, file_name: &str, kind: FileKind, content: &[u8]) -> AttachmentId {
    let upload = browser.call::<CreateAttachment>(&request_for(file_name, kind, content)).await.expect("an address");
    assert_eq!(put(browser.world, &upload, content).await, StatusCode::OK);
    let confirm = ConfirmAttachmentRequest { id: upload.id, person: None };
    browser.call::<ConfirmAttachment>(&confirm).await.expect("a usable file").id
}

/// The host that an address names, which its signature covers.
fn host(url: &str) -> &str {
    url.split('/').nth(2).expect("an absolute address")
}
