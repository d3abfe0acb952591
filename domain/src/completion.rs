//! Completions of common-subject courses, as the learning platforms deliver them.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use time::Date;

use crate::field_errors::{FieldError, FieldErrors, Mistake};
use crate::folding;
use crate::hours::{Hours, date_text, parse_date};
use crate::identity::IdentityNumber;
use crate::limits::{
    CLAIMED_TENTHS_MAX, CLAIMED_TENTHS_MIN, COMPLETION_ID_CHARACTERS_MAX, CREDITED_YEAR_MIN, TITLE_CHARACTERS_MAX,
};
use crate::registration::text;

/// What a delivery says of a completion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompletionChange {
    /// It holds, with what the delivery says: a first delivery, or with a higher revision a correction.
    #[default]
    Complete,
    /// It does not hold (any more).
    Retract,
}

/// One delivery, as a platform sends it. A retraction needs `completion` and `revision` only.
///
/// The same completion may be delivered again and again; whatever arrives in whatever order, the highest `revision` holds.
///
/// Any JSON is read: what is of a wrong type or no member of a delivery is noted in [`misread`](Self::misread), so that one
/// delivery among a thousand is refused for itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct DeliveryForm {
    /// The platform's own name for the completion: 1 to 64 letters, digits, `-`, `_`, `.`, `:`.
    pub completion: String,
    /// From 1, higher with each correction or retraction.
    pub revision: u32,
    pub action: CompletionChange,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub identity_number: String,
    /// 科目名称
    #[serde(skip_serializing_if = "String::is_empty")]
    pub course: String,
    /// In 学时, with at most one decimal: `"1.5"`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hours: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credited_year: Option<i32>,
    /// `2026-05-07`
    #[serde(skip_serializing_if = "String::is_empty")]
    pub completed_on: String,
    /// What of it could not be read.
    #[serde(skip)]
    pub misread: FieldErrors,
}

/// A delivery that keeps every rule. Only [`DeliveryForm::parse`] makes one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Delivery {
    pub completion: CompletionId,
    pub revision: u32,
    /// `None`: the completion is retracted.
    pub completed: Option<Completed>,
}

/// What somebody completed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Completed {
    pub identity_number: IdentityNumber,
    pub course: String,
    pub hours: Hours,
    pub credited_year: i32,
    /// `2026-05-07`
    pub completed_on: String,
}

impl DeliveryForm {
    /// Reports all mistakes at once. Nothing can have been completed after `today`.
    pub fn parse(&self, today: Date) -> Result<Delivery, FieldErrors> {
        let mut errors = self.misread.clone();
        // Of what is no delivery at all nothing else is told.
        if errors.at(WHOLE).is_some() {
            return Err(errors);
        }
        let completion = errors.keep("completion", CompletionId::parse(&self.completion));
        if self.revision == 0 {
            errors.push("revision", "out_of_range", "版本号从 1 开始");
        }
        let completed = match self.action {
            CompletionChange::Complete => self.parse_completed(&mut errors, today),
            CompletionChange::Retract => None,
        };
        // What could not be read is not told a second time as missing.
        let mut told: Vec<FieldError> = Vec::new();
        for error in errors.iter() {
            if told.iter().all(|other| other.path != error.path) {
                told.push(error.clone());
            }
        }
        FieldErrors::from(told).finish(|| Delivery {
            completion: completion.expect("no mistake was noted"),
            revision: self.revision,
            completed,
        })
    }

