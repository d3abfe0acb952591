use serde::Deserialize;

use crate::hours::{Hours, Period};

/// How a subcategory suggests hours.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "SuggestionRule")]
pub enum Suggestion {
    /// Those of the period.
    Period,
    /// Always the same.
    Fixed(Hours),
    /// Those of the 1st, 2nd, 3rd… contributor.
    ByRank(Vec<Hours>),
    /// So many for each unit (万字, 门), up to a cap.
    PerUnit { unit: String, hours: Hours, cap: Hours },
    /// No figure; the claim stays empty until the person fills it in.
    None,
}

/// The shape of a suggestion in a table's JSON, in whole hours; elsewhere hours travel as tenths.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SuggestionRule {
    Period,
    Fixed { hours: u16 },
    ByRank { hours: Vec<u16> },
    PerUnit { unit: String, hours: u16, cap: u16 },
    None,
}

impl From<SuggestionRule> for Suggestion {
    fn from(entry: SuggestionRule) -> Self {
        let whole = |hours: u16| Hours::whole(hours.into());
        match entry {
            SuggestionRule::Period => Self::Period,
            SuggestionRule::Fixed { hours } => Self::Fixed(whole(hours)),
            SuggestionRule::ByRank { hours } => Self::ByRank(hours.into_iter().map(whole).collect()),
            SuggestionRule::PerUnit { unit, hours, cap } => {
                Self::PerUnit { unit, hours: whole(hours), cap: whole(cap) }
            }
            SuggestionRule::None => Self::None,
        }
    }
}

/// A figure to prefill 申请学时 with, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedHours {
    pub hours: Hours,
    /// In Chinese, for beside the field.
    pub explanation: String,
}

impl Suggestion {
    pub(super) fn hours(
        &self,
        period: Option<&Period>,
        rank: Option<u8>,
        units: Option<Hours>,
    ) -> Option<SuggestedHours> {
        let (hours, explanation) = match self {
            Self::Period => {
                let period = period?;
                (period.hours(), period.explanation())
            }
            Self::Fixed(hours) => (*hours, format!("参考标准：{hours} 学时")),
            Self::ByRank(by_rank) => {
                let rank = rank?;
                let hours = *by_rank.get(usize::from(rank).checked_sub(1)?)?;
                (hours, format!("参考标准：第 {rank} 完成人 {hours} 学时"))
            }
            Self::PerUnit { unit, hours, cap } => per_unit(unit, *hours, *cap, units?)?,
            Self::None => return None,
        };
        Some(SuggestedHours { hours, explanation })
    }
}

fn per_unit(unit: &str, hours: Hours, cap: Hours, units: Hours) -> Option<(Hours, String)> {
    if units == Hours::ZERO {
        return None;
    }
    let product = Hours::from_tenths(units.tenths().checked_mul(hours.tenths())? / 10);
    let explanation = format!("{units} {unit} × {hours} 学时 = {product} 学时");
    if product > cap {
        return Some((cap, format!("{explanation}，最高 {cap} 学时")));
    }
    Some((product, explanation))
}
