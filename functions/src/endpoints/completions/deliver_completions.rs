use std::collections::HashSet;

use domain::completion::CompletionId;
use domain::contract::completions::{DeliverCompletionsRequest, DeliveryOutcome, DeliveryResult, DeliveryResults};
use domain::field_errors::FieldErrors;
use domain::limits::DELIVERIES_MAX;

use crate::http::Visit;
use crate::http::caller::Anyone;
use crate::http::failure::Failure;
use crate::store::completions::{self, Arrival};

pub async fn room(visit: Visit<'_>, _: Anyone, request: DeliverCompletionsRequest) -> Result<DeliveryResults, Failure> {
    let (house, platform) = (visit.house, visit.platform()?);
    let mut errors = FieldErrors::default();
    if request.deliveries.is_empty() {
        errors.push("deliveries", "required", "没有要接收的完成记录");
    }
    if request.deliveries.len() > DELIVERIES_MAX {
        errors.push("deliveries", "too_many", format!("一次最多 {DELIVERIES_MAX} 条,请分批发送"));
    }
    errors.finish(|| ())?;

    let today = house.clock.now().date();
    let mut seen: HashSet<CompletionId> = HashSet::new();
    let mut arrivals = Vec::new();
    // What is refused at the door, by place; the others keep their order.
    let mut refused: Vec<Option<DeliveryOutcome>> = Vec::with_capacity(request.deliveries.len());
    for form in &request.deliveries {
        refused.push(match form.parse(today) {
            Err(fields) => Some(invalid(fields)),
            Ok(delivery) if !seen.insert(delivery.completion.clone()) => Some(twice()),
            Ok(delivery) => {
                arrivals.push(Arrival::new(&house.vault, delivery));
                None
            }
        });
    }
    let mut applied = completions::apply(house, platform, &arrivals).await?.into_iter();
    let mut results = Vec::with_capacity(refused.len());
    for (form, refused) in request.deliveries.into_iter().zip(refused) {
        let outcome = refused.or_else(|| applied.next());
        let outcome = outcome.ok_or_else(|| Failure::internal("a delivery has no outcome"))?;
        results.push(DeliveryResult { completion: form.completion, outcome });
    }
    Ok(DeliveryResults { results })
}

fn invalid(fields: FieldErrors) -> DeliveryOutcome {
    let failure = Failure::Invalid(fields.clone());
    DeliveryOutcome::Refused { code: failure.code().to_owned(), message: failure.message(), fields }
}

/// Which of the two should hold is not for us to guess.
fn twice() -> DeliveryOutcome {
    DeliveryOutcome::Refused {
        code: "twice_in_batch".to_owned(),
        message: "同一条完成记录在一批中出现了两次,请放到下一批发送".to_owned(),
        fields: FieldErrors::default(),
    }
}
