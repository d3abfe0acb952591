//! The two-level categories (认定类型, 二级类型), the hours that they suggest, and the yearly requirement.

mod code;
mod suggestion;

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use time::Date;

pub use code::{CategoryCode, CategoryMistake, SubcategoryCode};
pub use suggestion::{SuggestedHours, Suggestion};

use crate::hours::{Hours, Period, date_text, parse_date};

static BUILT_IN: LazyLock<CategoryTable> = LazyLock::new(|| {
    CategoryTable::from_json(CategoryTable::BUILT_IN_JSON).expect("data/categories.json is a valid table")
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
    /// Whether it may be claimed. What was claimed once stays in the tables that follow, so that its name is known.
    #[serde(default = "offered")]
    pub offered: bool,
}

fn offered() -> bool {
    true
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
    fn figures(&self) -> [Hours; 3] {
        [self.total, self.specialty, self.common]
    }
}

impl CategoryTable {
    /// The first version, as text.
    pub const BUILT_IN_JSON: &str = include_str!("../data/categories.json");

    /// The first version, which this build carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a table of the shape of `data/categories.json`.
    ///
    /// Refuses one without categories or requirements, with a code twice, or with a subcategory under the wrong category,
    /// and names everything of that kind at once ([`TableMistakes`]).
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

    /// Whether this version may follow `before`, where it is published on `today`: it takes effect on a later day, knows
    /// every code that claims were made under, and leaves what begun years ask for as it was, because certificates were
    /// issued by it.
    ///
    /// # Errors
    /// All that speaks against it, in words for who publishes it.
    pub fn follow(&self, before: &Self, today: Date) -> Result<(), TableMistakes> {
        let mut mistakes = Vec::new();
        if self.effective_from <= today {
            mistakes.push(format!("生效日期 effective_from 须晚于今天 {}", date_text(today)));
        }
        if self.effective_from <= before.effective_from {
            mistakes.push(format!("生效日期 effective_from 须晚于上一版的 {}", date_text(before.effective_from)));
        }
        for category in &before.categories {
            if self.category(category.code.as_str()).is_none() {
                mistakes.push(format!("缺少认定类型 {}（{}）：已有登记使用，不能删去", category.code, category.name));
            }
            for subcategory in &category.subcategories {
                if self.subcategory(subcategory.code.as_str()).is_none() {
                    mistakes.push(format!(
                        "缺少二级类型 {}（{}）：不再使用的请写 \"offered\": false，不能删去",
                        subcategory.code, subcategory.name
                    ));
                }
            }
        }
        let first = self.requirements[0].from_year.min(before.requirements[0].from_year);
        for year in first..=today.year() {
            if self.requirement_for(year).map(Requirement::figures)
                != before.requirement_for(year).map(Requirement::figures)
            {
                mistakes.push(format!("{year} 年度已经开始，达标要求不能改变"));
            }
        }
        if mistakes.is_empty() { Ok(()) } else { Err(TableMistakes(mistakes)) }
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

/// Everything that keeps a table from being one, or from following another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableMistakes(pub Vec<String>);

impl fmt::Display for TableMistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("；"))
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
    type Error = TableMistakes;

    fn try_from(table: Unchecked) -> Result<Self, TableMistakes> {
        let mut mistakes = Vec::new();
        let effective_from = parse_date(&table.effective_from);
        if effective_from.is_err() {
            mistakes.push("生效日期 effective_from 不是日期，请写成 2027-01-01".to_owned());
        }
        if table.requirement.is_empty() {
            mistakes.push("至少需要一条达标要求 requirement".to_owned());
        }
        if !table.requirement.is_sorted_by(|earlier, later| earlier.from_year < later.from_year) {
            mistakes.push("达标要求 requirement 须按 from_year 从早到晚排列，每年一条".to_owned());
        }
        if table.categories.is_empty() {
            mistakes.push("至少需要一个认定类型 categories".to_owned());
        }
        let mut codes = HashSet::new();
        for category in &table.categories {
            if !codes.insert(category.code.as_str()) {
                mistakes.push(format!("认定类型 {} 出现了两次", category.code));
            }
            if category.name.trim().is_empty() {
                mistakes.push(format!("认定类型 {} 没有名称", category.code));
            }
            if category.subcategories.is_empty() {
                mistakes.push(format!("认定类型 {} 没有二级类型", category.code));
            }
            for subcategory in &category.subcategories {
                if subcategory.code.category() != category.code {
                    mistakes.push(format!("二级类型 {} 不属于 {}", subcategory.code, category.code));
                }
                if !codes.insert(subcategory.code.as_str()) {
                    mistakes.push(format!("二级类型 {} 出现了两次", subcategory.code));
                }
                if subcategory.name.trim().is_empty() {
                    mistakes.push(format!("二级类型 {} 没有名称", subcategory.code));
                }
            }
        }
        let (Ok(effective_from), true) = (effective_from, mistakes.is_empty()) else {
            return Err(TableMistakes(mistakes));
        };
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
