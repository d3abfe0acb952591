//! 学时登记开放 through the handlers, to the millisecond: whoever registers, by whichever way, asks the window, and whoever
//! reviews, withdraws or looks does not.

use domain::contract::registrations::{
    CreateUnitRegistrationRequest, ImportOutcome, ImportRequest, ListRegistrationsRequest, RegistrationRow,
    SubmitRequest, UpdateRegistrationRequest,
};
use domain::contract::reviews::{ApproveRequest, SearchPendingRequest};
use domain::contract::windows::CloseEarlyRequest;
use domain::contract::{
    ApproveRegistrations, CloseEarly, CreateRegistration, CreateUnitRegistration, ImportRegistrations,
    ListRegistrations, SearchPending, SubmitRegistrations, UpdateRegistration, WithdrawRegistrations,
};
use domain::hours::parse_date;
use domain::id::UnitId;
use domain::import::ImportRow;
use domain::permission::Role;
use domain::registration::RegistrationForm;
use domain::review::Status;
use domain::timestamp::Timestamp;
use domain::window::RegistrationWindow;
use functions::store::accounts::Account;
use functions::store::windows::PlatformWindows;
use tests::fixtures::{batch, chief, done, form, identity, only, refusal, seen};
use tests::{Browser, World};

fn midnight(date: &str) -> Timestamp {
    Timestamp::midnight(parse_date(date).expect("a date"))
}

fn at(world: &World, instant: Timestamp, milliseconds_before: i64) {
    let until = instant.milliseconds() - milliseconds_before - world.app.clock.now().milliseconds();
    world.app.clock.advance_milliseconds(until);
}

async fn set_2026(world: &World, opens: &str, closes: &str) {
    let window = RegistrationWindow { year: 2026, opens_at: midnight(opens), closes_at: Some(midnight(closes)) };
    let windows = PlatformWindows { version: 1, windows: vec![window] };
    world.app.table.transact(vec![windows.put().expect("an item")]).await.expect("a window");
}

fn of_2026(title: &str) -> RegistrationForm {
    RegistrationForm {
        start: "2026-05-07T00:00".to_owned(),
        end: "2026-05-09T00:00".to_owned(),
        credited_year: "2026".to_owned(),
        ..form(title)
    }
}

/// A person and their unit, with what each has ready: made while the year is open.
struct Scene<'w> {
    world: &'w World,
    unit: UnitId,
    of_person: Account,
    of_chief: Account,
    own: RegistrationRow,
    entered: RegistrationRow,
    /// Submitted: one to approve and one to withdraw at each instant.
    waiting: Vec<RegistrationRow>,
}

impl<'w> Scene<'w> {
    /// With so many instants to come.
    async fn of(world: &'w World, instants: usize) -> Self {
        let unit = world.unit(1, "南宁市第一人民医院", false).await;
        let member = world.professional(1, "韦丽琳", chief(&unit)).await;
        let of_chief = world.appointed(9, "黄锋", chief(&unit)).await;
        let own = member.browser.call::<CreateRegistration>(&of_2026("甲")).await.expect("open");
        let mut waiting = Vec::new();
        for n in 0..2 * instants {
            let row = member.browser.call::<CreateRegistration>(&of_2026(&format!("第 {n} 期"))).await.expect("open");
            waiting.push(member.submits(&row, &unit).await);
        }
        let administrator = world.signed_in(&of_chief).await;
        let entered = administrator.call::<CreateUnitRegistration>(&entering("乙")).await.expect("open").row;
        let of_person = world.account(Role::Professional, "韦丽琳", &identity(1), None);
        Self { world, unit, of_person, of_chief, own, entered, waiting }
    }

    /// What becomes, at this instant, of everything that asks the window: three events of the person, three of the unit, an
    /// import. Codes, each once, or nothing where it was done.
    async fn registering(&mut self, instant: usize) -> Vec<Option<String>> {
        let person = self.world.signed_in(&self.of_person).await;
        let administrator = self.world.signed_in(&self.of_chief).await;
        let created = person.call::<CreateRegistration>(&of_2026("新")).await.err().map(|no| no.fields().join(" "));
        let entered = administrator.call::<CreateUnitRegistration>(&entering("新")).await;
        let mut all = vec![created, entered.err().map(|no| no.fields().join(" "))];
        for (browser, row) in [(&person, &mut self.own), (&administrator, &mut self.entered)] {
            all.extend(edit_and_submit(browser, row, &self.unit).await);
        }
        let row = ImportRow {
            identity_number: identity(1).expose().to_owned(),
            name: "韦丽琳".to_owned(),
            category: "培训进修类".to_owned(),
            subcategory: "专题讲座".to_owned(),
            title: format!("第 {instant} 次导入"),
            start: "2026-05-07".to_owned(),
            end: "2026-05-08".to_owned(),
            ..ImportRow::default()
        };
        let imported =
            administrator.call::<ImportRegistrations>(&ImportRequest { rows: vec![row] }).await.expect("a result");
        all.push(match &imported.results[..] {
            [ImportOutcome::Added] => None,
            [ImportOutcome::Refused { fields }] => {
                Some(fields.iter().map(|error| format!("{}:{}", error.path, error.code)).collect())
            }
            other => panic!("{other:?}"),
        });
        all
    }

