use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use domain::contract::registrations::{
    CreateUnitRegistrationRequest, Happening, RegistrationPage, Seen, SubmitRequest,
};
use domain::contract::reviews::{ApproveRequest, RejectRequest, SearchPendingRequest};
use domain::contract::units::SearchUnitsRequest;
use domain::contract::{self, Endpoint, Method};
use domain::id::{AccountId, PersonId};
use domain::review::{Registrar, Stage};
use domain::timestamp::Timestamp;
use functions::endpoints::{registrations as register, reviews};
use functions::http::caller::{Acting, Administrator};
use functions::http::receive;
use functions::http::request::KEY_HEADER;
use functions::idempotency::Repeat;
use functions::store::{history, registrations};
use http::{Request, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::check::{self, MASTER_KEY};
use super::*;
use crate::attachment_store::AccessKey;
use crate::engine::{self, LeaveOut};
use crate::scratch::Scratch;
use crate::seed::PASSWORD;
use functions::store::windows::PlatformWindows;

fn plan(seed: u64) -> Plan {
    Plan { people: 1_100, units: 60, years: 3, seed, until: "2026-11-20".to_owned() }
}

fn store(scratch: &Scratch) -> AttachmentStore {
    let key = AccessKey { id: "TEST".to_owned(), secret: "a secret of this test".to_owned() };
    AttachmentStore::open(&scratch.path().join("attachments"), key).expect("a store")
}

async fn filled(scratch: &Scratch, plan: &Plan) -> (PathBuf, Made) {
    let table = scratch.path().join("table.sqlite");
    let made = fill(&table, MASTER_KEY, &store(scratch), plan, |_| {}).await.expect("a province");
    (table, made)
}

#[tokio::test]
async fn totals_are_sums_and_every_history_verifies() {
    let scratch = Scratch::new("population-whole");
    let (table, made) = filled(&scratch, &plan(1)).await;
    let clock = Clock::set_at(plan(1).now().expect("a day"));
    let app = check::app_on(&table, &scratch.path().join("attachments"), clock).await;
    let found = check::everything(&app, &table).await;
    assert_eq!(found.people as u64, made.people);
    let registrations = &found.registrations;
    assert_eq!(registrations.values().sum::<usize>() as u64, made.registrations);
    for status_partition in ["D", "P1", "P2", "A", "R"] {
        assert!(
            registrations.get(status_partition).is_some_and(|count| *count > 0),
            "{status_partition}: {registrations:?}"
        );
    }
    assert!(registrations["A"] > registrations.values().sum::<usize>() / 2, "{registrations:?}");
    assert!(found.lowered > 0 && found.completions > 0 && found.certificates > 0, "{found:?}");
}

#[tokio::test]
async fn the_same_plan_makes_the_same_and_another_seed_others() {
    let [first, again, other] = ["population-a", "population-b", "population-c"].map(Scratch::new);
    let digest = |table: &PathBuf| engine::digest(table, LeaveOut::Chance).expect("a table");
    let (first, _) = filled(&first, &plan(1)).await;
    let (again, _) = filled(&again, &plan(1)).await;
    let (other, _) = filled(&other, &plan(2)).await;
    assert_eq!(digest(&first), digest(&again));
    assert_ne!(digest(&first), digest(&other));
    assert_ne!(
        engine::digest(&first, LeaveOut::Nothing).expect("a table"),
        engine::digest(&again, LeaveOut::Nothing).expect("a table"),
        "encrypted numbers do not look alike"
    );
}

#[tokio::test]
async fn interrupted_and_resumed_is_as_uninterrupted() {
    let [whole, parts] = ["population-uninterrupted", "population-interrupted"].map(Scratch::new);
    let (table, made) = filled(&whole, &plan(3)).await;
    let interrupted = parts.path().join("table.sqlite");
    // One batch of units, the directory, three of people: stopped after each of them, and again when nothing is left.
    for _ in 0..4 {
        let stopped = fill_until(&interrupted, MASTER_KEY, &store(&parts), &plan(3), 1, |_| {}).await;
        assert_eq!(stopped.expect("a part"), None);
    }
    for _ in 0..2 {
        let all = fill(&interrupted, MASTER_KEY, &store(&parts), &plan(3), |_| {}).await.expect("a province");
        assert_eq!(all, made);
    }
    let digest = |table: &PathBuf| engine::digest(table, LeaveOut::Chance).expect("a table");
    assert_eq!(digest(&interrupted), digest(&table));
    let refused = fill(&interrupted, MASTER_KEY, &store(&parts), &plan(4), |_| {}).await.expect_err("another plan");
    assert!(refused.to_string().contains("another province"), "{refused}");
}

/// Everything that a table says of registrations and of their people, but for what is encrypted.
fn about_registrations(table: &Path, of: &[PersonId]) -> BTreeMap<(String, String), Map<String, Value>> {
    let mut found = BTreeMap::new();
    engine::each_item(table, |mut item| {
        let key = |name: &str| item[name]["S"].as_str().unwrap_or_default().to_owned();
        let (partition, sort) = (key("pk"), key("sk"));
        let is_theirs = of.iter().any(|person| partition == format!("P#{person}"));
        if is_theirs && (sort == "PERSON" || sort.starts_with("R#") || sort.starts_with("H#")) {
            item.retain(|name, _| !name.starts_with("encrypted_"));
            found.insert((partition, sort), item);
        }
        Ok(())
    })
    .expect("a table");
    found
}

#[tokio::test]
async fn the_handlers_would_have_written_the_same() {
    let [made, replayed] = ["population-made", "population-replayed"].map(Scratch::new);
    let plan = Plan { people: 300, ..plan(5) };
    let (table, _) = filled(&made, &plan).await;
    let now = plan.now().expect("a day");
    let origin = check::app_on(&table, &made.path().join("attachments"), Clock::set_at(now)).await;
    let copy = replayed.path().join("table.sqlite");
    let clock = Clock::set_at(Timestamp::from_milliseconds(0));
    let app = check::app_on(&copy, &replayed.path().join("attachments"), clock).await;
    let province = Province { layout: Layout::of(&plan), vault: Vault::new(MASTER_KEY), plan: plan.clone() };

    // Everybody is there, and nobody has done anything yet.
    let windows = PlatformWindows { version: 1, windows: places::registration_windows(now) };
    let mut changes = vec![windows.put().expect("windows")];
    let (mut people, mut acting) = (Vec::new(), HashMap::<AccountId, Acting>::new());
    for number in (0..plan.people).step_by(2) {
        let workplace = province.layout.unit_of(number);
        let somebody = Somebody::of(&plan, &workplace, number).expect("somebody");
        let employer = workplace.scope(somebody.department);
        let person = Person::new(&app.vault, somebody.name, &somebody.identity, Some(&somebody.mobile), employer);
        changes.push(person.put().expect("an item"));
        let account = app.vault.account_id(Role::Professional, &somebody.identity.lookup_form());
        let (id, name) = (person.id.clone(), person.name);
        acting.insert(account.clone(), Acting::Professional(Professional { account, person: id, name }));
        people.push((person.id, somebody.identity));
        for department in [None, somebody.department] {
            let reviewer = people::reviewer(&plan, &app.vault, &workplace, department).expect("a reviewer");
            if acting.insert(reviewer.account.clone(), Acting::Administrator(reviewer)).is_none()
                && department.is_none()
            {
                changes.push(province.layout.unit(workplace.number).put().expect("an item"));
            }
        }
    }
    write(&app, changes).await.expect("a place for everybody");

    let mut entries = Vec::new();
    for (person, identity) in &people {
        for registration in registrations::all_of(&origin, person).await.expect("registrations") {
            let past = history::of(&origin, &registration.id).await.expect("a history");
            entries
                .extend((1_u32..).zip(past).map(|(version, entry)| (entry, version, registration.clone(), identity)));
        }
    }
    entries.sort_by_key(|(entry, ..)| entry.at);
    assert!(entries.len() > 500, "{}", entries.len());
    for (entry, version, registration, identity) in entries {
        app.clock.advance_milliseconds(entry.at.milliseconds() - app.clock.now().milliseconds());
        let items = vec![Seen { id: registration.id.clone(), version: version - 1 }];
        let who = acting[&entry.account].clone();
        let repeat = Repeat::as_stored(entry.key.parse().expect("a key"), entry.content.clone());
        let form = domain::registration::RegistrationForm { pledged: true, ..registration.form() };
        match (entry.happening, who) {
            (Happening::Created, Acting::Professional(who)) => {
                let (cx, form) = door::<contract::CreateRegistration>(&app, &form, &repeat);
                register::create_registration::handle(cx, who, form).await.map(drop)
            }
            (Happening::Created, Acting::Administrator(who)) => {
                assert!(matches!(registration.registrar, Registrar::Unit { .. }));
                let (identity_number, name) = (identity.expose().to_owned(), registration.person_name.clone());
                let request = CreateUnitRegistrationRequest { identity_number, name, form };
                let (cx, request) = door::<contract::CreateUnitRegistration>(&app, &request, &repeat);
                register::create_unit_registration::handle(cx, who, request).await.map(drop)
            }
            (Happening::Submitted, who) => {
                let request = SubmitRequest { items, unit: registration.place.unit.clone() };
                let (cx, request) = door::<contract::SubmitRegistrations>(&app, &request, &repeat);
                register::submit_registrations::handle(cx, who, request).await.map(drop)
            }
            (Happening::Approved | Happening::PassedFirstStage, Acting::Administrator(who)) => {
                let reason = entry.note.clone().unwrap_or_default();
                let hours = entry.hours.filter(|_| entry.note.is_some());
                let approved_hours = hours.map(|hours| hours.to_string()).unwrap_or_default();
                let request = ApproveRequest { items, approved_hours, reason };
                let (cx, request) = door::<contract::ApproveRegistrations>(&app, &request, &repeat);
                reviews::approve_registrations::handle(cx, who, request).await.map(drop)
            }
            (Happening::Rejected, Acting::Administrator(who)) => {
                let request = RejectRequest { items, opinion: entry.note.clone().unwrap_or_default() };
                let (cx, request) = door::<contract::RejectRegistrations>(&app, &request, &repeat);
                reviews::reject_registrations::handle(cx, who, request).await.map(drop)
            }
            other => panic!("nobody does that: {other:?}"),
        }
        .unwrap_or_else(|refused| panic!("{entry:?}: {refused:?}"));
    }
    drop((origin, app));
    let people: Vec<PersonId> = people.into_iter().map(|(person, _)| person).collect();
    let (made, replayed) = (about_registrations(&table, &people), about_registrations(&copy, &people));
    assert_eq!(made.len(), replayed.len());
    for (key, mut item) in made {
        // Completions and what was told of them come by another way.
        item.retain(|name, _| !name.starts_with("c20"));
        assert_eq!(Some(&item), replayed.get(&key), "{key:?}");
    }
}

fn door<'h, E: Endpoint>(
    app: &'h App,
    request: &E::Request,
    repeat: &Repeat,
) -> (functions::http::RequestContext<'h>, E::Request) {
    let request = Request::builder()
        .method(E::ROW.method.name())
        .uri(E::ROW.path)
        .header(header::CONTENT_TYPE, "application/json")
        .header(KEY_HEADER, repeat.key().expect("a key").as_str())
        .body(Bytes::from(serde_json::to_vec(request).expect("requests are JSON")))
        .expect("a request");
    let (mut cx, request) = receive::<E>(app, &request).expect("a cx");
    // The key that stands on record is not the one that was sent.
    cx.repeat = repeat.clone();
    (cx, request)
}

