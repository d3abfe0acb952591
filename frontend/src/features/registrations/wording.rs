//! How values of `domain` are put into a line of a list.

use domain::hours::{Hours, Period, WallTime, date_text};
use domain::review::Stage;

use crate::session::categories;

/// `培训进修类-专题讲座`, as the manual writes 认定类型. A type that this release does not know keeps its code.
pub fn type_name(subcategory: &str) -> String {
    let table = categories::table();
    let known = table.subcategory(subcategory);
    let category = known.and_then(|known| table.category(known.code.category().as_str()));
    match (category, known) {
        (Some(category), Some(known)) => format!("{}-{}", category.name, known.name),
        _ => subcategory.to_owned(),
    }
}

/// 认定标准: the version of the rules that a registration was claimed under.
pub fn rules_name(version: u32) -> String {
    let is_old = version != categories::table().version;
    format!("第 {version} 版{}", if is_old { "（登记时的标准，与现行标准不同）" } else { "" })
}

/// 开始日期: `2026-05-07 上午`, or the time where it is not that of a half-day.
pub fn start_text(period: &Period) -> String {
    match period.as_half_days() {
        Some(((date, half), _)) => date_text(date) + " " + half.name(),
        None => clock_text(period.start()),
    }
}

/// 结束日期/获得日期: the last half-day, included, or the time.
pub fn end_text(period: &Period) -> String {
    match period.as_half_days() {
        Some((_, (date, half))) => date_text(date) + " " + half.name(),
        None => clock_text(period.end()),
    }
}

/// `2026-05-07 09:00`
pub fn clock_text(time: WallTime) -> String {
    time.to_string().replace('T', " ")
}

/// What the manual calls the review of a stage.
pub const fn review_name(stage: Stage) -> &'static str {
    match stage {
        Stage::First => "专业科目学时审核",
        Stage::Final => "专业科目学时终审",
    }
}

/// `1.2 MB`, for people.
pub fn file_size(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    match bytes {
        MIB.. => format!("{}.{} MB", bytes / MIB, bytes % MIB * 10 / MIB),
        _ => format!("{} KB", bytes.div_ceil(1024)),
    }
}

/// What one year still asks for, in words; `None`: it is fulfilled.
pub fn missing_hours(
    totals: domain::totals::Totals,
    requirement: Option<domain::category::Requirement>,
) -> Option<String> {
    let requirement = requirement?;
    let short = |has: Hours, needs: Hours| needs.checked_sub(has).filter(|missing| *missing > Hours::ZERO);
    let specialty = short(totals.specialty, requirement.specialty);
    let common = short(totals.common, requirement.common);
    let named = specialty.unwrap_or_default() + common.unwrap_or_default();
    // Hours that are missing by subject count towards the total as well; only what goes beyond them is of any subject.
    let other = short(totals.total() + named, requirement.total);
    let parts: Vec<String> = [(specialty, "专业"), (common, "公需"), (other, "任意科目")]
        .into_iter()
        .filter_map(|(missing, name)| missing.map(|hours| format!("{name} {hours} 学时")))
        .collect();
    (!parts.is_empty()).then(|| parts.join("、"))
}

#[cfg(test)]
mod tests {
    use domain::totals::Totals;

    use super::*;

    fn missing(common: u32, specialty: u32) -> Option<String> {
        let totals = Totals { common: Hours::whole(common), specialty: Hours::whole(specialty) };
        missing_hours(totals, categories::table().requirement_for(2026).copied())
    }

    #[test]
    fn what_is_missing_is_said_by_subject() {
        assert_eq!(missing(30, 60), None);
        assert_eq!(missing(30, 45).as_deref(), Some("专业 15 学时"));
        assert_eq!(missing(17, 45).as_deref(), Some("专业 15 学时、任意科目 13 学时"));
        assert_eq!(missing(0, 80).as_deref(), Some("任意科目 10 学时"));
    }

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        assert_eq!(file_size(1), "1 KB");
        assert_eq!(file_size(3 * 1024 * 1024 / 2), "1.5 MB");
    }

    #[test]
    fn a_type_is_named_with_both_levels() {
        assert_eq!(type_name("training.lecture"), "培训进修类-专题讲座");
        assert_eq!(type_name("gone.since"), "gone.since");
    }
}
