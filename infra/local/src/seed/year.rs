//! A year of registering and reviewing, ending today.

use anyhow::Result;
use aws_sdk_s3::Client;
use domain::contract::registrations::RegistrationRow;
use domain::hours::Period;
use domain::id::UnitId;
use domain::review::Status;
use domain::timestamp::Timestamp;
use functions::app::App;
use time::{Date, Duration};

use super::activities;
use super::demo_accounts::People;
use super::demo_people::{DESK, FREELANCER, HEAD_NURSE, LECTURER, PHYSICIAN};
use super::demo_registrations::{Fate, Flaw, Reviewers, Story, evidence};
use super::desk::{Desk, Person};
use super::dice::Dice;
use super::places::Places;
use super::platform;
use super::unit_names::{HOSPITAL, SUPERVISING, UNIVERSITY};

/// Days since what waits or was just rejected was entered: enough for a decision, little enough to be current.
const WAITING_DAYS_MAX: usize = 14;
const DECIDED_DAYS_MIN: i64 = 7;

struct Year<'h> {
    desk: Desk<'h>,
    today: Date,
    registrations: usize,
    pending: usize,
}

/// Has everybody do what they do, then the learning platform and who has fulfilled the year by it. Returns how many
/// registrations there are, and how many of them wait for review.
pub async fn pass(
    app: &App,
    files: &Client,
    places: &Places,
    people: &People,
    now: Timestamp,
) -> Result<(usize, usize)> {
    let desk = Desk { app, files, dice: Dice::new(2_026) };
    let mut year = Year { desk, today: now.date(), registrations: 0, pending: 0 };
    let names = [PHYSICIAN, HEAD_NURSE, LECTURER, FREELANCER];
    for (position, person) in people.professionals().iter().filter(|one| !names.contains(&&*one.name)).enumerate() {
        let reviewers = people.reviewers(HOSPITAL, &places.scope(HOSPITAL, person.department)?)?;
        year.of_somebody(person, &reviewers, position).await?;
    }
    year.of_the_physician(places, people).await?;
    year.of_the_head_nurse(places, people).await?;
    year.of_the_lecturer(places, people).await?;
    year.of_the_hospital(places, people).await?;
    platform::pass(&mut year.desk, people, now).await?;
    year.of_the_freelancer(places, people).await?;
    Ok((year.registrations, year.pending))
}

