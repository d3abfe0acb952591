use domain::contract::directory::{CompactDirectoryRequest, DirectoryCompacted};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;

pub async fn handle(
    cx: RequestContext<'_>,
    _: Operator,
    _: CompactDirectoryRequest,
) -> Result<DirectoryCompacted, Error> {
    let app = cx.app;
    // Taken before the log is read: whatever is stored from now on is still applied to what is packed.
    let now = app.clock.now();
    let units = app.directory.pack(&app.table, now).await?;
    Ok(DirectoryCompacted { units: u32::try_from(units).unwrap_or(u32::MAX) })
}
