use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use base64::Engine as _;
use functions::store::attachment_files::PENDING;
use sha2::{Digest, Sha256};

use super::*;
use crate::scratch::Scratch;

const ORIGIN: &str = "http://localhost:8080";
const KEY: &str = "0000000000000000000000000p/0000000000000000000000000a";
const CONTENT: &[u8] = b"%PDF-1.7 evidence";

struct Fixture {
    store: AttachmentStore,
    client: Client,
    _scratch: Scratch,
}

fn fixture(name: &str) -> Fixture {
    let scratch = Scratch::new(name);
    let key = AccessKey { id: "LOCALLOCALLOCAL".to_owned(), secret: "a secret of this test".to_owned() };
    let store = AttachmentStore::open(scratch.path(), key).expect("a store");
    let client = client(&store, ORIGIN);
    Fixture { store, client, _scratch: scratch }
}

fn lasting() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(60)).expect("a minute")
}

/// The upload that a handler prepares for `CONTENT`.
async fn presigned_put(client: &Client) -> PresignedRequest {
    let sha256 = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(CONTENT));
    let put = client.put_object().bucket(BUCKET).key(KEY).content_type("application/pdf");
    let put = put.content_length(CONTENT.len() as i64).checksum_sha256(sha256);
    put.presigned(lasting()).await.expect("an address")
}

/// What a browser makes of a presigned request, with what `change` does to it.
async fn send(
    fixture: &Fixture,
    presigned: &PresignedRequest,
    content: &[u8],
    change: impl FnOnce(&mut Request<axum::body::Body>),
) -> (StatusCode, http::HeaderMap, Bytes) {
    let path = presigned.uri().strip_prefix(ORIGIN).expect("an address at the origin");
    assert!(path.starts_with("/attachments/"), "{path}");
    let mut request = Request::builder().method(presigned.method()).uri(path).header(header::HOST, "localhost:8080");
    for (name, value) in presigned.headers().filter(|(name, _)| *name != "content-length" && *name != "host") {
        request = request.header(name, value);
    }
    if presigned.method() == "PUT" {
        request = request.header(header::CONTENT_LENGTH, content.len());
    }
    let mut request = request.body(axum::body::Body::from(content.to_vec())).expect("a request");
    change(&mut request);
    let response = fixture.store.answer(request).await;
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, body.collect().await.expect("a body").to_bytes())
}

async fn is_stored(fixture: &Fixture) -> bool {
    fixture.client.head_object().bucket(BUCKET).key(KEY).send().await.is_ok()
}

#[tokio::test]
async fn an_upload_as_prepared_is_kept_and_comes_back_as_a_download() {
    let fixture = fixture("upload");
    let upload = presigned_put(&fixture.client).await;
    let (status, _, body) = send(&fixture, &upload, CONTENT, |_| {}).await;
    assert_eq!(status, StatusCode::OK, "{body:?}");

    let head = fixture.client.head_object().bucket(BUCKET).key(KEY).send().await.expect("it is there");
    assert_eq!(head.content_length(), Some(CONTENT.len() as i64));
    assert_eq!(head.content_type(), Some("application/pdf"));

    let get = fixture.client.get_object().bucket(BUCKET).key(KEY);
    let name = "attachment; filename*=UTF-8''%E8%AF%81%E4%B9%A6.pdf";
    let download = get.response_content_disposition(name).presigned(lasting()).await.expect("an address");
    let (status, headers, body) = send(&fixture, &download, b"", |_| {}).await;
    assert_eq!((status, &body[..]), (StatusCode::OK, CONTENT));
    assert_eq!(headers[header::CONTENT_DISPOSITION], name);
    assert_eq!(headers[header::CONTENT_TYPE], "application/pdf");
}

#[tokio::test]
async fn another_content_size_or_type_is_refused_and_not_kept() {
    let fixture = fixture("refusals");
    let upload = presigned_put(&fixture.client).await;
    let same_size = vec![b'x'; CONTENT.len()];
    let (status, ..) = send(&fixture, &upload, &same_size, |_| {}).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "another content");
    let (status, ..) = send(&fixture, &upload, b"longer than what was announced", |_| {}).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "another size");
    let (status, ..) = send(&fixture, &upload, CONTENT, |request| {
        request.headers_mut().insert(header::CONTENT_TYPE, http::HeaderValue::from_static("text/html"));
    })
    .await;
    assert_eq!(status, StatusCode::FORBIDDEN, "another type");
    let (status, ..) = send(&fixture, &upload, CONTENT, |request| {
        request.headers_mut().remove(header::CONTENT_LENGTH);
    })
    .await;
    assert!(status.is_client_error(), "no size: {status}");
    let (status, ..) = send(&fixture, &upload, CONTENT, |request| {
        request.headers_mut().remove("x-amz-checksum-sha256");
        let bare = request.uri().to_string().replace("x-amz-checksum-sha256", "x-other");
        *request.uri_mut() = bare.parse().expect("an address");
    })
    .await;
    assert!(status.is_client_error(), "no checksum: {status}");
    assert!(!is_stored(&fixture).await);
}

