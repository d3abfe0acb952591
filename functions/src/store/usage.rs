//! What a request costs: calls, request units, items. Counted where the table is called, logged per request, and held
//! against golden figures by the tests.

use std::cell::RefCell;

use aws_sdk_dynamodb::types::ConsumedCapacity;

tokio::task_local! {
    /// The usage of the request that this task works on.
    pub static METER: RefCell<Usage>;
}

/// Calls and request units of one request. Units are half units counted twice, because DynamoDB bills halves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    pub calls: u32,
    pub half_units_read: u32,
    pub half_units_written: u32,
    pub items_read: u32,
    /// Those among the items read that came to nothing: a filter left them out, they were only counted, or they told that
    /// there is one more page.
    pub items_left_out: u32,
    /// The operations called, in order, for the policy that they need.
    pub operations: Vec<&'static str>,
    /// What went wrong inside for single items of a request that was answered all the same; for the log.
    pub causes: Vec<String>,
}

impl Usage {
    pub fn read_units(&self) -> f64 {
        f64::from(self.half_units_read) / 2.0
    }

    pub fn write_units(&self) -> f64 {
        f64::from(self.half_units_written) / 2.0
    }
}

/// Notes one call. Outside of a request (seeding, tools) nobody counts.
pub fn note(operation: &'static str, items_read: usize, read: bool, capacity: &[ConsumedCapacity]) {
    let units: f64 = capacity.iter().filter_map(ConsumedCapacity::capacity_units).sum();
    // Units come in halves and stay far below what 32 bits hold.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let half_units = (units * 2.0).round() as u32;
    let _ = METER.try_with(|usage| {
        let mut usage = usage.borrow_mut();
        usage.calls += 1;
        usage.operations.push(operation);
        usage.items_read += u32::try_from(items_read).unwrap_or(u32::MAX);
        if read {
            usage.half_units_read += half_units;
        } else {
            usage.half_units_written += half_units;
        }
    });
}

/// Notes items that [`note`] has counted and that the answer does not need.
pub fn note_left_out(items: usize) {
    let _ = METER.try_with(|usage| usage.borrow_mut().items_left_out += u32::try_from(items).unwrap_or(u32::MAX));
}

/// Notes an operation that [`note`] does not count: a further part of a transaction, a signed address, a key.
pub fn note_permission(operation: &'static str) {
    let _ = METER.try_with(|usage| usage.borrow_mut().operations.push(operation));
}

/// Notes the inside of a failure that concerns one item of many.
pub fn note_cause(cause: &str) {
    let _ = METER.try_with(|usage| usage.borrow_mut().causes.push(cause.to_owned()));
}
