use domain::contract::registrations::{ImportOutcome, ImportRequest, ImportResponse};
use domain::field_errors::FieldErrors;
use domain::limits::IMPORT_ROWS_PER_REQUEST;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Administrator};
use crate::store::registrations::By;
use crate::store::{rules, units};
use crate::use_cases::import_registrations::Importing;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: ImportRequest,
) -> Result<ImportResponse, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let mut errors = FieldErrors::default();
    if request.rows.is_empty() || request.rows.len() > IMPORT_ROWS_PER_REQUEST {
        errors.push("rows", "out_of_range", format!("一次导入 1 到 {IMPORT_ROWS_PER_REQUEST} 行"));
    }
    errors.finish(|| ())?;
    let unit = units::find(app, &caller.scope.unit).await?.ok_or(Error::NotFound)?;
    let scope = caller.scope.clone();
    let acting = Acting::Administrator(caller);
    let by = By { actor: &acting.actor(), name: acting.name(), repeat: &cx.repeat, at: now };
    let mut importing = Importing { app, scope: &scope, unit: &unit, by: &by };
    let mut outcomes: Vec<Option<ImportOutcome>> = Vec::with_capacity(request.rows.len());
    let mut rows = Vec::new();
    let rules = rules::today(app).await?;
    for (position, row) in request.rows.iter().enumerate() {
        match row.parse(rules.table(), now.date()) {
            Ok(import) => {
                rows.push((position, import));
                outcomes.push(None);
            }
            Err(fields) => outcomes.push(Some(ImportOutcome::Refused { fields })),
        }
    }
    for (position, outcome) in importing.store(rows).await? {
        outcomes[position] = Some(outcome);
    }
    let told = outcomes.into_iter().map(|outcome| outcome.ok_or_else(|| Error::internal("a row without outcome")));
    Ok(ImportResponse { results: told.collect::<Result<_, _>>()? })
}
