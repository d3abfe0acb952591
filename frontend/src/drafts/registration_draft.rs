//! 新登记培训 while it is being filled in: what is prefilled, and from when on the person's own words stand.

use domain::category::{CategoryTable, SuggestedHours, Suggestion};
use domain::contract::attachments::Attachment;
use domain::contract::registrations::RegistrationDetail;
use domain::field_errors::FieldErrors;
use domain::hours::HalfDay;
use domain::id::AttachmentId;
use domain::registration::RegistrationForm;
use serde::{Deserialize, Serialize};

use crate::drafts::half_days::HalfDays;

/// The form with what the screen knows beyond it. Kept on the device at every input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationDraft {
    pub form: RegistrationForm,
    pub half_days: HalfDays,
    /// The times are typed to the minute.
    pub exact_times: bool,
    /// The person has typed 申请学时: it is never overwritten again.
    pub own_hours: bool,
    /// The person has chosen 计入年度.
    pub own_year: bool,
    /// The evidence that `form.attachments` names.
    pub files: Vec<Attachment>,
}

impl RegistrationDraft {
    /// The form as it was saved, to be edited. Its figures are the person's own where they are not the prefilled ones.
    pub fn of(detail: &RegistrationDetail, table: &CategoryTable) -> Self {
        let form = detail.form.clone();
        let period = detail.row.period;
        let suggested = form.suggestion(table);
        Self {
            half_days: HalfDays::of(&period),
            exact_times: period.as_half_days().is_none(),
            own_hours: suggested.is_none_or(|suggested| suggested.hours != detail.row.claimed_hours),
            own_year: period.credited_year() != detail.row.credited_year,
            files: detail.attachments.clone(),
            form,
        }
    }

    /// The start of another registration like this one: evidence, its number and the pledge belong to each alone.
    pub fn copied(mut self) -> Self {
        self.files.clear();
        self.form.attachments.clear();
        self.form.document_number.clear();
        self.form.pledged = false;
        self
    }

    /// Whether there is anything in it that would be missed.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Changes the draft by one input and prefills what follows from it.
    pub fn change(&mut self, table: &CategoryTable, input: impl FnOnce(&mut Self)) {
        input(self);
        self.follow(table);
    }

    fn follow(&mut self, table: &CategoryTable) {
        if !self.exact_times {
            self.form.start = self.half_days.start();
            self.form.end = self.half_days.end();
        }
        let fits = table.category(&self.form.category).is_some_and(|category| {
            category.subcategories.iter().any(|one| one.code.as_str() == self.form.subcategory)
        });
        if !fits {
            self.form.subcategory.clear();
        }
        if !self.own_hours {
            self.form.claimed_hours = self.suggested(table).map(|one| one.hours.to_string()).unwrap_or_default();
        }
        if !self.own_year {
            let period = self.form.period(&mut FieldErrors::default());
            self.form.credited_year = period.map(|period| period.credited_year().to_string()).unwrap_or_default();
        }
    }

    pub fn suggested(&self, table: &CategoryTable) -> Option<SuggestedHours> {
        self.form.suggestion(table)
    }

    /// The computed hours, where they differ from what the person has typed: to be taken back with one tap.
    pub fn other_suggestion(&self, table: &CategoryTable) -> Option<SuggestedHours> {
        let typed = domain::hours::Hours::parse(&self.form.claimed_hours).ok();
        self.suggested(table).filter(|suggested| self.own_hours && typed != Some(suggested.hours))
    }

    pub fn type_hours(&mut self, text: String) {
        self.own_hours = true;
        self.form.claimed_hours = text;
    }

    /// 采用: the computed hours again, and from now on with every change.
    pub fn adopt_suggestion(&mut self) {
        self.own_hours = false;
    }

    pub fn choose_year(&mut self, year: String) {
        self.own_year = true;
        self.form.credited_year = year;
    }

    /// From half-days to minutes the times stay; back, they widen to the half-days that they touch.
    pub fn set_exact_times(&mut self, exact: bool) {
        self.exact_times = exact;
        if !exact && let Some(period) = self.form.period(&mut FieldErrors::default()) {
            self.half_days = HalfDays::of(&period);
        }
    }

    pub fn attach(&mut self, file: Attachment) {
        if !self.form.attachments.contains(&file.id) {
            self.form.attachments.push(file.id.clone());
            self.files.push(file);
        }
    }

    /// Evidence is one person's.
    pub fn drop_evidence(&mut self) {
        self.files.clear();
        self.form.attachments.clear();
    }

    pub fn detach(&mut self, id: &AttachmentId) {
        self.files.retain(|file| file.id != *id);
        self.form.attachments.retain(|attached| attached != id);
    }

    /// What the chosen subcategory wants to know beyond the period.
    pub fn asks(&self, table: &CategoryTable) -> Asks {
        match table.subcategory(&self.form.subcategory).map(|subcategory| &subcategory.suggestion) {
            Some(Suggestion::ByRank(_)) => Asks::Rank,
            Some(Suggestion::PerUnit { unit, .. }) => Asks::Amount { unit: unit.clone() },
            _ => Asks::Nothing,
        }
    }
}

