//! The built front end: applications whose screens have addresses of their own, and the files that they load.

use std::io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, Uri, header};
use tower_http::services::ServeDir;

/// Below this path names carry a hash of their content.
const HASHED: &str = "/assets/";
const FOREVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
const MISSING: &str = "没有这个文件。\n";

pub struct Site {
    files: ServeDir,
}

impl Site {
    /// # Errors
    /// If no front end has been built there.
    pub fn open(directory: &Path) -> Result<Self> {
        if !directory.join("index.html").is_file() {
            bail!("there is no front end in {}; `cargo xtask run` builds it first", directory.display());
        }
        let directory: PathBuf = directory.to_path_buf();
        Ok(Self { files: ServeDir::new(directory).append_index_html_on_directories(false).precompressed_br() })
    }

    pub async fn answer(&self, mut request: Request) -> Response {
        let path = request.uri().path().to_owned();
        if let Some(page) = page(&path) {
            *request.uri_mut() = Uri::from_static(page);
        }
        let mut files = self.files.clone();
        let mut response = match files.try_call(request).await {
            Ok(response) if response.status() != StatusCode::NOT_FOUND => response.map(Body::new),
            // The file is missing, a part of its path is no directory, or this user must not read it.
            Ok(_) => (StatusCode::NOT_FOUND, MISSING).into_response(),
            Err(error) if matches!(error.kind(), NotFound | NotADirectory | PermissionDenied) => {
                (StatusCode::NOT_FOUND, MISSING).into_response()
            }
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
        let is_kept = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        let policy = if path.starts_with(HASHED) && is_kept { FOREVER } else { ASK_AGAIN };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
        response
    }
}

/// The application's page that answers the address of a screen, and then shows the screen; `None` for files.
fn page(path: &str) -> Option<&'static str> {
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        return None;
    }
    Some(match path.split('/').nth(1) {
        // What is not there is no screen: kept for ever, it would stand in the place of a file.
        Some("assets") => return None,
        Some("unit") => "/unit/index.html",
        Some("me") => "/me/index.html",
        Some("operator") => "/operator/index.html",
        Some("verify") => "/verify/index.html",
        _ => "/index.html",
    })
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn screens_are_answered_by_their_application() {
        for (path, answered_by) in [
            ("/", Some("/index.html")),
            ("/registrations/new", Some("/index.html")),
            ("/units", Some("/index.html")),
            ("/unit", Some("/unit/index.html")),
            ("/unit/", Some("/unit/index.html")),
            ("/unit/reviews", Some("/unit/index.html")),
            ("/me/certificates", Some("/me/index.html")),
            ("/operator/units", Some("/operator/index.html")),
            ("/verify/", Some("/verify/index.html")),
            ("/sw.js", None),
            ("/robots.txt", None),
            ("/assets/unit-1f0e2c3d4b5a6978_bg.wasm", None),
            ("/assets/no-such-file", None),
        ] {
            assert_eq!(page(path), answered_by, "{path}");
        }
    }
}
