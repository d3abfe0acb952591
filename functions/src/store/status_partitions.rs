//! Lists of registrations by unit or department and status, through the two indexes.

use domain::hours::Hours;
use domain::id::RegistrationId;
use domain::permission::Scope;
use domain::review::State;
use domain::timestamp::Timestamp;

use super::keys::{
    BY_DEPARTMENT, BY_REGISTRAR, BY_REGISTRAR_DEPARTMENT, BY_UNIT, Key, StatusPartition, entered_partition,
};
use super::registrations::Registration;
use super::table::{Item, Range, SortRange, key_item, parse, text};
use super::usage;
use crate::app::App;
use crate::error::Error;

/// The index that a scope looks into.
pub fn index_of(scope: &Scope) -> &'static str {
    if scope.is_chief() { BY_UNIT } else { BY_DEPARTMENT }
}

/// A partition as a scope sees it.
pub fn range(scope: &Scope, status_partition: StatusPartition, newest_first: bool, sort: SortRange) -> Range {
    Range {
        index: Some(index_of(scope)),
        partition: status_partition.partition(scope),
        sort,
        newest_first,
        consistent: false,
        after: None,
    }
}

/// What the unit has entered for the people of a scope, newest first.
pub fn entered(scope: &Scope) -> Range {
    Range {
        index: Some(if scope.is_chief() { BY_REGISTRAR } else { BY_REGISTRAR_DEPARTMENT }),
        partition: entered_partition(scope),
        sort: SortRange::All,
        newest_first: true,
        consistent: false,
        after: None,
    }
}

/// Where a list goes on after this registration; opaque to the browser.
pub fn cursor(last: &Registration) -> String {
    format!("{}~{}", last.status_sort(), last.id)
}

/// The same for [`entered`].
pub fn entered_cursor(last: &Registration) -> String {
    format!("{}~{}", last.entered_sort(), last.id)
}

/// Sets where a range starts. A cursor comes from outside: it can only move within the range's own partition.
pub fn resume(mut range: Range, cursor: Option<&str>) -> Result<Range, Error> {
    let Some(cursor) = cursor else { return Ok(range) };
    let (sort, id) = cursor.split_once('~').ok_or(Error::Malformed("cursor"))?;
    let id: RegistrationId = id.parse()?;
    let (partition_name, sort_name) = range.key_names();
    let mut after: Item = key_item(&Key::registration(&id));
    after.insert(partition_name.to_owned(), text(range.partition.clone()));
    after.insert(sort_name.to_owned(), text(sort));
    range.after = Some(after);
    Ok(range)
}

/// Some registrations of a partition, oldest first, as the index knows them, and whether there may be more.
pub async fn some(
    app: &App,
    scope: &Scope,
    status_partition: StatusPartition,
    want: usize,
) -> Result<(Vec<Registration>, bool), Error> {
    let page = app.table.query(range(scope, status_partition, false, SortRange::All), want).await?;
    Ok((page.items.into_iter().map(parse).collect::<Result<_, _>>()?, page.next.is_some()))
}

/// How many registrations stand on a partition. Reads it whole.
pub async fn count(app: &App, scope: &Scope, status_partition: StatusPartition) -> Result<u32, Error> {
    let mut count = 0;
    each(app, range(scope, status_partition, false, SortRange::All), |_| {
        count += 1;
        Ok(())
    })
    .await?;
    Ok(count)
}

/// When each registration of a part of the approved partition was approved, and with how many hours.
pub async fn approved(app: &App, scope: &Scope, sort: SortRange) -> Result<Vec<(Timestamp, Hours)>, Error> {
    let mut found = Vec::new();
    each(app, range(scope, StatusPartition::Approved, false, sort), |item| {
        let registration: Registration = parse(item)?;
        if let (State::Approved { approved_hours }, Some(at)) = (registration.state, registration.decided_at) {
            found.push((at, approved_hours));
        }
        Ok(())
    })
    .await?;
    Ok(found)
}

async fn each(app: &App, mut range: Range, mut take: impl FnMut(Item) -> Result<(), Error>) -> Result<(), Error> {
    loop {
        let page = app.table.query(range.clone(), 1_000).await?;
        usage::note_left_out(page.items.len());
        for item in page.items {
            take(item)?;
        }
        match page.next {
            Some(next) => range.after = Some(next),
            None => return Ok(()),
        }
    }
}
