//! A learning platform that delivers common-subject hours, and the certificates of who has fulfilled a year by them.

use anyhow::{Result, bail};
use domain::completion::{CompletionChange, DeliveryForm};
use domain::contract::certificates::IssueCertificateRequest;
use domain::contract::completions::{DeliverCompletionsRequest, DeliveryOutcome};
use domain::contract::{DeliverCompletions, IssueCertificate};
use domain::hours::date_text;
use domain::id::{PlatformId, PlatformKeyId};
use domain::identity::IdentityNumber;
use domain::limits::DELIVERIES_MAX;
use domain::timestamp::Timestamp;
use functions::crypto::vault::Vault;
use functions::endpoints::{certificates, completions};
use functions::error::Error;
use functions::http::caller::Anyone;
use functions::store::platforms::{KeyList, Platform, PlatformKey, PlatformSummary, Signed};
use functions::store::table::Change;
use time::Duration;

use super::demo_accounts::People;
use super::demo_people::{self, DEMO_PEOPLE};
use super::desk::{Desk, told};
use super::operator;
use super::{plain, write};

/// The demo's key, for trying the example of docs/learning-platforms.md. Like the demo's passwords it opens nothing but
/// the demo.
pub const DEMO_SECRET: &str = "whsec_demo2026platformSecretForTheDemoOnly";
const PLATFORM: &str = "广西公需科目学习平台（演示）";

/// Courses with their hours, as such platforms offer them.
pub const COURSES: [(&str, &str); 6] = [
    ("新质生产力与高质量发展", "8"),
    ("专业技术人员职业道德", "6"),
    ("数字素养与人工智能应用", "8"),
    ("生态文明建设", "5"),
    ("知识产权保护", "4.5"),
    ("铸牢中华民族共同体意识", "6"),
];
/// Days between the completions of two courses.
const DAYS_APART: i64 = 17;
const LAST_DAYS_AGO: i64 = 20;
/// Days since the platform got its key.
const MADE_DAYS_AGO: i64 = 200;
/// Days since the deliveries, and since the certificates were issued.
const DELIVERED_DAYS_AGO: i64 = 6;
const ISSUED_DAYS_AGO: i64 = 2;
const DAY_SECONDS: i64 = 86_400;

/// The demo's learning platform.
pub fn demo_platform() -> Platform {
    Platform { id: PlatformId::from_bits(2_026), name: PLATFORM.to_owned(), signed: None }
}

pub fn demo_key() -> PlatformKeyId {
    PlatformKeyId::from_bits(2_026)
}

/// The platform's key, and the list of keys that holds it alone.
pub fn demo_platform_changes(vault: &Vault, now: Timestamp) -> Result<Vec<Change>> {
    let Platform { id, name, .. } = demo_platform();
    let key = PlatformKey::new(vault, demo_key(), id.clone(), name.clone(), &DEMO_SECRET.parse()?);
    let listed = PlatformSummary {
        id: demo_key(),
        platform: id,
        platform_name: name,
        created_at: now.plus_seconds(-MADE_DAYS_AGO * DAY_SECONDS),
        created_by: operator::NAME.to_owned(),
    };
    Ok(vec![key.put().map_err(plain)?, KeyList::default().with(listed).put().map_err(plain)?])
}

/// Delivers hours to everybody, then issues the certificate of each year that is fulfilled. Returns how many were issued.
pub async fn pass(desk: &mut Desk<'_>, people: &People, now: Timestamp) -> Result<usize> {
    write(desk.app, demo_platform_changes(&desk.app.vault, now)?).await?;
    let deliveries = deliveries(desk, now);
    let at = now.plus_seconds(-DELIVERED_DAYS_AGO * DAY_SECONDS);
    for (number, batch) in deliveries.chunks(DELIVERIES_MAX).enumerate() {
        let signed = Some(Signed { key: demo_key(), webhook: format!("msg_demo_{number}").parse()? });
        deliver(desk, &Platform { signed, ..demo_platform() }, batch.to_vec(), at).await?;
    }
    let mut issued = 0;
    for person in people.professionals() {
        let request = IssueCertificateRequest { year: now.date().year() };
        let at = now.plus_seconds(-ISSUED_DAYS_AGO * DAY_SECONDS);
        let (cx, request) = desk.cx::<IssueCertificate>(&request, at)?;
        match certificates::issue_certificate::handle(cx, person.professional(), request).await {
            Ok(_) => issued += 1,
            // Most have not got so far.
            Err(Error::Conflict { .. }) => {}
            Err(failure) => return Err(told(failure)),
        }
    }
    Ok(issued)
}

fn deliveries(desk: &mut Desk<'_>, now: Timestamp) -> Vec<DeliveryForm> {
    let today = now.date();
    let demo_people = DEMO_PEOPLE.iter().map(|member| member.identity(today));
    let numbers: Vec<IdentityNumber> =
        demo_people.chain(demo_people::extras(today).into_iter().map(|extra| extra.identity)).collect();
    let mut deliveries = Vec::new();
    for (person, number) in numbers.iter().enumerate() {
        let courses = 3 + desk.dice.below(4);
        for (place, (course, hours)) in COURSES.iter().enumerate().take(courses) {
            let completed_on = today - Duration::days(LAST_DAYS_AGO + DAYS_APART * place as i64);
            if completed_on.year() != today.year() {
                continue;
            }
            deliveries.push(DeliveryForm {
                completion: format!("GX-{}-{person:04}-{place}", today.year()),
                revision: 1,
                action: CompletionChange::Complete,
                identity_number: number.expose().to_owned(),
                course: (*course).to_owned(),
                hours: (*hours).to_owned(),
                credited_year: Some(today.year()),
                completed_on: date_text(completed_on),
                ..DeliveryForm::default()
            });
        }
    }
    deliveries
}

async fn deliver(desk: &mut Desk<'_>, platform: &Platform, deliveries: Vec<DeliveryForm>, at: Timestamp) -> Result<()> {
    let request = DeliverCompletionsRequest { deliveries };
    let (cx, request) = desk.cx_of_platform::<DeliverCompletions>(&request, at, Some(platform))?;
    let answer = completions::deliver_completions::handle(cx, Anyone, request).await.map_err(told)?;
    for result in answer.results {
        if result.outcome != DeliveryOutcome::Applied {
            bail!("the demo data break a rule: {}: {:?}", result.completion, result.outcome);
        }
    }
    Ok(())
}
