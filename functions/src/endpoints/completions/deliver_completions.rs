use domain::contract::completions::{DeliverCompletionsRequest, DeliveryOutcome, DeliveryResults};

use crate::delivering;
use crate::http::Visit;
use crate::http::caller::Anyone;
use crate::http::failure::Failure;
use crate::store::platforms;

pub async fn room(visit: Visit<'_>, _: Anyone, request: DeliverCompletionsRequest) -> Result<DeliveryResults, Failure> {
    let (house, platform) = (visit.house, visit.platform()?);
    delivering::check(&request.deliveries)?;
    let answer = delivering::deliver(house, platform, request.deliveries).await?;
    if let Some(key) = &platform.key {
        let refused = answer.results.iter().filter(|one| matches!(one.outcome, DeliveryOutcome::Refused { .. }));
        platforms::note_delivery(house, key, answer.results.len(), refused.count()).await;
    }
    Ok(answer)
}
