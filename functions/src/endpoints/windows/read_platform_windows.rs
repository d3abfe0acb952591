use domain::contract::windows::{PlatformWindows, ReadPlatformWindowsRequest};

use super::platform_rows::platform_rows;
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::windows;

pub async fn room(visit: Visit<'_>, _: Operator, _: ReadPlatformWindowsRequest) -> Result<PlatformWindows, Failure> {
    let house = visit.house;
    Ok(platform_rows(&windows::of_platform(house).await?, house.clock.now()))
}
