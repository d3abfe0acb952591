//! 学时登记: what a person types into 新登记培训, and the claim that it becomes.

mod likeness;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::category::{CategoryTable, Subcategory, SubcategoryCode, SuggestedHours, Suggestion};
use crate::contract::drafts::DraftSeen;
use crate::field_errors::{FieldErrors, Mistake};
use crate::folding;
use crate::hours::{Hours, HoursMistake, Period, WallTime};
use crate::id::AttachmentId;
use crate::limits::{
    ATTACHMENTS_MAX, CLAIMED_TENTHS_MAX, CLAIMED_TENTHS_MIN, CREDITED_YEAR_MIN, DOCUMENT_NUMBER_CHARACTERS_MAX,
    PERIOD_YEAR_MIN, REMARKS_CHARACTERS_MAX, TITLE_CHARACTERS_MAX,
};

pub use likeness::{Compared, DIGEST_CHARACTERS, Likeness};

/// The form as it was typed: the body of a request, a draft on the device, the state of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationForm {
    /// 认定类型
    pub category: String,
    /// 二级类型
    pub subcategory: String,
    /// 认定内容
    pub title: String,
    /// 开始时间, `2026-05-07T00:00`, Asia/Shanghai wall time.
    pub start: String,
    /// 结束时间(获得日期), exclusive.
    pub end: String,
    /// 申请学时
    pub claimed_hours: String,
    /// 计入年度
    pub credited_year: String,
    /// 认定内容说明
    pub remarks: String,
    /// 证书编号
    pub document_number: String,
    /// 本人排名, where the hours table asks for it.
    pub rank: String,
    /// 数量 (万字, 门…), where the hours table asks for it.
    pub amount: String,
    pub attachments: Vec<AttachmentId>,
    /// 本人承诺以上信息属实
    pub pledged: bool,
    /// The draft on the server that this was typed as; it goes when a registration is created from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<DraftSeen>,
}

/// A claim of specialty hours that keeps every rule. Only [`RegistrationForm::parse`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    pub subcategory: SubcategoryCode,
    /// Version of the hours table that it was claimed under.
    pub category_version: u32,
    pub title: String,
    pub period: Period,
    pub claimed_hours: Hours,
    pub credited_year: i32,
    pub remarks: String,
    pub document_number: String,
    pub rank: Option<u8>,
    pub amount: Option<Hours>,
    pub attachments: Vec<AttachmentId>,
    /// What the period or the hours table suggests; a claim above it stands out in review.
    pub suggested_hours: Option<Hours>,
}

impl Claim {
    pub fn is_above_suggestion(&self) -> bool {
        self.suggested_hours.is_some_and(|suggested| self.claimed_hours > suggested)
    }

    /// What stands out in the claim by itself, without the person's others.
    pub fn deviations(&self) -> Vec<Deviation> {
        let above = self.suggested_hours.filter(|_| self.is_above_suggestion());
        let above = above.map(|suggested| Deviation::AboveSuggestion { suggested });
        above.into_iter().chain(Deviation::of_year(&self.period, self.credited_year)).collect()
    }
}

/// Refuses a period that ends after `today`, for hours are claimed for what has been done, or that begins before anybody
/// who claims them: a year that was mistyped or that a spreadsheet took for a day.
fn judge_dates(period: &Period, today: Date, errors: &mut FieldErrors) {
    if period.start().year() < PERIOD_YEAR_MIN {
        errors.push("start", "too_early", format!("开始时间早于 {PERIOD_YEAR_MIN} 年，请核对年份"));
    }
    if period.last_half_day().0 > today {
        errors.push("end", "in_future", "结束时间还没有到，完成后才能登记；请核对年份和日期");
    }
}

