use domain::contract::platforms::{ListPlatformKeysRequest, PlatformKeys};

use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::platforms;

pub async fn room(visit: Visit<'_>, _: Operator, _: ListPlatformKeysRequest) -> Result<PlatformKeys, Failure> {
    platforms::rows(visit.house, &platforms::listed(visit.house).await?).await
}