    /// `None` only where a mistake was noted.
    fn parse_completed(&self, errors: &mut FieldErrors, today: Date) -> Option<Completed> {
        let identity_number = errors.keep("identity_number", IdentityNumber::parse(&self.identity_number, today));
        let course = errors.keep("course", text(&self.course, 1, TITLE_CHARACTERS_MAX, "请填写科目名称"));
        let hours = errors.keep("hours", Hours::parse(&self.hours));
        if hours.is_some_and(|hours| !(CLAIMED_TENTHS_MIN..=CLAIMED_TENTHS_MAX).contains(&hours.tenths())) {
            errors.push("hours", "out_of_range", "学时应在 0.1 至 999.9 之间");
        }
        let year = self.credited_year.filter(|year| (CREDITED_YEAR_MIN..=today.year()).contains(year));
        if year.is_none() {
            errors.push(
                "credited_year",
                "out_of_range",
                format!("年度应在 {CREDITED_YEAR_MIN} 至 {} 之间", today.year()),
            );
        }
        let date = parse_date(&folding::number(&self.completed_on)).ok().filter(|date| *date <= today);
        if date.is_none() {
            errors.push("completed_on", "malformed", "完成日期应为今天或以前的日期，例如 2026-05-07");
        }
        Some(Completed {
            identity_number: identity_number?,
            course: course?,
            hours: hours?,
            credited_year: year?,
            completed_on: date_text(date?),
        })
    }
}

/// Where it is noted that a delivery is no object.
const WHOLE: &str = "delivery";

/// Reads any JSON. Members are told by their names alone, never by what they hold.
impl<'de> Deserialize<'de> for DeliveryForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut form = DeliveryForm::default();
        let Value::Object(mut members) = Value::deserialize(deserializer)? else {
            form.misread.push(WHOLE, "wrong_type", "每条记录应为 JSON 对象");
            return Ok(form);
        };
        let mut misread = FieldErrors::default();
        for (name, place) in [
            ("completion", &mut form.completion),
            ("identity_number", &mut form.identity_number),
            ("course", &mut form.course),
            ("hours", &mut form.hours),
            ("completed_on", &mut form.completed_on),
        ] {
            match members.remove(name) {
                None => {}
                Some(Value::String(text)) => *place = text,
                Some(_) => misread.push(name, "wrong_type", "应为字符串，须加引号"),
            }
        }
        match members.remove("revision").map(|value| value.as_u64().and_then(|number| u32::try_from(number).ok())) {
            None => misread.push("revision", "required", "缺少版本号，从 1 开始"),
            Some(None) => misread.push("revision", "wrong_type", "应为正整数，不加引号"),
            Some(Some(revision)) => form.revision = revision,
        }
        match members.remove("credited_year") {
            None | Some(Value::Null) => {}
            Some(value) => match value.as_i64().and_then(|year| i32::try_from(year).ok()) {
                Some(year) => form.credited_year = Some(year),
                None => misread.push("credited_year", "wrong_type", "应为四位年份的整数，不加引号"),
            },
        }
        match members.remove("action") {
            None => misread.push("action", "required", "缺少 action，应为 complete 或 retract"),
            Some(value) => match CompletionChange::deserialize(value) {
                Ok(action) => form.action = action,
                Err(_) => misread.push("action", "unknown", "应为 complete 或 retract"),
            },
        }
        for name in members.into_iter().map(|(name, _)| name).take(UNKNOWN_MEMBERS_TOLD) {
            let name: String = name.chars().take(COMPLETION_ID_CHARACTERS_MAX).collect();
            misread.push(name, "unknown_member", "没有这个成员，请对照接口说明删去或改名");
        }
        form.misread = misread;
        Ok(form)
    }
}

/// Of more members that nobody knows no more is told.
const UNKNOWN_MEMBERS_TOLD: usize = 10;

/// A platform's own name for a completion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompletionId(String);

impl CompletionId {
    pub fn parse(typed: &str) -> Result<Self, CompletionIdMistake> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        match typed.len() {
            0 => Err(CompletionIdMistake::Required),
            length if length > COMPLETION_ID_CHARACTERS_MAX || !typed.bytes().all(fits) => {
                Err(CompletionIdMistake::Malformed)
            }
            _ => Ok(Self(typed.to_owned())),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionIdMistake {
    Required,
    Malformed,
}

impl Mistake for CompletionIdMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Malformed => "malformed",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请填写完成记录编号",
            Self::Malformed => "完成记录编号由 1 至 64 个字母、数字或 - _ . : 组成",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        parse_date("2026-11-20").expect("a date")
    }

