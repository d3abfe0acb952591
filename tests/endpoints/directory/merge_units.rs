use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use domain::administrator::AdministratorForm;
use domain::contract::accounts::SignInRequest;
use domain::contract::attachments::FileKind;
use domain::contract::directory::{ReadListedUnitRequest, UnitsMerged};
use domain::contract::people::TransferPersonRequest;
use domain::contract::registrations::SubmitRequest;
use domain::contract::reviews::SearchPendingRequest;
use domain::contract::unit_management::{SearchAdministratorsRequest, UpdateAdministratorRequest};
use domain::contract::units::SearchUnitsRequest;
use domain::contract::{
    CreateRegistration, MergeUnits, ReadListedUnit, SearchAdministrators, SearchPending, SearchUnits, SignIn,
    SignUpProfessional, SignUpUnit, SubmitRegistrations, TransferPerson, UpdateAdministrator,
};
use domain::id::UnitId;
use domain::permission::Role;
use domain::registration::RegistrationForm;
use domain::unit::UnitSignUpForm;
use functions::store::people;
use local::engine::{Engine, Verdict, Wire};
use local::seed::Dice;
use tests::attachments::{PDF, uploaded};
use tests::fixtures::{PASSWORD, chief, credit_code, department, form, identity, seen};
use tests::two_units::{TwoUnits, operator, request, to_the_end};
use tests::{Browser, Refused, World};
use tokio::sync::Notify;

/// As a process that is killed: from some operation on nothing is answered any more. Every second time that operation has
/// still been carried out.
#[derive(Debug, Clone, Default)]
struct Killer(Arc<Inner>);

#[derive(Default)]
struct Inner {
    engine: OnceLock<Engine>,
    /// Operations until then; below zero it never comes.
    left: AtomicI64,
    /// Only transactions are counted.
    of_transactions: AtomicBool,
    killed: Notify,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inner")
    }
}

impl Wire for Killer {
    fn before(&self, operation: &str, body: &[u8]) -> Verdict {
        if self.0.of_transactions.load(Ordering::SeqCst) && operation != "TransactWriteItems" {
            return Verdict::Pass;
        }
        let left = self.0.left.fetch_sub(1, Ordering::SeqCst);
        if left != 0 {
            return Verdict::Pass;
        }
        if body.len().is_multiple_of(2)
            && let Some(engine) = self.0.engine.get()
        {
            engine.answer(operation, body);
        }
        self.0.killed.notify_one();
        Verdict::PassAfter(Box::pin(pending()))
    }
}

#[tokio::test]
async fn nothing_is_lost_and_nothing_is_twice_wherever_it_is_interrupted() {
    let killer = Killer(Arc::new(Inner { left: AtomicI64::new(-1), ..Inner::default() }));
    let world = World::over(killer.clone()).await;
    assert!(killer.0.engine.set(world.engine.clone()).is_ok());
    let two = TwoUnits::with(&world, 120).await;
    let operator = operator(&world).await;
    let mut dice = Dice::new(4);
    let mut kills = 0;
    let (mut key, wanted) = (world.key(), request(&two.from, &two.into));
    loop {
        killer.0.left.store(i64::try_from(dice.below(90)).expect("a small number"), Ordering::SeqCst);
        let outcome = tokio::select! {
            outcome = operator.keyed::<MergeUnits>(&wanted, &key) => Some(outcome.expect("a part")),
            () = killer.0.killed.notified() => None,
        };
        killer.0.left.store(-1, Ordering::SeqCst);
        match outcome {
            Some(UnitsMerged::Merged { .. }) => break,
            Some(UnitsMerged::Moving { .. }) => world.app.clock.advance_seconds(2),
            None => kills += 1,
        }
        // By the same request again, or by another one.
        if dice.in_hundred(30) {
            key = world.key();
        }
    }
    assert!(kills > 10, "it was interrupted {kills} times");
    two.assert_merged(&world).await;
    let again = operator.keyed::<MergeUnits>(&wanted, &key).await.expect("a repeat");
    assert_eq!(again, UnitsMerged::Merged { moved: 0 });
    two.assert_merged(&world).await;
}

