use std::collections::HashMap;
use std::fs;

use base64::Engine as _;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::*;
use crate::attachment_store::{self, AccessKey, BUCKET};
use crate::machine;
use crate::scratch::Scratch;

const PAGE: &str = "<!doctype html><title>学时登记</title>";
const SCRIPT: &str = "/assets/professional-1f0e2c3d4b5a6978.js";

/// A server on a free port, with a site of three files and nothing in its table.
struct Running {
    port: u16,
    store: AttachmentStore,
    stop: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<Result<()>>,
    _scratch: Scratch,
}

async fn running(name: &str) -> Running {
    let scratch = Scratch::new(name);
    let site = scratch.path().join("site");
    for directory in ["assets", "unit"] {
        fs::create_dir_all(site.join(directory)).expect("created");
    }
    fs::write(site.join("index.html"), PAGE).expect("written");
    fs::write(site.join("unit/index.html"), format!("{PAGE} unit")).expect("written");
    fs::write(site.join(&SCRIPT[1..]), "plain").expect("written");
    fs::write(site.join(format!("{}.br", &SCRIPT[1..])), "brotli").expect("written");

    let listener = listen(0).await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let origin = Origin::on_port(port);
    let key = AccessKey { id: "TEST".to_owned(), secret: "a secret of this test".to_owned() };
    let store = AttachmentStore::open(&scratch.path().join("attachments"), key).expect("a store");
    let engine = Engine::memory().expect("an engine");
    let app = machine::app(&engine, &store, [7; 32], machine::clock(None), origin.url()).await.expect("a app");
    let site = Site::open(&site).expect("a site");
    let server = Server { api: Api::Rooms(Box::new(app)), store: store.clone(), site, origin, logs: false };
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(serve_until(server, listener, async move { drop(stopped.await) }));
    Running { port, store, stop, ended, _scratch: scratch }
}

struct Answered {
    status: u16,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Running {
    /// Sends a request as it stands, but for the host, and reads until the server closes the connection.
    async fn send(&self, request: &str, body: &[u8]) -> Answered {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).await.expect("it listens");
        let host = if request.contains("\nhost:") { String::new() } else { format!("host: localhost:{}\n", self.port) };
        let head = format!("{request}\n{host}connection: close\n\n").replace('\n', "\r\n");
        connection.write_all(head.as_bytes()).await.expect("it reads");
        // A server that refuses early may not read the rest.
        let _ = connection.write_all(body).await;
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).await.expect("it answers");
        parse(&bytes)
    }

    async fn get(&self, path: &str) -> Answered {
        self.send(&format!("GET {path} HTTP/1.1"), b"").await
    }
}

fn parse(bytes: &[u8]) -> Answered {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.to_lowercase(), v.to_owned()));
    Answered { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() }
}