impl Year<'_> {
    /// Some approved hours, and one registration that is still on its way.
    async fn of_somebody(&mut self, by: &Person, reviewers: &Reviewers, position: usize) -> Result<()> {
        let course = Course::of(position, reviewers.department.is_some(), &mut self.desk.dice);
        let mut last = None;
        for number in (0..course.approved).rev() {
            let fate = if self.desk.dice.in_hundred(10) { Fate::Lowered } else { Fate::Approved };
            let with_evidence = number == 0 && course.flaw == Flaw::SameEvidence;
            last = Some(self.approved(by, reviewers, number, course.first, fate, with_evidence).await?);
        }
        self.latest(by, reviewers, &course, last).await
    }

    /// The registration that is still on its way. `last` is what was approved last.
    async fn latest(&mut self, by: &Person, reviewers: &Reviewers, course: &Course, last: Option<Past>) -> Result<()> {
        let Course { fate, flaw, .. } = *course;
        let all = activities::of(by.department);
        let mut activity = &all[(course.first + 5) % all.len()];
        let mut period = self.desk.recent(self.today)?;
        let mut file = None;
        if let Some(last) = last {
            match flaw {
                Flaw::Overlap => period = last.period,
                Flaw::Duplicate => (period, activity) = (last.period, last.activity),
                Flaw::SameEvidence => file = Some(evidence(&by.name, last.activity.title, last.period)),
                Flaw::None | Flaw::AboveSuggestion => {}
            }
        }
        let file = file.or_else(|| (fate != Fate::Draft).then(|| evidence(&by.name, activity.title, period)));
        let entered = self.today - Duration::days(course.days_ago);
        let story = Story { activity, period, fate, flaw, unit: by.unit.clone(), entered, evidence: file };
        self.tell(by, reviewers, story).await
    }

    async fn approved(
        &mut self,
        by: &Person,
        reviewers: &Reviewers,
        number: i64,
        first: usize,
        fate: Fate,
        with_evidence: bool,
    ) -> Result<Past> {
        let all = activities::of(by.department);
        let activity = &all[(first + usize::try_from(number)?) % all.len()];
        let (period, entered) = self.desk.past(self.today, number)?;
        let evidence = with_evidence.then(|| evidence(&by.name, activity.title, period));
        let story = Story { activity, period, fate, flaw: Flaw::None, unit: by.unit.clone(), entered, evidence };
        self.tell(by, reviewers, story).await?;
        Ok(Past { period, activity })
    }

    /// Something of now, submitted to `unit`.
    async fn current(
        &mut self,
        by: &Person,
        to: &Reviewers,
        number: usize,
        fate: Fate,
        unit: UnitId,
        days_ago: i64,
    ) -> Result<()> {
        let all = activities::of(by.department);
        let activity = &all[number % all.len()];
        // Beside each other, so that they do not overlap.
        let start = self.today - Duration::days(20 + 6 * i64::try_from(number % 5)?);
        let period = super::demo_registrations::period(start, 4)?;
        let flaw = Flaw::None;
        let entered = self.today - Duration::days(days_ago);
        let evidence = Some(evidence(&by.name, activity.title, period));
        self.tell(by, to, Story { activity, period, fate, flaw, unit, entered, evidence }).await
    }

    async fn of_the_physician(&mut self, places: &Places, people: &People) -> Result<()> {
        let by = people.professional(PHYSICIAN)?.clone();
        let reviewers = people.reviewers(HOSPITAL, &places.scope(HOSPITAL, by.department)?)?;
        for number in (0..8).rev() {
            let fate = if number == 2 { Fate::Lowered } else { Fate::Approved };
            self.approved(&by, &reviewers, number, 0, fate, number < 2).await?;
        }
        let supervising = places.unit(SUPERVISING)?;
        self.current(&by, &reviewers, 5, Fate::Rejected, by.unit.clone(), 9).await?;
        self.current(&by, &reviewers, 6, Fate::Pending, by.unit.clone(), 4).await?;
        self.current(&by, &reviewers, 7, Fate::Pending, supervising, 3).await?;
        self.current(&by, &reviewers, 8, Fate::Draft, by.unit.clone(), 2).await?;
        self.current(&by, &reviewers, 9, Fate::Draft, by.unit.clone(), 1).await
    }

    async fn of_the_head_nurse(&mut self, places: &Places, people: &People) -> Result<()> {
        let by = people.professional(HEAD_NURSE)?.clone();
        let reviewers = people.reviewers(HOSPITAL, &places.scope(HOSPITAL, by.department)?)?;
        // Her own department's administrator is she herself, so the chief decides.
        let chief = Reviewers { department: None, chief: reviewers.chief };
        self.approved(&by, &chief, 1, 2, Fate::Approved, false).await?;
        self.approved(&by, &chief, 0, 2, Fate::Approved, false).await?;
        self.current(&by, &chief, 6, Fate::Pending, by.unit.clone(), 5).await
    }

    async fn of_the_lecturer(&mut self, places: &Places, people: &People) -> Result<()> {
        let by = people.professional(LECTURER)?.clone();
        let reviewers = people.reviewers(UNIVERSITY, &places.scope(UNIVERSITY, None)?)?;
        self.approved(&by, &reviewers, 1, 0, Fate::Approved, false).await?;
        self.approved(&by, &reviewers, 0, 0, Fate::Approved, true).await?;
        for (number, unit, days_ago) in [(1, UNIVERSITY, 6), (2, SUPERVISING, 4), (3, DESK, 2)] {
            self.current(&by, &reviewers, number, Fate::Pending, places.unit(unit)?, days_ago).await?;
        }
        self.current(&by, &reviewers, 4, Fate::Draft, by.unit.clone(), 1).await
    }

    /// Reviewed by the operator, and some of it waiting for them.
    async fn of_the_freelancer(&mut self, places: &Places, people: &People) -> Result<()> {
        let by = people.professional(FREELANCER)?.clone();
        let desk = people.reviewers(DESK, &places.scope(DESK, None)?)?;
        self.approved(&by, &desk, 1, 1, Fate::Lowered, false).await?;
        self.approved(&by, &desk, 0, 1, Fate::Approved, true).await?;
        self.current(&by, &desk, 1, Fate::Rejected, by.unit.clone(), 8).await?;
        for (number, days_ago) in [(2, 5), (3, 3), (4, 1)] {
            self.current(&by, &desk, number, Fate::Pending, by.unit.clone(), days_ago).await?;
        }
        Ok(())
    }

    /// A training that the hospital held itself: it registers for who was there.
    async fn of_the_hospital(&mut self, places: &Places, people: &People) -> Result<()> {
        let chief = people.reviewers(HOSPITAL, &places.scope(HOSPITAL, None)?)?.chief;
        let fates = [Fate::Approved, Fate::Pending, Fate::Pending, Fate::Pending, Fate::Draft, Fate::Draft];
        let of_hospital = people.professionals().iter().filter(|one| one.unit == chief.scope.unit);
        let demo_accounts = of_hospital.filter(|one| ![PHYSICIAN, HEAD_NURSE].contains(&&*one.name)).step_by(7);
        for (whom, fate) in demo_accounts.zip(fates) {
            let activity = &activities::HELD_BY_HOSPITAL;
            let (start, entered) = (self.today - Duration::days(12), self.today - Duration::days(6));
            let period = super::demo_registrations::period(start, 2)?;
            let unit = whom.unit.clone();
            let evidence = Some(evidence(&whom.name, activity.title, period));
            let story = Story { activity, period, fate, flaw: Flaw::None, unit, entered, evidence };
            let row = self.desk.tell_for(whom, &chief, story).await?;
            self.count(&row);
        }
        Ok(())
    }

    async fn tell(&mut self, by: &Person, reviewers: &Reviewers, story: Story<'_>) -> Result<()> {
        let row = self.desk.tell(by, reviewers, story).await?;
        self.count(&row);
        Ok(())
    }

    fn count(&mut self, row: &RegistrationRow) {
        self.registrations += 1;
        self.pending += usize::from(row.status == Status::Pending);
    }
}