    /// Review, withdrawal and query work whenever they may.
    async fn the_rest_works(&mut self) {
        let person = self.world.signed_in(&self.of_person).await;
        let administrator = self.world.signed_in(&self.of_chief).await;
        let (to_approve, to_withdraw) = (self.waiting.remove(0), self.waiting.remove(0));
        let page = administrator.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("a page");
        assert!(page.rows.iter().any(|row| row.id == to_approve.id));
        let approve =
            ApproveRequest { items: vec![seen(&to_approve)], approved_hours: String::new(), reason: String::new() };
        let approved = done(only(&administrator.call::<ApproveRegistrations>(&approve).await.expect("a result")));
        assert_eq!(approved.status, Status::Approved);
        let withdraw = batch(&[&to_withdraw]);
        let withdrawn = done(only(&person.call::<WithdrawRegistrations>(&withdraw).await.expect("a result")));
        assert_eq!(withdrawn.status, Status::Draft);
        let page = person.call::<ListRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
        assert!(!page.rows.is_empty());
    }
}

fn entering(title: &str) -> CreateUnitRegistrationRequest {
    CreateUnitRegistrationRequest {
        identity_number: identity(1).expose().to_owned(),
        name: "韦丽琳".to_owned(),
        form: of_2026(title),
    }
}

/// Edits and submits; what could be submitted is taken back, to be tried at the next instant.
async fn edit_and_submit(browser: &Browser<'_>, row: &mut RegistrationRow, unit: &UnitId) -> [Option<String>; 2] {
    let update = UpdateRegistrationRequest { id: row.id.clone(), version: row.version, form: of_2026("改") };
    let updated = browser.call::<UpdateRegistration>(&update).await;
    if let Ok(updated) = &updated {
        *row = updated.clone();
    }
    let submit = SubmitRequest { items: vec![seen(row)], unit: unit.clone() };
    let submitted = browser.call::<SubmitRegistrations>(&submit).await.expect("a result");
    let told = refusal(only(&submitted)).map(str::to_owned);
    if told.is_none() {
        let pending = batch(&[&done(only(&submitted))]);
        *row = done(only(&browser.call::<WithdrawRegistrations>(&pending).await.expect("a result")));
    }
    [updated.err().map(|no| no.fields().join(" ")), told]
}

/// Every event refused with this code, each in its own way of saying so.
fn refused(code: &str) -> Vec<Option<String>> {
    let at_the_year = Some(format!("credited_year:{code}"));
    let whole = Some(code.to_owned());
    vec![
        at_the_year.clone(),
        at_the_year.clone(),
        at_the_year.clone(),
        whole.clone(),
        at_the_year.clone(),
        whole,
        at_the_year,
    ]
}

async fn try_all(scene: &mut Scene<'_>, instants: &[(&str, i64, Vec<Option<String>>)]) {
    for (number, (instant, before, expected)) in instants.iter().enumerate() {
        at(scene.world, midnight(instant), *before);
        assert_eq!(scene.registering(number).await, *expected, "{before} ms before {instant}");
        scene.the_rest_works().await;
    }
}

#[tokio::test]
async fn own_entered_and_imported_registrations_ask_the_operators_window_over_a_new_year_in_shanghai() {
    let world = World::new().await;
    let open = vec![None; 7];
    let instants = [
        ("2026-12-15", 1, refused("window_not_open")),
        ("2026-12-15", 0, open.clone()),
        ("2027-01-01", 1, open.clone()),
        ("2027-01-01", 0, open.clone()),
        ("2027-04-01", 1, open),
        ("2027-04-01", 0, refused("window_closed")),
    ];
    let mut scene = Scene::of(&world, instants.len()).await;
    set_2026(&world, "2026-12-15", "2027-04-01").await;
    try_all(&mut scene, &instants).await;
}

#[tokio::test]
async fn a_units_earlier_end_over_the_new_year_holds_for_its_own_people_alone() {
    let world = World::new().await;
    let open = vec![None; 7];
    let instants = [
        ("2027-01-01", 1, open.clone()),
        ("2027-01-01", 0, open.clone()),
        ("2027-01-11", 1, open),
        ("2027-01-11", 0, refused("window_closed")),
    ];
    let mut scene = Scene::of(&world, instants.len()).await;
    set_2026(&world, "2026-01-01", "2027-04-01").await;
    let early = CloseEarlyRequest { year: 2026, last_day: "2027-01-10".to_owned(), version: 0 };
    let administrator = world.signed_in(&scene.of_chief).await;
    administrator.call::<CloseEarly>(&early).await.expect("closed early");
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    world.professional(2, "覃志明", chief(&elsewhere)).await;
    try_all(&mut scene, &instants).await;
    let of_other = world.account(Role::Professional, "覃志明", &identity(2), None);
    let other = world.signed_in(&of_other).await;
    other.call::<CreateRegistration>(&of_2026("甲")).await.expect("another unit's people go on");
}
