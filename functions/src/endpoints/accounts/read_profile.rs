use domain::contract::accounts::{Profile, ReadProfileRequest};

use super::profile_view::profile_view;
use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::people;

pub async fn room(visit: Visit<'_>, caller: Professional, _: ReadProfileRequest) -> Result<Profile, Failure> {
    let person = people::find(visit.house, &caller.person).await?.ok_or(Failure::NotFound)?;
    profile_view(visit.house, person).await
}
