use domain::contract::windows::{PlatformWindows, ReadPlatformWindowsRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::windows;
use crate::use_cases::platform_window_rows::platform_rows;

pub async fn handle(
    cx: RequestContext<'_>,
    _: Operator,
    _: ReadPlatformWindowsRequest,
) -> Result<PlatformWindows, Error> {
    let app = cx.app;
    Ok(platform_rows(&windows::of_platform(app).await?, app.clock.now()))
}
