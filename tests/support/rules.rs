//! Versions of the rules that operators publish.

use domain::category::CategoryTable;
use domain::contract::PublishRules;
use domain::contract::rules::PublishRulesRequest;
use domain::hours::parse_date;
use domain::timestamp::Timestamp;
use serde_json::{Value, json};

use crate::World;

/// What [`next_year`] has, and the first version has not.
pub const EXHIBITION: &str = "training.exhibition";

/// The first version with another type of training in the place of the first, and a stricter requirement, from the next
/// year on.
pub fn next_year() -> Value {
    let mut table: Value = serde_json::from_str(CategoryTable::BUILT_IN_JSON).expect("the first version");
    table["effective_from"] = json!("2027-01-01");
    let stricter = json!({"from_year": 2027, "total": 100, "specialty": 70, "common": 0});
    table["requirement"].as_array_mut().expect("a list").push(stricter);
    let training = &mut table["categories"][0]["subcategories"];
    training[0]["offered"] = json!(false);
    let exhibition =
        json!({"code": EXHIBITION, "name": "专业展览", "suggestion": {"kind": "period"}, "evidence": ["参展证明"]});
    training.as_array_mut().expect("a list").push(exhibition);
    table
}

/// As an operator who saw the first version alone publishes a table.
pub fn publication(table: &Value) -> PublishRulesRequest {
    PublishRulesRequest { after: 1, table: table.to_string() }
}

impl World {
    /// Publishes a second version.
    pub async fn publishes(&self, table: &Value) {
        let operator = self.operator("huang.feng").await.browser;
        operator.call::<PublishRules>(&publication(table)).await.expect("a new version");
    }

    /// Sets the clock to the first instant of 2027 in Shanghai. Nobody stays signed in for so long.
    pub fn until_next_year(&self) {
        let first = Timestamp::midnight(parse_date("2027-01-01").expect("a date"));
        let clock = &self.app.clock;
        clock.advance_milliseconds(first.milliseconds() - clock.now().milliseconds());
    }
}
