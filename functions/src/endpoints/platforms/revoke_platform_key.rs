use domain::contract::platforms::{PlatformKeys, RevokePlatformKeyRequest};
use domain::deed::Deed;
use domain::id::UnitId;

use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::table::NotDone;
use crate::store::{platforms, unit_log};

pub async fn room(
    visit: Visit<'_>,
    caller: Operator,
    request: RevokePlatformKeyRequest,
) -> Result<PlatformKeys, Failure> {
    let house = visit.house;
    let list = platforms::listed(house).await?;
    list.key(&request.id).ok_or(Failure::NotFound)?;
    // Revoking what is revoked changes nothing; it is on record that somebody did.
    let mut changes = vec![platforms::revoke(&request.id)];
    changes.extend(unit_log::note(&caller.author(&visit), Deed::PlatformKeyRevoked, request.id.as_str())?);
    match house.table.transact(changes).await {
        Ok(()) => {}
        Err(NotDone::Condition(_)) => {
            let done = unit_log::was_done(house, &UnitId::other(), &visit.repeat, request.id.as_str()).await?;
            if !done {
                return Err(Failure::internal("a listed key is missing"));
            }
        }
        Err(other) => return Err(other.into()),
    }
    platforms::rows(house, &list).await
}