impl RegistrationForm {
    /// Judges every field and reports all mistakes at once, in the order of the form.
    ///
    /// Nothing ends after `today`, and its year is the latest that can be credited.
    pub fn parse(&self, table: &CategoryTable, today: Date) -> Result<Claim, FieldErrors> {
        let mut errors = FieldErrors::default();
        let subcategory = self.subcategory(&mut errors, table);
        let title =
            errors.keep("title", text(&self.title, 1, TITLE_CHARACTERS_MAX, "请填写培训班、专利、论文等的名称"));
        if title.as_deref().is_some_and(folding::holds_emoji) {
            errors.push("title", "character", "认定内容中不能有表情符号，请删去");
        }
        let period = self.period(&mut errors);
        if let Some(period) = &period {
            judge_dates(period, today, &mut errors);
        }
        let rank = self.rank(&mut errors, subcategory);
        let amount = self.amount(&mut errors, subcategory);
        let claimed_hours = errors.keep("claimed_hours", claimed_hours(&self.claimed_hours));
        let credited_year = errors.keep("credited_year", credited_year(&self.credited_year, today.year()));
        let remarks = errors.keep("remarks", text(&self.remarks, 0, REMARKS_CHARACTERS_MAX, ""));
        let suggested_hours = subcategory
            .and_then(|subcategory| table.suggested_hours(subcategory, period.as_ref(), rank, amount))
            .map(|suggested| suggested.hours);
        if let (Some(claimed), Some(suggested), Some("")) = (claimed_hours, suggested_hours, remarks.as_deref())
            && claimed > suggested
        {
            errors.push(
                "remarks",
                "reason_required",
                format!("申请学时高于参考学时（{suggested} 学时），请在这里说明原因"),
            );
        }
        let document_number = errors.keep("document_number", document_number(&self.document_number));
        if self.attachments.len() > ATTACHMENTS_MAX {
            errors.push("attachments", "too_many", format!("最多 {ATTACHMENTS_MAX} 个附件，请删去一些"));
        }
        let is_repeated = |(position, id): (usize, &AttachmentId)| self.attachments[..position].contains(id);
        if self.attachments.iter().enumerate().any(is_repeated) {
            errors.push("attachments", "repeated", "同一个附件添加了两次，请移除一个");
        }
        if !self.pledged {
            errors.push("pledged", "required", "请勾选“本人承诺以上信息属实”");
        }
        errors.finish(|| Claim {
            subcategory: subcategory.expect("no mistake was noted").code.clone(),
            category_version: table.version,
            title: title.expect("no mistake was noted"),
            period: period.expect("no mistake was noted"),
            claimed_hours: claimed_hours.expect("no mistake was noted"),
            credited_year: credited_year.expect("no mistake was noted"),
            remarks: remarks.expect("no mistake was noted"),
            document_number: document_number.expect("no mistake was noted"),
            rank,
            amount,
            attachments: self.attachments.clone(),
            suggested_hours,
        })
    }

    /// The hours that the form would prefill, with how they come about; `None` while something for it is missing.
    pub fn suggestion(&self, table: &CategoryTable) -> Option<SuggestedHours> {
        let subcategory = table.subcategory(&self.subcategory)?;
        let mut ignored = FieldErrors::default();
        let period = self.period(&mut ignored);
        let rank = self.rank(&mut ignored, Some(subcategory));
        let amount = self.amount(&mut ignored, Some(subcategory));
        table.suggested_hours(subcategory, period.as_ref(), rank, amount)
    }

    fn subcategory<'t>(&self, errors: &mut FieldErrors, table: &'t CategoryTable) -> Option<&'t Subcategory> {
        if self.category.is_empty() {
            errors.push("category", "required", "请选择认定类型");
        } else if table.category(&self.category).is_none() {
            errors.push("category", "unknown", "没有这种认定类型，请重新选择");
        }
        if self.subcategory.is_empty() {
            errors.push("subcategory", "required", "请选择二级类型");
            return None;
        }
        let found = table
            .category(&self.category)
            .and_then(|category| category.subcategories.iter().find(|one| one.code.as_str() == self.subcategory));
        match found {
            None => errors.push("subcategory", "unknown", "这个二级类型不属于所选的认定类型，请重新选择"),
            Some(retired) if !retired.offered => {
                errors.push("subcategory", "retired", "这个二级类型已停止申报，请重新选择");
            }
            Some(_) => {}
        }
        found
    }

    /// The period, if both ends are there and in order.
    pub fn period(&self, errors: &mut FieldErrors) -> Option<Period> {
        let start = errors.keep("start", wall_time(&self.start, "请选择开始时间"));
        let end = errors.keep("end", wall_time(&self.end, "请选择结束时间"));
        errors.keep("end", Period::new(start?, end?))
    }

    /// What is wrong with the period, or stands out in it, once both ends are there: told while the form is filled in, before
    /// anything is saved.
    pub fn period_notices(&self, today: Date) -> Vec<String> {
        let mut errors = FieldErrors::default();
        if self.start.is_empty() || self.end.is_empty() {
            return Vec::new();
        }
        let period = self.period(&mut errors);
        if let Some(period) = &period {
            judge_dates(period, today, &mut errors);
        }
        let year = folding::number(&self.credited_year).parse().ok();
        let other_year = period.zip(year).and_then(|(period, year)| Deviation::of_year(&period, year));
        let mistakes = errors.iter().map(|error| error.message.to_string());
        mistakes.chain(other_year.map(|one| one.sentence() + "，审核时会提示审核人")).collect()
    }

    fn rank(&self, errors: &mut FieldErrors, subcategory: Option<&Subcategory>) -> Option<u8> {
        if !matches!(subcategory?.suggestion, Suggestion::ByRank(_)) {
            return None;
        }
        errors.keep("rank", rank(&self.rank)).flatten()
    }

    fn amount(&self, errors: &mut FieldErrors, subcategory: Option<&Subcategory>) -> Option<Hours> {
        if !matches!(subcategory?.suggestion, Suggestion::PerUnit { .. }) || folding::number(&self.amount).is_empty() {
            return None;
        }
        errors.keep("amount", Hours::parse(&self.amount).map_err(|_| Plain("not_a_number", "请填写数量，最多一位小数")))
    }
}

/// A mistake that is wholly told by its code and sentence.
struct Plain(&'static str, &'static str);

impl Mistake for Plain {
    fn code(&self) -> &'static str {
        self.0
    }
    fn message(&self) -> Cow<'static, str> {
        self.1.into()
    }
}

