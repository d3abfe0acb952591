use std::collections::BTreeMap;

use bytes::Bytes;
use domain::contract::registrations::{ListRegistrationsRequest, RegistrationPage, TotalsByYear};
use domain::contract::reviews::{SearchPendingRequest, SearchResultsRequest};
use domain::contract::{self, Endpoint, Method};
use domain::hours::{Hours, WallTime};
use domain::permission::Role;
use domain::review::{Stage, Status};
use functions::audit::Audit;
use functions::audit::checkpoints::Checkpoints;
use functions::clock::Clock;
use http::{Request, header};
use serde::de::DeserializeOwned;

use super::*;
use crate::attachment_store::{self, AccessKey, AttachmentStore};
use crate::audit;
use crate::engine::Engine;
use crate::machine;
use crate::options::instant_of;
use crate::scratch::Scratch;

const ORIGIN: &str = "http://localhost:8080";

struct Demo {
    app: App,
    made: Made,
    now: Timestamp,
    engine: Engine,
    scratch: Scratch,
}

async fn demo(name: &str, now: &str) -> Demo {
    let scratch = Scratch::new(name);
    let now = instant_of(WallTime::parse(now).expect("a time"));
    let key = AccessKey { id: "TEST".to_owned(), secret: "a secret of this test".to_owned() };
    let store = AttachmentStore::open(scratch.path(), key).expect("a store");
    let engine = Engine::memory().expect("an engine");
    let app = machine::app(&engine, &store, [7; 32], Clock::set_at(now), ORIGIN).await.expect("a app");
    let files = attachment_store::client(&store, ORIGIN);
    let made = fill(&app, &files, now, |_| {}).await.expect("demo data");
    // The clock is where the last act left it; visitors come later.
    let app = machine::app(&engine, &store, [7; 32], Clock::set_at(now), ORIGIN).await.expect("a app");
    Demo { app, made, now, engine, scratch }
}

/// Somebody with a session.
struct SignedIn<'d> {
    demo: &'d Demo,
    cookie: String,
}

impl Demo {
    async fn signed_in(&self, role: Role, name: &str) -> SignedIn<'_> {
        let account = accounts(self.now.date()).into_iter().find(|one| one.name == name && one.role == role);
        let account = account.expect("one of the demo_people");
        let (login, password) = (account.login, account.password);
        let (path, body) = match role {
            Role::Operator => {
                let code = code(self.now);
                ("/api/operator-sessions", serde_json::json!({ "login": login, "password": password, "code": code }))
            }
            _ => ("/api/sessions", serde_json::json!({ "role": role, "login": login, "password": password })),
        };
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ORIGIN, ORIGIN)
            .body(Bytes::from(body.to_string()))
            .expect("a request");
        let answer = functions::http::answer(&self.app, request).await;
        assert_eq!(answer.response.status(), 200, "{name}: {:?}", answer.response.body());
        let cookie = answer.response.headers()[header::SET_COOKIE].to_str().expect("text");
        SignedIn { demo: self, cookie: cookie.split(';').next().unwrap_or_default().to_owned() }
    }
}

impl SignedIn<'_> {
    async fn asks<E: Endpoint>(&self, request: &E::Request) -> E::Response
    where
        E::Response: DeserializeOwned,
    {
        let request = match E::ROW.method {
            Method::Get => {
                let query = serde_urlencoded::to_string(request).expect("a query");
                Request::get(format!("{}?{query}", E::ROW.path)).body(Bytes::new())
            }
            _ => {
                let body = serde_json::to_vec(request).expect("a body");
                Request::post(E::ROW.path).header(header::CONTENT_TYPE, "application/json").body(Bytes::from(body))
            }
        };
        let mut request = request.expect("a request");
        let cookie = http::HeaderValue::from_str(&self.cookie).expect("a cookie");
        request.headers_mut().insert(header::COOKIE, cookie);
        let answer = functions::http::answer(&self.demo.app, request).await;
        assert_eq!(answer.response.status(), 200, "{:?} {:?}", answer.response.body(), answer.cause);
        serde_json::from_slice(answer.response.body()).expect("an answer")
    }

    async fn pending(&self, stage: Stage) -> Vec<contract::registrations::RegistrationRow> {
        let mut rows = Vec::new();
        let mut request = SearchPendingRequest { stage: Some(stage), ..SearchPendingRequest::default() };
        loop {
            let page: RegistrationPage = self.asks::<contract::SearchPending>(&request).await;
            rows.extend(page.rows);
            match page.next {
                Some(next) => request.cursor = Some(next),
                None => return rows,
            }
        }
    }
}

