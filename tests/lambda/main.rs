//! The release `bootstrap`, as Lambda runs it. `cargo xtask test` builds it and says where it is.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use bytes::Bytes;
use domain::contract::accounts::ReadSessionRequest;
use domain::contract::{ENDPOINTS, ReadSession};
use functions::http::EDGE_KEY_HEADER;
use http::Request;
use serde_json::{Value, json};
use tests::fixtures::chief;
use tests::lambda::{Function, Surroundings, event, services, unconnected};
use tests::{Browser, World, scenario};

fn bootstrap() -> PathBuf {
    let path = std::env::var_os("XUESHI_BOOTSTRAP").expect("XUESHI_BOOTSTRAP names the release bootstrap");
    PathBuf::from(path)
}

/// Real API Gateway events, cookies, bodies in plain text and base 64: every endpoint by its own process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_endpoint_answers_from_its_own_process() {
    let world = World::over_lambda(&bootstrap()).await;
    let visited: HashSet<_> = scenario::of_every_endpoint(&world).await.into_iter().map(|stop| stop.endpoint).collect();
    for row in ENDPOINTS {
        assert!(visited.contains(row.id), "{} was not visited", row.id);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_keep_their_status_and_code() {
    let world = World::over_lambda(&bootstrap()).await;
    let refused = Browser::anonymous(&world).call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("nobody");
    assert_eq!((refused.status.as_u16(), refused.code()), (401, "session_ended"));
}

/// What a function says that cannot start, on its standard error.
async fn complaint(variables: &[(&str, &str)]) -> String {
    let output = tokio::process::Command::new(bootstrap())
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .await
        .expect("the bootstrap runs");
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_function_without_a_setting_says_which() {
    let said = complaint(&[("_HANDLER", "sign_in"), ("XUESHI_ORIGIN", "xueshi.test")]).await;
    for problem in ["AWS_REGION is not set", "XUESHI_ENCRYPTED_MASTER_KEY is not set", "XUESHI_ORIGIN must look like"] {
        assert!(said.contains(problem), "{said}");
    }
    let said = complaint(&[("_HANDLER", "no_such_endpoint")]).await;
    assert!(said.contains("_HANDLER names no endpoint: no_such_endpoint"), "{said}");
}

async fn function(endpoint: &str, around: Surroundings) -> Function {
    let started = Function::start(&bootstrap(), |command| around.set(command, endpoint)).await;
    started.expect("the bootstrap starts")
}

/// The answer as API Gateway takes it, and its error code.
fn refusal(answer: Result<Value, Value>) -> (u64, String, Value) {
    let answer = answer.expect("an answer, not an error of the function");
    let body: Value = serde_json::from_str(answer["body"].as_str().expect("a text")).expect("our JSON");
    let status = answer["statusCode"].as_u64().expect("a status");
    assert!(body["request_id"].as_str().is_some_and(|id| id.len() > 20), "{body}");
    assert_eq!(answer["headers"]["cache-control"], "no-store");
    (status, body["code"].as_str().expect("a code").to_owned(), answer)
}

/// The runtime hands over what is no event of API Gateway: the function reports an error and lives on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_is_none_does_not_end_the_function() {
    let function = function("read_session", unconnected()).await;
    function.invoke(json!({"surprise": true})).await.expect_err("no event of API Gateway");
    let request = Request::get("/api/session").body(Bytes::new()).expect("a request");
    assert_eq!(refusal(function.invoke(event(&request, false)).await).0, 401);
}

/// Events as API Gateway sends them, kept as files: a stage in the path, several cookies, a body in base 64.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn golden_events_are_understood() {
    let world = World::over_lambda(&bootstrap()).await;
    let golden = |name: &str| -> Value {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/events").join(name);
        serde_json::from_slice(&std::fs::read(path).expect("a golden event")).expect("JSON")
    };
    let around = world.fleet.as_ref().expect("functions").surroundings().clone();
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let person = world.professional(1, "韦丽琳", chief(&unit)).await;
    let cookie = person.browser.cookie.clone().expect("a session");

    // Nobody has such a number and such a password: the function has read the body to its end.
    let sign_in = function("sign_in", around.clone()).await;
    for name in ["sign_in.base64.json", "sign_in.text.json"] {
        let (status, code, answer) = refusal(sign_in.invoke(golden(name)).await);
        assert_eq!((status, code.as_str()), (401, "wrong_credentials"), "{name}: {answer}");
    }

    let read_session = function("read_session", around).await;
    for name in ["read_session.cookies.json", "read_session.stage.json"] {
        let mut event = golden(name);
        let cookies = event["cookies"].as_array_mut().expect("cookies");
        assert_eq!(cookies.iter().filter(|one| **one == json!("__Host-session=PUT-HERE")).count(), 1);
        cookies.iter_mut().filter(|one| **one == json!("__Host-session=PUT-HERE")).for_each(|one| *one = json!(cookie));
        let answer = read_session.invoke(event).await.expect("an answer");
        assert_eq!(answer["statusCode"], 200, "{name}: {answer}");
        let body: Value = serde_json::from_str(answer["body"].as_str().expect("a text")).expect("JSON");
        assert_eq!(body["name"], "韦丽琳", "{name}");
    }
}

