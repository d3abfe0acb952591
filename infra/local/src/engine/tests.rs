use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, Put, ReturnConsumedCapacity,
    ScalarAttributeType, TransactWriteItem,
};

use domain::timestamp::Timestamp;

use super::*;

const TABLE: &str = "xueshi";

async fn create_table(client: &Client) {
    let key = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().expect("key");
    let text = |name: &str| {
        let text = ScalarAttributeType::S;
        AttributeDefinition::builder().attribute_name(name).attribute_type(text).build().expect("attribute")
    };
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("sk", KeyType::Range))
        .attribute_definitions(text("pk"))
        .attribute_definitions(text("sk"))
        .send()
        .await
        .expect("the table is created");
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

async fn put(client: &Client, pk: &str, sk: &str) {
    let put = client.put_item().table_name(TABLE).item("pk", text(pk)).item("sk", text(sk));
    put.send().await.expect("the item is kept");
}

async fn exists(client: &Client, pk: &str, sk: &str) -> bool {
    let get = client.get_item().table_name(TABLE).key("pk", text(pk)).key("sk", text(sk)).consistent_read(true);
    get.send().await.expect("an answer").item.is_some()
}

fn put_if_absent(pk: &str, sk: &str) -> TransactWriteItem {
    let put = Put::builder().table_name(TABLE).item("pk", text(pk)).item("sk", text(sk));
    let put = put.condition_expression("attribute_not_exists(pk)").build().expect("a put");
    TransactWriteItem::builder().put(put).build()
}

async fn memory() -> (Engine, Client) {
    let engine = Engine::memory().expect("an engine");
    let client = client(&engine);
    create_table(&client).await;
    (engine, client)
}

#[tokio::test]
async fn what_was_put_is_got_and_queried() {
    let (_, client) = memory().await;
    for sk in ["a", "b", "c"] {
        put(&client, "P", sk).await;
    }
    put(&client, "Q", "a").await;
    assert!(exists(&client, "P", "b").await);
    assert!(!exists(&client, "P", "d").await);
    let found = client
        .query()
        .table_name(TABLE)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", text("P"))
        .scan_index_forward(false)
        .limit(2)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .expect("an answer");
    assert_eq!(found.items().iter().map(|item| &item["sk"]).collect::<Vec<_>>(), [&text("c"), &text("b")]);
    assert!(found.last_evaluated_key.is_some(), "there is a third");
    assert_eq!(found.consumed_capacity.and_then(|used| used.capacity_units), Some(0.5));
}

#[tokio::test]
async fn a_condition_that_fails_is_told_as_such() {
    let (_, client) = memory().await;
    put(&client, "P", "a").await;
    let again = client.put_item().table_name(TABLE).item("pk", text("P")).item("sk", text("a"));
    let refusal = again.condition_expression("attribute_not_exists(pk)").send().await.expect_err("a refusal");
    assert!(refusal.into_service_error().is_conditional_check_failed_exception());
}