/// Asks a handler as a browser does.
async fn asks<E: Endpoint>(app: &App, cookie: &str, key: u128, request: &E::Request) -> E::Response
where
    E::Response: DeserializeOwned,
{
    let row = E::ROW;
    let built = match row.method {
        Method::Get => {
            let query = serde_urlencoded::to_string(request).expect("a query");
            Request::get(format!("{}?{query}", row.path)).body(Bytes::new())
        }
        _ => Request::post(row.path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ORIGIN, "http://localhost:8080")
            .header(KEY_HEADER, domain::id::IdempotencyKey::from_bits(key).as_str())
            .body(Bytes::from(serde_json::to_vec(request).expect("a body"))),
    };
    let mut built = built.expect("a request");
    built.headers_mut().insert(header::COOKIE, http::HeaderValue::from_str(cookie).expect("a cookie"));
    let answer = functions::http::answer(app, built).await;
    assert_eq!(answer.response.status(), 200, "{}: {:?} {:?}", row.id, answer.response.body(), answer.cause);
    serde_json::from_slice(answer.response.body()).expect("an answer")
}

async fn signed_in(app: &App, shown: &Shown) -> String {
    let body = serde_json::json!({ "role": shown.role, "login": shown.login, "password": PASSWORD });
    let request = Request::post("/api/sessions")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, "http://localhost:8080")
        .body(Bytes::from(body.to_string()))
        .expect("a request");
    let answer = functions::http::answer(app, request).await;
    assert_eq!(answer.response.status(), 200, "{shown:?}: {:?}", answer.response.body());
    let cookie = answer.response.headers()[header::SET_COOKIE].to_str().expect("text");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_rooms_accept_the_province() {
    let scratch = Scratch::new("population-rooms");
    let plan = plan(6);
    let (table, made) = filled(&scratch, &plan).await;
    let clock = Clock::set_at(plan.now().expect("a day"));
    let app = check::app_on(&table, &scratch.path().join("attachments"), clock).await;
    let accounts = accounts(&app).await.expect("a read").expect("a province");
    for shown in &accounts {
        signed_in(&app, shown).await;
    }
    let of = |role| accounts.iter().find(move |shown| shown.role == role).expect("somebody of this role");
    let chief = signed_in(&app, of(Role::Administrator)).await;
    let request = SearchPendingRequest { stage: Some(Stage::First), ..SearchPendingRequest::default() };
    let page: RegistrationPage = asks::<contract::SearchPending>(&app, &chief, 1, &request).await;
    let row = page.rows.first().expect("the hospital has something to review");
    let items = vec![Seen { id: row.id.clone(), version: row.version }];
    let request = ApproveRequest { items, approved_hours: String::new(), reason: String::new() };
    let response = asks::<contract::ApproveRegistrations>(&app, &chief, 2, &request).await;
    assert!(
        matches!(response.results[0].outcome, domain::contract::registrations::Outcome::Done { row: Some(_) }),
        "{response:?}"
    );
    let physician = signed_in(&app, of(Role::Professional)).await;
    asks::<contract::ListRegistrations>(&app, &physician, 3, &Default::default()).await;
    asks::<contract::ListCertificates>(&app, &physician, 4, &Default::default()).await;
    let request =
        SearchUnitsRequest { text: "南宁市第一人民医院".to_owned(), ..SearchUnitsRequest::default() };
    assert_eq!(asks::<contract::SearchUnits>(&app, &physician, 5, &request).await.total, 1);
    let everything = asks::<contract::SearchUnits>(&app, &physician, 6, &SearchUnitsRequest::default()).await;
    assert_eq!(everything.total as usize, made.units);
    drop(app);
    let app = check::app_on(&table, &scratch.path().join("attachments"), Clock::System).await;
    check::everything(&app, &table).await;
}

