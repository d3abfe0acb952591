use domain::contract::units::UnitHit;
use domain::field_errors::FieldErrors;
use domain::unit::UnitForm;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::directory::{self, DirectoryUnit};
use crate::store::table::NotDone;
use crate::store::units::{self, Unit};

pub async fn handle(cx: RequestContext<'_>, _: Professional, request: UnitForm) -> Result<UnitHit, Error> {
    let app = cx.app;
    let listed = DirectoryUnit::new(request.parse()?, false);
    let key = cx.repeat.key()?.as_str();
    let unit = Unit::new(&listed, key.to_owned());
    match app.table.transact(vec![unit.put()?, directory::list(app.clock.now(), &listed)?]).await {
        Ok(()) => Ok(listed.hit()),
        Err(NotDone::Condition(_)) => {
            let existing = units::find(app, &unit.id).await?;
            match existing {
                Some(existing) if existing == unit => Ok(listed.hit()),
                Some(existing) => match units::closed(app, &existing).await? {
                    Some((code, message)) => Err(wrong(code, message)),
                    None => Err(taken(&existing.name)),
                },
                None => Err(Error::Busy),
            }
        }
        Err(other) => Err(other.into()),
    }
}

/// The directory is public, so the name that has the code may be told.
fn taken(name: &str) -> Error {
    wrong("taken", format!("这个代码已登记为“{name}”，请直接搜索选择"))
}

fn wrong(code: &'static str, message: String) -> Error {
    let mut errors = FieldErrors::default();
    errors.push("credit_code", code, message);
    Error::Invalid(errors)
}
