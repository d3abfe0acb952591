//! What a function may do: its row's grants as statements of an IAM policy.
//!
//! Keys are narrowed by `dynamodb:LeadingKeys`, the partition keys of a call.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html>

use std::collections::BTreeMap;

use domain::contract::{Family, Grant, Permission};

/// How the keys of a family look: what `functions/src/store/keys.rs` makes of them, as policies say it. The replay of
/// the endpoints' calls (tests/policies) holds one against the other.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    /// A pattern of partition keys (or of object keys), in which `*` stands for anything.
    pub pattern: &'static str,
    /// The indexes that hold it; none: the table itself, or the bucket.
    pub indexes: &'static [&'static str],
}

/// The one spelling of a family.
pub const fn spelling(family: Family) -> Spelling {
    match family {
        Family::Account => Spelling { pattern: "A#*", indexes: &[] },
        Family::Person => Spelling { pattern: "P#*", indexes: &[] },
        Family::Unit => Spelling { pattern: "U#*", indexes: &[] },
        Family::Directory => Spelling { pattern: "DIRECTORY", indexes: &[] },
        Family::StatusPartition => Spelling { pattern: "U#*", indexes: &["by_unit", "by_department"] },
        Family::Entered => Spelling { pattern: "U#*", indexes: &["by_registrar", "by_registrar_department"] },
        Family::Certificate => Spelling { pattern: "C#*", indexes: &[] },
        Family::Completion => Spelling { pattern: "K#*", indexes: &[] },
        Family::PlatformKey => Spelling { pattern: "L#*", indexes: &[] },
        Family::Platform => Spelling { pattern: "PLATFORM", indexes: &[] },
        Family::Rules => Spelling { pattern: "RULES", indexes: &[] },
        Family::Audit => Spelling { pattern: "U#*", indexes: &["by_instant"] },
        Family::Load => Spelling { pattern: "LOAD", indexes: &[] },
        Family::Evidence => Spelling { pattern: "*/*", indexes: &[] },
    }
}

/// The context that the master key is encrypted in. Functions may open what was encrypted in it, and nothing else.
pub const SEALED_FOR: (&str, &str) = ("xueshi", "master-key");

/// Something a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    Table,
    Index(&'static str),
    /// Objects of the bucket of evidence, by a pattern of keys.
    Objects(&'static str),
    MasterKey,
}

/// One statement that allows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub actions: Vec<&'static str>,
    pub resources: Vec<Resource>,
    /// Patterns of partition keys; empty where a statement is not about the table.
    pub leading_keys: Vec<&'static str>,
}

/// A call, as it comes to the policy.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub action: &'a str,
    pub index: Option<&'a str>,
    /// `None` for what is not about the table.
    pub partition: Option<&'a str>,
}