/// Somebody with more registrations than one transaction moves is not left behind by halves, wherever the first request ends.
#[tokio::test]
async fn the_busiest_is_brought_over_whole_after_any_transaction() {
    for transaction in 0.. {
        let killer = Killer(Arc::new(Inner { left: AtomicI64::new(-1), ..Inner::default() }));
        let world = World::over(killer.clone()).await;
        let two = TwoUnits::with(&world, 4).await;
        let operator = operator(&world).await;
        killer.0.of_transactions.store(true, Ordering::SeqCst);
        killer.0.left.store(transaction, Ordering::SeqCst);
        let wanted = request(&two.from, &two.into);
        let is_over = tokio::select! {
            part = operator.call::<MergeUnits>(&wanted) => part.is_ok(),
            () = killer.0.killed.notified() => false,
        };
        killer.0.left.store(-1, Ordering::SeqCst);
        to_the_end(&operator, &two.from, &two.into).await;
        two.assert_merged(&world).await;
        if is_over {
            assert!(transaction > 8, "all transactions of a request were tried");
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_operators_who_merge_the_same_do_no_harm() {
    let world = World::new().await;
    let two = TwoUnits::with(&world, 60).await;
    let (one, other) = (operator(&world).await, world.operator("lu.xiaoting").await.browser);
    let wanted = request(&two.from, &two.into);
    let mut done = 0;
    while done < 2 {
        world.app.clock.advance_seconds(2);
        let (a, b) = tokio::join!(one.call::<MergeUnits>(&wanted), other.call::<MergeUnits>(&wanted));
        done = [a, b].iter().filter(|part| matches!(part, Ok(UnitsMerged::Merged { .. }))).count();
    }
    two.assert_merged(&world).await;
}

#[tokio::test]
async fn from_the_first_moment_on_nothing_new_comes_to_the_unit_that_goes() {
    let world = World::new().await;
    let (from, into) = (world.unit(1, "桂平市中医院", false).await, world.unit(2, "桂平市中医医院", false).await);
    let elsewhere = world.unit(3, "广西民族大学", false).await;
    let operator = operator(&world).await;
    world.unit_account(1, &from).await;
    let chief_elsewhere = world.administrator(8, "梁燕", chief(&elsewhere)).await;
    let guest = world.professional(1, "覃志明", chief(&elsewhere)).await;
    let draft = guest.drafts("甲").await;
    for n in 20..50 {
        world.professional(n, "同事", chief(&from)).await;
    }
    let part = operator.call::<MergeUnits>(&request(&from, &into)).await.expect("a part");
    assert_eq!(part, UnitsMerged::Moving { moved: 20 });

    let submit = SubmitRequest { items: vec![seen(&draft)], unit: from.clone() };
    let refused = guest.browser.call::<SubmitRegistrations>(&submit).await.expect_err("it takes nothing new");
    assert_eq!(refused.fields(), ["unit:merged"]);
    assert!(refused.body.fields.iter().any(|error| error.message.contains("桂平市中医医院")), "{refused:?}");
    let transfer = TransferPersonRequest { person: guest.person.clone(), unit: from.clone() };
    let refused = chief_elsewhere.call::<TransferPerson>(&transfer).await.expect_err("nobody new");
    assert_eq!(refused.fields(), ["unit:merged"]);
    let nobody = Browser::anonymous(&world);
    let sign_up = domain::account::SignUpForm {
        name: "新人".to_owned(),
        identity_number: identity(99).expose().to_owned(),
        mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
        unit: Some(from.clone()),
        department: None,
    };
    let refused = nobody.call::<SignUpProfessional>(&sign_up).await.expect_err("nobody new");
    assert_eq!(refused.fields(), ["unit:merged"]);
    let own =
        SignInRequest { role: Role::Unit, login: credit_code(1).as_str().to_owned(), password: PASSWORD.to_owned() };
    assert_eq!(nobody.call::<SignIn>(&own).await.expect_err("no account").code(), "wrong_credentials");
    let account = UnitSignUpForm {
        credit_code: credit_code(1).as_str().to_owned(),
        name: "桂平市中医院".to_owned(),
        region: "450103".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let refused = nobody.call::<SignUpUnit>(&account).await.expect_err("and gets none");
    assert_eq!(refused.fields(), ["credit_code:merged"]);
    let search = SearchUnitsRequest { text: "桂平市".to_owned(), ..SearchUnitsRequest::default() };
    let hits = nobody.call::<SearchUnits>(&search).await.expect("hits").hits;
    assert_eq!(hits.iter().map(|hit| hit.name.as_str()).collect::<Vec<_>>(), ["桂平市中医医院"]);

    let card = operator.call::<ReadListedUnit>(&ReadListedUnitRequest { id: from.clone() }).await.expect("a card");
    assert_eq!(card.merging_into.expect("on its way").name, "桂平市中医医院");
    to_the_end(&operator, &from, &into).await;
    let card = operator.call::<ReadListedUnit>(&ReadListedUnitRequest { id: from }).await.expect("a pointer");
    assert_eq!((card.merging_into, card.merged_into.map(|unit| unit.id)), (None, Some(into)));
    assert_eq!((card.people, card.administrators.len()), (0, 0));
}

#[tokio::test]
async fn an_administrator_goes_on_with_their_password_once_the_unit_that_stays_lets_them() {
    let world = World::new().await;
    let (from, into) = (world.unit(1, "桂平市中医院", true).await, world.unit(2, "桂平市中医医院", true).await);
    let nursing = world.department(&from, "护理部").await;
    let of_nursing = world.appointed(8, "陆晓婷", department(&from, &nursing)).await;
    let nurse = world.professional(1, "韦丽琳", department(&from, &nursing)).await;
    nurse.submits(&nurse.drafts("甲").await, &from).await;
    let session = world.signed_in(&of_nursing).await;
    to_the_end(&operator(&world).await, &from, &into).await;
    let pending = SearchPendingRequest::default();
    let ended = session.call::<SearchPending>(&pending).await.expect_err("the office has changed");
    assert_eq!(ended.code(), "session_ended");
    let sign_in = SignInRequest {
        role: Role::Administrator,
        login: identity(8).expose().to_owned(),
        password: PASSWORD.to_owned(),
    };
    let mut browser = Browser::anonymous(&world);
    let refused = browser.call::<SignIn>(&sign_in).await.expect_err("nobody has let them in there");
    assert_eq!(refused.code(), "wrong_credentials");
    let of_into = world.unit_account(2, &into).await;
    let there = of_into.call::<SearchAdministrators>(&SearchAdministratorsRequest::default()).await.expect("a list");
    let [row] = there.administrators.as_slice() else { panic!("{there:?}") };
    let form = AdministratorForm {
        name: row.name.clone(),
        on_staff: row.on_staff,
        department: row.department.clone(),
        may_sign_in: true,
        duties: row.duties.clone(),
        ..AdministratorForm::default()
    };
    let change = UpdateAdministratorRequest { id: row.id.clone(), version: row.version, form };
    of_into.call::<UpdateAdministrator>(&change).await.expect("let in");
    let session = browser.signing::<SignIn>(&sign_in).await.expect("the same password");
    assert_eq!((session.unit.id, session.department.expect("a department").name.as_str()), (into, "护理部"));
    let rows = browser.call::<SearchPending>(&pending).await.expect("a page").rows;
    assert_eq!((rows.len(), rows[0].reviewing_unit.as_deref()), (1, Some("桂平市中医医院")));
}

#[tokio::test]
async fn a_record_that_was_being_joined_to_another_is_joined_on_the_way() {
    let world = World::new().await;
    let (from, into) = (world.unit(1, "桂平市中医院", false).await, world.unit(2, "桂平市中医医院", false).await);
    let wrong = world.professional(1, "韦丽琳", chief(&from)).await;
    let right = world.professional(2, "韦丽琳", chief(&from)).await;
    let evidence = uploaded(&wrong.browser, "结业证书.pdf", FileKind::Pdf, PDF).await;
    let form = RegistrationForm { attachments: vec![evidence], ..form("甲") };
    wrong.browser.call::<CreateRegistration>(&form).await.expect("a draft");
    let begin = people::begin_merge(&wrong.person, &right.person);
    world.app.table.transact(vec![begin]).await.expect("somebody was interrupted there");
    to_the_end(&operator(&world).await, &from, &into).await;
    assert!(people::find(&world.app, &wrong.person).await.expect("a read").is_none());
    assert_eq!(
        people::find(&world.app, &right.person).await.expect("a read").expect("a person").employer,
        chief(&into)
    );
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused() {
    let world = World::new().await;
    let units =
        [world.unit(1, "甲院", false).await, world.unit(2, "乙院", false).await, world.unit(3, "丙院", false).await];
    let operator = operator(&world).await;
    let merge = async |from: &UnitId, into: &UnitId| operator.call::<MergeUnits>(&request(from, into)).await;
    let fields = |outcome: Result<UnitsMerged, Refused>| outcome.expect_err("refused").fields();
    assert_eq!(fields(merge(&units[0], &units[0]).await), ["into:same"]);
    merge(&units[0], &units[1]).await.expect("a part");
    assert_eq!(fields(merge(&units[2], &units[0]).await), ["into:merging"]);
    assert_eq!(fields(merge(&units[1], &units[2]).await), ["from:receiving"]);
    assert_eq!(fields(merge(&units[1], &units[0]).await), ["from:receiving", "into:merging"]);
    assert_eq!(fields(merge(&units[0], &units[2]).await), ["from:merging"]);
    let nowhere = merge(&units[0], &UnitId::from_bits(5)).await.expect_err("no such unit");
    assert_eq!(nowhere.code(), "not_found");
    to_the_end(&operator, &units[0], &units[1]).await;
    assert_eq!(fields(merge(&units[2], &units[0]).await), ["into:merging"]);
    merge(&units[1], &units[2]).await.expect("nothing is on its way to it any more");
    let (key, wanted) = (world.key(), request(&units[1], &units[2]));
    operator.keyed::<MergeUnits>(&wanted, &key).await.expect("a part");
}
