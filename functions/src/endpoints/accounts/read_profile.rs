use domain::contract::accounts::{Profile, ReadProfileRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::people;
use crate::use_cases::profile_view::profile_view;

pub async fn handle(cx: RequestContext<'_>, caller: Professional, _: ReadProfileRequest) -> Result<Profile, Error> {
    let person = people::find(cx.app, &caller.person).await?.ok_or(Error::NotFound)?;
    profile_view(cx.app, person).await
}
