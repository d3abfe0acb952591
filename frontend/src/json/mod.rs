//! Reads the JSON of the functions' answers into the types of `domain`.
//!
//! serde_json tells precisely where and why a text does not fit; that precision is a third of its code, generated once for
//! every type that is read. An answer that does not fit concerns nobody on a phone: here the only error is that it does
//! not ([`Unfit`]), which made the app of professionals lighter by an eighth. Numbers on the wire are whole (hours travel
//! as tenths), so there are no fractions here. What is sent is still written by serde_json.

mod deserialize;
mod parse;

use std::fmt;

use serde::de::DeserializeOwned;

/// The text is no JSON, or not of the type that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unfit JSON")
    }
}

impl std::error::Error for Unfit {}

impl serde::de::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Unfit
    }
    // The default of these would word an error each.
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Unfit
    }
    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Unfit
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Unfit
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Unfit
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Unfit
    }
    fn missing_field(_: &'static str) -> Self {
        Unfit
    }
    fn duplicate_field(_: &'static str) -> Self {
        Unfit
    }
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

/// Reads a whole text.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Unfit> {
    T::deserialize(parse::parse(text)?)
}

/// Reads a text that a person has written; else the line, from 1, up to which it could be read.
pub fn read_or_line(text: &str) -> Result<Json, usize> {
    parse::parse_or_line(text)
}

impl Json {
    /// What stands under a key; `None` where this is no map or has no such key.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<i64> {
        match self {
            Json::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Json]> {
        match self {
            Json::List(items) => Some(items),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::contract::ErrorBody;
    use domain::contract::registrations::{BatchResponse, ListRegistrationsRequest, Outcome, RegistrationPage};
    use domain::review::Registrar;

    use super::*;

    const PAGE: &str = r#"{ "rows": [ {
        "id": "0000000000000000000000002d-000000000000000000000000zd", "version": 3, "person_name": "韦丽琳",
        "identity_masked": "4501**********002X", "title": "“论文”\n\u58ee\ud83d\ude00", "subcategory": "training.lecture",
        "period": { "start": "2026-05-07T00:00", "end": "2026-05-09T00:00" }, "claimed_hours": 165,
        "approved_hours": null, "credited_year": 2026, "status": "pending", "stage": "final",
        "registrar": { "by": "unit", "unit": "00000000000000000000000005", "name": "医院" }, "reviewing_unit": "医院",
        "opinion": null, "created_at": 1767196800000, "submitted_at": -1, "decided_at": null, "attachment_count": 0,
        "deviations": [ { "kind": "above_suggestion", "suggested": 160 } ] } ], "next": null }"#;

    #[test]
    fn a_page_reads_as_serde_json_reads_it() {
        let page: RegistrationPage = from_str(PAGE).expect("a page");
        assert_eq!(page, serde_json::from_str(PAGE).expect("a page"));
        assert!(matches!(page.rows[0].registrar, Registrar::Unit { .. }));
    }

    #[test]
    fn what_is_within_an_outcome_reads_as_well() {
        let page: RegistrationPage = from_str(PAGE).expect("a page");
        let row = serde_json::to_string(&page.rows[0]).expect("rows serialize");
        let id = page.rows[0].id.to_string();
        let text = format!(r#"{{"results":[{{"id":"{id}","outcome":{{"outcome":"done","row":{row}}}}}]}}"#);
        let response: BatchResponse = from_str(&text).expect("a response");
        assert_eq!(response.results[0].outcome, Outcome::Done { row: Some(Box::new(page.rows[0].clone())) });
    }

    #[test]
    fn what_may_be_missing_may_be_missing() {
        let body: ErrorBody =
            from_str(r#"{"code":"busy","message":"…","request_id":"1","fields":[]}"#).expect("an error");
        assert!(body.fields.is_empty());
        assert_eq!(from_str::<ListRegistrationsRequest>("{}"), Ok(ListRegistrationsRequest::default()));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for text in ["", "{", "{}", "[1,]", "nul", "1.5", "\"\\u12\"", "{\"rows\":[],\"next\":1}", "[] []"] {
            assert_eq!(from_str::<RegistrationPage>(text).err(), Some(Unfit), "{text:?}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        assert_eq!(from_str::<Vec<()>>(&"[".repeat(100_000)).err(), Some(Unfit));
    }
}