#[tokio::test]
async fn a_cancelled_transaction_changes_nothing_and_says_which_item_was_at_fault() {
    let (_, client) = memory().await;
    put(&client, "P", "a").await;
    let transaction = client.transact_write_items().transact_items(put_if_absent("P", "new"));
    let refusal = transaction.transact_items(put_if_absent("P", "a")).send().await.expect_err("a refusal");
    let refusal = refusal.into_service_error();
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = refusal else {
        panic!("{refusal:?}");
    };
    let codes: Vec<_> = cancelled.cancellation_reasons().iter().filter_map(|reason| reason.code()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed"]);
    assert!(!exists(&client, "P", "new").await);
}

#[tokio::test]
async fn of_two_transactions_on_one_item_exactly_one_wins() {
    let (_, client) = memory().await;
    let attempts = (0..16).map(|_| {
        let transaction = client.transact_write_items().transact_items(put_if_absent("P", "once"));
        tokio::spawn(async move { transaction.send().await.is_ok() })
    });
    let mut winners = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        winners += usize::from(attempt.await.expect("no panic"));
    }
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn data_survives_reopening_the_file() {
    let directory = crate::scratch::Scratch::new("reopening");
    let path = directory.path().join("table.sqlite");
    let first = client(&Engine::open(&path).expect("an engine"));
    create_table(&first).await;
    put(&first, "P", "kept").await;
    drop(first);
    let second = client(&Engine::open(&path).expect("an engine"));
    assert!(exists(&second, "P", "kept").await);
}

/// An item that goes at a second, or never.
async fn put_until(client: &Client, pk: &str, gone_at: Option<i64>) {
    let put = client.put_item().table_name(TABLE).item("pk", text(pk)).item("sk", text("a"));
    let gone_at = gone_at.map(|second| ("gone_at".to_owned(), AttributeValue::N(second.to_string())));
    let item = put.get_item().clone().unwrap_or_default().into_iter().chain(gone_at).collect();
    put.set_item(Some(item)).send().await.expect("the item is kept");
}

#[tokio::test]
async fn a_turn_of_the_sweeper_looks_at_so_many_items_and_removes_what_has_expired() {
    let (engine, client) = memory().await;
    let now = Timestamp::from_milliseconds(2_000_500);
    for n in 0..450 {
        let gone_at = [None, Some(1_999), Some(2_000), Some(9_999)][n % 4];
        put_until(&client, &format!("P#{n:03}"), gone_at).await;
    }
    let mut sweeper = Sweeper::from_the_start(engine, TABLE, 200);
    let of_200 = Swept { looked_at: 200, removed: 50, is_round: false };
    assert_eq!(sweeper.turn(now).expect("a turn"), of_200);
    // The next turn goes on where this one ended, whatever became of the items there.
    put_until(&client, "P#001", Some(1)).await;
    assert_eq!(sweeper.turn(now).expect("a turn"), of_200);
    let rest = sweeper.turn(now).expect("a turn");
    assert_eq!((rest.removed, rest.is_round), (13, true));
    assert!(!exists(&client, "P#005", "a").await && !exists(&client, "P#449", "a").await);
    assert!(exists(&client, "P#000", "a").await && exists(&client, "P#002", "a").await);
    // And the one after it begins anew.
    let again = sweeper.turn(now).expect("a turn");
    assert_eq!((again.removed, exists(&client, "P#001", "a").await), (1, false));
}

#[tokio::test]
async fn a_sweeper_that_begins_anywhere_comes_round() {
    let (engine, client) = memory().await;
    for n in 0..30 {
        put_until(&client, &format!("A#{n:026}"), Some(1)).await;
        put_until(&client, &format!("U#{n:026}"), Some(1)).await;
    }
    let mut sweeper = Sweeper::new(engine, TABLE, 100);
    let now = Timestamp::from_milliseconds(5_000);
    let first = sweeper.turn(now).expect("a turn");
    let second = sweeper.turn(now).expect("a turn");
    assert!(first.is_round && second.is_round);
    assert_eq!(first.removed + second.removed, 60);
}

#[tokio::test]
async fn an_operation_that_is_not_offered_is_refused() {
    let (engine, _) = memory().await;
    let reply = engine.answer("DeleteTable", br#"{"TableName":"xueshi"}"#);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
}

/// Does to the first `TransactWriteItems` what it was told to, and counts them.
#[derive(Debug)]
struct Accident {
    kind: Kind,
    seen: Mutex<u32>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Conflict,
    LostReply,
}

impl Accident {
    fn is_first(&self, operation: &str) -> bool {
        let mut seen = self.seen.lock().expect("not poisoned");
        *seen += u32::from(operation == "TransactWriteItems");
        operation == "TransactWriteItems" && *seen == 1
    }
}

impl Wire for Arc<Accident> {
    fn before(&self, operation: &str, _body: &[u8]) -> Verdict {
        if matches!(self.kind, Kind::Conflict) && self.is_first(operation) {
            return Verdict::Answer(Reply::transaction_cancelled(&["TransactionConflict"]));
        }
        Verdict::Pass
    }

    fn after(&self, operation: &str, _body: &[u8], reply: Reply) -> Delivery {
        if matches!(self.kind, Kind::LostReply) && self.is_first(operation) {
            return Delivery::Lose;
        }
        Delivery::Deliver(reply)
    }
}

async fn over(kind: Kind) -> (Client, Arc<Accident>) {
    let accident = Arc::new(Accident { kind, seen: Mutex::new(0) });
    let connector = EngineConnector::over(Engine::memory().expect("an engine"), accident.clone());
    let quick = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    let client = Client::from_conf(config(connector).retry_config(quick).build());
    create_table(&client).await;
    (client, accident)
}

#[tokio::test]
async fn a_wire_can_bring_about_a_transaction_conflict() {
    let (client, _) = over(Kind::Conflict).await;
    let transaction = client.transact_write_items().transact_items(put_if_absent("P", "a"));
    let refusal = transaction.send().await.expect_err("a conflict");
    assert!(matches!(refusal, SdkError::ServiceError(_)));
    assert!(format!("{refusal:?}").contains("TransactionConflict"));
    assert!(!exists(&client, "P", "a").await);
}

#[tokio::test]
async fn a_repeat_after_a_lost_reply_has_one_effect() {
    let (client, accident) = over(Kind::LostReply).await;
    let transaction = client.transact_write_items().transact_items(put_if_absent("P", "a"));
    transaction.send().await.expect("the SDK repeats it with the same token, and the engine knows the token");
    assert_eq!(*accident.seen.lock().expect("not poisoned"), 2);
    assert!(exists(&client, "P", "a").await);
}
