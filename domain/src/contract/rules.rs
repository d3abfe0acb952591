//! Requests and responses about versions of the rules: categories with their suggested hours, and yearly requirements.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadRulesRequest {
    /// A version by its number; without it, the one that claims are made under today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
}

/// One version of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    pub version: u32,
    /// The table in the format of `domain/data/categories.json`, for
    /// [`CategoryTable::from_json`](crate::category::CategoryTable::from_json).
    pub table: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRulesRequest {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesVersions {
    /// Newest first. The first version comes with the product.
    pub versions: Vec<RulesVersion>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesVersion {
    pub version: u32,
    /// `2027-01-01`: the first day on which claims are made under it.
    pub effective_from: String,
    /// The figures still await the authority's confirmation.
    pub provisional: bool,
    pub subcategories: u32,
    /// Who published it; empty for the version that comes with the product.
    pub published_by: String,
    pub published_at: Option<Timestamp>,
    /// What claims are made under today.
    pub in_force: bool,
}

/// A new version, effective from a day that has not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishRulesRequest {
    /// The newest version that the operator saw; the new one is the next.
    pub after: u32,
    /// The content of a file in the format of `domain/data/categories.json`; its `version` is not read.
    pub table: String,
}
