use domain::contract::reviews::{DeletionPreview, PreviewDeletionRequest};
use domain::review::State;
use domain::totals::SpecialtyChange;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Administrator};
use crate::store::certificates;
use crate::use_cases::transition_registrations::find_readable;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: PreviewDeletionRequest,
) -> Result<DeletionPreview, Error> {
    let registration = find_readable(&cx, &Acting::Administrator(caller), &request.id).await?;
    let State::Approved { approved_hours } = registration.state else { return Ok(DeletionPreview { voids: None }) };
    let tenths = -i64::from(approved_hours.tenths());
    let change = SpecialtyChange { credited_year: registration.credited_year, tenths };
    let voided = certificates::at_stake(cx.app, registration.id.person(), change).await?;
    Ok(DeletionPreview { voids: voided.map(|certificate| certificate.number) })
}
