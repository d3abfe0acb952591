//! What every endpoint does with requests that are not right, whatever the endpoint.

use bytes::Bytes;
use domain::contract::audit::SearchAuditRequest;
use domain::contract::registrations::ListRegistrationsRequest;
use domain::contract::{
    ACCOUNT_HEADER, CreateRegistration, ENDPOINTS, Effect, ListRegistrations, Method, SESSION_CHANGED, SearchAudit,
};
use domain::id::IdempotencyKey;
use domain::permission::Role;
use functions::http::answer;
use http::{Request, StatusCode, header};
use proptest::prelude::*;
use tests::fixtures::{chief, form, identity};
use tests::world::ORIGIN;
use tests::{Browser, World};

async fn send(world: &World, request: Request<Bytes>) -> (StatusCode, String) {
    let answer = answer(&world.app, request).await;
    let body: serde_json::Value = serde_json::from_slice(answer.response.body()).expect("errors are JSON too");
    let code = body["code"].as_str().unwrap_or_default().to_owned();
    assert_eq!(answer.response.headers()[header::CACHE_CONTROL], "no-store");
    (answer.response.status(), code)
}

#[tokio::test]
async fn unknown_paths_and_methods_are_missing() {
    let world = World::new().await;
    for (method, path) in [("GET", "/api/nothing"), ("DELETE", "/api/registrations"), ("GET", "/api/sessions")] {
        let request = Request::builder().method(method).uri(path).body(Bytes::new()).expect("a request");
        assert_eq!(send(&world, request).await, (StatusCode::NOT_FOUND, "not_found".to_owned()));
    }
}

#[tokio::test]
async fn changes_from_another_site_are_refused() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let right = member.browser.request::<CreateRegistration>(&form("甲"), &world.key());
    for (name, value, expected) in [
        ("origin", "https://elsewhere.test", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "none", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-origin", StatusCode::OK),
        ("origin", ORIGIN, StatusCode::OK),
    ] {
        let mut request = Request::from_parts(right.clone().into_parts().0, right.body().clone());
        request.headers_mut().remove(header::ORIGIN);
        request.headers_mut().insert(name, value.parse().expect("a header value"));
        assert_eq!(send(&world, request).await.0, expected, "{name}: {value}");
    }
    let mut silent = right.clone();
    silent.headers_mut().remove(header::ORIGIN);
    assert_eq!(send(&world, silent).await, (StatusCode::FORBIDDEN, "foreign_origin".to_owned()));
}

#[tokio::test]
async fn a_change_needs_a_key_of_the_right_form() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    for key in [None, Some(""), Some("1"), Some("0000000000000000000000000u")] {
        let mut request = member.browser.request::<CreateRegistration>(&form("甲"), &IdempotencyKey::from_bits(1));
        request.headers_mut().remove("idempotency-key");
        if let Some(key) = key {
            request.headers_mut().insert("idempotency-key", key.parse().expect("a header value"));
        }
        assert_eq!(send(&world, request).await, (StatusCode::BAD_REQUEST, "malformed_request".to_owned()));
    }
}

#[tokio::test]
async fn bodies_over_their_limit_are_refused_before_they_are_read() {
    let world = World::new().await;
    for row in ENDPOINTS.iter().filter(|row| row.method != Method::Get) {
        let request = Request::builder()
            .method(row.method.name())
            .uri(row.path)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Bytes::from(vec![b' '; row.body_bytes_max + 1]))
            .expect("a request");
        assert_eq!(send(&world, request).await, (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned()), "{}", row.id);
    }
}

#[tokio::test]
async fn a_token_that_is_none_is_no_session() {
    let world = World::new().await;
    let account = "0".repeat(26);
    let well_formed = format!("__Host-session={account}.{}", "0".repeat(52));
    for cookie in ["", "__Host-session=", "__Host-session=x", "session=1; other=2", &well_formed] {
        let request = Request::builder()
            .uri("/api/session")
            .header(header::COOKIE, cookie)
            .body(Bytes::new())
            .expect("a request");
        assert_eq!(send(&world, request).await, (StatusCode::UNAUTHORIZED, "session_ended".to_owned()), "{cookie}");
    }
}

/// Which of the two was meant, nobody has to guess.
#[tokio::test]
async fn a_field_that_stands_twice_is_refused() {
    let world = World::new().await;
    let query = "/api/units/search?text=a&text=b&region=&supervising=false&page=0";
    let query = Request::builder().uri(query).body(Bytes::new()).expect("a request");
    let body = r#"{"role":"professional","login":"a","login":"b","password":"c"}"#;
    let body = Request::builder()
        .method("POST")
        .uri("/api/sessions")
        .header(header::ORIGIN, ORIGIN)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Bytes::from(body))
        .expect("a request");
    for request in [query, body] {
        assert_eq!(send(&world, request).await, (StatusCode::BAD_REQUEST, "malformed_request".to_owned()));
    }
}

