//! The two-level categories (认定类型, 二级类型), the hours that they suggest, and the yearly requirement.

mod code;
mod suggestion;

use std::{collections::HashSet, sync::LazyLock};

use serde::{Deserialize, Serialize};
use time::Date;

pub use code::{CategoryCode, CategoryMistake, SubcategoryCode};
pub use suggestion::{SuggestedHours, Suggestion};

use crate::hours::{Hours, Period, parse_date};
use crate::totals::Totals;

static BUILT_IN: LazyLock<CategoryTable> = LazyLock::new(|| {
    CategoryTable::from_json(include_str!("../data/categories.json")).expect("data/categories.json is a valid table")
});

/// One version of the categories and of the requirement, advisory and effective from a date on.
///
/// A registration keeps the version that it was claimed under. Figures in the JSON are whole hours, not tenths.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct CategoryTable {
    pub version: u32,
    effective_from: Date,
    provisional: bool,
    requirements: Vec<Requirement>,
    categories: Vec<Category>,
}

/// A first-level type (认定类型).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Category {
    pub code: CategoryCode,
    pub name: String,
    pub subcategories: Vec<Subcategory>,
}

/// A second-level type (二级类型).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Subcategory {
    pub code: SubcategoryCode,
    pub name: String,
    pub suggestion: Suggestion,
    /// What reviewers expect to see attached, in words.
    pub evidence: Vec<String>,
}

/// What a credited year asks for, from a year on: 总学时, 专业科目, 公需科目, each a minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    pub from_year: i32,
    pub total: Hours,
    pub specialty: Hours,
    pub common: Hours,
}

impl Requirement {
    /// Whether these hours of its year fulfil it.
    pub fn is_met_by(&self, totals: Totals) -> bool {
        totals.total() >= self.total && totals.specialty >= self.specialty && totals.common >= self.common
    }
}

impl CategoryTable {
    /// The table that this build carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a table of the shape of `data/categories.json`.
    ///
    /// Refuses one without categories or requirements, with a code twice, or with a subcategory under the wrong category.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The first day on which claims are made under this version.
    pub fn effective_from(&self) -> Date {
        self.effective_from
    }

    /// Whether the figures still await the authority's confirmation.
    pub fn is_provisional(&self) -> bool {
        self.provisional
    }

    /// In the order in which they are offered.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code.as_str() == code)
    }

    pub fn subcategory(&self, code: &str) -> Option<&Subcategory> {
        let mut subcategories = self.categories.iter().flat_map(|category| &category.subcategories);
        subcategories.find(|subcategory| subcategory.code.as_str() == code)
    }

    /// The hours that a subcategory suggests, or nothing where the table has no figure for what is known.
    ///
    /// `rank` is the place among the contributors, from 1; beyond the table's last place there is no figure. `units`
    /// counts the subcategory's unit in tenths, like hours, so that 3.5 万字 can be said; the product is cut to a tenth
    /// of an hour.
    pub fn suggested_hours(
        &self,
        subcategory: &Subcategory,
        period: Option<&Period>,
        rank: Option<u8>,
        units: Option<Hours>,
    ) -> Option<SuggestedHours> {
        subcategory.suggestion.hours(period, rank, units)
    }

    /// All requirements, by year.
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }

    /// The requirement of a credited year; nothing before the first.
    pub fn requirement_for(&self, year: i32) -> Option<&Requirement> {
        self.requirements.iter().rev().find(|requirement| requirement.from_year <= year)
    }
}

#[derive(Deserialize)]
struct Unchecked {
    version: u32,
    effective_from: String,
    provisional: bool,
    requirement: Vec<RequirementEntry>,
    categories: Vec<Category>,
}

#[derive(Deserialize)]
struct RequirementEntry {
    from_year: i32,
    total: u16,
    specialty: u16,
    common: u16,
}

impl From<RequirementEntry> for Requirement {
    fn from(entry: RequirementEntry) -> Self {
        let hours = |whole: u16| Hours::whole(whole.into());
        Self {
            from_year: entry.from_year,
            total: hours(entry.total),
            specialty: hours(entry.specialty),
            common: hours(entry.common),
        }
    }
}

impl TryFrom<Unchecked> for CategoryTable {
    type Error = &'static str;

    fn try_from(table: Unchecked) -> Result<Self, &'static str> {
        let effective_from = parse_date(&table.effective_from).map_err(|_| "effective_from is no date")?;
        if table.requirement.is_empty() || table.categories.is_empty() {
            return Err("a table needs a requirement and a category");
        }
        if !table.requirement.is_sorted_by(|earlier, later| earlier.from_year < later.from_year) {
            return Err("requirements must ascend by year");
        }
        let mut codes = HashSet::new();
        for category in &table.categories {
            if category.subcategories.is_empty() || !codes.insert(category.code.as_str()) {
                return Err("a category is empty or there twice");
            }
            for subcategory in &category.subcategories {
                if subcategory.code.category() != category.code || !codes.insert(subcategory.code.as_str()) {
                    return Err("a subcategory is misplaced or there twice");
                }
            }
        }
        Ok(Self {
            version: table.version,
            effective_from,
            provisional: table.provisional,
            requirements: table.requirement.into_iter().map(Requirement::from).collect(),
            categories: table.categories,
        })
    }
}

#[cfg(test)]
mod tests;
