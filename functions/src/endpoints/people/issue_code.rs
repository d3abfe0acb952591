use domain::audit_event::AuditEvent;
use domain::contract::messages::About;
use domain::contract::people::{IssueCodeRequest, IssuedCode};
use domain::permission::Role;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::accounts::{self, StoredCode};
use crate::store::table::NotDone;
use crate::store::{messages, people, unit_log, units};
use crate::use_cases::move_person::being_merged;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: IssueCodeRequest,
) -> Result<IssuedCode, Error> {
    let app = cx.app;
    let person = people::find(app, &request.person).await?.ok_or(Error::NotFound)?;
    if !caller.scope.covers(&person.employer) {
        return Err(Error::NotFound);
    }
    units::require_verified(&units::find(app, &caller.scope.unit).await?.ok_or(Error::NotFound)?)?;
    if person.merged_into.is_some() {
        return Err(being_merged());
    }
    let login = person.identity_number(&app.vault)?.to_uppercase();
    let account = app.vault.account_id(Role::Professional, &login);
    let activates = accounts::find(app, &account).await?.is_none();
    // Made from the request's key, so that a repeat after a lost answer shows the same code, which is stored nowhere.
    let code = app.vault.one_time_code(&account, cx.repeat.key()?);
    let stored = StoredCode::new(&code, app.clock.now()).await;
    let author = caller.author(&cx);
    let mut changes = vec![stored.put(&account)?];
    changes.extend(unit_log::note(&author, AuditEvent::CodeIssued, person.id.as_str())?);
    // Whoever has an account hears of what opens it. Who has none could not read it.
    if !activates {
        changes.extend(messages::tell(&person.id, author.at, About::CodeIssued { by: author.name.clone() })?);
    }
    let expires_at = match app.table.transact(changes).await {
        Ok(()) => stored.expires_at,
        Err(NotDone::Condition(_)) => {
            unit_log::was_done(app, &caller.scope.unit, &cx.repeat, person.id.as_str()).await?;
            let issued = accounts::find_code(app, &account).await?;
            match issued {
                Some(issued) if issued.is(&code, author.at).await => issued.expires_at,
                _ => return Err(replaced()),
            }
        }
        Err(other) => return Err(other.into()),
    };
    Ok(IssuedCode { code: code.shown(), expires_at, activates })
}

/// A repeat of a request whose code is good no more.
fn replaced() -> Error {
    Error::Conflict {
        code: "code_replaced",
        message: "这个启用码或重置码已使用过、已过期或已重新发放，如有需要请再次发放".to_owned(),
    }
}
