use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use super::CategoryTable;
use crate::field_errors::Mistake;

const CHARACTERS_MAX: usize = 64;

/// The code of a [`Category`](super::Category): `training`.
///
/// [`parse`](Self::parse) vouches for membership in a table. Deserializing checks the form alone, because what was stored
/// may be of an older table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CategoryCode(String);

/// The code of a [`Subcategory`](super::Subcategory), which begins with its category's: `training.lecture`.
///
/// [`parse`](Self::parse) vouches for membership in a table. Deserializing checks the form alone, because what was stored
/// may be of an older table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SubcategoryCode(String);

impl CategoryCode {
    /// The code, if the table has a category of it.
    pub fn parse(text: &str, table: &CategoryTable) -> Result<Self, CategoryMistake> {
        let code = Self::try_from(text.trim().to_owned())?;
        if table.category(code.as_str()).is_some() { Ok(code) } else { Err(CategoryMistake::Unknown) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SubcategoryCode {
    /// The code, if the table has a subcategory of it.
    pub fn parse(text: &str, table: &CategoryTable) -> Result<Self, CategoryMistake> {
        let code = Self::try_from(text.trim().to_owned())?;
        if table.subcategory(code.as_str()).is_some() { Ok(code) } else { Err(CategoryMistake::Unknown) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code of the category that it belongs to.
    pub fn category(&self) -> CategoryCode {
        CategoryCode(self.0.split('.').next().unwrap_or_default().to_owned())
    }
}

impl TryFrom<String> for CategoryCode {
    type Error = CategoryMistake;

    fn try_from(text: String) -> Result<Self, CategoryMistake> {
        well_formed(text, 1).map(Self)
    }
}

impl TryFrom<String> for SubcategoryCode {
    type Error = CategoryMistake;

    fn try_from(text: String) -> Result<Self, CategoryMistake> {
        well_formed(text, 2).map(Self)
    }
}

/// Accepts `parts` words of lower-case letters, digits and underscores, joined by full stops.
fn well_formed(text: String, parts: usize) -> Result<String, CategoryMistake> {
    if text.is_empty() {
        return Err(CategoryMistake::Required);
    }
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let right = text.len() <= CHARACTERS_MAX && text.split('.').count() == parts && text.split('.').all(is_word);
    if right { Ok(text) } else { Err(CategoryMistake::Unknown) }
}

impl From<CategoryCode> for String {
    fn from(code: CategoryCode) -> Self {
        code.0
    }
}

impl From<SubcategoryCode> for String {
    fn from(code: SubcategoryCode) -> Self {
        code.0
    }
}

impl fmt::Display for CategoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SubcategoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no code of a category or a subcategory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CategoryMistake {
    Required,
    /// Not in the table, or not of a code's form.
    Unknown,
}

impl Mistake for CategoryMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Unknown => "unknown",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Required => "请选择认定类型和二级类型",
            Self::Unknown => "没有这个认定类型，请从列表中选择",
        })
    }
}

impl fmt::Display for CategoryMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}