#[tokio::test]
async fn a_hospital_is_at_work() {
    let demo = demo("hospital", "2026-11-23T10:00").await;
    assert!(demo.made.units >= 5_000 && demo.made.people > 60, "{:?}", demo.made);

    let chief = demo.signed_in(Role::Administrator, "黄志远").await;
    let (first, last) = (chief.pending(Stage::First).await, chief.pending(Stage::Final).await);
    assert!((40..=50).contains(&(first.len() + last.len())), "{} and {}", first.len(), last.len());
    assert!(!last.is_empty());
    let kinds: std::collections::HashSet<_> =
        first.iter().chain(&last).flat_map(|row| &row.deviations).map(std::mem::discriminant).collect();
    assert_eq!(kinds.len(), 4, "every kind of deviation is there");
    let plain = first.iter().filter(|row| row.deviations.is_empty()).count();
    assert!(plain > first.len() / 2, "most deviate in nothing: {plain} of {}", first.len());
    assert!(first.iter().all(|row| row.attachment_count == 1));

    for status in [Status::Approved, Status::Rejected] {
        let request =
            SearchResultsRequest { status, name: String::new(), identity_number: String::new(), cursor: None };
        assert!(!chief.asks::<contract::SearchResults>(&request).await.rows.is_empty());
    }

    let request = contract::registrations::ListRegistrationsRequest::default();
    let entered = chief.asks::<contract::ListUnitRegistrations>(&request).await.rows;
    let statuses: std::collections::HashSet<_> = entered.iter().map(|row| row.status).collect();
    assert_eq!((entered.len(), statuses.len()), (6, 3), "what the hospital has entered itself");

    let physicians = demo.signed_in(Role::Administrator, "韦美玲").await.pending(Stage::First).await.len();
    assert!(physicians > 5 && physicians < first.len());
    let nurses = demo.signed_in(Role::Administrator, "农彩霞").await;
    let own: Vec<_> =
        nurses.pending(Stage::First).await.into_iter().filter(|row| row.person_name == "农彩霞").collect();
    assert_eq!(own.len(), 1, "one that she must not decide");
    for elsewhere in ["覃建国", "陆文韬"] {
        let waiting = demo.signed_in(Role::Administrator, elsewhere).await.pending(Stage::First).await;
        assert!(!waiting.is_empty() && waiting.len() < 4, "{elsewhere}");
    }
    demo.signed_in(Role::Administrator, "蒙雨桐").await;
}

#[tokio::test]
async fn totals_are_the_sums_of_what_was_approved() {
    // Right after New Year most of the past is of the year before.
    for (name, now) in [("totals", "2026-11-23T10:00"), ("totals-january", "2027-01-02T08:30")] {
        let demo = demo(name, now).await;
        for somebody in ["覃秀兰", "农彩霞", "梁雪松"] {
            let visitor = demo.signed_in(Role::Professional, somebody).await;
            let page: RegistrationPage =
                visitor.asks::<contract::ListRegistrations>(&ListRegistrationsRequest::default()).await;
            assert!(page.next.is_none(), "one page");
            let mut sums: BTreeMap<i32, u32> = BTreeMap::new();
            for row in &page.rows {
                assert!(row.created_at <= demo.now && row.decided_at.is_none_or(|at| at <= demo.now));
                *sums.entry(row.credited_year).or_default() += row.approved_hours.unwrap_or(Hours::ZERO).tenths();
            }
            let totals: TotalsByYear = visitor.asks::<contract::ReadTotals>(&Default::default()).await;
            for year in totals.years {
                let sum = sums.get(&year.year).copied().unwrap_or_default();
                assert_eq!(year.totals.specialty.tenths(), sum, "{somebody} in {}", year.year);
            }
            let statuses: std::collections::HashSet<_> = page.rows.iter().map(|row| row.status).collect();
            assert!(somebody != "覃秀兰" || statuses.len() == Status::ALL.len(), "{statuses:?}");
        }
    }
}

