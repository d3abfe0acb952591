use domain::contract::windows::{ReadWindowsRequest, WindowRows};
use domain::window::Windows;

use super::window_rows::window_rows;
use crate::http::Visit;
use crate::http::caller::Chief;
use crate::http::failure::Failure;
use crate::store::windows;

pub async fn room(visit: Visit<'_>, Chief(caller): Chief, _: ReadWindowsRequest) -> Result<WindowRows, Failure> {
    let house = visit.house;
    let closings = windows::closings(house, &caller.scope.unit).await?;
    let windows = Windows { set: windows::set(house).await?, closed_early: closings.closed_early.clone() };
    Ok(window_rows(&windows, &closings, house.clock.now()))
}
