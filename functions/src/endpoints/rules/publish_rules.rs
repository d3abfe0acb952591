use domain::audit_event::AuditEvent;
use domain::category::CategoryTable;
use domain::contract::rules::{PublishRulesRequest, RulesVersions};
use domain::field_errors::FieldErrors;
use domain::id::UnitId;
use domain::limits::RULES_BYTES_MAX;
use serde_json::Value;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::rules::{self, Published, Versions};
use crate::store::table::NotDone;
use crate::store::unit_log;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: PublishRulesRequest,
) -> Result<RulesVersions, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let author = caller.author(&cx);
    let version = request.after.saturating_add(1);
    let subject = version.to_string();
    let listed = |versions: Versions| RulesVersions { versions: versions.listed(now.date()) };
    let before = rules::now(app).await?;
    if before.newest().table.version != request.after {
        let done = unit_log::was_done(app, &UnitId::other(), &cx.repeat, &subject).await?;
        return if done { Ok(listed(before)) } else { Err(changed_meanwhile()) };
    }
    let (table, text) = parse(&request.table, version).map_err(refused)?;
    table.follow(&before.newest().table, now.date()).map_err(|mistakes| refused(mistakes.to_string()))?;
    let published = Published { version, text, by: author.name.clone(), at: now };
    let mut changes = vec![published.put()?];
    changes.extend(unit_log::note(&author, AuditEvent::RulesPublished, &subject)?);
    match app.table.transact(changes).await {
        Ok(()) => Ok(listed(rules::now(app).await?)),
        Err(NotDone::Condition(_)) if unit_log::was_done(app, &UnitId::other(), &cx.repeat, &subject).await? => {
            Ok(listed(rules::now(app).await?))
        }
        Err(NotDone::Condition(_)) => Err(changed_meanwhile()),
        Err(other) => Err(other.into()),
    }
}

/// The table under its number, and its text without what people leave between the signs.
fn parse(typed: &str, version: u32) -> Result<(CategoryTable, String), String> {
    if typed.len() > RULES_BYTES_MAX {
        return Err(format!("最多 {} KB", RULES_BYTES_MAX / 1024));
    }
    let mut value: Value = serde_json::from_str(typed).map_err(|mistake| format!("不是 JSON:{mistake}"))?;
    let fields = value.as_object_mut().ok_or("不是 JSON 对象")?;
    fields.insert("version".to_owned(), version.into());
    let text = value.to_string();
    let table = CategoryTable::from_json(&text).map_err(|mistake| mistake.to_string())?;
    Ok((table, text))
}

fn refused(message: String) -> Error {
    let mut errors = FieldErrors::default();
    errors.push("table", "no_table", message);
    Error::Invalid(errors)
}

fn changed_meanwhile() -> Error {
    Error::Conflict {
        code: "changed_meanwhile", message: "刚有新的版本发布，请刷新，看过后再发布".to_owned()
    }
}
