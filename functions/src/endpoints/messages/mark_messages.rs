use domain::contract::messages::{MarkMessagesRequest, MessagesMarked};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::{messages, people};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: MarkMessagesRequest,
) -> Result<MessagesMarked, Error> {
    let app = cx.app;
    let person = people::find_lagging(app, &caller.person).await?.ok_or(Error::NotFound)?;
    let closing = messages::closing(app, &person).await?;
    let closings = closing.iter().map(|one| (one.year, one.closes_at)).collect();
    people::set_messages_seen(app, &caller.person, request.count, &closings).await?;
    let person = people::find(app, &caller.person).await?.ok_or(Error::NotFound)?;
    Ok(MessagesMarked { unread: messages::unread(&person, &closing) })
}