    fn form() -> DeliveryForm {
        DeliveryForm {
            completion: "C-2026-000123".to_owned(),
            revision: 1,
            action: CompletionChange::Complete,
            identity_number: "450103198802290121".to_owned(),
            course: "新时代职业道德".to_owned(),
            hours: "1.5".to_owned(),
            credited_year: Some(2026),
            completed_on: "2026-05-07".to_owned(),
            ..DeliveryForm::default()
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_member() {
        let told = |json: &str| mistakes(&serde_json::from_str(json).expect("any JSON is read"));
        let with = |member: &str, value: &str| {
            let mut json = serde_json::to_value(form()).expect("a delivery");
            json[member] = serde_json::from_str(value).expect("a value");
            json.to_string()
        };
        assert_eq!(told(&with("hours", "1.5")), ["hours:wrong_type"]);
        assert_eq!(told(&with("credited_year", "\"2026\"")), ["credited_year:wrong_type"]);
        assert_eq!(told(&with("revision", "-1")), ["revision:wrong_type"]);
        assert_eq!(told(&with("action", "\"undo\"")), ["action:unknown"]);
        assert_eq!(told(&with("course", "null")), ["course:wrong_type"]);
        assert_eq!(told(&with("operator", "\"x\"")), ["operator:unknown_member"]);
        assert_eq!(told("17"), ["delivery:wrong_type"]);
        assert_eq!(told("{\"completion\": \"C-1\", \"action\": \"retract\"}"), ["revision:required"]);
        assert!(serde_json::from_str::<DeliveryForm>(&with("hours", "\"1.50\"")).expect("read").parse(today()).is_ok());
    }

    #[test]
    fn what_is_sent_is_read_back() {
        let json = serde_json::to_string(&form()).expect("a delivery");
        assert!(serde_json::from_str::<DeliveryForm>(&json).expect("read") == form());
    }

    fn mistakes(form: &DeliveryForm) -> Vec<String> {
        let errors = form.parse(today()).expect_err("mistakes");
        errors.iter().map(|error| format!("{}:{}", error.path, error.code)).collect()
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let wrong = DeliveryForm {
            completion: "第一".to_owned(),
            revision: 0,
            identity_number: "450103198802290122".to_owned(),
            course: " ".to_owned(),
            hours: "0".to_owned(),
            credited_year: Some(2027),
            completed_on: "2026-11-21".to_owned(),
            action: CompletionChange::Complete,
            ..DeliveryForm::default()
        };
        assert_eq!(
            mistakes(&wrong),
            [
                "completion:malformed",
                "revision:out_of_range",
                "identity_number:check_character",
                "course:required",
                "hours:out_of_range",
                "credited_year:out_of_range",
                "completed_on:malformed",
            ]
        );
    }

    #[test]
    fn a_retraction_needs_no_more_than_what_it_names() {
        let retraction = DeliveryForm {
            completion: "C-1".to_owned(),
            revision: 2,
            action: CompletionChange::Retract,
            ..DeliveryForm::default()
        };
        assert!(retraction.parse(today()).expect("a retraction").completed.is_none());
        assert!(
            mistakes(&DeliveryForm { action: CompletionChange::Complete, ..retraction })
                .contains(&"hours:required".to_owned())
        );
    }

    #[test]
    fn a_completion_keeps_its_tenths_and_its_year() {
        let delivery = form().parse(today()).expect("a delivery");
        let completed = delivery.completed.expect("a completion");
        assert_eq!((completed.hours.tenths(), completed.credited_year), (15, 2026));
        assert_eq!(mistakes(&DeliveryForm { completion: "x".repeat(65), ..form() }), ["completion:malformed"]);
    }
}
