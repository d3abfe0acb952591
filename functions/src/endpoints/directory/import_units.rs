use std::collections::HashMap;

use domain::contract::directory::{ImportUnitsRequest, ImportUnitsResponse, UnitImportOutcome};
use domain::field_errors::FieldErrors;
use domain::id::UnitId;
use domain::limits::UNITS_PER_REQUEST;
use domain::unit::NewUnit;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::units;
use crate::use_cases::import_units::list;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: ImportUnitsRequest,
) -> Result<ImportUnitsResponse, Error> {
    let app = cx.app;
    if request.rows.is_empty() || request.rows.len() > UNITS_PER_REQUEST {
        return Err(refused("rows", "out_of_range", format!("一次导入 1 到 {UNITS_PER_REQUEST} 行")).into());
    }
    let rows: Vec<Result<NewUnit, FieldErrors>> = request.rows.iter().map(|row| row.parse_by_operator()).collect();
    let ids: Vec<UnitId> = rows.iter().flatten().map(|row| UnitId::of(&row.credit_code)).collect();
    let known = units::find_all(app, &ids).await?;
    let author = caller.author(&cx);
    let mut earlier: HashMap<UnitId, (usize, NewUnit)> = HashMap::new();
    let mut results = Vec::with_capacity(rows.len());
    for (position, row) in rows.into_iter().enumerate() {
        results.push(match row {
            Err(fields) => UnitImportOutcome::Refused { fields },
            Ok(row) => {
                let id = UnitId::of(&row.credit_code);
                match earlier.get(&id) {
                    Some((_, same)) if *same == row => UnitImportOutcome::AlreadyThere,
                    Some((first, _)) => UnitImportOutcome::Refused {
                        fields: refused("credit_code", "twice", format!("与第 {} 行的代码相同，内容不同", first + 1)),
                    },
                    None => {
                        let outcome = list(app, &author, known.get(&id).cloned(), &row).await?;
                        earlier.insert(id, (position, row));
                        outcome
                    }
                }
            }
        });
    }
    Ok(ImportUnitsResponse { results })
}

fn refused(path: &'static str, code: &'static str, message: String) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.push(path, code, message);
    errors
}
