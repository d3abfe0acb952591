//! What became of the registrations of the demo's people.

use anyhow::{Context, Result};
use domain::category::CategoryTable;
use domain::contract::attachments::FileKind;
use domain::contract::registrations::RegistrationRow;
use domain::hours::{HalfDay, Hours, Period, WallTime};
use domain::id::UnitId;
use domain::registration::RegistrationForm;
use domain::timestamp::Timestamp;
use functions::http::caller::Acting;
use time::{Date, Duration};

use super::activities::{ABOVE, Activity, LOWERED, REJECTIONS};
use super::desk::{Desk, Person, Reviewer};
use super::evidence::{certificate, photograph};
use crate::options::instant_of;

/// Days between a person's approved periods, so that none touches another unless it is meant to.
const APPROVED_DAYS_APART: i64 = 40;
const APPROVED_DAYS_AGO: i64 = 55;
const ABOVE_HOURS: u32 = 8;
const LOWERED_HOURS: u32 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Draft,
    Pending,
    /// Passed by the department's administrator, waiting for the chief.
    PendingFinal,
    Approved,
    /// With fewer hours than claimed.
    Lowered,
    Rejected,
}

/// What makes a registration stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    None,
    AboveSuggestion,
    Overlap,
    Duplicate,
    SameEvidence,
}

/// Who decides for a department: its own administrator, if there is one, then the chief.
pub struct Reviewers {
    pub department: Option<Reviewer>,
    pub chief: Reviewer,
}

/// One registration to come.
pub struct Story<'a> {
    pub activity: &'a Activity,
    pub period: Period,
    pub fate: Fate,
    pub flaw: Flaw,
    /// Where it is submitted to.
    pub unit: UnitId,
    /// The day on which it is entered.
    pub entered: Date,
    pub evidence: Option<Vec<u8>>,
}

impl Desk<'_> {
    pub async fn tell(&mut self, by: &Person, reviewers: &Reviewers, story: Story<'_>) -> Result<RegistrationRow> {
        let minute = u8::try_from(self.dice.below(60)).unwrap_or_default();
        let entered = instant(story.entered, 8 + u8::try_from(self.dice.below(9)).unwrap_or_default(), minute)?;
        let mut form = form(&story);
        self.add_evidence(&mut form, &by.acting(), by, story.activity, story.evidence, entered).await?;
        let row = self.register(by, &form, entered.plus_seconds(240)).await?;
        if story.fate == Fate::Draft {
            return Ok(row);
        }
        let submitted = entered.plus_seconds(600);
        let row = self.submit(by.acting(), row, &story.unit, submitted).await?;
        let days = 1 + i64::try_from(self.dice.below(4)).unwrap_or_default();
        self.decide(reviewers, row, story.fate, submitted.plus_seconds(days * 86_400)).await
    }

    /// The unit registers for one of its people, by its chief, and submits it to itself.
    pub async fn tell_for(&mut self, whom: &Person, by: &Reviewer, story: Story<'_>) -> Result<RegistrationRow> {
        let entered = instant(story.entered, 16, 30)?;
        let mut form = form(&story);
        self.add_evidence(&mut form, &by.acting(), whom, story.activity, story.evidence, entered).await?;
        let row = self.register_for(by, whom, form, entered.plus_seconds(120)).await?;
        if story.fate == Fate::Draft {
            return Ok(row);
        }
        let row = self.submit(by.acting(), row, &story.unit, entered.plus_seconds(300)).await?;
        let reviewers = Reviewers { department: None, chief: by.clone() };
        self.decide(&reviewers, row, story.fate, entered.plus_seconds(86_400)).await
    }

    async fn add_evidence(
        &mut self,
        form: &mut RegistrationForm,
        by: &Acting,
        whom: &Person,
        activity: &Activity,
        content: Option<Vec<u8>>,
        at: Timestamp,
    ) -> Result<()> {
        let Some(content) = content else { return Ok(()) };
        let is_photograph = FileKind::sniff(&content) == Some(FileKind::Jpeg);
        let name = format!("{}学时证明.{}", activity.title, if is_photograph { "jpg" } else { "pdf" });
        form.attachments.push(self.attach(by, &whom.person, &name, content, at).await?);
        Ok(())
    }

    async fn decide(
        &mut self,
        by: &Reviewers,
        row: RegistrationRow,
        fate: Fate,
        at: Timestamp,
    ) -> Result<RegistrationRow> {
        let first = by.department.as_ref().unwrap_or(&by.chief);
        match fate {
            Fate::Draft | Fate::Pending => Ok(row),
            Fate::PendingFinal => self.approve(first, row, None, at.plus_seconds(-82_800)).await,
            Fate::Rejected => {
                let opinion = *self.dice.pick(&REJECTIONS);
                self.reject(first, row, opinion, at).await
            }
            Fate::Approved | Fate::Lowered => {
                let lowered = (fate == Fate::Lowered).then(|| lowered(&row)).flatten();
                let row = if by.department.is_some() { self.approve(first, row, None, at).await? } else { row };
                if row.approved_hours.is_some() {
                    return Ok(row);
                }
                self.approve(&by.chief, row, lowered, at.plus_seconds(86_400)).await
            }
        }
    }

    /// The `number`-th last approved period of somebody, from 0, and the day on which it was registered.
    pub fn past(&mut self, today: Date, number: i64) -> Result<(Period, Date)> {
        let days_ago = APPROVED_DAYS_AGO + number * APPROVED_DAYS_APART + i64::try_from(self.dice.below(28))?;
        let half_days = 2 + i64::try_from(self.dice.below(7))?;
        let period = period(today - Duration::days(days_ago), half_days)?;
        Ok((period, period.last_half_day().0 + Duration::days(2)))
    }

    /// A period that ended a few weeks ago.
    pub fn recent(&mut self, today: Date) -> Result<Period> {
        let days_ago = 25 + i64::try_from(self.dice.below(18))?;
        let half_days = 2 + i64::try_from(self.dice.below(7))?;
        period(today - Duration::days(days_ago), half_days)
    }
}

