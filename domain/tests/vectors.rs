//! The vectors hold, and the checker that says so would notice if they did not.

#[path = "../examples/check_vectors/checker.rs"]
mod checker;

use serde_json::{Value, json};
use time::{Date, Month};

fn check(document: &Value) -> Result<checker::Report, String> {
    checker::check(document, Date::from_calendar_date(2026, Month::November, 23).unwrap())
}

fn mismatches(document: Value) -> usize {
    check(&document).unwrap().mismatches.len()
}

#[track_caller]
fn holds(text: &str, cases: usize) {
    let report = check(&serde_json::from_str(text).unwrap()).unwrap();
    assert_eq!(report.mismatches, [""; 0], "a rule no longer says what vectors/ says");
    assert_eq!(report.cases, cases, "a case of the file was not read");
}

#[test]
fn the_hours_vectors_hold() {
    holds(include_str!("../vectors/hours.json"), 20);
}

#[test]
fn the_identifier_vectors_hold() {
    holds(include_str!("../vectors/identifiers.json"), 12 + 10 + 4 + 3 + 2 + 3);
}

#[test]
fn a_wrong_expectation_is_a_mismatch() {
    let morning =
        |hours: Value| json!({"valid": [{"start": "2025-03-03T09:00", "end": "2025-03-03T12:00", "hours": hours}]});
    assert_eq!(mismatches(morning(json!(4))), 0);
    assert_eq!(mismatches(morning(json!(4.0))), 0);
    assert_eq!(mismatches(morning(json!(5))), 1);
    assert_eq!(mismatches(morning(json!("4"))), 1);
    let identity = "450103198802290121";
    assert_eq!(mismatches(json!({"valid": [{"input": identity, "kind": "resident"}]})), 0);
    assert_eq!(mismatches(json!({"valid": [{"input": identity, "kind": "other"}]})), 1);
    assert_eq!(mismatches(json!({"valid": [{"input": "450103198802290120"}]})), 1);
    assert_eq!(mismatches(json!({"invalid": [{"input": identity, "error": "any"}]})), 1);
    assert_eq!(mismatches(json!({"mobile": {"invalid": ["13800138000"]}})), 1);
    assert_eq!(mismatches(json!({"credit_codes": {"valid": ["91450103MA5P0R272F"]}})), 1);
}

#[test]
fn an_expected_error_is_compared_unless_it_is_left_open() {
    let refused = |error: &str| json!({"invalid": [{"input": "450103198802290120", "error": error}]});
    assert_eq!(mismatches(refused("check_character")), 0);
    assert_eq!(mismatches(refused("check_character_or_region")), 0);
    assert_eq!(mismatches(refused("any")), 0);
    assert_eq!(mismatches(refused("region")), 1);
}

#[test]
fn what_cannot_be_judged_is_an_error() {
    for document in [
        json!([]),
        json!({}),
        json!({"rule": "without cases"}),
        json!({"valid": []}),
        json!({"valid": {}}),
        json!({"valid": [{"begin": "2025-03-03T09:00"}]}),
        json!({"invalid": [{"input": "450103198802290120"}]}),
        json!({"passports": {"valid": ["E12345678"]}}),
        json!({"mobile": ["13800138000"]}),
    ] {
        assert!(check(&document).is_err(), "{document}");
    }
}
