use domain::contract::windows::{ReadWindowsRequest, WindowRows};
use domain::window::Windows;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Chief;
use crate::store::windows;
use crate::use_cases::window_rows::window_rows;

pub async fn handle(cx: RequestContext<'_>, Chief(caller): Chief, _: ReadWindowsRequest) -> Result<WindowRows, Error> {
    let app = cx.app;
    let closings = windows::closings(app, &caller.scope.unit).await?;
    let windows = Windows { set: windows::set(app).await?, closed_early: closings.closed_early.clone() };
    Ok(window_rows(&windows, &closings, app.clock.now()))
}
