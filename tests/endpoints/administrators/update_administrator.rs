use domain::administrator::AdministratorForm;
use domain::contract::accounts::ReadSessionRequest;
use domain::contract::registrations::Outcome;
use domain::contract::reviews::ApproveRequest;
use domain::contract::unit_management::{AdministratorRow, UpdateAdministratorRequest};
use domain::contract::{ApproveRegistrations, ReadSession, UpdateAdministrator};
use domain::id::DepartmentId;
use local::engine::{Delivery, Reply, Verdict, Wire};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use tests::World;
use tests::fixtures::{chief, refusal, seen};
use tokio::sync::Notify;

use super::{all, form};

fn change(row: &AdministratorRow, department: Option<DepartmentId>, may_sign_in: bool) -> UpdateAdministratorRequest {
    let form = AdministratorForm {
        identity_number: String::new(),
        mobile: String::new(),
        may_sign_in,
        ..form(0, &row.name, department)
    };
    UpdateAdministratorRequest { id: row.id.clone(), version: row.version, form }
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once_and_old_sessions_stay_ended() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    world.administrator(8, "陆晓婷", chief(&unit)).await;
    let browser = world.administrator(9, "黄锋", chief(&unit)).await;
    let row = all(&of_unit).await.into_iter().find(|row| row.name == "黄锋").expect("the administrator");
    let (key, request) = (world.key(), change(&row, None, false));
    let disabled = of_unit.keyed::<UpdateAdministrator>(&request, &key).await.expect("disabled");
    assert_eq!(of_unit.keyed::<UpdateAdministrator>(&request, &key).await.expect("a repeat"), disabled);
    assert_eq!(disabled.mobile_masked, "138****8000", "the number on record stands");
    let read = ReadSessionRequest {};
    assert_eq!(browser.call::<ReadSession>(&read).await.expect_err("out").code(), "session_ended");
    of_unit.call::<UpdateAdministrator>(&change(&disabled, None, true)).await.expect("enabled again");
    assert_eq!(browser.call::<ReadSession>(&read).await.expect_err("still out").code(), "session_ended");
    let stale = of_unit.call::<UpdateAdministrator>(&change(&row, None, true)).await.expect_err("an old version");
    assert_eq!(stale.code(), "changed_meanwhile");
}

#[tokio::test]
async fn the_last_chief_is_neither_disabled_nor_put_in_charge_of_a_department() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.unit_account(1, &unit).await;
    let browser = world.administrator(9, "黄锋", chief(&unit)).await;
    let row = all(&of_unit).await.remove(0);
    for request in [change(&row, None, false), change(&row, Some(nursing.clone()), true)] {
        let refused = of_unit.call::<UpdateAdministrator>(&request).await.expect_err("the last chief");
        assert_eq!(refused.code(), "last_chief");
    }
    browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("nothing has happened");
    world.administrator(8, "陆晓婷", chief(&unit)).await;
    let moved = of_unit.call::<UpdateAdministrator>(&change(&row, Some(nursing), true)).await.expect("one is left");
    assert!(moved.department.is_some());
    let ended = browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("another office, another session");
    assert_eq!(ended.code(), "session_ended");
}

/// Stops the engine before one transaction until it is told to go on.
#[derive(Debug, Default)]
struct Pause {
    transactions: AtomicU32,
    pause_at: OnceLock<u32>,
    reached: Notify,
}

#[derive(Debug, Clone, Default)]
struct PausingWire(Arc<Pause>);

impl Wire for PausingWire {
    fn before(&self, operation: &str, _: &[u8]) -> Verdict {
        if operation == "TransactWriteItems" {
            let number = self.0.transactions.fetch_add(1, Ordering::SeqCst);
            if self.0.pause_at.get() == Some(&number) {
                self.0.reached.notify_one();
            }
        }
        Verdict::Pass
    }

    fn after(&self, _: &str, _: &[u8], reply: Reply) -> Delivery {
        Delivery::Deliver(reply)
    }
}

/// A batch of forty; after some of it the unit disables the administrator. Each item is either approved or told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_ends_where_its_administrator_is_disabled_and_every_item_is_told() {
    let wire = PausingWire::default();
    let pause = Arc::clone(&wire.0);
    let world = World::over(wire).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    world.administrator(8, "陆晓婷", chief(&unit)).await;
    let browser = world.administrator(9, "黄锋", chief(&unit)).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let mut items = Vec::new();
    for n in 0..40 {
        let pending = member.submits(&member.drafts(&format!("第 {n} 期")).await, &unit).await;
        items.push(seen(&pending));
    }
    let row = all(&of_unit).await.into_iter().find(|row| row.name == "黄锋").expect("the administrator");
    pause.pause_at.set(pause.transactions.load(Ordering::SeqCst) + 10).expect("it is set once");
    let approve = ApproveRequest { items, approved_hours: String::new(), reason: String::new() };
    let request = change(&row, None, false);
    let disabling = async {
        pause.reached.notified().await;
        of_unit.call::<UpdateAdministrator>(&request).await.expect("disabled");
    };
    let (response, ()) = tokio::join!(browser.call::<ApproveRegistrations>(&approve), disabling);
    let response = response.expect("a result for each");
    let done = response.results.iter().take_while(|one| matches!(one.outcome, Outcome::Done { .. })).count();
    assert!((10..40).contains(&done), "{done}");
    assert!(response.results[done..].iter().all(|one| refusal(one) == Some("office_ended")));
    let after = browser.call::<ApproveRegistrations>(&approve).await.expect_err("out");
    assert_eq!(after.code(), "session_ended");
}