/// Who calls the API's own address, past CloudFront and so past WAF, finds nothing there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_past_the_edge_finds_nothing() {
    let key = "k".repeat(64);
    let executable = bootstrap();
    let function = Function::start(&executable, |command| {
        unconnected().set(command, "read_session");
        command.env("XUESHI_EDGE_KEY", &key);
    });
    let function = function.await.expect("the bootstrap starts");
    let request = || Request::get("/api/session");
    let direct = request().body(Bytes::new()).expect("a request");
    let wrong = request().header(EDGE_KEY_HEADER, "l".repeat(64)).body(Bytes::new()).expect("a request");
    for request in [direct, wrong] {
        let (status, code, _) = refusal(function.invoke(event(&request, false)).await);
        assert_eq!((status, code.as_str()), (404, "not_found"));
    }
    let through = request().header(EDGE_KEY_HEADER, &key).body(Bytes::new()).expect("a request");
    assert_eq!(
        refusal(function.invoke(event(&through, false)).await).0,
        401,
        "no session, but an answer of the handler"
    );
}

/// What the table's service answers in these tests, whatever it is asked.
async fn table_that(answers: Router) -> Surroundings {
    let url = services::serve_router(answers).await.expect("a port");
    Surroundings { services: url.clone(), s3: url, ..unconnected() }
}

fn with_session(endpoint: &str) -> Request<Bytes> {
    let row = ENDPOINTS.iter().find(|row| row.id == endpoint).expect("a row");
    Request::builder()
        .method(row.method.name())
        .uri(format!("{}?unit={}", row.path, "0".repeat(26)))
        .body(Bytes::new())
        .expect("a request")
}

/// The table never answers: the browser is told before Lambda would end the process, and the next request is served.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_runs_out_of_time_is_answered() {
    let around = table_that(Router::new().fallback(std::future::pending::<()>)).await;
    let function = function("list_departments", around).await.with_time(Duration::from_millis(500));
    for _ in 0..2 {
        let (status, code, _) = refusal(function.invoke(event(&with_session("list_departments"), false)).await);
        assert_eq!((status, code.as_str()), (504, "timed_out"));
    }
}

/// The table answers with what no function of ours wrote: an answer of ours all the same, and nothing of the inside.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_of_the_table_that_makes_no_sense_is_an_internal_failure() {
    let around = table_that(Router::new().fallback(|| async { r#"{"Items": "none of your business"}"# })).await;
    let function = function("list_departments", around).await;
    let (status, code, answer) = refusal(function.invoke(event(&with_session("list_departments"), false)).await);
    assert_eq!((status, code.as_str()), (500, "internal"));
    assert!(!answer.to_string().contains("business"));
}

/// A department with a name of seven million letters: Lambda would not carry the answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_too_large_for_lambda_is_an_internal_failure() {
    let department = json!({
        "pk": {"S": "U#1"}, "sk": {"S": format!("D#{}", "0".repeat(26))},
        "id": {"S": "0".repeat(26)}, "name": {"S": "护".repeat(7 * 1024 * 1024 / 3)}, "remarks": {"S": ""},
    });
    let page = json!({ "Items": [department], "Count": 1, "ScannedCount": 1 }).to_string();
    let around = table_that(Router::new().fallback(move || std::future::ready(page.clone()))).await;
    let function = function("list_departments", around).await;
    let (status, code, answer) = refusal(function.invoke(event(&with_session("list_departments"), false)).await);
    assert_eq!((status, code.as_str()), (500, "internal"));
    assert!(answer.to_string().len() < 1_000);
}
