//! Two at once: exactly one wins, the other is told, and the totals are the sum of what was granted.

use domain::contract::registrations::{BatchRequest, ReadTotalsRequest};
use domain::contract::reviews::{ApproveRequest, RejectRequest};
use domain::contract::{
    ApproveRegistrations, CreateRegistration, ReadTotals, RejectRegistrations, WithdrawRegistrations,
};
use domain::hours::Hours;
use local::engine::{Delivery, Reply, Verdict, Wire};
use std::sync::atomic::{AtomicU32, Ordering};
use tests::World;
use tests::fixtures::{chief, done, form, only, refusal, seen};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn withdrawing_races_approving_a_thousand_times() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let mut row = member.drafts("甲").await;
    let mut granted = 0;
    for round in 0..1_000 {
        let pending = member.submits(&row, &unit).await;
        let withdraw = BatchRequest { items: vec![seen(&pending)] };
        let approve =
            ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
        let withdrawing = member.browser.call::<WithdrawRegistrations>(&withdraw);
        let approving = administrator.call::<ApproveRegistrations>(&approve);
        let (withdrawn, approved) = if round % 2 == 0 {
            tokio::join!(withdrawing, approving)
        } else {
            let (approved, withdrawn) = tokio::join!(approving, withdrawing);
            (withdrawn, approved)
        };
        let (withdrawn, approved) = (withdrawn.expect("a result"), approved.expect("a result"));
        let (lost_withdrawal, lost_approval) = (refusal(only(&withdrawn)), refusal(only(&approved)));
        match (lost_withdrawal, lost_approval) {
            (None, Some(told)) => {
                assert_eq!(told, "wrong_status");
                row = done(only(&withdrawn));
            }
            (Some(told), None) => {
                assert_eq!(told, "wrong_status");
                granted += 1;
                row = member.drafts("甲").await;
            }
            both => panic!("round {round}: {both:?}"),
        }
    }
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    let specialty =
        totals.years.iter().find(|year| year.year == 2018).map_or(Hours::ZERO, |year| year.totals.specialty);
    assert_eq!(specialty, Hours::whole(16 * granted));
    assert!(granted > 0 && granted < 1_000, "one side won all of the races: {granted}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_administrators_never_decide_twice() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let first = world.administrator(8, "陆晓婷", chief(&unit)).await;
    let second = world.administrator(9, "黄锋", chief(&unit)).await;
    for _ in 0..100 {
        let pending = member.submits(&member.drafts("甲").await, &unit).await;
        let approve =
            ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
        let reject = RejectRequest { items: vec![seen(&pending)], opinion: "材料不全".to_owned() };
        let (approved, rejected) =
            tokio::join!(first.call::<ApproveRegistrations>(&approve), second.call::<RejectRegistrations>(&reject));
        let lost = [
            refusal(only(&approved.expect("a result"))).is_some(),
            refusal(only(&rejected.expect("a result"))).is_some(),
        ];
        assert_eq!(lost.iter().filter(|lost| **lost).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_request_twice_at_once_has_one_effect() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    for _ in 0..50 {
        let (key, wanted) = (world.key(), form("甲"));
        let (one, other) = tokio::join!(
            member.browser.keyed::<CreateRegistration>(&wanted, &key),
            member.browser.keyed::<CreateRegistration>(&wanted, &key)
        );
        let row = one.expect("a draft");
        assert_eq!(Ok(&row), other.as_ref());
        let pending = member.submits(&row, &unit).await;
        let approve =
            ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
        let key = world.key();
        let (one, other) = tokio::join!(
            administrator.keyed::<ApproveRegistrations>(&approve, &key),
            administrator.keyed::<ApproveRegistrations>(&approve, &key)
        );
        assert_eq!(one.expect("a result"), other.expect("the same result"));
    }
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    let specialty = totals.years.iter().find(|year| year.year == 2018).expect("the year").totals.specialty;
    assert_eq!(specialty, Hours::whole(16 * 50));
}

/// Loses the reply of every third transaction, and lets every fourth meet another one.
#[derive(Debug, Default)]
struct BadWire(AtomicU32);

impl Wire for BadWire {
    fn before(&self, operation: &str, _: &[u8]) -> Verdict {
        if operation != "TransactWriteItems" {
            return Verdict::Pass;
        }
        if self.0.fetch_add(1, Ordering::SeqCst) % 4 == 3 {
            return Verdict::Answer(Reply::transaction_cancelled(&["TransactionConflict", "None"]));
        }
        Verdict::Pass
    }

    fn after(&self, operation: &str, _: &[u8], reply: Reply) -> Delivery {
        if operation == "TransactWriteItems" && self.0.load(Ordering::SeqCst) % 3 == 1 {
            return Delivery::Lose;
        }
        Delivery::Deliver(reply)
    }
}

#[tokio::test]
async fn a_lost_reply_and_a_conflict_change_nothing_twice() {
    let world = World::over(BadWire::default()).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    for _ in 0..20 {
        let pending = member.submits(&member.drafts("甲").await, &unit).await;
        let approve =
            ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
        done(only(&administrator.call::<ApproveRegistrations>(&approve).await.expect("a result")));
    }
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    let specialty = totals.years.iter().find(|year| year.year == 2018).expect("the year").totals.specialty;
    assert_eq!(specialty, Hours::whole(16 * 20));
}
