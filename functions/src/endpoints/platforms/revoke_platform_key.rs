use domain::audit_event::AuditEvent;
use domain::contract::platforms::{PlatformKeys, RevokePlatformKeyRequest};
use domain::id::UnitId;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::table::NotDone;
use crate::store::{platforms, unit_log};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: RevokePlatformKeyRequest,
) -> Result<PlatformKeys, Error> {
    let app = cx.app;
    let list = platforms::listed(app).await?;
    list.key(&request.id).ok_or(Error::NotFound)?;
    // Revoking what is revoked changes nothing; it is on record that somebody did.
    let mut changes = vec![platforms::revoke(&request.id)];
    changes.extend(unit_log::note(&caller.author(&cx), AuditEvent::PlatformKeyRevoked, request.id.as_str())?);
    match app.table.transact(changes).await {
        Ok(()) => {}
        Err(NotDone::Condition(_)) => {
            let done = unit_log::was_done(app, &UnitId::other(), &cx.repeat, request.id.as_str()).await?;
            if !done {
                return Err(Error::internal("a listed key is missing"));
            }
        }
        Err(other) => return Err(other.into()),
    }
    platforms::rows(app, &list).await
}
