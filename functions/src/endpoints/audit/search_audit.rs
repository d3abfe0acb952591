use std::collections::HashMap;

use domain::contract::audit::{AuditPage, SearchAuditRequest};
use domain::field_errors::FieldErrors;
use domain::hours::parse_date;
use domain::id::UnitId;
use domain::limits::LIST_ROWS_PER_PAGE;
use domain::timestamp::Timestamp;
use time::Date;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::unit_log::{self, AuditRecord};
use crate::store::units;

pub async fn handle(cx: RequestContext<'_>, _: Operator, request: SearchAuditRequest) -> Result<AuditPage, Error> {
    let app = cx.app;
    let span = span(&request)?;
    let unit = request.unit.unwrap_or_else(UnitId::other);
    let (event, actor) = (request.event.trim(), request.actor.trim());
    let keep = |entry: &AuditRecord| (event.is_empty() || entry.event == event) && entry.actor.contains(actor);
    let is_filtered = !(event.is_empty() && actor.is_empty());
    let cursor = request.cursor.as_deref();
    let (found, next) = unit_log::page(app, &unit, span, cursor, LIST_ROWS_PER_PAGE, is_filtered, keep).await?;
    let mut names = HashMap::new();
    if found.iter().any(|entry| entry.department().is_some()) {
        let departments = units::departments(app, &unit).await?;
        names.extend(departments.into_iter().map(|department| (department.id, department.name)));
    }
    let name = |id: &_| names.get(id).cloned().unwrap_or_else(|| "已删除的部门".to_owned());
    Ok(AuditPage { entries: found.into_iter().map(|entry| entry.shown(name)).collect(), next })
}

/// From the first instant of the first day until before the first one of the day after the last.
fn span(request: &SearchAuditRequest) -> Result<(Timestamp, Timestamp), Error> {
    let mut errors = FieldErrors::default();
    let mut date = |field: &'static str, typed: &str, otherwise: Date| match typed.trim() {
        "" => otherwise,
        typed => errors.keep(field, parse_date(typed)).unwrap_or(otherwise),
    };
    let (first, last) = (Timestamp::default().date(), Date::MAX);
    let from = date("from", &request.from, first);
    let until = date("until", &request.until, last);
    if until < from {
        errors.push("until", "before_start", "结束日期早于开始日期");
    }
    // No day comes after the last that there is.
    let end = until.next_day().unwrap_or(until);
    errors.finish(|| (Timestamp::midnight(from), Timestamp::midnight(end))).map_err(Error::Invalid)
}
