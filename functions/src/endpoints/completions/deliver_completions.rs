use domain::contract::completions::{DeliverCompletionsRequest, DeliveryOutcome, DeliveryResults};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Anyone;
use crate::store::platforms;
use crate::use_cases::deliver_completions;

pub async fn handle(
    cx: RequestContext<'_>,
    _: Anyone,
    request: DeliverCompletionsRequest,
) -> Result<DeliveryResults, Error> {
    let (app, platform) = (cx.app, cx.platform()?);
    deliver_completions::check(&request.deliveries)?;
    let answer = deliver_completions::deliver(app, platform, request.deliveries).await?;
    if let Some(signed) = &platform.signed {
        let refused = answer.results.iter().filter(|one| matches!(one.outcome, DeliveryOutcome::Refused { .. }));
        platforms::note_delivery(app, signed, answer.results.len(), refused.count()).await;
    }
    Ok(answer)
}