/// What a statement is about: resources, and the leading keys in them.
type Place = (Vec<Resource>, Vec<&'static str>);

/// Everything that a row, or a command, allows. Actions on the same families share a statement.
pub fn statements(grants: &[Grant]) -> Vec<Statement> {
    let mut by_place: BTreeMap<Place, Vec<&'static str>> = BTreeMap::new();
    let mut places: BTreeMap<(Permission, bool), Place> = BTreeMap::new();
    for grant in grants {
        if grant.action == Permission::Decrypt {
            by_place.entry((vec![Resource::MasterKey], Vec::new())).or_default().push(grant.action.name());
        }
        for family in grant.on {
            let (resources, leading_key) = place(*family);
            let (all, keys) = places.entry((grant.action, !spelling(*family).indexes.is_empty())).or_default();
            for resource in resources {
                if !all.contains(&resource) {
                    all.push(resource);
                }
            }
            keys.extend(leading_key.filter(|key| !keys.contains(key)).as_slice());
        }
    }
    for ((action, _), (mut resources, mut keys)) in places {
        resources.sort();
        keys.sort_unstable();
        by_place.entry((resources, keys)).or_default().push(action.name());
    }
    let statement = |((resources, leading_keys), actions)| Statement { actions, resources, leading_keys };
    by_place.into_iter().map(statement).collect()
}

fn place(family: Family) -> (Vec<Resource>, Option<&'static str>) {
    let spelling = spelling(family);
    match family {
        Family::Evidence => (vec![Resource::Objects(spelling.pattern)], None),
        _ if spelling.indexes.is_empty() => (vec![Resource::Table], Some(spelling.pattern)),
        _ => (spelling.indexes.iter().map(|index| Resource::Index(index)).collect(), Some(spelling.pattern)),
    }
}

/// Whether a statement lets a call through, as IAM decides.
pub fn allows(statement: &Statement, asked: Asked<'_>) -> bool {
    let is_its_place = |resource: &Resource| match resource {
        Resource::Table => asked.index.is_none(),
        Resource::Index(index) => asked.index == Some(index),
        Resource::Objects(_) => asked.action.starts_with("s3:"),
        Resource::MasterKey => asked.action == Permission::Decrypt.name(),
    };
    let is_its_key = match asked.partition {
        Some(partition) => statement.leading_keys.iter().any(|pattern| matches(pattern, partition)),
        None => statement.leading_keys.is_empty(),
    };
    statement.actions.contains(&asked.action) && statement.resources.iter().any(is_its_place) && is_its_key
}

/// The family of a call on the table, by the index and the partition that it names.
pub fn family_of(index: Option<&str>, partition: &str) -> Option<Family> {
    const ON_THE_TABLE: [Family; 13] = [
        Family::Account,
        Family::Person,
        Family::Unit,
        Family::Directory,
        Family::StatusPartition,
        Family::Entered,
        Family::Certificate,
        Family::Completion,
        Family::PlatformKey,
        Family::Platform,
        Family::Audit,
        Family::Load,
        Family::Rules,
    ];
    ON_THE_TABLE.into_iter().find(|family| {
        let spelling = spelling(*family);
        let is_its_place = match index {
            Some(index) => spelling.indexes.contains(&index),
            None => spelling.indexes.is_empty(),
        };
        is_its_place && matches(spelling.pattern, partition)
    })
}

/// IAM's `StringLike` with `*` at the end or nowhere.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => text == pattern,
    }
}

#[cfg(test)]
mod tests {
    use domain::contract::{Access, Effect, FunctionSize, Method, Row};

    use super::*;

    const ROW: Row = Row {
        id: "read_thing",
        area: "things",
        method: Method::Get,
        path: "/api/thing",
        access: Access::SignedIn,
        effect: Effect::Read,
        body_bytes_max: 0,
        grants: &[
            Grant { action: Permission::BatchGetItem, on: &[Family::Account] },
            Grant { action: Permission::Query, on: &[Family::Person, Family::StatusPartition] },
            Grant { action: Permission::GetObject, on: &[Family::Evidence] },
            Grant { action: Permission::Decrypt, on: &[] },
        ],
        size: FunctionSize { memory_megabytes: 512, timeout_seconds: 15 },
    };

    fn is_allowed(action: &str, index: Option<&str>, partition: Option<&str>) -> bool {
        statements(ROW.grants).iter().any(|statement| allows(statement, Asked { action, index, partition }))
    }

    #[test]
    fn a_row_allows_its_actions_on_its_families() {
        assert!(is_allowed("dynamodb:BatchGetItem", None, Some("A#1")));
        assert!(is_allowed("dynamodb:Query", None, Some("P#1")));
        assert!(is_allowed("dynamodb:Query", Some("by_unit"), Some("U#1#P1")));
        assert!(is_allowed("s3:GetObject", None, None));
        assert!(is_allowed("kms:Decrypt", None, None));
    }

    #[test]
    fn a_row_allows_nothing_else() {
        assert!(!is_allowed("dynamodb:BatchGetItem", None, Some("P#1")), "another family");
        assert!(!is_allowed("dynamodb:Query", None, Some("U#1")), "an index is not the table");
        assert!(!is_allowed("dynamodb:Query", Some("by_unit"), Some("P#1")), "another key in the index");
        assert!(!is_allowed("dynamodb:PutItem", None, Some("P#1")), "another action");
        assert!(!is_allowed("s3:PutObject", None, None), "another action on the bucket");
    }

    #[test]
    fn a_key_belongs_to_one_family() {
        assert_eq!(family_of(None, "U#1"), Some(Family::Unit));
        assert_eq!(family_of(Some("by_unit"), "U#1#A"), Some(Family::StatusPartition));
        assert_eq!(family_of(None, "DIRECTORY"), Some(Family::Directory));
        assert_eq!(family_of(None, "X#1"), None);
    }
}
