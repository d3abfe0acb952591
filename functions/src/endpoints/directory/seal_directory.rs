use domain::contract::directory::{DirectorySealed, SealDirectoryRequest};

use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;

pub async fn room(visit: Visit<'_>, _: Operator, _: SealDirectoryRequest) -> Result<DirectorySealed, Failure> {
    let house = visit.house;
    // Taken before the log is read: whatever is stored from now on is still applied to what is packed.
    let now = house.clock.now();
    let units = house.directory.pack(&house.table, now).await?;
    Ok(DirectorySealed { units: u32::try_from(units).unwrap_or(u32::MAX) })
}
