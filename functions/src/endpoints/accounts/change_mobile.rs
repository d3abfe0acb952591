use domain::contract::accounts::{ChangeMobileRequest, Profile};
use domain::mobile::MobileNumber;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::people;
use crate::use_cases::profile_view::profile_view;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: ChangeMobileRequest,
) -> Result<Profile, Error> {
    let app = cx.app;
    let mobile = MobileNumber::parse(&request.mobile).map_err(|mistake| Error::invalid("mobile", &mistake))?;
    people::set_mobile(app, &caller.person, &mobile).await?;
    let person = people::find(app, &caller.person).await?.ok_or(Error::NotFound)?;
    profile_view(app, person).await
}
