//! Headers that every answer carries. In the cloud CloudFront adds the same.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Nothing is loaded from anywhere but this origin, nothing inline runs but one script, no other site may frame or open the
/// product. `wasm-unsafe-eval` compiles WebAssembly and nothing else; `blob:` shows evidence that was fetched or chosen. The
/// digests are those of what stands in each page: `frontend/first_paint.js`, and `tokens.css` with `shell.css` of
/// `frontend/styles`.
pub const SECURITY_HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' \
         'sha256-KhLM7HFM+ylrgyqvFTLT6DmfJE6W5RU2Z67xPjevnxk='; style-src 'self' \
         'sha256-2Uu/VF+G2NZ5jGkw9+1Zh0GI78isf1IeRxqN/OxsGCA='; img-src 'self' blob: data:; \
         connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(self)"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

pub fn secure(headers: &mut HeaderMap) {
    for (name, value) in SECURITY_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
