use domain::contract::registrations::{
    ReadRegistrationRequest, RegistrationRow, SubmitRequest, UpdateRegistrationRequest,
};
use domain::contract::windows::ReadOpenYearsRequest;
use domain::contract::{
    CreateRegistration, ReadOpenYears, ReadRegistration, SubmitRegistrations, UpdateRegistration, WithdrawRegistrations,
};
use domain::registration::RegistrationForm;
use tests::World;
use tests::fixtures::{Member, batch, chief, done, form, only, refusal, seen};

use super::{at, midnight, set_2026};

fn of_2026(title: &str) -> RegistrationForm {
    RegistrationForm {
        start: "2026-05-07T00:00".to_owned(),
        end: "2026-05-09T00:00".to_owned(),
        credited_year: "2026".to_owned(),
        ..form(title)
    }
}

/// What became of creating, editing and submitting: codes, or nothing where it was done.
async fn outcomes(member: &Member<'_>, unit: &domain::id::UnitId, draft: &mut RegistrationRow) -> [Option<String>; 3] {
    let browser = &member.browser;
    let created = browser.call::<CreateRegistration>(&of_2026("新")).await;
    let update = UpdateRegistrationRequest { id: draft.id.clone(), version: draft.version, form: of_2026("改") };
    let updated = browser.call::<UpdateRegistration>(&update).await;
    if let Ok(row) = &updated {
        *draft = row.clone();
    }
    let submit = SubmitRequest { items: vec![seen(draft)], unit: unit.clone() };
    let submitted = browser.call::<SubmitRegistrations>(&submit).await.expect("a result");
    let told = refusal(only(&submitted)).map(str::to_owned);
    if told.is_none() {
        // Withdrawing works whenever it may.
        let pending = done(only(&submitted));
        *draft = done(only(&browser.call::<WithdrawRegistrations>(&batch(&[&pending])).await.expect("a result")));
    }
    [created.err().map(|no| no.fields().join(" ")), updated.err().map(|no| no.fields().join(" ")), told]
}

#[tokio::test]
async fn creating_editing_and_submitting_ask_the_window_at_its_very_instants() {
    let world = World::new().await;
    set_2026(&world).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let mut draft;
    {
        let member = world.professional(1, "韦丽琳", chief(&unit)).await;
        draft = member.browser.call::<CreateRegistration>(&of_2026("甲")).await.expect("the window is open");
    }
    let closed = [
        Some("credited_year:window_closed".to_owned()),
        Some("credited_year:window_closed".to_owned()),
        Some("window_closed".to_owned()),
    ];
    let open = [None, None, None];
    for (instant, before, expected) in [
        ("2027-01-01", 1, &open),
        ("2027-01-01", 0, &open),
        ("2027-04-01", 1, &open),
        ("2027-04-01", 0, &closed),
        ("2027-04-02", 0, &closed),
    ] {
        at(&world, midnight(instant), before);
        // Sessions last half a day; the person signs in again.
        let account =
            world.account(domain::permission::Role::Professional, "韦丽琳", &tests::fixtures::identity(1), None);
        let member = Member {
            browser: world.signed_in(&account).await,
            person: account.person.clone().expect("a person"),
            identity: tests::fixtures::identity(1),
        };
        assert_eq!(outcomes(&member, &unit, &mut draft).await, *expected, "{before} ms before {instant}");
        let read = ReadRegistrationRequest { id: draft.id.clone() };
        member.browser.call::<ReadRegistration>(&read).await.expect("reading works at any time");
    }
}

#[tokio::test]
async fn a_year_opens_with_its_first_instant_in_shanghai() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let account = {
        world.professional(1, "韦丽琳", chief(&unit)).await;
        world.account(domain::permission::Role::Professional, "韦丽琳", &tests::fixtures::identity(1), None)
    };
    let years = async || {
        let browser = world.signed_in(&account).await;
        browser.call::<ReadOpenYears>(&ReadOpenYearsRequest {}).await.expect("the years").years
    };
    at(&world, midnight("2027-01-01"), 1);
    assert_eq!(years().await.first(), Some(&2026));
    at(&world, midnight("2027-01-01"), 0);
    assert_eq!(years().await.first(), Some(&2027));
    assert_eq!(years().await.last(), Some(&2016));
}

#[tokio::test]
async fn the_form_hears_when_the_open_years_end() {
    let world = World::new().await;
    set_2026(&world).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let open = member.browser.call::<ReadOpenYears>(&ReadOpenYearsRequest {}).await.expect("the years");
    assert_eq!(open.note, "2026 年度登记至 2027-03-31");
    assert_eq!(open.years.len(), 11);
}

/// What was done in time and only lost its answer is not refused when it is asked for again too late.
#[tokio::test]
async fn a_repeat_after_the_end_is_told_that_it_was_done() {
    let world = World::new().await;
    set_2026(&world).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    at(&world, midnight("2027-04-01"), 60_000);
    let account = world.account(domain::permission::Role::Professional, "韦丽琳", &member.identity, None);
    let browser = world.signed_in(&account).await;
    let key = world.key();
    let created = browser.keyed::<CreateRegistration>(&of_2026("甲"), &key).await.expect("in time");
    at(&world, midnight("2027-04-01"), 0);
    assert_eq!(browser.keyed::<CreateRegistration>(&of_2026("甲"), &key).await.expect("a repeat"), created);
}