/// How it goes with one of the colleagues.
struct Course {
    /// How many registrations have been approved.
    approved: i64,
    /// Where the person's activities begin in the list of their department.
    first: usize,
    /// Of the latest registration.
    fate: Fate,
    flaw: Flaw,
    days_ago: i64,
}

impl Course {
    fn of(position: usize, has_first_stage: bool, dice: &mut Dice) -> Self {
        let fate = match position % 8 {
            5 if has_first_stage => Fate::PendingFinal,
            0..=5 => Fate::Pending,
            6 => Fate::Rejected,
            _ => Fate::Draft,
        };
        let flaw = match position % 16 {
            1 | 8 => Flaw::AboveSuggestion,
            4 => Flaw::Overlap,
            11 => Flaw::Duplicate,
            12 => Flaw::SameEvidence,
            _ => Flaw::None,
        };
        let days_ago = (1 + position * 5 % WAITING_DAYS_MAX) as i64;
        let days_ago =
            if matches!(fate, Fate::Pending | Fate::Draft) { days_ago } else { days_ago.max(DECIDED_DAYS_MIN) };
        Self { approved: 1 + dice.below(3) as i64, first: dice.below(8), fate, flaw, days_ago }
    }
}

/// What somebody did before.
struct Past {
    period: Period,
    activity: &'static activities::Activity,
}