#[tokio::test]
async fn a_fulfilled_year_has_its_certificate_and_waiting_messages() {
    let demo = demo("certificates", "2026-11-23T10:00").await;
    let physician = demo.signed_in(Role::Professional, "覃秀兰").await;
    let list = physician.asks::<contract::ListCertificates>(&Default::default()).await;
    assert!(list.certificates.iter().any(|one| one.valid && one.year == 2026), "{list:?}");
    let session = physician.asks::<contract::ReadSession>(&Default::default()).await;
    assert!(session.unread > 0);
    let totals: TotalsByYear = physician.asks::<contract::ReadTotals>(&Default::default()).await;
    assert!(totals.years[0].totals.common > Hours::ZERO);
}

#[tokio::test]
async fn the_operator_has_work() {
    let demo = demo("operator", "2026-11-23T10:00").await;
    let operator = demo.signed_in(Role::Operator, "莫云飞").await;
    let waiting = operator.pending(Stage::First).await;
    let names: std::collections::HashSet<_> = waiting.iter().map(|row| row.person_name.as_str()).collect();
    assert_eq!((waiting.len(), names), (4, ["卢清扬", "梁雪松"].into()));
    for (status, count) in [(Status::Approved, 2), (Status::Rejected, 1)] {
        let request =
            SearchResultsRequest { status, name: String::new(), identity_number: String::new(), cursor: None };
        assert_eq!(operator.asks::<contract::SearchResults>(&request).await.rows.len(), count);
    }
    let keys = operator.asks::<contract::ListPlatformKeys>(&Default::default()).await.keys;
    assert!(keys.len() == 1 && keys[0].enabled && keys[0].delivered > 100, "{keys:?}");
    let windows = operator.asks::<contract::ReadPlatformWindows>(&Default::default()).await;
    let set: Vec<i32> = windows.windows.iter().filter(|row| row.is_set).map(|row| row.year).collect();
    assert_eq!((windows.version, set), (1, vec![2026, 2025]));
    let search = contract::units::SearchUnitsRequest { text: "云栖工程检测".to_owned(), ..Default::default() };
    let hits = operator.asks::<contract::SearchUnits>(&search).await.hits;
    assert!(hits.len() == 1 && !hits[0].verified, "{hits:?}");
}

#[tokio::test]
async fn the_demo_is_as_it_was_written_and_shows_the_load_of_its_year() {
    let demo = demo("seed-audit", "2026-11-20T10:00").await;
    let table = demo.scratch.path().join("saved.sqlite");
    demo.engine.save_to(&table).expect("a file");
    let data = (table, demo.scratch.path().join("checkpoints.jsonl"));
    audit::take_if_due(&data, &demo.app).await.expect("a checkpoint");
    let mut audit = Audit::new(Checkpoints::default(), None);
    audit::fold_table(&data.0, &mut audit).expect("a table");
    let report = audit.finish();
    assert_eq!(report.findings, [], "{}", report.checked);
    assert_eq!(report.checked.registrations, demo.made.registrations as u64);
    let load = functions::store::load::of_month(&demo.app, "2026-11").await.expect("a month");
    assert_eq!(load.counted_at, Some(demo.now));
    let cities = load.days.iter().flat_map(|day| &day.cities);
    assert!(cities.filter(|city| city.submitted > 0 && city.decided > 0).count() > 3, "{load:?}");
}
