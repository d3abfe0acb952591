//! Calls of the table: typed items in, typed items out, every unit counted, every failure named once.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, KeysAndAttributes, Put, ReturnConsumedCapacity, ReturnValue,
    TransactWriteItem, Update,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::keys::{
    self, BY_DEPARTMENT, BY_INSTANT, BY_REGISTRAR, BY_REGISTRAR_DEPARTMENT, BY_UNIT, Key, PARTITION, SORT,
};
use super::usage;
use crate::clock::Clock;
use crate::error::Error;

pub type Item = HashMap<String, AttributeValue>;

/// Times that a transaction is tried again when another one was at the same items, and the longest wait between.
const CONFLICT_TRIES: u32 = 8;
const CONFLICT_WAIT_MAX: Duration = Duration::from_millis(200);

/// What a sort key may hold.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>
const SORT_BYTES_MAX: usize = 1_024;

/// The table behind its wire protocol.
pub struct Table {
    client: Client,
    name: String,
    /// Waits between tries.
    clock: Clock,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({})", self.name)
    }
}

/// One item to change in a transaction, under its condition.
#[derive(Debug, Clone)]
pub enum Change {
    Put {
        item: Item,
        condition: Condition,
    },
    Update {
        key: Key,
        expression: String,
        values: Item,
        condition: Condition,
    },
    /// Gives an item these attributes and leaves its others as they are; makes the item if there is none.
    Set {
        item: Item,
        condition: Condition,
    },
    /// Takes these attributes from an item and leaves its others as they are.
    Strip {
        key: Key,
        attributes: &'static [&'static str],
        condition: Condition,
    },
    Delete {
        key: Key,
        condition: Condition,
    },
    /// Changes nothing, and lets nothing happen unless the condition holds.
    Check {
        key: Key,
        condition: Condition,
    },
    /// Adds to numbers of an item; makes the item if there is none. Several of these for one item become one, because a
    /// transaction may name an item once.
    Add {
        key: Key,
        amounts: Vec<(&'static str, u128)>,
    },
}

impl Change {
    /// The item that it stores whole, for who stores many of them at once where there is nothing yet.
    pub fn into_item(self) -> Option<Item> {
        match self {
            Self::Put { item, .. } | Self::Set { item, .. } => Some(item),
            Self::Update { .. } | Self::Strip { .. } | Self::Delete { .. } | Self::Check { .. } | Self::Add { .. } => {
                None
            }
        }
    }
}

