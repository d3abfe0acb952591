use domain::contract::platforms::{ListPlatformKeysRequest, PlatformKeys};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::platforms;

pub async fn handle(cx: RequestContext<'_>, _: Operator, _: ListPlatformKeysRequest) -> Result<PlatformKeys, Error> {
    platforms::rows(cx.app, &platforms::listed(cx.app).await?).await
}