/// A text whose length in characters is out of bounds.
pub struct LengthMistake {
    characters_max: usize,
    missing: Option<&'static str>,
}

impl Mistake for LengthMistake {
    fn code(&self) -> &'static str {
        if self.missing.is_some() { "required" } else { "too_long" }
    }
    fn message(&self) -> Cow<'static, str> {
        match self.missing {
            Some(sentence) => sentence.into(),
            None => format!("最多 {} 字，请缩短", self.characters_max).into(),
        }
    }
}

/// [Folds](folding::text) and bounds a text; `missing` is the sentence for one that is shorter than `characters_min`.
pub fn text(
    typed: &str,
    characters_min: usize,
    characters_max: usize,
    missing: &'static str,
) -> Result<String, LengthMistake> {
    let typed = folding::text(typed);
    match typed.chars().count() {
        n if n < characters_min => Err(LengthMistake { characters_max, missing: Some(missing) }),
        n if n > characters_max => Err(LengthMistake { characters_max, missing: None }),
        _ => Ok(typed),
    }
}

fn wall_time(typed: &str, missing: &'static str) -> Result<WallTime, Plain> {
    let typed = &*folding::number(typed);
    if typed.is_empty() {
        return Err(Plain("required", missing));
    }
    WallTime::parse(typed).map_err(|_| Plain("not_a_date", "没有这个日期或时间，请重新选择"))
}

fn claimed_hours(typed: &str) -> Result<Hours, Plain> {
    let hours = Hours::parse(typed).map_err(|mistake| match mistake {
        HoursMistake::Required => Plain("required", "请填写申请学时"),
        _ => Plain("not_a_number", "请填写数字，最多一位小数，例如 16 或 16.5"),
    })?;
    match hours.tenths() {
        CLAIMED_TENTHS_MIN..=CLAIMED_TENTHS_MAX => Ok(hours),
        _ => Err(Plain("out_of_range", "申请学时须在 0.1 到 999.9 之间")),
    }
}

fn credited_year(typed: &str, year_max: i32) -> Result<i32, Plain> {
    let typed = folding::number(typed);
    if typed.is_empty() {
        return Err(Plain("required", "请选择计入年度"));
    }
    match typed.parse::<i32>() {
        Ok(year) if (CREDITED_YEAR_MIN..=year_max).contains(&year) => Ok(year),
        Ok(_) => Err(Plain("year_not_open", "这个年度不能登记，请选择列出的年度")),
        Err(_) => Err(Plain("not_a_year", "请填写四位年份，例如 2026")),
    }
}

/// A number on evidence may be words with blanks (`桂卫培〔2026〕0123 号`), so that only the guards of a spreadsheet go.
fn document_number(typed: &str) -> Result<String, LengthMistake> {
    let typed = folding::text(typed);
    text(typed.trim_start_matches('\''), 0, DOCUMENT_NUMBER_CHARACTERS_MAX, "")
}

fn rank(typed: &str) -> Result<Option<u8>, Plain> {
    match folding::number(typed).as_str() {
        "" => Ok(None),
        text => match text.parse::<u8>() {
            Ok(rank @ 1..=99) => Ok(Some(rank)),
            _ => Err(Plain("out_of_range", "请填写本人排名，1 到 99")),
        },
    }
}

/// Why a registration stands out in review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Deviation {
    /// The claim is above what the period or the hours table suggests.
    AboveSuggestion { suggested: Hours },
    /// Its period overlaps that of another live registration of the same person.
    Overlap { title: String },
    /// Another live registration of the same person has the same title and period.
    Duplicate { title: String },
    /// The same file (by content) is evidence of another live registration of the same person.
    SameEvidence { title: String },
    /// The period has no day in the year that the hours are to count in.
    OtherYear { year: i32 },
}

impl Deviation {
    /// What stands out where a period does not touch the year that its hours are to count in.
    pub fn of_year(period: &Period, credited_year: i32) -> Option<Self> {
        let touched = period.start().year()..=period.credited_year();
        (!touched.contains(&credited_year)).then_some(Deviation::OtherYear { year: credited_year })
    }

    /// Its stable name, as on the wire.
    pub fn kind(&self) -> &'static str {
        match self {
            Deviation::AboveSuggestion { .. } => "above_suggestion",
            Deviation::Overlap { .. } => "overlap",
            Deviation::Duplicate { .. } => "duplicate",
            Deviation::SameEvidence { .. } => "same_evidence",
            Deviation::OtherYear { .. } => "other_year",
        }
    }

    pub fn sentence(&self) -> String {
        match self {
            Deviation::AboveSuggestion { suggested } => format!("申请学时高于参考学时（{suggested} 学时）"),
            Deviation::Overlap { title } => format!("与“{title}”的时间重叠"),
            Deviation::Duplicate { title } => format!("与“{title}”内容和时间相同"),
            Deviation::SameEvidence { title } => format!("附件与“{title}”的相同"),
            Deviation::OtherYear { year } => format!("起止时间不在计入年度 {year} 年内"),
        }
    }
}

#[cfg(test)]
mod tests;
