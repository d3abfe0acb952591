//! What a reviewer types, judged by the rules before anything is sent.

use domain::contract::registrations::{RegistrationRow, Seen};
use domain::contract::reviews::ApproveRequest;
use domain::field_errors::FieldErrors;
use domain::hours::Hours;
use domain::review::{Opinion, Refusal, parse_approval};

use crate::pages::unit::review::batch::seen;

/// 审核意见 that are needed again and again. They fill the field and stay editable.
pub const OPINION_TEMPLATES: [&str; 6] = [
    "附件看不清，请重新上传",
    "证明材料不全，请补充后重新提交",
    "申请学时高于标准，请核对后修改",
    "认定内容与所从事专业无关",
    "与已登记的内容重复",
    "计入年度有误，请修改后重新提交",
];

/// Reasons to grant less than was claimed.
pub const LOWERING_TEMPLATES: [&str; 2] = ["按参考学时核定", "按附件载明的学时核定"];

/// What was typed to approve one registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// 批准学时
    pub hours: String,
    /// 原因
    pub reason: String,
}

impl Approval {
    /// As the first stage proposed, else as claimed, until the reviewer says otherwise.
    pub fn as_proposed(row: &RegistrationRow) -> Self {
        let reason = row.proposed_hours.and(row.opinion.clone()).unwrap_or_default();
        Self { hours: row.hours_to_approve().to_string(), reason }
    }

    /// Whether the hours are a figure below the claim, so that a reason is needed.
    pub fn lowers(&self, claimed: Hours) -> bool {
        Hours::parse(&self.hours).is_ok_and(|hours| hours < claimed)
    }

    /// Every mistake in it, as the functions would find it.
    pub fn judge(&self, claimed: Hours) -> FieldErrors {
        let (hours, reason) = match parse_approval(&self.hours, &self.reason) {
            Ok(parsed) => parsed,
            Err(errors) => return errors,
        };
        let mut errors = FieldErrors::default();
        let hours = hours.unwrap_or(claimed);
        if hours > claimed {
            errors.note("approved_hours", &Refusal::AboveClaim);
        }
        if hours < claimed && reason.is_none() {
            errors.note("reason", &Refusal::ReasonMissing);
        }
        errors
    }

    /// The request that it becomes. A reason that is not asked for any more stays behind.
    pub fn request(&self, row: &RegistrationRow) -> ApproveRequest {
        let reason = if self.lowers(row.claimed_hours) { self.reason.clone() } else { String::new() };
        let items: Vec<Seen> = vec![seen(row)];
        ApproveRequest { items, approved_hours: self.hours.trim().to_owned(), reason }
    }
}

/// The mistakes in 审核意见.
pub fn judge_opinion(text: &str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.keep("opinion", Opinion::parse(text));
    errors
}

/// Puts a template into the field: beside what was typed, and only once.
pub fn fill(text: &str, template: &str) -> String {
    match text.trim() {
        "" => template.to_owned(),
        typed if typed.contains(template) => typed.to_owned(),
        typed => format!("{typed}；{template}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::registrations::sample::row;

    fn codes(hours: &str, reason: &str) -> Vec<String> {
        let approval = Approval { hours: hours.to_owned(), reason: reason.to_owned() };
        approval.judge(Hours::whole(16)).iter().map(|error| format!("{}:{}", error.path, error.code)).collect()
    }

    #[test]
    fn hours_may_be_lowered_with_a_reason_and_never_raised() {
        assert_eq!(codes("16", ""), [""; 0]);
        assert_eq!(codes("", ""), [""; 0]);
        assert_eq!(codes("16.1", ""), ["approved_hours:above_claim"]);
        assert_eq!(codes("8", " "), ["reason:reason_missing"]);
        assert_eq!(codes("8", "按参考学时核定"), [""; 0]);
        assert_eq!(codes("0", ""), ["approved_hours:out_of_range"]);
        assert_eq!(codes("八", ""), ["approved_hours:not_a_number"]);
        assert_eq!(codes("8", &"字".repeat(501)), ["reason:too_long"]);
    }

    #[test]
    fn a_reason_travels_only_with_lower_hours() {
        let row = row(1);
        let mut approval = Approval { hours: " 8 ".to_owned(), reason: "核定".to_owned() };
        assert_eq!(
            (approval.request(&row).approved_hours.as_str(), approval.request(&row).reason.as_str()),
            ("8", "核定")
        );
        approval.hours = "16".to_owned();
        assert_eq!(approval.request(&row).reason, "");
        assert_eq!(Approval::as_proposed(&row).judge(row.claimed_hours), FieldErrors::default());
    }

    #[test]
    fn the_final_stage_starts_from_what_the_first_one_granted_and_why() {
        let mut row = row(1);
        row.proposed_hours = Some(Hours::whole(12));
        row.opinion = Some("按参考学时核定".to_owned());
        let request = Approval::as_proposed(&row).request(&row);
        assert_eq!((request.approved_hours.as_str(), request.reason.as_str()), ("12", "按参考学时核定"));
        assert_eq!(Approval::as_proposed(&row).judge(row.claimed_hours), FieldErrors::default());
    }

    #[test]
    fn templates_stand_beside_what_was_typed() {
        assert_eq!(fill(" ", "附件看不清"), "附件看不清");
        assert_eq!(fill("请补交", "附件看不清"), "请补交；附件看不清");
        assert_eq!(fill("附件看不清，请补交", "附件看不清"), "附件看不清，请补交");
    }

    #[test]
    fn every_template_is_an_opinion() {
        for template in OPINION_TEMPLATES.iter().chain(&LOWERING_TEMPLATES) {
            assert!(judge_opinion(template).is_empty());
        }
        assert!(!judge_opinion("  ").is_empty());
    }
}
