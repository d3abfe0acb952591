//! What a new version of the rules changes in the one that is in force.

use domain::category::{Category, CategoryTable, Requirement, Subcategory};

use crate::pages::operator::rules::table::hours_text;

/// A line of the comparison: what it is about, and how it was and will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    /// `培训进修类-专题讲座`, or what else it is about.
    pub about: String,
    pub details: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Added,
    Removed,
    Changed,
}

/// In the order of the new version, what it lacks at the end.
pub fn changes(before: &CategoryTable, after: &CategoryTable) -> Vec<Change> {
    let mut changes = requirements(before, after);
    for (category, one) in all(after) {
        let about = format!("{}-{}", category.name, one.name);
        match before.subcategory(one.code.as_str()) {
            None => changes.push(Change { kind: Kind::Added, about, details: described(one) }),
            Some(known) => {
                let details = differences(known, one, before.category(category.code.as_str()), category);
                if !details.is_empty() {
                    changes.push(Change { kind: Kind::Changed, about, details });
                }
            }
        }
    }
    for (category, one) in all(before).filter(|(_, one)| after.subcategory(one.code.as_str()).is_none()) {
        let about = format!("{}-{}", category.name, one.name);
        changes.push(Change { kind: Kind::Removed, about, details: described(one) });
    }
    changes
}

fn all(table: &CategoryTable) -> impl Iterator<Item = (&Category, &Subcategory)> {
    table.categories().iter().flat_map(|category| category.subcategories.iter().map(move |one| (category, one)))
}

fn described(one: &Subcategory) -> Vec<String> {
    vec![hours_text(&one.suggestion)]
}

fn differences(before: &Subcategory, after: &Subcategory, under: Option<&Category>, now: &Category) -> Vec<String> {
    let mut details = Vec::new();
    let mut compare = |what: &str, before: String, after: String| {
        if before != after {
            details.push(format!("{what}：{before} → {after}"));
        }
    };
    compare("类型", under.map(|one| one.name.clone()).unwrap_or_default(), now.name.clone());
    compare("名称", before.name.clone(), after.name.clone());
    compare("参考学时", hours_text(&before.suggestion), hours_text(&after.suggestion));
    let claimed = |one: &Subcategory| if one.offered { "可以申报" } else { "停止申报" }.to_owned();
    compare("申报", claimed(before), claimed(after));
    compare("证明材料", before.evidence.join("、"), after.evidence.join("、"));
    details
}

fn requirements(before: &CategoryTable, after: &CategoryTable) -> Vec<Change> {
    let told = |one: &Requirement| format!("总学时 {}，专业 {}，公需 {}", one.total, one.specialty, one.common);
    let find =
        |table: &CategoryTable, year: i32| table.requirements().iter().find(|one| one.from_year == year).copied();
    let mut years: Vec<i32> =
        [before, after].iter().flat_map(|one| one.requirements()).map(|one| one.from_year).collect();
    years.sort_unstable();
    years.dedup();
    let changes = years.into_iter().filter_map(|year| {
        let about = format!("{year} 年起的学时要求");
        let (kind, details) = match (find(before, year), find(after, year)) {
            (None, Some(new)) => (Kind::Added, told(&new)),
            (Some(old), None) => (Kind::Removed, told(&old)),
            (Some(old), Some(new)) if old != new => (Kind::Changed, format!("{} → {}", told(&old), told(&new))),
            _ => return None,
        };
        Some(Change { kind, about, details: vec![details] })
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = r#"{"version": 1, "effective_from": "2016-01-01", "provisional": true,
        "requirement": [{"from_year": 2016, "total": 90, "specialty": 60, "common": 0}],
        "categories": [{"code": "a", "name": "甲", "subcategories": [
            {"code": "a.b", "name": "乙", "suggestion": {"kind": "fixed", "hours": 4}, "evidence": ["证书"]},
            {"code": "a.c", "name": "丙", "suggestion": {"kind": "none"}, "evidence": []}]}]}"#;

    fn table(text: &str) -> CategoryTable {
        CategoryTable::from_json(text).expect("a table")
    }

    #[test]
    fn nothing_is_told_where_nothing_changes() {
        assert!(changes(&table(BEFORE), &table(BEFORE)).is_empty());
    }

    #[test]
    fn what_comes_goes_and_changes_is_told() {
        let after = BEFORE
            .replace("\"hours\": 4", "\"hours\": 8")
            .replace("\"a.c\", \"name\": \"丙\"", "\"a.d\", \"name\": \"丁\"")
            .replace("\"total\": 90", "\"total\": 100");
        let told: Vec<String> = changes(&table(BEFORE), &table(&after))
            .into_iter()
            .map(|change| format!("{:?} {} {}", change.kind, change.about, change.details.join("；")))
            .collect();
        assert_eq!(
            told,
            [
                "Changed 2016 年起的学时要求 总学时 90，专业 60，公需 0 → 总学时 100，专业 60，公需 0",
                "Changed 甲-乙 参考学时：4 学时 → 8 学时",
                "Added 甲-丁 自行填写",
                "Removed 甲-丙 自行填写",
            ]
        );
    }
}
