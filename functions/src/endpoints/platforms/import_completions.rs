use domain::contract::completions::DeliveryResults;
use domain::contract::platforms::ImportCompletionsRequest;
use domain::deed::Deed;
use domain::field_errors::FieldErrors;
use domain::id::UnitId;

use crate::delivering;
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::http::signature::Platform;
use crate::store::table::NotDone;
use crate::store::{platforms, unit_log};

pub async fn room(
    visit: Visit<'_>,
    caller: Operator,
    request: ImportCompletionsRequest,
) -> Result<DeliveryResults, Failure> {
    let house = visit.house;
    delivering::check(&request.deliveries)?;
    let list = platforms::listed(house).await?;
    let Some(name) = list.name_of(&request.platform).map(str::to_owned) else {
        let mut errors = FieldErrors::default();
        errors.push("platform", "unknown", "没有找到这个学习平台，请刷新后重新选择");
        return Err(Failure::Invalid(errors));
    };
    // It is on record before it begins; a repeat goes on where the first one was interrupted.
    let subject = request.platform.as_str();
    let note = unit_log::note(&caller.author(&visit), Deed::CompletionsImported, subject)?;
    match house.table.transact(note.into()).await {
        Ok(()) => {}
        Err(NotDone::Condition(_)) => {
            unit_log::was_done(house, &UnitId::other(), &visit.repeat, subject).await?;
        }
        Err(other) => return Err(other.into()),
    }
    let platform = Platform { id: request.platform.clone(), name, key: None };
    delivering::deliver(house, &platform, request.deliveries).await
}
