//! What every endpoint's calls touch, recorded on the wire, for the policies of the functions to be held against.
//!
//! Each world writes what it saw into the folder that `XUESHI_CALLS` names, where `tests/policies` finds it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use local::engine::{Delivery, Reply, Verdict, Wire};
use serde::{Deserialize, Serialize};
use serde_json::Value;

tokio::task_local! {
    static ENDPOINT: &'static str;
}

/// One call of an endpoint, as a policy sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Call {
    pub endpoint: String,
    /// The cloud's name of the action.
    pub action: String,
    pub index: Option<String>,
    /// The partition that it reads or writes; `None` for what is not about the table.
    pub partition: Option<String>,
}

/// The calls seen, one of each kind.
#[derive(Debug, Clone, Default)]
pub struct Calls(Arc<Mutex<BTreeMap<Call, Call>>>);

/// Works on a future as an endpoint: what it calls is noted as the endpoint's.
pub async fn of<F: Future>(endpoint: &'static str, work: F) -> F::Output {
    // Boxed: in a debug build the futures of all handlers together would not fit on a test's stack.
    ENDPOINT.scope(endpoint, Box::pin(work)).await
}

impl Calls {
    /// Notes what does not go over the table's wire.
    pub fn note_operations(&self, endpoint: &str, operations: &[&'static str]) {
        for operation in operations.iter().filter(|operation| !operation.starts_with("dynamodb:")) {
            self.note(Call {
                endpoint: endpoint.to_owned(),
                action: (*operation).to_owned(),
                index: None,
                partition: None,
            });
        }
    }

    fn note_request(&self, operation: &str, body: &[u8]) {
        // Fixtures and schema are nobody's calls.
        let Ok(endpoint) = ENDPOINT.try_get() else { return };
        let body: Value = serde_json::from_slice(body).expect("the SDK sends JSON");
        for (action, index, partition) in touched(operation, &body) {
            self.note(Call {
                endpoint: endpoint.to_owned(),
                action: format!("dynamodb:{action}"),
                index,
                partition: Some(partition),
            });
        }
    }

    /// Keeps one call of each kind: keys of one family differ in what comes after the first `#`.
    fn note(&self, call: Call) {
        let family =
            call.partition.as_deref().map(|key| key.split_inclusive('#').next().unwrap_or_default().to_owned());
        let kind = Call { partition: family, ..call.clone() };
        self.0.lock().expect("no test panics while it notes a call").entry(kind).or_insert(call);
    }

    /// Writes what was seen, if somebody wants it.
    pub fn hand_over(&self) {
        let Some(folder) = std::env::var_os("XUESHI_CALLS").map(PathBuf::from) else { return };
        let seen = self.0.lock().expect("no test panics while it notes a call");
        if seen.is_empty() {
            return;
        }
        let name = format!("{}-{:x}.json", std::process::id(), functions::crypto::vault::random_bits());
        let text = serde_json::to_vec(&seen.values().collect::<Vec<_>>()).expect("calls are JSON");
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(folder.join(name), text))
            .expect("a file of calls");
    }
}

/// Everything recorded in a folder.
///
/// # Panics
/// If the folder cannot be read.
pub fn recorded(folder: &std::path::Path) -> Vec<Call> {
    let files = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut all: Vec<Call> = files
        .flat_map(|file| {
            let text = std::fs::read(file.expect("an entry").path()).expect("a file of calls");
            serde_json::from_slice::<Vec<Call>>(&text).expect("calls")
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Notes requests before it hands them to another wire.
#[derive(Debug)]
pub struct Recording<W> {
    pub calls: Calls,
    pub wire: W,
}

impl<W: Wire> Wire for Recording<W> {
    fn before(&self, operation: &str, body: &[u8]) -> Verdict {
        self.calls.note_request(operation, body);
        self.wire.before(operation, body)
    }

    fn after(&self, operation: &str, body: &[u8], reply: Reply) -> Delivery {
        self.wire.after(operation, body, reply)
    }
}

type Touched = (String, Option<String>, String);

/// The actions that a request needs, each with its index and partition. A transaction needs those of its parts.
fn touched(operation: &str, body: &Value) -> Vec<Touched> {
    let one = |action: &str, key: &Value| (action.to_owned(), None, partition(key));
    match operation {
        "GetItem" | "UpdateItem" | "DeleteItem" => vec![one(operation, &body["Key"])],
        "PutItem" => vec![one(operation, &body["Item"])],
        "Query" => {
            let index = body["IndexName"].as_str().map(str::to_owned);
            let key = body["ExpressionAttributeValues"][":p"]["S"].as_str().expect("store/table.rs calls it :p");
            vec![(operation.to_owned(), index, key.to_owned())]
        }
        "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().expect("tables");
            let keys = tables.values().flat_map(|table| table["Keys"].as_array().expect("keys"));
            keys.map(|key| one(operation, key)).collect()
        }
        "TransactWriteItems" => {
            let parts = body["TransactItems"].as_array().expect("parts");
            parts.iter().map(part).collect()
        }
        other => panic!("{other} is recorded nowhere: teach tests/support/calls.rs what it touches"),
    }
}

fn part(part: &Value) -> Touched {
    let (kind, content) = part.as_object().and_then(|part| part.iter().next()).expect("a part");
    let (action, key) = match kind.as_str() {
        "Put" => ("PutItem", &content["Item"]),
        "Update" => ("UpdateItem", &content["Key"]),
        "Delete" => ("DeleteItem", &content["Key"]),
        _ => ("ConditionCheckItem", &content["Key"]),
    };
    (action.to_owned(), None, partition(key))
}

fn partition(key: &Value) -> String {
    key["pk"]["S"].as_str().expect("every item has its partition").to_owned()
}
