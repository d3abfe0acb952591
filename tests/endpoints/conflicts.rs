//! What DynamoDB answers and the embedded engine never does: a write of one item that meets a transaction, a connection that
//! breaks. Neither is an internal error.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::contract::accounts::{SignInRequest, SignOutRequest};
use domain::contract::{SignIn, SignOut};
use domain::permission::Role;
use http::StatusCode;
use local::engine::{Delivery, Reply, Verdict, Wire};
use tests::fixtures::{PASSWORD, chief};
use tests::{Browser, World};

/// Answers writes of one item as DynamoDB does while a transaction is at the item, so many times each.
#[derive(Debug, Clone, Default)]
struct Transactions {
    times: Arc<AtomicU32>,
    seen: Arc<AtomicU32>,
}

impl Wire for Transactions {
    fn before(&self, operation: &str, _: &[u8]) -> Verdict {
        if !matches!(operation, "PutItem" | "UpdateItem" | "DeleteItem") {
            return Verdict::Pass;
        }
        let is_met = self.times.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if !is_met {
            return Verdict::Pass;
        }
        self.seen.fetch_add(1, Ordering::SeqCst);
        Verdict::Answer(Reply::error("TransactionConflictException", "Transaction is ongoing for the item"))
    }
}

fn sign_in(login: &str, password: &str) -> SignInRequest {
    SignInRequest { role: Role::Professional, login: login.to_owned(), password: password.to_owned() }
}

#[tokio::test]
async fn a_write_of_one_item_waits_until_a_transaction_has_left_it() {
    let wire = Transactions::default();
    let world = World::over(wire.clone()).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let mut browser = Browser::anonymous(&world);
    // An update counts the try, a put stores the session, a delete forgets tries, an update ends the session.
    for password in ["不是这个密码", PASSWORD] {
        wire.times.store(3, Ordering::SeqCst);
        let outcome = browser.signing::<SignIn>(&sign_in(member.identity.expose(), password)).await;
        assert_eq!(outcome.is_ok(), password == PASSWORD, "{outcome:?}");
        assert_eq!(wire.times.load(Ordering::SeqCst), 0);
    }
    wire.times.store(3, Ordering::SeqCst);
    browser.call::<SignOut>(&SignOutRequest {}).await.expect("signed out");
    assert_eq!(wire.seen.load(Ordering::SeqCst), 9);
}

#[tokio::test]
async fn a_transaction_that_does_not_leave_the_item_is_told_as_one_that_may_be_tried_again() {
    let wire = Transactions::default();
    let world = World::over(wire.clone()).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    wire.times.store(u32::MAX, Ordering::SeqCst);
    let refused = Browser::anonymous(&world).call::<SignIn>(&sign_in(member.identity.expose(), PASSWORD)).await;
    let refused = refused.expect_err("others are at it");
    assert_eq!((refused.status, refused.code()), (StatusCode::SERVICE_UNAVAILABLE, "busy"));
}

/// Loses every reply, or every request, of writes of one item.
#[derive(Debug, Clone, Copy)]
enum Broken {
    Requests,
    Replies,
}

impl Wire for Broken {
    fn before(&self, operation: &str, _: &[u8]) -> Verdict {
        let is_lost = matches!(self, Self::Requests) && operation == "UpdateItem";
        if is_lost { Verdict::Lose } else { Verdict::Pass }
    }

    fn after(&self, operation: &str, _: &[u8], reply: Reply) -> Delivery {
        let is_lost = matches!(self, Self::Replies) && operation == "UpdateItem";
        if is_lost { Delivery::Lose } else { Delivery::Deliver(reply) }
    }
}

#[tokio::test]
async fn a_broken_connection_is_told_as_not_known() {
    for broken in [Broken::Requests, Broken::Replies] {
        let world = World::over(broken).await;
        let unit = world.unit(1, "南宁市第一人民医院", false).await;
        let member = world.professional(1, "韦丽琳", chief(&unit)).await;
        let refused = Browser::anonymous(&world).call::<SignIn>(&sign_in(member.identity.expose(), PASSWORD)).await;
        let refused = refused.expect_err("no answer has come");
        assert_eq!((refused.status, refused.code()), (StatusCode::GATEWAY_TIMEOUT, "timed_out"), "{broken:?}");
    }
}