/// A field that only some subcategories have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    Nothing,
    Rank,
    Amount { unit: String },
}

/// The half of a day by the name that radio buttons carry.
pub fn half_of(name: &str) -> HalfDay {
    if name == AFTERNOON { HalfDay::Afternoon } else { HalfDay::Morning }
}

pub fn name_of(half: HalfDay) -> &'static str {
    match half {
        HalfDay::Morning => MORNING,
        HalfDay::Afternoon => AFTERNOON,
    }
}

pub const MORNING: &str = "morning";
pub const AFTERNOON: &str = "afternoon";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::categories;

    fn table() -> &'static CategoryTable {
        categories::table()
    }

    /// Two days of a lecture: 16 hours of 2026.
    fn lecture() -> RegistrationDraft {
        let mut draft = RegistrationDraft::default();
        draft.change(table(), |draft| {
            draft.form.category = "training".to_owned();
            draft.form.subcategory = "training.lecture".to_owned();
            draft.half_days.start_date = "2026-05-07".to_owned();
            draft.half_days.end_date = "2026-05-08".to_owned();
        });
        draft
    }

    #[test]
    fn hours_and_year_are_prefilled_from_the_period() {
        let draft = lecture();
        assert_eq!(draft.form.claimed_hours, "16");
        assert_eq!(draft.form.credited_year, "2026");
        assert_eq!(draft.other_suggestion(table()), None);
    }

    #[test]
    fn a_copy_leaves_behind_what_belongs_to_one_registration_alone() {
        let mut draft = lecture();
        draft.form.title = "专题讲座".to_owned();
        draft.form.document_number = "桂继教〔2026〕7 号".to_owned();
        draft.form.pledged = true;
        draft.form.attachments.push(domain::id::AttachmentId::from_bits(1));
        let copy = draft.clone().copied();
        assert_eq!((copy.form.title.as_str(), copy.form.claimed_hours.as_str()), ("专题讲座", "16"));
        assert_eq!((copy.form.document_number.as_str(), copy.form.pledged), ("", false));
        assert!(copy.form.attachments.is_empty() && copy.files.is_empty());
    }

    #[test]
    fn a_figure_of_ones_own_stays_until_the_computed_one_is_taken_back() {
        let mut draft = lecture();
        draft.change(table(), |draft| draft.type_hours("20".to_owned()));
        draft.change(table(), |draft| draft.half_days.end_date = "2026-05-09".to_owned());
        assert_eq!(draft.form.claimed_hours, "20");
        assert_eq!(draft.other_suggestion(table()).map(|one| one.hours.to_string()).as_deref(), Some("24"));
        draft.change(table(), RegistrationDraft::adopt_suggestion);
        assert_eq!(draft.form.claimed_hours, "24");
        draft.change(table(), |draft| draft.half_days.end_half = HalfDay::Morning);
        assert_eq!(draft.form.claimed_hours, "20");
    }

    #[test]
    fn a_chosen_year_stays() {
        let mut draft = lecture();
        draft.change(table(), |draft| draft.choose_year("2025".to_owned()));
        draft.change(table(), |draft| draft.half_days.end_date = "2027-01-02".to_owned());
        assert_eq!(draft.form.credited_year, "2025");
    }

    #[test]
    fn another_category_takes_its_subcategory_and_its_figure_away() {
        let mut draft = lecture();
        draft.change(table(), |draft| draft.form.category = "service".to_owned());
        assert_eq!(draft.form.subcategory, "");
        assert_eq!(draft.form.claimed_hours, "");
    }

    #[test]
    fn only_some_subcategories_ask_for_more() {
        let mut draft = lecture();
        assert_eq!(draft.asks(table()), Asks::Nothing);
        draft.change(table(), |draft| {
            draft.form.category = "publication".to_owned();
            draft.form.subcategory = "publication.monograph".to_owned();
            draft.form.amount = "3".to_owned();
        });
        assert_eq!(draft.asks(table()), Asks::Amount { unit: "万字".to_owned() });
        assert_eq!(draft.form.claimed_hours, "15");
    }

    #[test]
    fn exact_times_keep_what_was_chosen() {
        let mut draft = lecture();
        draft.change(table(), |draft| draft.set_exact_times(true));
        assert_eq!(draft.form.start, "2026-05-07T00:00");
        draft.change(table(), |draft| {
            draft.form.start = "2026-05-07T14:00".to_owned();
            draft.form.end = "2026-05-07T17:00".to_owned();
        });
        assert_eq!(draft.form.claimed_hours, "4");
        draft.change(table(), |draft| draft.set_exact_times(false));
        assert_eq!((draft.half_days.start_half, draft.form.claimed_hours.as_str()), (HalfDay::Afternoon, "4"));
    }
}
