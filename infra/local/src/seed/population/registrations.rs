//! What somebody has registered over the years, and what became of it, told by the handlers' own events in the order in which it
//! happened: every entry of the history is what the handler would have written for the same request at the same instant.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use domain::category::CategoryTable;
use domain::contract::registrations::{CreateUnitRegistrationRequest, Happening, Seen, SubmitRequest};
use domain::contract::reviews::{ApproveRequest, RejectRequest};
use domain::contract::{self, Endpoint};
use domain::hours::{HalfDay, Hours, Period, WallTime};
use domain::id::{IdempotencyKey, RegistrationId};
use domain::registration::RegistrationForm;
use domain::review::{Opinion, Registrar, State};
use domain::timestamp::Timestamp;
use domain::totals::TotalsChange;
use functions::endpoints::registrations::submit_registrations;
use functions::endpoints::reviews::{approve_registrations, reject_registrations};
use functions::error::Error;
use functions::http::caller::{Acting, Administrator, Professional};
use functions::idempotency::{Repeat, stored_key};
use functions::store::people::Person;
use functions::store::registrations::{self, By, HistoryContent, Registration, Written};
use functions::store::table::{Condition, Item};
use functions::store::units::Unit;
use functions::store::years::YearChanges;
use functions::use_cases::transition_registrations;
use serde::Serialize;
use time::{Date, Duration, Month};

use super::super::activities::{self, ABOVE, Activity, LOWERED, REJECTIONS};
use super::super::demo_people;
use super::super::dice::Dice;
use super::layout::{Kind, Workplace};
use super::people::Somebody;
use crate::options::instant_of;

/// Of a hundred registrations of earlier years.
const APPROVED: usize = 78;
const LOWERED_TOO: usize = 10;
const REJECTED: usize = 7;
/// Of a hundred that are claimed above what is suggested, and that the unit has entered for its person.
const ABOVE_SUGGESTION: usize = 5;
const BY_UNIT: usize = 8;
const ABOVE_HOURS: u32 = 4;
const DAY_SECONDS: i64 = 86_400;

/// Somebody with all that is needed to tell what they do.
pub struct Colleagues<'c> {
    pub somebody: &'c Somebody,
    pub person: &'c Person,
    pub professional: Professional,
    pub workplace: &'c Workplace<'c>,
    pub unit: &'c Unit,
    pub chief: Administrator,
    /// Of the person's department.
    pub head: Option<Administrator>,
}

impl Colleagues<'_> {
    fn first_reviewer(&self) -> &Administrator {
        self.head.as_ref().unwrap_or(&self.chief)
    }
}

/// What was told.
#[derive(Default)]
pub struct Past {
    /// Registrations and their histories.
    pub items: Vec<Item>,
    pub registrations: u64,
    /// The instant of the last approval of each credited year.
    pub approved: Vec<(i32, Timestamp)>,
}