/// So many half-days from the morning of a date on.
pub fn period(start: Date, half_days: i64) -> Result<Period> {
    let last = start + Duration::days((half_days - 1) / 2);
    let half = if half_days % 2 == 1 { HalfDay::Morning } else { HalfDay::Afternoon };
    Period::from_half_days(start, HalfDay::Morning, last, half).ok().context("the demo data hold no period")
}

fn instant(date: Date, hour: u8, minute: u8) -> Result<Timestamp> {
    WallTime::new(date, hour, minute).map(instant_of).context("the demo data hold no date")
}

/// The form as its person would fill it in.
fn form(story: &Story<'_>) -> RegistrationForm {
    let activity = story.activity;
    let mut form = RegistrationForm {
        category: activity.subcategory.split('.').next().unwrap_or_default().to_owned(),
        subcategory: activity.subcategory.to_owned(),
        title: activity.title.to_owned(),
        start: story.period.start().to_string(),
        end: story.period.end().to_string(),
        credited_year: story.period.credited_year().to_string(),
        pledged: true,
        ..RegistrationForm::default()
    };
    let suggested = form.suggestion(CategoryTable::built_in()).map_or_else(|| story.period.hours(), |one| one.hours);
    let claimed = if story.flaw == Flaw::AboveSuggestion {
        form.remarks = ABOVE.to_owned();
        suggested + Hours::whole(ABOVE_HOURS)
    } else {
        suggested
    };
    form.claimed_hours = claimed.to_string();
    form
}

/// Four hours fewer, where that leaves some.
fn lowered(row: &RegistrationRow) -> Option<(String, &'static str)> {
    let tenths = row.claimed_hours.tenths().checked_sub(Hours::whole(LOWERED_HOURS).tenths())?;
    (tenths > 0).then(|| (Hours::from_tenths(tenths).to_string(), LOWERED))
}

/// Evidence of an activity, as its organizer would issue it: a file, or paper that is photographed.
pub fn evidence(name: &str, title: &str, period: Period) -> Vec<u8> {
    let hours = format!("学时：{}", period.hours());
    let when = format!("时间：{}", period.explanation());
    if matches!(title.chars().count() % 3, 0) {
        return photograph(&format!("{name} {title} {}", period.start()));
    }
    certificate(&[
        "继续教育学时证明",
        &format!("姓名：{name}"),
        &format!("内容：{title}"),
        &when,
        &hours,
        "（演示数据）",
    ])
}
