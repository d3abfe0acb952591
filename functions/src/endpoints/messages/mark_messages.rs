use domain::contract::messages::{MarkMessagesRequest, MessagesMarked};

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::people;

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: MarkMessagesRequest,
) -> Result<MessagesMarked, Failure> {
    let house = visit.house;
    people::set_messages_seen(house, &caller.person, request.count).await?;
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    Ok(MessagesMarked { unread: person.unread() })
}