/// One request that somebody makes.
enum Step {
    Create { by_unit: bool },
    Submit,
    Approve { lowered: bool },
    Reject { opinion: &'static str },
}

/// A registration as it is going to be: what, and when which step is taken.
struct Plot {
    form: RegistrationForm,
    /// As the first step leaves it; then as the last one has.
    now: Option<Registration>,
}

/// Tells everything that happens to somebody until `until`; adds hours and messages to `years`.
pub fn tell(
    demo_people: &Colleagues<'_>,
    credited: impl Iterator<Item = i32>,
    until: Timestamp,
    dice: &mut Dice,
    years: &mut YearChanges,
) -> Result<Past> {
    let (mut plots, mut steps) = (Vec::new(), Vec::new());
    for year in credited {
        for number in 0..in_a_year(dice) {
            plot(demo_people, year, number, until, dice, &mut plots, &mut steps)?;
        }
    }
    steps.retain(|(at, ..)| *at <= until);
    steps.sort_by_key(|(at, number, _)| (*at, *number));
    let mut past = Past::default();
    for (at, number, step) in steps {
        let Written { entry, kept, after, .. } = take(demo_people, &plots, number, step, at, dice).map_err(told)?;
        let after = after.context("no step deletes")?;
        match (entry.happening, &after.state) {
            (Happening::Approved, State::Approved { approved_hours }) => {
                let specialty = i64::from(approved_hours.tenths());
                years.add(after.credited_year, TotalsChange { common: 0, specialty });
                years.tell(1);
                past.approved.push((after.credited_year, at));
            }
            (Happening::Rejected, _) => years.tell(1),
            _ => {}
        }
        past.items.extend(kept.into_item());
        plots[number].now = Some(after);
    }
    for registration in plots.into_iter().filter_map(|plot| plot.now) {
        past.registrations += 1;
        past.items.extend(registration.put(Condition::Missing).map_err(told)?.into_item());
    }
    Ok(past)
}

/// Most register once or twice a year, some never, few often.
fn in_a_year(dice: &mut Dice) -> usize {
    match dice.below(100) {
        0..=29 => 0,
        30..=69 => 1,
        70..=89 => 2,
        90..=96 => 3,
        _ => 4 + dice.below(3),
    }
}

/// Makes up one registration of a credited year with its steps, unless it would end after today.
fn plot(
    demo_people: &Colleagues<'_>,
    year: i32,
    number: usize,
    until: Timestamp,
    dice: &mut Dice,
    plots: &mut Vec<Plot>,
    steps: &mut Vec<(Timestamp, usize, Step)>,
) -> Result<()> {
    let start = Date::from_calendar_date(year, Month::January, 3)? + Duration::days(i64::try_from(dice.below(345))?);
    let half_days = 4 + i64::try_from(dice.below(17))?;
    let period = period(start, half_days)?;
    let form = form(demo_people, period, year, number, dice);
    let created = working_hour(period.last_half_day().0, 1 + dice.below(18), dice)?;
    let submitted = after(created, 3, dice);
    let decided = after(submitted, 9, dice);
    let confirmed = after(decided, 4, dice);
    let (by_unit, fate) = (dice.in_hundred(BY_UNIT), dice.below(100));
    let opinion = *dice.pick(&REJECTIONS);
    if period.end().year() > year || created > until {
        return Ok(());
    }
    let at = plots.len();
    plots.push(Plot { form, now: None });
    steps.push((created, at, Step::Create { by_unit }));
    if fate >= APPROVED + LOWERED_TOO + REJECTED {
        return Ok(());
    }
    steps.push((submitted, at, Step::Submit));
    if fate >= APPROVED + LOWERED_TOO {
        steps.push((decided, at, Step::Reject { opinion }));
        return Ok(());
    }
    steps.push((decided, at, Step::Approve { lowered: fate >= APPROVED }));
    // The first stage of a department only passes it on where the unit has switched on 终审.
    if demo_people.head.is_some() && demo_people.unit.final_review {
        steps.push((confirmed, at, Step::Approve { lowered: false }));
    }
    Ok(())
}

/// Takes one step, as its handler does.
fn take(
    demo_people: &Colleagues<'_>,
    plots: &[Plot],
    number: usize,
    step: Step,
    at: Timestamp,
    dice: &mut Dice,
) -> Result<Written, Error> {
    let plot = &plots[number];
    let key = key(at, dice);
    let Some(before) = &plot.now else {
        return create(demo_people, &plot.form, matches!(step, Step::Create { by_unit: true }), &key, at);
    };
    let items = vec![Seen { id: before.id.clone(), version: before.version }];
    match step {
        Step::Create { .. } => Err(Error::internal("it has been created already")),
        Step::Submit => {
            let acting = match before.registrar {
                Registrar::Person => Acting::Professional(demo_people.professional.clone()),
                Registrar::Unit { .. } => Acting::Administrator(demo_people.chief.clone()),
            };
            let request = SubmitRequest { items, unit: demo_people.unit.id.clone() };
            // As the handler reads them: newest first.
            let mut all: Vec<Registration> = plots.iter().filter_map(|plot| plot.now.clone()).collect();
            all.sort_by(|a, b| b.id.serial().cmp(a.id.serial()));
            let wanted =
                submit_registrations::wanted(demo_people.unit, demo_people.person.employer.clone(), Arc::new(all), at);
            by::<contract::SubmitRegistrations, _>(&acting, &request, &key, at, |by| {
                transition_registrations::carried_out(before, by, &wanted)
            })
        }
        Step::Approve { lowered } => {
            let is_final = matches!(&before.state, State::Pending { stage: domain::review::Stage::Final, .. });
            let reviewer = if is_final { &demo_people.chief } else { demo_people.first_reviewer() };
            let hours = lowered.then(|| less(before.claimed_hours)).flatten();
            let (approved_hours, reason) = match hours {
                Some(hours) => (hours.to_string(), LOWERED.to_owned()),
                None => (String::new(), String::new()),
            };
            let reason_given = hours.map(|_| Opinion::parse(LOWERED)).transpose();
            let reason_given = reason_given.map_err(|_| Error::internal("a reason without words"))?;
            let request = ApproveRequest { items, approved_hours, reason };
            let wanted = approve_registrations::wanted(hours, reason_given, demo_people.unit.final_review, at);
            let acting = Acting::Administrator(reviewer.clone());
            by::<contract::ApproveRegistrations, _>(&acting, &request, &key, at, |by| {
                transition_registrations::carried_out(before, by, &wanted)
            })
        }
        Step::Reject { opinion } => {
            let request = RejectRequest { items, opinion: opinion.to_owned() };
            let opinion = Opinion::parse(opinion).map_err(|_| Error::internal("an opinion without words"))?;
            let wanted = reject_registrations::wanted(opinion, at);
            let acting = Acting::Administrator(demo_people.first_reviewer().clone());
            by::<contract::RejectRegistrations, _>(&acting, &request, &key, at, |by| {
                transition_registrations::carried_out(before, by, &wanted)
            })
        }
    }
}

fn create(
    demo_people: &Colleagues<'_>,
    form: &RegistrationForm,
    by_unit: bool,
    key: &IdempotencyKey,
    at: Timestamp,
) -> Result<Written, Error> {
    let claim = form.parse(CategoryTable::built_in(), at.date())?;
    let id = RegistrationId::new(demo_people.person.id.clone(), &stored_key(key));
    let draft = |registrar| Registration::draft(id, demo_people.person, registrar, claim, Vec::new(), at);
    let told = HistoryContent { happening: Happening::Created, note: None, hours: None };
    if by_unit {
        let request = CreateUnitRegistrationRequest {
            identity_number: demo_people.somebody.identity.expose().to_owned(),
            name: demo_people.person.name.clone(),
            form: form.clone(),
        };
        let registrar = Registrar::Unit { unit: demo_people.unit.id.clone(), name: demo_people.unit.name.clone() };
        let (acting, draft) = (Acting::Administrator(demo_people.chief.clone()), draft(registrar));
        return by::<contract::CreateUnitRegistration, _>(&acting, &request, key, at, |by| {
            registrations::written(None, Some(draft), by, told)
        });
    }
    let (acting, draft) = (Acting::Professional(demo_people.professional.clone()), draft(Registrar::Person));
    by::<contract::CreateRegistration, _>(&acting, form, key, at, |by| {
        registrations::written(None, Some(draft), by, told)
    })
}

/// Signs as the request's handler would.
fn by<E: Endpoint, T>(
    acting: &Acting,
    request: &E::Request,
    key: &IdempotencyKey,
    at: Timestamp,
    write: impl FnOnce(&By<'_>) -> Result<T, Error>,
) -> Result<T, Error>
where
    E::Request: Serialize,
{
    let body = serde_json::to_vec(request).map_err(Error::internal)?;
    let repeat = Repeat::by(&E::ROW, key, &body);
    write(&By { actor: &acting.actor(), name: acting.name(), repeat: &repeat, at })
}

/// A key as a browser makes it: the instant, then chance.
fn key(at: Timestamp, dice: &mut Dice) -> IdempotencyKey {
    let instant = u128::try_from(at.milliseconds()).unwrap_or_default() & 0xffff_ffff_ffff;
    let chance = (u128::from(dice.bits()) << 64 | u128::from(dice.bits())) >> 48;
    IdempotencyKey::from_bits(instant << 80 | chance)
}

fn form(demo_people: &Colleagues<'_>, period: Period, year: i32, number: usize, dice: &mut Dice) -> RegistrationForm {
    let activity = activity(demo_people, dice);
    let mut form = RegistrationForm {
        category: activity.subcategory.split('.').next().unwrap_or_default().to_owned(),
        subcategory: activity.subcategory.to_owned(),
        title: format!("{year}年第{}期{}", 1 + number + dice.below(9), activity.title),
        start: period.start().to_string(),
        end: period.end().to_string(),
        credited_year: year.to_string(),
        pledged: true,
        ..RegistrationForm::default()
    };
    let suggested = form.suggestion(CategoryTable::built_in()).map_or_else(|| period.hours(), |one| one.hours);
    let claimed = if dice.in_hundred(ABOVE_SUGGESTION) {
        form.remarks = ABOVE.to_owned();
        suggested + Hours::whole(ABOVE_HOURS)
    } else {
        suggested
    };
    form.claimed_hours = claimed.to_string();
    form
}

fn activity(demo_people: &Colleagues<'_>, dice: &mut Dice) -> &'static Activity {
    let all = match (demo_people.workplace.kind(), demo_people.somebody.department) {
        (Kind::Hospital, department) => {
            let name = department.map(|position| demo_people.workplace.departments()[position]);
            // Departments that the demo does not know do what physicians do.
            let known = name.filter(|name| demo_people::DEPARTMENTS.iter().any(|(department, _)| department == name));
            activities::of(Some(known.unwrap_or(demo_people::MEDICINE)))
        }
        (Kind::School, _) => activities::of(None),
        (Kind::Other, _) => activities::anywhere(),
    };
    dice.pick(all)
}

/// Four hours fewer, where that leaves some.
fn less(claimed: Hours) -> Option<Hours> {
    claimed.checked_sub(Hours::whole(4)).filter(|hours| *hours > Hours::ZERO)
}

fn period(start: Date, half_days: i64) -> Result<Period> {
    let last = start + Duration::days((half_days - 1) / 2);
    let half = if half_days % 2 == 1 { HalfDay::Morning } else { HalfDay::Afternoon };
    Period::from_half_days(start, HalfDay::Morning, last, half).ok().context("the province holds no period")
}

fn working_hour(date: Date, days_later: usize, dice: &mut Dice) -> Result<Timestamp> {
    let date = date + Duration::days(i64::try_from(days_later)?);
    let (hour, minute) = (8 + dice.below(12), dice.below(60));
    let time = WallTime::new(date, u8::try_from(hour)?, u8::try_from(minute)?).context("the province holds no date")?;
    Ok(later(instant_of(time), 0, dice))
}

/// A minute to some days later.
fn after(at: Timestamp, days_max: usize, dice: &mut Dice) -> Timestamp {
    let days = i64::try_from(dice.below(days_max)).unwrap_or_default();
    later(at, 60 + days * DAY_SECONDS + i64::try_from(dice.below(36_000)).unwrap_or_default(), dice)
}

fn later(at: Timestamp, seconds: i64, dice: &mut Dice) -> Timestamp {
    let milliseconds = i64::try_from(dice.below(60_000)).unwrap_or_default();
    Timestamp::from_milliseconds(at.milliseconds() + seconds * 1_000 + milliseconds)
}

fn told(failure: Error) -> anyhow::Error {
    anyhow!("the province breaks a rule: {failure:?}")
}
