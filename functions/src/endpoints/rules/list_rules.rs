use domain::contract::rules::{ListRulesRequest, RulesVersions};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::rules;

pub async fn handle(cx: RequestContext<'_>, _: Operator, _: ListRulesRequest) -> Result<RulesVersions, Error> {
    let app = cx.app;
    Ok(RulesVersions { versions: rules::now(app).await?.listed(app.clock.now().date()) })
}
