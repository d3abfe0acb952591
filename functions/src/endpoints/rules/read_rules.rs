use domain::contract::rules::{ReadRulesRequest, Rules};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Caller;
use crate::store::rules;

pub async fn handle(cx: RequestContext<'_>, _: Caller, request: ReadRulesRequest) -> Result<Rules, Error> {
    let app = cx.app;
    let versions = rules::now(app).await?;
    let version = match request.version {
        Some(version) => versions.numbered(version).ok_or(Error::NotFound)?,
        None => versions.in_force(app.clock.now().date()),
    };
    Ok(Rules { version: version.table.version, table: version.text.clone() })
}
