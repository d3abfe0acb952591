//! The one way in which completions of a learning platform come in: judged each for itself, then stored. Whether the platform
//! sends them or an operator brings them as a file makes no difference.

use std::collections::HashSet;

use domain::completion::{CompletionId, DeliveryForm};
use domain::contract::completions::{DeliveryOutcome, DeliveryResult, DeliveryResults};
use domain::field_errors::FieldErrors;
use domain::limits::DELIVERIES_MAX;

use crate::app::App;
use crate::error::Error;
use crate::store::completions::{self, Arrival};
use crate::store::platforms::Platform;

/// Refuses a request that brings nothing, or too much at once.
pub fn check(deliveries: &[DeliveryForm]) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    if deliveries.is_empty() {
        errors.push("deliveries", "required", "没有要接收的完成记录");
    }
    if deliveries.len() > DELIVERIES_MAX {
        errors.push("deliveries", "too_many", format!("一次最多 {DELIVERIES_MAX} 条，请分批发送"));
    }
    errors.finish(|| ()).map_err(Error::Invalid)
}

/// Takes what a platform says, and tells what became of each delivery, in their order.
pub async fn deliver(app: &App, platform: &Platform, deliveries: Vec<DeliveryForm>) -> Result<DeliveryResults, Error> {
    let today = app.clock.now().date();
    let mut seen: HashSet<CompletionId> = HashSet::new();
    let mut arrivals = Vec::new();
    // What is refused at the door, by place; the others keep their order.
    let mut refused: Vec<Option<DeliveryOutcome>> = Vec::with_capacity(deliveries.len());
    for (place, form) in deliveries.iter().enumerate() {
        refused.push(match form.parse(today) {
            Err(fields) => Some(invalid(place + 1, fields)),
            Ok(delivery) if !seen.insert(delivery.completion.clone()) => Some(twice()),
            Ok(delivery) => {
                arrivals.push(Arrival::new(&app.vault, delivery));
                None
            }
        });
    }
    let mut applied = completions::apply(app, platform, &arrivals).await?.into_iter();
    let mut results = Vec::with_capacity(refused.len());
    for (form, refused) in deliveries.into_iter().zip(refused) {
        let outcome = refused.or_else(|| applied.next());
        let outcome = outcome.ok_or_else(|| Error::internal("a delivery has no outcome"))?;
        results.push(DeliveryResult { completion: form.completion, outcome });
    }
    Ok(DeliveryResults { results })
}

/// The operator of a machine looks at an answer without the request beside it: it names the delivery, from 1, and every
/// member that is wrong.
fn invalid(number: usize, fields: FieldErrors) -> DeliveryOutcome {
    let told: Vec<String> = fields.iter().map(|error| format!("{}：{}", error.path, error.message)).collect();
    let message = format!("第 {number} 条有误，没有接收。{}", told.join("；"));
    DeliveryOutcome::Refused { code: Error::Invalid(fields.clone()).code().to_owned(), message, fields }
}

/// Which of the two should hold is not for us to guess.
fn twice() -> DeliveryOutcome {
    DeliveryOutcome::Refused {
        code: "twice_in_batch".to_owned(),
        message: "同一条完成记录在一批中出现了两次，请放到下一批发送".to_owned(),
        fields: FieldErrors::default(),
    }
}