#[tokio::test]
async fn another_key_method_or_an_unsigned_request_is_refused() {
    let fixture = fixture("foreign");
    let upload = presigned_put(&fixture.client).await;
    let (status, ..) = send(&fixture, &upload, CONTENT, |request| {
        let other = request.uri().to_string().replace("000a?", "000b?");
        *request.uri_mut() = other.parse().expect("an address");
    })
    .await;
    assert_eq!(status, StatusCode::FORBIDDEN, "another key");
    let (status, ..) = send(&fixture, &upload, CONTENT, |request| *request.method_mut() = http::Method::DELETE).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "another method");
    let (status, ..) = send(&fixture, &upload, CONTENT, |request| {
        *request.uri_mut() = format!("/{BUCKET}/{KEY}").parse().expect("an address");
    })
    .await;
    assert_eq!(status, StatusCode::FORBIDDEN, "unsigned");
    let list = fixture.client.list_objects_v2().bucket(BUCKET).send().await;
    assert!(list.is_err(), "S3 has much more; none of it is answered");
    assert!(!is_stored(&fixture).await);
}

#[tokio::test]
async fn the_first_bytes_can_be_read_and_what_is_missing_is_told() {
    let fixture = fixture("ranges");
    let get = || fixture.client.get_object().bucket(BUCKET).key(KEY);
    let missing = get().send().await.expect_err("nothing is there");
    assert!(missing.as_service_error().is_some_and(|error| error.is_no_such_key()), "{missing:?}");
    send(&fixture, &presigned_put(&fixture.client).await, CONTENT, |_| {}).await;
    let head = get().range("bytes=0-4").send().await.expect("it is there");
    assert_eq!(head.content_range(), Some("bytes 0-4/17"));
    assert_eq!(head.body.collect().await.expect("a body").to_vec(), b"%PDF-");
    let beyond = get().range("bytes=17-20").send().await.expect_err("it is shorter");
    assert_eq!(beyond.raw_response().map(|response| response.status().as_u16()), Some(416));
}

#[tokio::test]
async fn what_is_deleted_is_gone_and_deleting_it_again_is_no_mistake() {
    let fixture = fixture("deleting");
    send(&fixture, &presigned_put(&fixture.client).await, CONTENT, |_| {}).await;
    assert!(is_stored(&fixture).await);
    for _ in 0..2 {
        fixture.client.delete_object().bucket(BUCKET).key(KEY).send().await.expect("it is gone");
        assert!(!is_stored(&fixture).await);
    }
}

#[tokio::test]
async fn more_than_the_limit_is_refused_before_it_is_read() {
    let fixture = fixture("limit");
    let upload = presigned_put(&fixture.client).await;
    let (status, ..) = send(&fixture, &upload, CONTENT, |request| {
        request.headers_mut().insert(header::CONTENT_LENGTH, http::HeaderValue::from(ATTACHMENT_BYTES_MAX + 1));
    })
    .await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn keys_cannot_lead_out_of_the_folder() {
    for key in ["../keys/master.key", "a/../b", "/etc/passwd", "a//b", "a/", "A", "a.b", ""] {
        assert!(objects::check_name(BUCKET, key).is_err(), "{key}");
    }
    assert!(objects::check_name(BUCKET, KEY).is_ok());
    assert!(objects::check_name("other", KEY).is_err());
}

/// A handler's upload carries the mark and is for one file only.
#[tokio::test]
async fn an_upload_that_nobody_confirms_goes_and_a_confirmed_one_stays() {
    let fixture = fixture("pending");
    let marked = |key: &str| {
        let put = fixture.client.put_object().bucket(BUCKET).key(key).tagging(PENDING).if_none_match("*");
        put.content_length(CONTENT.len() as i64).presigned(lasting())
    };
    let other = KEY.replace("000a", "000b");
    for key in [KEY, &other] {
        let upload = marked(key).await.expect("an address");
        let unmarked = send(&fixture, &upload, CONTENT, |request| {
            request.headers_mut().remove("x-amz-tagging");
            let bare = request.uri().to_string().replace("x-amz-tagging", "x-other");
            *request.uri_mut() = bare.parse().expect("an address");
        });
        assert_eq!(unmarked.await.0, StatusCode::FORBIDDEN, "the mark is part of the signature");
        assert_eq!(send(&fixture, &upload, CONTENT, |_| {}).await.0, StatusCode::OK);
    }
    fixture.client.delete_object_tagging().bucket(BUCKET).key(KEY).send().await.expect("confirmed");
    let again = send(&fixture, &marked(KEY).await.expect("an address"), CONTENT, |_| {}).await;
    assert_eq!(again.0, StatusCode::PRECONDITION_FAILED, "or the mark would come back");

    let days = |days: u64| SystemTime::now() + Duration::from_secs(days * 24 * 60 * 60);
    assert_eq!(fixture.store.sweep_pending(days(6)).expect("swept"), 0);
    assert_eq!(fixture.store.sweep_pending(days(8)).expect("swept"), 1);
    assert_eq!(fixture.store.sweep_pending(days(8)).expect("swept"), 0);
    assert!(is_stored(&fixture).await);
    assert!(fixture.client.head_object().bucket(BUCKET).key(other).send().await.is_err());
}
