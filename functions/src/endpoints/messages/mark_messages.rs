use domain::contract::messages::{MarkMessagesRequest, MessagesMarked};

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::{messages, people};

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: MarkMessagesRequest,
) -> Result<MessagesMarked, Failure> {
    let house = visit.house;
    let person = people::find_lagging(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    let closing = messages::closing(house, &person).await?;
    let closings = closing.iter().map(|one| (one.year, one.closes_at)).collect();
    people::set_messages_seen(house, &caller.person, request.count, &closings).await?;
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    Ok(MessagesMarked { unread: messages::unread(&person, &closing) })
}
