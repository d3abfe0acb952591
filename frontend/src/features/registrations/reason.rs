//! Why hours are lowered, or taken back.

use domain::field_errors::FieldErrors;
use domain::review::{Opinion, Refusal};

/// The mistakes in the reason of a deletion.
pub fn judge_reason(text: &str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if text.trim().is_empty() {
        errors.note("reason", &Refusal::ReasonMissing);
    } else {
        errors.keep("reason", Opinion::parse(text));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deletion_needs_a_reason_within_limits() {
        let said = |text: &str| judge_reason(text).at("reason").map(|error| error.message.to_string());
        assert_eq!(said(" ").as_deref(), Some("请填写原因"));
        assert_eq!(said("重复认定"), None);
        assert!(said(&"字".repeat(501)).is_some());
    }
}
