use domain::contract::reviews::{DeletionPreview, PreviewDeletionRequest};
use domain::review::State;
use domain::totals::SpecialtyChange;

use crate::act::find_readable;
use crate::http::Visit;
use crate::http::caller::{Acting, Administrator};
use crate::http::failure::Failure;
use crate::store::certificates;

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: PreviewDeletionRequest,
) -> Result<DeletionPreview, Failure> {
    let registration = find_readable(&visit, &Acting::Administrator(caller), &request.id).await?;
    let State::Approved { approved_hours } = registration.state else { return Ok(DeletionPreview { voids: None }) };
    let tenths = -i64::from(approved_hours.tenths());
    let change = SpecialtyChange { credited_year: registration.credited_year, tenths };
    let voided = certificates::at_stake(visit.house, registration.id.person(), change).await?;
    Ok(DeletionPreview { voids: voided.map(|certificate| certificate.number) })
}
