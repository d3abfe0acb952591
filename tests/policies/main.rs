//! Replays what all endpoint tests called against the policies of the functions: nothing missing, nothing granted in
//! excess. `cargo xtask test` records the calls and runs this by name.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cloud::policy::{Asked, Statement, allows, family_of, spelling, statements};
use domain::contract::{COMMANDS, ENDPOINTS, Family, Grant, Permission};
use tests::calls::{Call, recorded};

/// Actions of a row with the families that they are on, as the table spells them.
type Used = BTreeMap<Permission, Vec<Family>>;

fn calls() -> Vec<Call> {
    let folder = std::env::var_os("XUESHI_CALLS").expect("XUESHI_CALLS names the folder of recorded calls");
    let calls = recorded(&PathBuf::from(folder));
    assert!(!calls.is_empty(), "no calls are recorded: run the endpoint tests with XUESHI_CALLS first");
    calls
}

fn action_of(name: &str) -> Permission {
    use Permission::*;
    let all = [
        GetItem,
        BatchGetItem,
        Query,
        PutItem,
        UpdateItem,
        DeleteItem,
        ConditionCheckItem,
        GetObject,
        PutObject,
        PutObjectTagging,
        DeleteObjectTagging,
        Decrypt,
    ];
    all.into_iter().find(|action| action.name() == name).unwrap_or_else(|| panic!("{name} is no action of a row"))
}

/// Every function: its id and what it may.
fn functions() -> Vec<(&'static str, &'static [Grant])> {
    let endpoints = ENDPOINTS.iter().map(|row| (row.id, row.grants));
    endpoints.chain(COMMANDS.iter().map(|command| (command.id, command.grants))).collect()
}

fn used_by(id: &str, calls: &[Call]) -> Used {
    let mut used = Used::new();
    for call in calls.iter().filter(|call| call.endpoint == id) {
        let families = used.entry(action_of(&call.action)).or_default();
        let family = match &call.partition {
            Some(partition) => Some(family_of(call.index.as_deref(), partition).unwrap_or_else(|| {
                panic!(
                    "{} calls {} on {partition}, a key of no family: add one to domain/src/contract and spell it in \
                     infra/cloud/src/policy.rs",
                    id, call.action
                )
            })),
            None if call.action.starts_with("s3:") => Some(Family::Evidence),
            None => None,
        };
        families.extend(family.filter(|family| !families.contains(family)));
        families.sort_unstable();
    }
    used
}

/// Without the versions of the rules. A process reads them when it first needs them; the tests' one process serves all
/// endpoints, so whichever comes first reads them for the others. That each function may read them for itself is shown
/// by `tests/lambda`, where each has a process of its own.
fn without_rules(mut used: Used) -> Used {
    used.retain(|_, families| {
        let before = families.len();
        families.retain(|family| *family != Family::Rules);
        !families.is_empty() || before == 0
    });
    used
}

fn granted(grants: &[Grant]) -> Used {
    grants
        .iter()
        .map(|grant| {
            let mut families = grant.on.to_vec();
            families.sort_unstable();
            (grant.action, families)
        })
        .collect()
}

/// As the row has to say it.
fn spelled(used: &Used) -> String {
    let grants = used.iter().map(|(action, families)| {
        let families: String = families.iter().map(|family| format!(" {family:?}")).collect();
        if families.is_empty() { format!("{action:?}") } else { format!("{action:?}:{families}") }
    });
    format!("[{}]", grants.collect::<Vec<_>>().join(", "))
}

/// If you're here because this assertion failed: a row of `domain/src/contract/mod.rs` grants more than its tests use,
/// or less. Where a test is missing, write it; else write what the message says into the row, and call `cargo xtask
/// template`.
#[test]
fn every_row_grants_what_its_tests_use_and_nothing_else() {
    let calls = calls();
    let wrong: Vec<String> = functions()
        .into_iter()
        .filter_map(|(id, grants)| {
            let (used, granted) = (without_rules(used_by(id, &calls)), without_rules(granted(grants)));
            (used != granted).then(|| format!("{id}\n    grants {}\n    uses   {}", spelled(&granted), spelled(&used)))
        })
        .collect();
    assert!(wrong.is_empty(), "these rows grant something else than their tests use:\n  {}", wrong.join("\n  "));
}

/// The statements themselves, as IAM would read them.
#[test]
fn the_policies_let_every_recorded_call_through() {
    for call in calls() {
        let (id, grants) = functions().into_iter().find(|(id, _)| *id == call.endpoint).expect("a function");
        let asked = Asked { action: &call.action, index: call.index.as_deref(), partition: call.partition.as_deref() };
        assert!(
            statements(grants).iter().any(|statement| allows(statement, asked)),
            "the policy of {} refuses {} on {:?} {:?}",
            id,
            call.action,
            call.index,
            call.partition
        );
    }
}

/// What one function may do, others that do not need it may not: each statement is of use to some recorded call.
#[test]
fn every_statement_is_of_use() {
    let calls = calls();
    for (id, grants) in functions() {
        let of_rules_alone = |statement: &Statement| statement.leading_keys == [spelling(Family::Rules).pattern];
        for statement in statements(grants).into_iter().filter(|one| !of_rules_alone(one)) {
            let is_of_use = calls.iter().filter(|call| call.endpoint == id).any(|call| {
                let asked =
                    Asked { action: &call.action, index: call.index.as_deref(), partition: call.partition.as_deref() };
                allows(&statement, asked)
            });
            assert!(is_of_use, "no call of {id} needs {statement:?}");
        }
    }
}
