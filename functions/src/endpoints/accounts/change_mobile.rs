use domain::contract::accounts::{ChangeMobileRequest, Profile};
use domain::mobile::MobileNumber;

use super::profile_view::profile_view;
use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::people;

pub async fn room(visit: Visit<'_>, caller: Professional, request: ChangeMobileRequest) -> Result<Profile, Failure> {
    let house = visit.house;
    let mobile = MobileNumber::parse(&request.mobile).map_err(|mistake| Failure::invalid("mobile", &mistake))?;
    people::set_mobile(house, &caller.person, &mobile).await?;
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    profile_view(house, person).await
}