#[tokio::test]
async fn units_are_of_all_sizes_and_nobody_is_lost() {
    for (people, units) in [(1, 10), (50, 10), (2_000, 7_727), (60_000, 300)] {
        let plan = Plan { people, units, ..plan(1) };
        let layout = Layout::of(&plan);
        assert_eq!(layout.listed().len(), units);
        let mut seen = 0;
        while seen < people {
            let workplace = layout.unit_of(seen);
            assert_eq!(workplace.people.start, seen, "nobody is between two units");
            seen = workplace.people.end;
        }
        assert_eq!(seen, people);
        let hospital = layout.unit_of(0);
        assert!(hospital.people.end >= 1_000.min(people / 2), "{people}: {:?}", hospital.people);
    }
}

#[tokio::test]
async fn other_data_are_left_alone() {
    let scratch = Scratch::new("population-other");
    let table = scratch.path().join("table.sqlite");
    drop(check::app_on(&table, &scratch.path().join("attachments"), Clock::System).await);
    let refused = fill(&table, MASTER_KEY, &store(&scratch), &plan(1), |_| {}).await.expect_err("it is not ours");
    assert!(refused.to_string().contains("holds other data"), "{refused}");
}

/// An administrator who acts, for the tests of backups.
pub fn chief_of_the_first(plan: &Plan) -> Administrator {
    people::reviewer(plan, &Vault::new(MASTER_KEY), &Layout::of(plan).unit_of(0), None).expect("a chief")
}
