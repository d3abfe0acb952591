//! The release `bootstrap`, as Lambda runs it. `cargo xtask test` builds it and says where it is.

use std::collections::HashSet;
use std::path::PathBuf;

use bytes::Bytes;
use domain::contract::accounts::ReadSessionRequest;
use domain::contract::{ENDPOINTS, ReadSession};
use http::Request;
use tests::lambda::{Function, event, unconnected};
use tests::{Browser, World, tour};

fn bootstrap() -> PathBuf {
    let path = std::env::var_os("XUESHI_BOOTSTRAP").expect("XUESHI_BOOTSTRAP names the release bootstrap");
    PathBuf::from(path)
}

/// Real API Gateway events, cookies, bodies in plain text and base 64: every endpoint by its own process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_endpoint_answers_from_its_own_process() {
    let world = World::over_lambda(&bootstrap()).await;
    let visited: HashSet<_> = tour::of_every_endpoint(&world).await.into_iter().map(|stop| stop.endpoint).collect();
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_function_without_a_setting_says_which() {
    let output = tokio::process::Command::new(bootstrap())
        .env_clear()
        .env("_HANDLER", "sign_in")
        .output()
        .await
        .expect("the bootstrap runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("AWS_REGION"), "{said}");
    let output = tokio::process::Command::new(bootstrap())
        .env_clear()
        .env("_HANDLER", "no_such_endpoint")
        .output()
        .await
        .expect("the bootstrap runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("no_such_endpoint"), "{said}");
}

/// The runtime hands over what is no event of API Gateway: the function reports an error and lives on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_is_none_does_not_end_the_function() {
    let function = Function::start(&bootstrap(), |command| unconnected(command, "read_session")).await;
    function.invoke(serde_json::json!({"surprise": true})).await.expect_err("no event of API Gateway");
    let request = Request::get("/api/session").body(Bytes::new()).expect("a request");
    let answer = function.invoke(event(&request, false)).await.expect("an answer");
    assert_eq!(answer["statusCode"], 401);
}
