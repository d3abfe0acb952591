//! The one name under which the product is found on this machine.

use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use http::{Method, StatusCode, header};

/// `http://localhost:8080`: browsers treat it as secure, which the session's cookie needs.
pub struct Origin {
    url: String,
    authority: String,
    aliases: [String; 2],
}

impl Origin {
    pub fn on_port(port: u16) -> Self {
        let at = |host: &str| if port == 80 { host.to_owned() } else { format!("{host}:{port}") };
        let authority = at("localhost");
        Self { url: format!("http://{authority}"), authority, aliases: [at("127.0.0.1"), at("[::1]")] }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// The answer to a request that names another host. Pages move to the right name, because addresses of attachments
    /// are signed for it. A host that is not this machine is a foreign site that pretends to be it (DNS rebinding).
    pub fn elsewhere(&self, request: &Request, is_for_programs: bool) -> Option<Response> {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        if host.eq_ignore_ascii_case(&self.authority) {
            return None;
        }
        if !self.aliases.iter().any(|alias| alias == host) {
            let told = format!("Open {} instead.\n", self.url);
            return Some((StatusCode::MISDIRECTED_REQUEST, told).into_response());
        }
        if is_for_programs || !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        Some(Redirect::temporary(&format!("{}{path}", self.url)).into_response())
    }
}