/// What must hold of the item as it is stored now.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    Missing,
    Exists,
    /// The item has this number in this attribute.
    Is(&'static str, i64),
    /// Each attribute has its number, or is not there where the number is `None`. Never empty.
    Are(Vec<(String, Option<i64>)>),
    /// The item, if there is one, has no such attribute.
    Lacks(&'static str),
    /// Anything else, as an expression with its values.
    Holds(&'static str, Item),
    /// All of these, which name their values apart.
    All(Vec<Condition>),
    Always,
}

/// Why a transaction did not happen. Nothing of it has.
#[derive(Debug)]
pub enum NotDone {
    /// The condition of the change at this position did not hold.
    Condition(usize),
    Error(Error),
}

impl From<NotDone> for Error {
    /// For changes whose conditions hold but for a race that is told elsewhere.
    fn from(not_done: NotDone) -> Self {
        match not_done {
            NotDone::Condition(position) => Error::internal(format!("the condition of change {position} did not hold")),
            NotDone::Error(failure) => failure,
        }
    }
}

/// Which items of a partition, in which order.
#[derive(Debug, Clone)]
pub struct Range {
    pub index: Option<&'static str>,
    pub partition: String,
    pub sort: SortRange,
    pub newest_first: bool,
    pub consistent: bool,
    /// Where the page before ended.
    pub after: Option<Item>,
}

#[derive(Debug, Clone)]
pub enum SortRange {
    All,
    Prefix(String),
    /// Both ends inclusive.
    Between(String, String),
    After(String),
}

/// Items of one call of Query, and where the next one starts.
#[derive(Debug)]
pub struct Page {
    pub items: Vec<Item>,
    pub next: Option<Item>,
}

impl Table {
    pub fn new(client: Client, name: String, clock: Clock) -> Self {
        Self { client, name, clock }
    }

    /// Reads one item as it is now.
    pub async fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, Error> {
        self.get_item(key, true).await?.map(parse).transpose()
    }

    /// Reads one item at half the price; it may lag by a moment.
    pub async fn get_lagging<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, Error> {
        self.get_item(key, false).await?.map(parse).transpose()
    }

    /// Reads one item as it is now, or at half the price, for who has to look at it before it is parsed.
    pub async fn get_item(&self, key: &Key, consistent: bool) -> Result<Option<Item>, Error> {
        let got = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(key_item(key)))
            .consistent_read(consistent)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(failure)?;
        usage::note("dynamodb:GetItem", usize::from(got.item.is_some()), true, got.consumed_capacity.as_slice());
        Ok(got.item)
    }

    /// Reads up to 100 items as they are now, in no order; one that is named twice is read once.
    pub async fn get_many(&self, keys: &[Key]) -> Result<Vec<Item>, Error> {
        let distinct: HashSet<&Key> = keys.iter().collect();
        let mut wanted = distinct.into_iter().map(key_item).collect::<Vec<_>>();
        let mut found = Vec::with_capacity(keys.len());
        let mut tries = 0;
        while !wanted.is_empty() {
            let keys = KeysAndAttributes::builder()
                .set_keys(Some(std::mem::take(&mut wanted)))
                .consistent_read(true)
                .build()
                .map_err(Error::internal)?;
            let got = self
                .client
                .batch_get_item()
                .request_items(&self.name, keys)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(failure)?;
            let items = got.responses.and_then(|mut by_table| by_table.remove(&self.name)).unwrap_or_default();
            usage::note("dynamodb:BatchGetItem", items.len(), true, got.consumed_capacity.as_deref().unwrap_or(&[]));
            found.extend(items);
            if let Some(left) = got.unprocessed_keys.and_then(|mut by_table| by_table.remove(&self.name)) {
                wanted = left.keys;
                tries += 1;
                if tries > CONFLICT_TRIES {
                    return Err(Error::Busy);
                }
                self.wait(tries).await;
            }
        }
        Ok(found)
    }

    /// Reads up to `limit` items of a range with one call.
    pub async fn query(&self, range: Range, limit: usize) -> Result<Page, Error> {
        self.query_parts(range, limit, &[]).await
    }

    /// The same, with these attributes alone; all of them where none is named. It reads as much, and brings less.
    pub async fn query_parts(&self, range: Range, limit: usize, attributes: &[&str]) -> Result<Page, Error> {
        let (partition_name, sort_name) = range.key_names();
        range.require_start_within()?;
        let mut request = self
            .client
            .query()
            .table_name(&self.name)
            .set_index_name(range.index.map(str::to_owned))
            .expression_attribute_names("#p", partition_name)
            .expression_attribute_values(":p", text(range.partition))
            .scan_index_forward(!range.newest_first)
            .consistent_read(range.consistent)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .set_exclusive_start_key(range.after)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        if !attributes.is_empty() {
            // Through placeholders: some attributes have names that expressions keep for themselves.
            let names: Vec<String> = (0..attributes.len()).map(|position| format!("#{position}")).collect();
            for (name, attribute) in names.iter().zip(attributes) {
                request = request.expression_attribute_names(name, *attribute);
            }
            request = request.projection_expression(names.join(", "));
        }
        request = match range.sort {
            SortRange::All => request.key_condition_expression("#p = :p"),
            SortRange::Prefix(prefix) => request
                .key_condition_expression("#p = :p AND begins_with(#s, :a)")
                .expression_attribute_names("#s", sort_name)
                .expression_attribute_values(":a", text(prefix)),
            SortRange::Between(from, to) => request
                .key_condition_expression("#p = :p AND #s BETWEEN :a AND :b")
                .expression_attribute_names("#s", sort_name)
                .expression_attribute_values(":a", text(from))
                .expression_attribute_values(":b", text(to)),
            SortRange::After(from) => request
                .key_condition_expression("#p = :p AND #s > :a")
                .expression_attribute_names("#s", sort_name)
                .expression_attribute_values(":a", text(from)),
        };
        let got = request.send().await.map_err(failure)?;
        let items = got.items.unwrap_or_default();
        // What the table's own filter leaves out was read and paid for all the same.
        let read = usize::try_from(got.scanned_count).unwrap_or_default().max(items.len());
        usage::note("dynamodb:Query", read, true, got.consumed_capacity.as_slice());
        usage::note_left_out(read - items.len());
        Ok(Page { items, next: got.last_evaluated_key })
    }

    /// Reads a whole range, call by call. Only for ranges that are bounded by nature.
    pub async fn query_all<T: DeserializeOwned>(&self, range: Range) -> Result<Vec<T>, Error> {
        self.query_items(range).await?.into_iter().map(parse).collect()
    }

    /// The same, as items.
    pub async fn query_items(&self, mut range: Range) -> Result<Vec<Item>, Error> {
        let mut all = Vec::new();
        loop {
            let page = self.query(range.clone(), 1_000).await?;
            all.extend(page.items);
            match page.next {
                Some(next) => range.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// Changes everything or nothing. Tries again by itself when other transactions were at the same items.
    pub async fn transact(&self, changes: Vec<Change>) -> Result<(), NotDone> {
        let (positions, changes): (Vec<usize>, Vec<Change>) = added_up(changes).into_iter().unzip();
        let items = changes
            .into_iter()
            .map(|change| self.write_item(change))
            .collect::<Result<Vec<_>, Error>>()
            .map_err(NotDone::Error)?;
        // One token for all tries: a transaction whose answer got lost is not done twice.
        let token = domain::id::spell(crate::crypto::vault::random_bits());
        let mut tries = 0;
        loop {
            let sent = self
                .client
                .transact_write_items()
                .set_transact_items(Some(items.clone()))
                .client_request_token(&token)
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await;
            match sent {
                Ok(done) => {
                    note_writes(&items, done.consumed_capacity.as_deref().unwrap_or(&[]));
                    return Ok(());
                }
                Err(error) => match Cancelled::by(&error) {
                    Cancelled::Condition(position) => {
                        return Err(NotDone::Condition(positions.get(position).copied().unwrap_or(position)));
                    }
                    Cancelled::Conflict if tries < CONFLICT_TRIES => {
                        tries += 1;
                        self.wait(tries).await;
                    }
                    Cancelled::Conflict => return Err(NotDone::Error(Error::Busy)),
                    Cancelled::No => return Err(NotDone::Error(failure(error))),
                },
            }
        }
    }

    /// Puts one item whatever is there.
    pub async fn put(&self, item: Item) -> Result<(), Error> {
        let request = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let put = self.past_conflicts(|| request.clone().send()).await.map_err(failure)?;
        usage::note("dynamodb:PutItem", 0, false, put.consumed_capacity.as_slice());
        Ok(())
    }

    /// Puts one item if there is none; `false` if there is.
    pub async fn put_new(&self, item: Item) -> Result<bool, Error> {
        let request = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(#p)")
            .expression_attribute_names("#p", PARTITION)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        match self.past_conflicts(|| request.clone().send()).await {
            Ok(put) => {
                usage::note("dynamodb:PutItem", 0, false, put.consumed_capacity.as_slice());
                Ok(true)
            }
            Err(error) if error.as_service_error().is_some_and(|e| e.is_conditional_check_failed_exception()) => {
                Ok(false)
            }
            Err(error) => Err(failure(error)),
        }
    }

    /// Updates one item; `false` if the condition does not hold.
    pub async fn update(
        &self,
        key: &Key,
        expression: &str,
        values: Item,
        condition: Option<&str>,
    ) -> Result<bool, Error> {
        Ok(self.update_returning(key, expression, values, condition).await?.is_some())
    }

    /// The same; gives the attributes that were changed, as they are now.
    pub async fn update_returning(
        &self,
        key: &Key,
        expression: &str,
        values: Item,
        condition: Option<&str>,
    ) -> Result<Option<Item>, Error> {
        let request = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key_item(key)))
            .update_expression(expression)
            .set_condition_expression(condition.map(str::to_owned))
            .set_expression_attribute_values((!values.is_empty()).then_some(values))
            .return_values(ReturnValue::UpdatedNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        match self.past_conflicts(|| request.clone().send()).await {
            Ok(updated) => {
                usage::note("dynamodb:UpdateItem", 0, false, updated.consumed_capacity.as_slice());
                Ok(Some(updated.attributes.unwrap_or_default()))
            }
            Err(error) if error.as_service_error().is_some_and(|e| e.is_conditional_check_failed_exception()) => {
                Ok(None)
            }
            Err(error) => Err(failure(error)),
        }
    }

    /// Deletes one item if it is there.
    pub async fn delete(&self, key: &Key) -> Result<(), Error> {
        let request = self
            .client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(key_item(key)))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let deleted = self.past_conflicts(|| request.clone().send()).await.map_err(failure)?;
        usage::note("dynamodb:DeleteItem", 0, false, deleted.consumed_capacity.as_slice());
        Ok(())
    }

    /// Full jitter over an exponential bound, so that those who met do not meet again.
    async fn wait(&self, tries: u32) {
        let bound = Duration::from_millis(4 << tries.min(6)).min(CONFLICT_WAIT_MAX);
        let mut random = [0; 4];
        crate::crypto::vault::random(&mut random);
        self.clock.sleep(bound.mul_f64(f64::from(u32::from_be_bytes(random)) / f64::from(u32::MAX))).await;
    }

    /// Sends a write of one item again while a transaction is at the same item, as [`Table::transact`] does.
    async fn past_conflicts<T, E, R, F>(&self, send: impl Fn() -> F) -> Result<T, SdkError<E, R>>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E, R>>>,
    {
        let mut tries = 0;
        loop {
            match send().await {
                Err(error) if tries < CONFLICT_TRIES && code_of(&error) == Some(CONFLICT) => {
                    tries += 1;
                    self.wait(tries).await;
                }
                sent => return sent,
            }
        }
    }

    fn write_item(&self, change: Change) -> Result<TransactWriteItem, Error> {
        let item = TransactWriteItem::builder();
        let built = match change {
            Change::Put { item: stored, condition } => {
                let (expression, values) = condition.expression();
                let put = Put::builder()
                    .table_name(&self.name)
                    .set_item(Some(stored))
                    .set_condition_expression(expression)
                    .set_expression_attribute_values((!values.is_empty()).then_some(values));
                item.put(put.build().map_err(Error::internal)?)
            }
            Change::Update { key, expression, mut values, condition } => {
                let (condition, more) = condition.expression();
                values.extend(more);
                let update = Update::builder()
                    .table_name(&self.name)
                    .set_key(Some(key_item(&key)))
                    .update_expression(expression)
                    .set_condition_expression(condition)
                    .set_expression_attribute_values((!values.is_empty()).then_some(values));
                item.update(update.build().map_err(Error::internal)?)
            }
            Change::Set { item: stored, condition } => {
                let (condition, mut values) = condition.expression();
                let (key, attributes): (Item, Item) =
                    stored.into_iter().partition(|(name, _)| name == PARTITION || name == SORT);
                let mut update =
                    Update::builder().table_name(&self.name).set_key(Some(key)).set_condition_expression(condition);
                let mut sets = Vec::with_capacity(attributes.len());
                for (position, (name, value)) in attributes.into_iter().enumerate() {
                    // Through placeholders: some attributes have names that expressions keep for themselves.
                    update = update.expression_attribute_names(format!("#{position}"), name);
                    values.insert(format!(":{position}"), value);
                    sets.push(format!("#{position} = :{position}"));
                }
                let update = update
                    .update_expression(format!("SET {}", sets.join(", ")))
                    .set_expression_attribute_values(Some(values));
                item.update(update.build().map_err(Error::internal)?)
            }
            Change::Strip { key, attributes, condition } => {
                let (condition, values) = condition.expression();
                let mut update = Update::builder()
                    .table_name(&self.name)
                    .set_key(Some(key_item(&key)))
                    .set_condition_expression(condition)
                    .set_expression_attribute_values((!values.is_empty()).then_some(values));
                let mut names = Vec::with_capacity(attributes.len());
                for (position, name) in attributes.iter().enumerate() {
                    update = update.expression_attribute_names(format!("#{position}"), *name);
                    names.push(format!("#{position}"));
                }
                let update = update.update_expression(format!("REMOVE {}", names.join(", ")));
                item.update(update.build().map_err(Error::internal)?)
            }
            Change::Add { key, amounts } => {
                let terms: Vec<String> = amounts.iter().map(|(name, _)| format!("{name} :{name}")).collect();
                let values =
                    amounts.iter().map(|(name, amount)| (format!(":{name}"), AttributeValue::N(amount.to_string())));
                let update = Update::builder()
                    .table_name(&self.name)
                    .set_key(Some(key_item(&key)))
                    .update_expression(format!("ADD {}", terms.join(", ")))
                    .set_expression_attribute_values(Some(values.collect()));
                item.update(update.build().map_err(Error::internal)?)
            }
            Change::Check { key, condition } => {
                let (expression, values) = condition.expression();
                let check = ConditionCheck::builder()
                    .table_name(&self.name)
                    .set_key(Some(key_item(&key)))
                    .set_condition_expression(expression)
                    .set_expression_attribute_values((!values.is_empty()).then_some(values));
                item.condition_check(check.build().map_err(Error::internal)?)
            }
            Change::Delete { key, condition } => {
                let (expression, values) = condition.expression();
                let delete = Delete::builder()
                    .table_name(&self.name)
                    .set_key(Some(key_item(&key)))
                    .set_condition_expression(expression)
                    .set_expression_attribute_values((!values.is_empty()).then_some(values));
                item.delete(delete.build().map_err(Error::internal)?)
            }
        };
        Ok(built.build())
    }
}

impl Condition {
    fn expression(self) -> (Option<String>, Item) {
        match self {
            Self::Missing => (Some("attribute_not_exists(pk)".to_owned()), Item::new()),
            Self::Exists => (Some("attribute_exists(pk)".to_owned()), Item::new()),
            Self::Is(attribute, value) => {
                (Some(format!("{attribute} = :seen")), Item::from([(":seen".to_owned(), number(value))]))
            }
            Self::Are(attributes) => {
                let mut values = Item::new();
                let mut terms = Vec::with_capacity(attributes.len());
                for (position, (attribute, wanted)) in attributes.into_iter().enumerate() {
                    match wanted {
                        Some(wanted) => {
                            terms.push(format!("{attribute} = :seen{position}"));
                            values.insert(format!(":seen{position}"), number(wanted));
                        }
                        None => terms.push(format!("attribute_not_exists({attribute})")),
                    }
                }
                (Some(terms.join(" AND ")), values)
            }
            Self::Lacks(attribute) => (Some(format!("attribute_not_exists({attribute})")), Item::new()),
            Self::Holds(expression, values) => (Some(expression.to_owned()), values),
            Self::All(conditions) => {
                let (terms, values): (Vec<_>, Vec<_>) = conditions.into_iter().map(Self::expression).unzip();
                let terms: Vec<String> = terms.into_iter().flatten().map(|term| format!("({term})")).collect();
                ((!terms.is_empty()).then(|| terms.join(" AND ")), values.into_iter().flatten().collect())
            }
            Self::Always => (None, Item::new()),
        }
    }
}

impl Range {
    /// The attributes that its index is keyed by.
    pub fn key_names(&self) -> (&'static str, &'static str) {
        match self.index {
            Some(BY_UNIT) => (keys::BY_UNIT_PARTITION, keys::BY_UNIT_SORT),
            Some(BY_DEPARTMENT) => (keys::BY_DEPARTMENT_PARTITION, keys::BY_DEPARTMENT_SORT),
            Some(BY_REGISTRAR) => (keys::BY_REGISTRAR_PARTITION, keys::BY_REGISTRAR_SORT),
            Some(BY_REGISTRAR_DEPARTMENT) => (keys::BY_REGISTRAR_DEPARTMENT_PARTITION, keys::BY_REGISTRAR_SORT),
            Some(BY_INSTANT) => (keys::BY_INSTANT_PARTITION, keys::BY_INSTANT_SORT),
            _ => (PARTITION, SORT),
        }
    }

    /// A cursor comes from outside and may be another list's: DynamoDB refuses to start where the range does not reach.
    fn require_start_within(&self) -> Result<(), Error> {
        let Some(after) = &self.after else { return Ok(()) };
        let start = after.get(self.key_names().1).and_then(|sort| sort.as_s().ok()).map(String::as_str);
        let is_within = start.is_some_and(|start| match &self.sort {
            _ if start.is_empty() || start.len() > SORT_BYTES_MAX => false,
            SortRange::All => true,
            SortRange::Prefix(prefix) => start.starts_with(prefix.as_str()),
            SortRange::Between(from, to) => (from.as_str()..=to.as_str()).contains(&start),
            SortRange::After(from) => start > from.as_str(),
        });
        if is_within { Ok(()) } else { Err(Error::Malformed("cursor")) }
    }
}

/// The changes with what is added to one item in one place, the first; each with the position that it was given at.
fn added_up(changes: Vec<Change>) -> Vec<(usize, Change)> {
    let mut all: Vec<(usize, Change)> = Vec::with_capacity(changes.len());
    for (position, change) in changes.into_iter().enumerate() {
        if let Change::Add { key, amounts } = &change {
            let same = all.iter_mut().find_map(|(_, earlier)| match earlier {
                Change::Add { key: other, amounts } if other == key => Some(amounts),
                _ => None,
            });
            if let Some(sums) = same {
                for (name, amount) in amounts {
                    match sums.iter_mut().find(|(other, _)| other == name) {
                        Some((_, sum)) => *sum += amount,
                        None => sums.push((name, *amount)),
                    }
                }
                continue;
            }
        }
        all.push((position, change));
    }
    all
}

/// Why DynamoDB cancelled a transaction: its reasons stand in the order of the changes.
enum Cancelled {
    Condition(usize),
    Conflict,
    No,
}

impl Cancelled {
    fn by<R>(error: &SdkError<TransactWriteItemsError, R>) -> Self {
        let service = match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => cancelled,
            Some(TransactWriteItemsError::TransactionInProgressException(_)) => return Self::Conflict,
            _ => return Self::No,
        };
        let reasons = service.cancellation_reasons.as_deref().unwrap_or(&[]);
        let is = |code: &'static str| {
            move |reason: &aws_sdk_dynamodb::types::CancellationReason| reason.code.as_deref() == Some(code)
        };
        if let Some(position) = reasons.iter().position(is("ConditionalCheckFailed")) {
            return Self::Condition(position);
        }
        let passing = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
        if reasons.iter().any(|reason| passing.contains(&reason.code.as_deref().unwrap_or_default())) {
            return Self::Conflict;
        }
        Self::No
    }
}

fn note_writes(items: &[TransactWriteItem], capacity: &[aws_sdk_dynamodb::types::ConsumedCapacity]) {
    // A transaction needs the permission of each of its parts.
    let mut operations: Vec<&'static str> = items
        .iter()
        .map(|item| {
            if item.put.is_some() {
                "dynamodb:PutItem"
            } else if item.update.is_some() {
                "dynamodb:UpdateItem"
            } else if item.delete.is_some() {
                "dynamodb:DeleteItem"
            } else {
                "dynamodb:ConditionCheckItem"
            }
        })
        .collect();
    operations.dedup();
    for (position, operation) in operations.into_iter().enumerate() {
        if position == 0 {
            usage::note(operation, 0, false, capacity);
        } else {
            usage::note_permission(operation);
        }
    }
}

/// What a write of one item is answered with while a transaction is at the item.
const CONFLICT: &str = "TransactionConflictException";

fn code_of<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Option<&str> {
    error.as_service_error().and_then(ProvideErrorMetadata::code)
}

/// Nothing has changed where the table is busy; where no answer has come, nobody knows.
fn failure<E, R>(error: SdkError<E, R>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
    R: fmt::Debug + 'static,
{
    let passing = [CONFLICT, "ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"];
    match (&error, code_of(&error)) {
        (_, Some(code)) if passing.contains(&code) => Error::Busy,
        (SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_), _) => {
            usage::note_cause(&DisplayErrorContext(error).to_string());
            Error::TimedOut
        }
        _ => Error::internal(DisplayErrorContext(error)),
    }
}

/// An item as the key that names it.
pub fn key_item(key: &Key) -> Item {
    Item::from([(PARTITION.to_owned(), text(key.partition.clone())), (SORT.to_owned(), text(key.sort.clone()))])
}

pub fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// A part of an item, as it is stored within one.
pub fn value(stored: &impl Serialize) -> Result<AttributeValue, Error> {
    serde_dynamo::to_attribute_value(stored).map_err(Error::internal)
}

/// A stored struct as an item under its key.
pub fn item(key: &Key, stored: &impl Serialize) -> Result<Item, Error> {
    let mut item: Item = serde_dynamo::to_item(stored).map_err(Error::internal)?;
    item.retain(|_, value| !matches!(value, AttributeValue::Null(_)));
    item.extend(key_item(key));
    Ok(item)
}

pub fn parse<T: DeserializeOwned>(item: Item) -> Result<T, Error> {
    serde_dynamo::from_item(item).map_err(Error::internal)
}
