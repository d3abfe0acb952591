use domain::contract::messages::{About, ListMessagesRequest, Message, MessagePage};
use domain::id::UnitId;
use domain::timestamp::Timestamp;

use crate::house::House;
use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::registrations::{self, Registration};
use crate::store::table::parse;
use crate::store::{messages, people, windows};

/// Registrations that one page looks at. Decisions are told by the registrations, which lie in the order of their making:
/// within a page the newest decision comes first, and next to nobody has more than one page.
const REGISTRATIONS_READ: usize = 100;
/// A year that closes is told of so long before.
const CLOSING_TOLD_SECONDS: i64 = 14 * 24 * 60 * 60;

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: ListMessagesRequest,
) -> Result<MessagePage, Failure> {
    let house = visit.house;
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    let seen_at = person.messages_seen_at;
    if let Some(cursor) = &request.cursor {
        cursor.parse::<domain::id::IdempotencyKey>()?;
    }
    let mut range = registrations::own(&caller.person, request.cursor.as_deref());
    range.consistent = false;
    let page = house.table.query(range, REGISTRATIONS_READ).await?;
    let decided = page.items.into_iter().map(parse).collect::<Result<Vec<Registration>, Failure>>()?;
    let next = page.next.and(decided.last().map(|last| last.id.serial().to_owned()));
    let mut told: Vec<Message> =
        decided.into_iter().filter_map(|one| messages::of_registration(one, seen_at)).collect();
    if request.cursor.is_none() {
        let own = messages::newest(house, &caller.person).await?;
        told.extend(own.into_iter().map(|one| Message { at: one.at, unread: one.at > seen_at, about: one.about }));
        told.extend(closing(house, &person.home.unit, seen_at).await?);
    }
    told.sort_by_key(|message| std::cmp::Reverse(message.at));
    Ok(MessagePage { messages: told, count: person.messages, next })
}

/// The years that close soon for the people of a unit. Nothing is stored of that: the windows themselves say it.
async fn closing(house: &House, unit: &UnitId, seen_at: Timestamp) -> Result<Vec<Message>, Failure> {
    let now = house.clock.now();
    let windows = windows::of_unit(house, unit).await?;
    let ends = windows.open_years(now).into_iter().filter_map(|year| Some((year, windows.closes_at(year)?)));
    let told = ends.filter_map(|(year, closes_at)| {
        let at = closes_at.plus_seconds(-CLOSING_TOLD_SECONDS);
        (at <= now).then_some(Message { at, unread: at > seen_at, about: About::WindowCloses { year, closes_at } })
    });
    Ok(told.collect())
}
