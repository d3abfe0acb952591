//! What the vector files claim, compared with what the rules say.

use domain::{
    credit_code::CreditCode,
    field_errors::Mistake,
    hours::{Hours, Period, WallTime},
    identity::IdentityNumber,
    mobile::MobileNumber,
};
use serde_json::{Map, Value};
use time::Date;

/// How many cases a file had, and which of them the rules judge otherwise.
#[derive(Debug, Default)]
pub struct Report {
    pub cases: usize,
    pub mismatches: Vec<String>,
}

/// What is known of an accepted input, under the names of the vector files.
type Facts = Map<String, Value>;
/// The facts of an accepted case, or the code of its refusal.
type Verdict = Result<Facts, &'static str>;

/// Judges every case of a document; `Err` where its shape leaves a part of it unjudged, or it has no case.
pub fn check(document: &Value, today: Date) -> Result<Report, String> {
    let sections = document.as_object().ok_or("is no JSON object")?;
    let mut report = Report::default();
    check_cases(sections, "", |case| judge_untitled(case, today), &mut report)?;
    for (name, section) in sections {
        match (name.as_str(), section) {
            ("valid" | "invalid", _) | (_, Value::String(_)) => {}
            ("credit_codes", Value::Object(cases)) => {
                check_cases(cases, "credit_codes.", judge_credit_code, &mut report)?
            }
            ("mobile", Value::Object(cases)) => check_cases(cases, "mobile.", judge_mobile, &mut report)?,
            _ => return Err(format!("has a part {name:?} of unknown shape")),
        }
    }
    if report.cases == 0 {
        return Err("has no cases".to_owned());
    }
    Ok(report)
}

fn check_cases(
    section: &Facts,
    prefix: &str,
    judge: impl Fn(&Value) -> Option<Verdict>,
    report: &mut Report,
) -> Result<(), String> {
    for (name, should_hold) in [("valid", true), ("invalid", false)] {
        let Some(cases) = section.get(name) else { continue };
        let cases = cases.as_array().ok_or_else(|| format!("has {prefix}{name} that is no list"))?;
        for (index, case) in cases.iter().enumerate() {
            let at = format!("{prefix}{name}[{index}]");
            let unknown = || format!("has {at} of unknown shape: {case}");
            let verdict = judge(case).ok_or_else(unknown)?;
            let expected = if should_hold { None } else { Some(expected_error(case).ok_or_else(unknown)?) };
            report.cases += 1;
            if let Some(mismatch) = mismatch(case, expected, &verdict) {
                report.mismatches.push(format!("{at} {case}: {mismatch}"));
            }
        }
    }
    Ok(())
}

/// The code that a case expects. A bare string among the invalid ones leaves the reason open.
fn expected_error(case: &Value) -> Option<&str> {
    if case.is_string() { Some("any") } else { case.get("error")?.as_str() }
}

fn mismatch(case: &Value, expected_error: Option<&str>, verdict: &Verdict) -> Option<String> {
    match (expected_error, verdict) {
        (None, Ok(facts)) => facts.iter().find_map(|(name, found)| {
            let expected = case.get(name)?;
            (!is_same(expected, found)).then(|| format!("{name} is {found}"))
        }),
        (None, Err(code)) => Some(format!("was refused with {code}")),
        (Some(expected), Ok(_)) => Some(format!("was accepted instead of refused with {expected}")),
        (Some("any"), Err(_)) => None,
        (Some("check_character_or_region"), Err("check_character" | "region")) => None,
        (Some(expected), Err(code)) => (expected != *code).then(|| format!("was refused with {code}")),
    }
}

/// Numbers are compared as hours, so that 16 and 16.0 are the same.
fn is_same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(expected), Value::Number(found)) => {
            Hours::parse(&expected.to_string()).is_ok_and(|hours| Hours::parse(&found.to_string()) == Ok(hours))
        }
        _ => expected == found,
    }
}

/// Cases outside a titled section are periods or identity numbers, which their fields tell apart.
fn judge_untitled(case: &Value, today: Date) -> Option<Verdict> {
    if let (Some(start), Some(end)) = (case.get("start"), case.get("end")) {
        return Some(judge_period(start.as_str()?, end.as_str()?));
    }
    let input = case.get("input")?.as_str()?;
    Some(IdentityNumber::parse(input, today).map_err(|mistake| mistake.code()).map(|number| {
        let kind = serde_json::to_value(number.kind()).unwrap_or(Value::Null);
        Facts::from_iter([("kind".to_owned(), kind), ("stored".to_owned(), number.expose().into())])
    }))
}

fn judge_period(start: &str, end: &str) -> Verdict {
    let start = WallTime::parse(start).map_err(|mistake| mistake.code())?;
    let end = WallTime::parse(end).map_err(|mistake| mistake.code())?;
    let period = Period::new(start, end).map_err(|mistake| mistake.code())?;
    let hours = serde_json::from_str(&period.hours().to_string()).unwrap_or(Value::Null);
    Ok(Facts::from_iter([
        ("half_days".to_owned(), period.half_days().into()),
        ("hours".to_owned(), hours),
        ("credited_year".to_owned(), period.credited_year().into()),
    ]))
}

fn judge_credit_code(case: &Value) -> Option<Verdict> {
    let code = CreditCode::parse(input(case)?).map_err(|mistake| mistake.code());
    Some(code.map(|code| Facts::from_iter([("stored".to_owned(), code.as_str().into())])))
}

fn judge_mobile(case: &Value) -> Option<Verdict> {
    let number = MobileNumber::parse(input(case)?).map_err(|mistake| mistake.code());
    Some(number.map(|number| Facts::from_iter([("stored".to_owned(), number.expose().into())])))
}

/// The input of a case that is either the input alone or an object with it.
fn input(case: &Value) -> Option<&str> {
    case.as_str().or_else(|| case.get("input")?.as_str())
}
