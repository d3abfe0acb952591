//! Removes items whose time to live is over, some of the table at a time.
//!
//! The cloud does the same by itself, within days. The engine could as well, but reads the whole table for it each time, and
//! counts it first with everybody waiting.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use domain::timestamp::Timestamp;
use functions::store::keys::{EXPIRY, PARTITION, SORT};
use serde_json::{Map, Value, json};

use super::Engine;

/// Items that are looked at with everybody else waiting.
const PAGE: usize = 100;
/// Between two pages, for whoever waits.
const PAUSE: Duration = Duration::from_millis(5);

/// Goes round a table, again and again, a turn at a time.
pub struct Sweeper {
    engine: Engine,
    table: &'static str,
    /// Items that one turn looks at.
    items_each: usize,
    /// The key of the last item that was looked at; `None` at the beginning of the table.
    after: Option<Value>,
}

/// What one turn has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    pub looked_at: usize,
    pub removed: usize,
    /// It has come to the end of the table; the next turn begins anew.
    pub is_round: bool,
}

impl Sweeper {
    /// Begins somewhere in the table: who starts often comes everywhere sooner or later.
    pub fn new(engine: Engine, table: &'static str, items_each: usize) -> Self {
        let bits = functions::crypto::vault::random_bits();
        let letter = if bits.is_multiple_of(2) { 'A' } else { 'P' };
        let somewhere = format!("{letter}#{}", domain::id::spell(bits));
        Self {
            after: Some(json!({ PARTITION: { "S": somewhere }, SORT: { "S": "-" } })),
            ..Self::from_the_start(engine, table, items_each)
        }
    }

    pub fn from_the_start(engine: Engine, table: &'static str, items_each: usize) -> Self {
        Self { engine, table, items_each, after: None }
    }

    /// Removes what has expired of the next items, or of the rest of the table.
    pub fn turn(&mut self, now: Timestamp) -> Result<Swept> {
        let mut swept = Swept::default();
        while !swept.is_round && swept.looked_at < self.items_each {
            if swept.looked_at > 0 {
                thread::sleep(PAUSE);
            }
            self.page(now, PAGE.min(self.items_each - swept.looked_at), &mut swept)?;
        }
        Ok(swept)
    }

    fn page(&mut self, now: Timestamp, limit: usize, swept: &mut Swept) -> Result<()> {
        let has_expired = format!("{EXPIRY} < :now");
        let now = json!({ ":now": { "N": now.seconds().to_string() } });
        let mut scan = json!({
            "TableName": self.table,
            "Limit": limit,
            "FilterExpression": has_expired,
            "ExpressionAttributeValues": now,
        });
        if let Some(after) = self.after.take() {
            scan["ExclusiveStartKey"] = after;
        }
        let page = self.ask("Scan", &scan)?;
        for item in page["Items"].as_array().into_iter().flatten() {
            let key: Map<String, Value> =
                [PARTITION, SORT].into_iter().map(|name| (name.to_owned(), item[name].clone())).collect();
            // Somebody may have given it more time since.
            let delete = json!({
                "TableName": self.table,
                "Key": key,
                "ConditionExpression": has_expired,
                "ExpressionAttributeValues": now,
            });
            swept.removed += usize::from(self.delete(&delete)?);
        }
        swept.looked_at +=
            page["ScannedCount"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
        self.after = page.get("LastEvaluatedKey").filter(|key| key.is_object()).cloned();
        swept.is_round = self.after.is_none();
        Ok(())
    }

    /// Whether the item was there and could go.
    fn delete(&self, request: &Value) -> Result<bool> {
        let reply = self.engine.answer("DeleteItem", request.to_string().as_bytes());
        let answer: Value = serde_json::from_slice(&reply.body).context("the engine answers in JSON")?;
        let kept = answer["__type"].as_str().is_some_and(|kind| kind.ends_with("ConditionalCheckFailedException"));
        match (reply.status.is_success(), kept) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => bail!("cannot remove an expired item: {answer}"),
        }
    }

    fn ask(&self, operation: &str, request: &Value) -> Result<Value> {
        let reply = self.engine.answer(operation, request.to_string().as_bytes());
        if !reply.status.is_success() {
            bail!("cannot look for expired items: {}", String::from_utf8_lossy(&reply.body));
        }
        serde_json::from_slice(&reply.body).context("the engine answers in JSON")
    }
}
