//! Registrations for the tests of this app.

use domain::contract::registrations::RegistrationRow;
use domain::hours::{Hours, Period, WallTime};
use domain::id::{IdempotencyKey, PersonId, RegistrationId};
use domain::review::{Registrar, Stage, Status};
use domain::timestamp::Timestamp;

/// A pending registration of 16 学时 that breaks no rule; `number` tells it from others.
pub fn row(number: u128) -> RegistrationRow {
    let time = |text: &str| WallTime::parse(text).expect("a time");
    let period = Period::new(time("2026-05-07T00:00"), time("2026-05-09T00:00")).expect("in order");
    RegistrationRow {
        id: RegistrationId::new(PersonId::from_bits(1), &IdempotencyKey::from_bits(number)),
        version: 1,
        person_name: "韦丽琳".to_owned(),
        identity_masked: "4501**********002X".to_owned(),
        title: format!("第 {number} 期培训班"),
        subcategory: "training.lecture".to_owned(),
        period,
        claimed_hours: Hours::whole(16),
        proposed_hours: None,
        approved_hours: None,
        credited_year: 2026,
        status: Status::Pending,
        stage: Some(Stage::First),
        registrar: Registrar::Person,
        reviewing_unit: None,
        opinion: None,
        created_at: Timestamp::default(),
        submitted_at: Some(Timestamp::default()),
        decided_at: None,
        attachment_count: 1,
        deviations: Vec::new(),
    }
}