/// A page that was opened for somebody does nothing for somebody else who has signed in since.
#[tokio::test]
async fn a_call_that_is_meant_for_another_account_does_nothing() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let (one, other) =
        (world.professional(1, "韦丽琳", chief(&unit)).await, world.professional(2, "覃志明", chief(&unit)).await);
    let account = |number| world.app.vault.account_id(Role::Professional, &identity(number).lookup_form());
    let mut request = other.browser.request::<CreateRegistration>(&form("韦丽琳写的"), &world.key());
    request.headers_mut().insert(ACCOUNT_HEADER, account(1).as_str().parse().expect("a header value"));
    assert_eq!(send(&world, request.clone()).await, (StatusCode::CONFLICT, SESSION_CHANGED.to_owned()));
    for member in [&one, &other] {
        let page =
            member.browser.call::<ListRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
        assert!(page.rows.is_empty());
    }
    request.headers_mut().insert(ACCOUNT_HEADER, account(2).as_str().parse().expect("a header value"));
    assert_eq!(send(&world, request).await.0, StatusCode::OK);
}

/// Anything at all as a body or a query: a refusal with a code, never a panic, never an internal error.
#[test]
fn no_endpoint_stumbles_over_rubbish() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let world = runtime.block_on(World::new());
    let (professional, administrator) = runtime.block_on(async {
        let unit = world.unit(1, "南宁市第一人民医院", false).await;
        let member = world.professional(1, "韦丽琳", chief(&unit)).await;
        (member.browser.cookie, world.administrator(2, "黄锋", chief(&unit)).await.cookie)
    });
    let rubbish = prop_oneof![
        Just(String::new()),
        Just("{}".to_owned()),
        Just("[]".to_owned()),
        Just("null".to_owned()),
        "\\PC{0,40}",
        r#"\{"(id|items|title|login|form|unit|cursor)":("[a-z0-9~-]{0,30}"|[0-9-]{1,20}|\[\]|\{\}|null)\}"#,
    ];
    let config = ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(text in rubbish, who in 0usize..3)| {
        let cookie = [None, professional.as_ref(), administrator.as_ref()][who];
        for row in ENDPOINTS {
            let query = if row.method == Method::Get { percent(&text) } else { String::new() };
            let mut request = Request::builder()
                .method(row.method.name())
                .uri(format!("{}?{query}", row.path))
                .header(header::ORIGIN, ORIGIN)
                .header(header::CONTENT_TYPE, "application/json");
            if row.effect == Effect::Keyed {
                request = request.header("idempotency-key", world.key().as_str());
            }
            if let Some(cookie) = cookie {
                request = request.header(header::COOKIE, cookie);
            }
            // Signing out would end the session that the others need.
            if row.id == "sign_out" {
                continue;
            }
            let request = request.body(Bytes::from(text.clone())).expect("a request");
            let answer = runtime.block_on(answer(&world.app, request));
            prop_assert!(answer.response.status().as_u16() < 500, "{}: {:?}", row.id, answer.cause);
        }
    });
}

/// A cursor of every list, given to every other: a page or a refusal, never an internal error.
#[tokio::test]
async fn no_list_stumbles_over_the_cursor_of_another() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let operator = world.operator("huang.feng").await.browser;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    for n in 2..60 {
        world.professional(n, "覃志明", chief(&unit)).await;
    }
    for n in 0..110 {
        let row = member.drafts(&format!("第 {n} 期")).await;
        if n % 2 == 0 {
            member.submits(&row, &unit).await;
        }
    }
    let lists: [(&Browser<'_>, &str, &str); 7] = [
        (&of_unit, "/api/people/search", r#""name":"覃""#),
        (&of_unit, "/api/people/search", r#""name":"""#),
        (&of_unit, "/api/unit/totals", r#""year":2018,"name":"覃""#),
        (&of_unit, "/api/reviews/pending", r#""name":"""#),
        (&of_unit, "/api/reviews/results", r#""status":"draft""#),
        (&of_unit, "/api/reviews/results", r#""status":"approved""#),
        (&operator, "/api/platform/audit", r#""from":"2026-01-01""#),
    ];
    let ask = async |browser: &Browser<'_>, path: &str, fields: &str, cursor: &str| {
        let cursor = if cursor.is_empty() { String::new() } else { format!(r#","cursor":{cursor}"#) };
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, browser.cookie.as_deref().unwrap_or_default())
            .body(Bytes::from(format!("{{{fields}{cursor}}}")))
            .expect("a request");
        let answer = answer(&world.app, request).await;
        let body: serde_json::Value = serde_json::from_slice(answer.response.body()).expect("JSON");
        (answer.response.status(), body, answer.cause)
    };
    let mut cursors: Vec<String> =
        ["\"\"", "\"~\"", "\"#\"", "\"~0\"", "\"覃志明#00000000000000000000000001\""].map(str::to_owned).to_vec();
    for (browser, path, fields) in lists {
        let (status, page, cause) = ask(browser, path, fields, "").await;
        assert_eq!(status, StatusCode::OK, "{path} {fields}: {page} {cause:?}");
        cursors.extend((!page["next"].is_null()).then(|| page["next"].to_string()));
    }
    assert!(cursors.len() > 8, "{cursors:?}");
    for (browser, path, fields) in lists {
        for cursor in &cursors {
            let (status, body, cause) = ask(browser, path, fields, cursor).await;
            let is_refused = status == StatusCode::BAD_REQUEST && body["code"] == "malformed_request";
            assert!(status == StatusCode::OK || is_refused, "{path} {fields} {cursor}: {status} {body} {cause:?}");
        }
    }
}

/// The last day that there is has none after it.
#[tokio::test]
async fn the_furthest_dates_are_dates() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    for (from, until) in [("", "9999-12-31"), ("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31")] {
        let request = SearchAuditRequest { from: from.to_owned(), until: until.to_owned(), ..Default::default() };
        operator.call::<SearchAudit>(&request).await.expect("a page");
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
