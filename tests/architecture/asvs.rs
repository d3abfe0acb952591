//! `docs/asvs.toml`: what of OWASP ASVS 5.0 is met, and which tests show it.

use std::collections::BTreeSet;
use std::fs;

use serde::Deserialize;

use crate::sources::root;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asvs {
    requirement: Vec<Requirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    id: String,
    /// What it asks, in our own words.
    about: String,
    disposition: Disposition,
    /// Tests that show it, each `path::name`.
    #[serde(default)]
    tests: Vec<String>,
    /// Files that show it or say how.
    #[serde(default)]
    see: Vec<String>,
    /// Why it is not met, or does not apply.
    reason: Option<String>,
    /// What else to know of something that is met.
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Disposition {
    Met,
    NotApplicable,
    NotMet,
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn requirements() -> Vec<Requirement> {
    toml::from_str::<Asvs>(&text("docs/asvs.toml")).expect("docs/asvs.toml is what its head says").requirement
}

/// Ids with their levels, in the order of the standard.
fn ids_of_the_standard() -> Vec<(String, u8)> {
    let lines = text("docs/asvs-ids.txt");
    let lines = lines.lines().filter(|line| !line.starts_with('#'));
    let pair = |line: &str| {
        let (id, level) = line.split_once(' ').expect("an id and its level");
        (id.to_owned(), level.parse::<u8>().expect("a level"))
    };
    lines.map(pair).collect()
}

/// If you're here because this assertion failed: docs/asvs.toml has lost a requirement, has it twice, or in another order.
#[test]
fn every_requirement_of_levels_one_and_two_is_there_once() {
    let standard = ids_of_the_standard();
    let of_level = |level: u8| standard.iter().filter(|(_, of)| *of == level).count();
    assert_eq!((of_level(1), of_level(2), standard.len()), (70, 183, 253), "the standard's own figures");
    let ids: Vec<String> = standard.into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "docs/asvs-ids.txt has an id twice");
    let judged: Vec<String> = requirements().into_iter().map(|requirement| requirement.id).collect();
    assert_eq!(judged, ids);
}

#[test]
fn what_is_met_is_shown_and_the_rest_has_a_reason() {
    let says = |words: &Option<String>| words.as_ref().is_some_and(|words| !words.trim().is_empty());
    for requirement in requirements() {
        let id = &requirement.id;
        assert!(!requirement.about.trim().is_empty(), "{id} does not say what it is about");
        if requirement.disposition == Disposition::Met {
            let is_shown = !requirement.tests.is_empty() || !requirement.see.is_empty();
            assert!(is_shown, "{id} is said to be met and names neither a test nor a file");
            assert!(requirement.reason.is_none(), "{id} is met and has a reason; a note is what it may have");
            assert!(requirement.note.is_none() || says(&requirement.note), "{id} has an empty note");
        } else {
            assert!(says(&requirement.reason), "{id} is {:?} without a reason", requirement.disposition);
            assert!(requirement.tests.is_empty() && requirement.note.is_none(), "{id} is not met, and shown to be");
        }
    }
}

/// If you're here because this assertion failed: a test was renamed or moved. Name the one that shows the same now, or
/// change the disposition.
#[test]
fn every_test_and_file_that_is_named_exists() {
    let mut missing = Vec::new();
    for requirement in requirements() {
        let tests = requirement.tests.iter().filter(|test| !is_test(test));
        let files = requirement.see.iter().filter(|path| !root().join(path).is_file());
        missing.extend(tests.chain(files).map(|named| format!("{} names {named}", requirement.id)));
    }
    assert!(missing.is_empty(), "docs/asvs.toml names what is not there:\n{}", missing.join("\n"));
}

fn is_test(named: &str) -> bool {
    let Some((path, name)) = named.split_once("::") else { return false };
    let Ok(source) = fs::read_to_string(root().join(path)) else { return false };
    let spelled = if path.ends_with(".rs") { format!("fn {name}(") } else { format!("test(\"{name}\"") };
    source.contains(&spelled)
}

/// If you're here because this assertion failed: bring the last section of docs/security.md up to date with docs/asvs.toml.
#[test]
fn the_page_on_security_names_what_is_not_met() {
    let all = requirements();
    let count = |of: Disposition| all.iter().filter(|requirement| requirement.disposition == of).count();
    let (met, not_met) = (count(Disposition::Met), count(Disposition::NotMet));
    let applicable = met + not_met;
    let figures = format!(
        "{applicable} apply, {met} of them are met ({} %), {not_met} are not; {} do not apply",
        met * 100 / applicable,
        count(Disposition::NotApplicable)
    );
    let page = text("docs/security.md");
    let (_, section) = page.split_once("\n## What of OWASP ASVS 5.0 is not met\n").expect("the section on ASVS");
    let words = section.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&figures), "docs/security.md does not say: {figures}");
    let is_id = |word: &&str| word.split('.').filter(|part| !part.is_empty()).count() == 3;
    let named: BTreeSet<&str> = section
        .split(|sign: char| !sign.is_ascii_digit() && sign != '.')
        .map(|word| word.trim_matches('.'))
        .filter(is_id)
        .collect();
    let short = all.iter().filter(|requirement| requirement.disposition == Disposition::NotMet);
    let short: BTreeSet<&str> = short.map(|requirement| requirement.id.as_str()).collect();
    assert_eq!(named, short, "docs/security.md names others than docs/asvs.toml");
}
