use domain::contract::messages::{About, ListMessagesRequest, Message, MessagePage};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::registrations::{self, Registration};
use crate::store::table::parse;
use crate::store::{messages, people, usage};

/// Registrations that one page looks at. Decisions are told by the registrations, which lie in the order of their making:
/// within a page the newest decision comes first, and next to nobody has more than one page.
const REGISTRATIONS_READ: usize = 100;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: ListMessagesRequest,
) -> Result<MessagePage, Error> {
    let app = cx.app;
    let person = people::find(app, &caller.person).await?.ok_or(Error::NotFound)?;
    let seen_at = person.messages_seen_at;
    if let Some(cursor) = &request.cursor {
        cursor.parse::<domain::id::IdempotencyKey>()?;
    }
    let mut range = registrations::own(&caller.person, request.cursor.as_deref());
    range.consistent = false;
    let page = app.table.query(range, REGISTRATIONS_READ).await?;
    let decided = page.items.into_iter().map(parse).collect::<Result<Vec<Registration>, Error>>()?;
    let next = page.next.and(decided.last().map(|last| last.id.serial().to_owned()));
    let looked_at = decided.len();
    let mut told: Vec<Message> =
        decided.into_iter().filter_map(|one| messages::of_registration(one, seen_at)).collect();
    usage::note_left_out(looked_at - told.len());
    if request.cursor.is_none() {
        let own = messages::newest(app, &caller.person).await?;
        told.extend(own.into_iter().map(|one| Message { at: one.at, unread: one.at > seen_at, about: one.about }));
        for closing in messages::closing(app, &person).await? {
            let unread = !messages::is_seen(&person, &closing);
            let about = About::WindowCloses { year: closing.year, closes_at: closing.closes_at };
            told.push(Message { at: closing.soon_since, unread, about });
        }
    }
    told.sort_by_key(|message| std::cmp::Reverse(message.at));
    Ok(MessagePage { messages: told, count: person.messages, next })
}