#[tokio::test]
async fn screens_and_files_are_served_with_what_browsers_may_keep() {
    let server = running("site").await;
    for (path, expected) in [("/", PAGE.to_owned()), ("/unit/reviews", format!("{PAGE} unit"))] {
        let page = server.get(path).await;
        assert_eq!((page.status, String::from_utf8_lossy(&page.body).into_owned()), (200, expected), "{path}");
        assert_eq!(page.headers["cache-control"], "no-cache");
        assert!(page.headers["content-type"].starts_with("text/html"));
        for (name, value) in SECURITY_HEADERS {
            assert_eq!(page.headers[name.as_str()], value);
        }
    }
    let script = server.send(&format!("GET {SCRIPT} HTTP/1.1\naccept-encoding: gzip, br"), b"").await;
    assert_eq!((script.status, &script.body[..]), (200, &b"brotli"[..]));
    assert_eq!(script.headers["content-encoding"], "br");
    assert_eq!(script.headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(server.get(SCRIPT).await.body, b"plain");
    let missing = server.get("/assets/gone-0123456789ab.js").await;
    assert_eq!((missing.status, missing.headers["cache-control"].as_str()), (404, "no-cache"));
    assert_eq!(server.get("/../../etc/passwd.txt").await.status, 404);
}

#[tokio::test]
async fn requests_for_endpoints_reach_the_rooms() {
    let server = running("api").await;
    let found = server.get("/api/units/search?text=x&region=&supervising=false&page=0").await;
    let told = String::from_utf8_lossy(&found.body).into_owned();
    assert_eq!((found.status, told.as_str()), (200, r#"{"hits":[],"total":0}"#));
    assert!(found.headers.contains_key("content-security-policy"));
    assert_eq!(server.get("/api/nothing").await.status, 404);
    let ended = server.get("/api/session").await;
    assert_eq!(ended.status, 401);
}

#[tokio::test]
async fn a_body_beyond_every_limit_is_not_read() {
    let server = running("body").await;
    let request = format!("POST /api/sessions HTTP/1.1\ncontent-length: {}", BODY_BYTES_MAX + 1);
    let refused = server.send(&request, &vec![b' '; 1024]).await;
    assert_eq!(refused.status, 413);
    assert!(String::from_utf8_lossy(&refused.body).contains("\"request_id\""));
}

#[tokio::test]
async fn only_this_machines_own_names_are_answered() {
    let server = running("hosts").await;
    let foreign = server.send("GET /api/session HTTP/1.1\nhost: rebound.example", b"").await;
    assert_eq!(foreign.status, 421);
    let numeric = format!("GET /unit/?a=b HTTP/1.1\nhost: 127.0.0.1:{}", server.port);
    let moved = server.send(&numeric, b"").await;
    assert_eq!(moved.status, 307);
    assert_eq!(moved.headers["location"], format!("http://localhost:{}/unit/?a=b", server.port));
    let numeric = format!("GET /api/session HTTP/1.1\nhost: 127.0.0.1:{}", server.port);
    assert_eq!(server.send(&numeric, b"").await.status, 401);
}

#[tokio::test]
async fn an_attachment_travels_over_the_same_port() {
    let server = running("attachments").await;
    let origin = format!("http://localhost:{}", server.port);
    let client = attachment_store::client(&server.store, &origin);
    let content = b"%PDF-1.7 over a socket";
    let key = "0000000000000000000000000p/0000000000000000000000000a";
    let sha256 = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content));
    let put = client.put_object().bucket(BUCKET).key(key).content_type("application/pdf").checksum_sha256(sha256);
    let minute = aws_sdk_s3::presigning::PresigningConfig::expires_in(Duration::from_secs(60)).expect("a minute");
    let upload = put.content_length(content.len() as i64).presigned(minute.clone()).await.expect("an address");
    let path = upload.uri().strip_prefix(&origin).expect("the same origin").to_owned();
    let signed: String = upload
        .headers()
        .filter(|(name, _)| *name != "content-length")
        .map(|(name, value)| format!("\n{name}: {value}"))
        .collect();

    let chunked = format!("PUT {path} HTTP/1.1{signed}\ntransfer-encoding: chunked");
    let body = [b"16\r\n".as_slice(), content, b"\r\n0\r\n\r\n"].concat();
    let refused = server.send(&chunked, &body).await;
    assert!((400..500).contains(&refused.status), "without a length: {}", refused.status);
    let sized = format!("PUT {path} HTTP/1.1{signed}\ncontent-length: {}", content.len());
    assert_eq!(server.send(&sized, &[b'x'; 22]).await.status, 400, "another content");
    assert_eq!(server.send(&sized, content).await.status, 200);

    let download = client.get_object().bucket(BUCKET).key(key).presigned(minute).await.expect("an address");
    let path = download.uri().strip_prefix(&origin).expect("the same origin");
    assert_eq!(server.get(path).await.body, content);
}

#[tokio::test]
async fn it_stops_when_told_to() {
    let server = running("stopping").await;
    assert_eq!(server.get("/").await.status, 200);
    server.stop.send(()).expect("it runs");
    let ended = tokio::time::timeout(Duration::from_secs(5), server.ended).await.expect("it stops at once");
    ended.expect("no panic").expect("no failure");
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_with_what_to_do() {
    let first = listen(0).await.expect("a free port");
    let port = first.local_addr().expect("an address").port();
    let refusal = listen(port).await.expect_err("it is taken").to_string();
    assert!(refusal.contains(&format!("port {port} is taken")) && refusal.contains("--port"), "{refusal}");
}

#[test]
fn a_directory_without_a_front_end_is_refused() {
    let scratch = Scratch::new("no-site");
    let refusal = Site::open(scratch.path()).err().expect("a refusal");
    assert!(refusal.to_string().contains("cargo xtask run"));
}
