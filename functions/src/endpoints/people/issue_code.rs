use domain::contract::messages::About;
use domain::contract::people::{IssueCodeRequest, IssuedCode};
use domain::deed::Deed;
use domain::permission::Role;

use crate::http::Visit;
use crate::http::caller::Administrator;
use crate::http::failure::Failure;
use crate::relocate::being_merged;
use crate::store::accounts::{self, StoredCode};
use crate::store::table::NotDone;
use crate::store::{messages, people, unit_log, units};

pub async fn room(visit: Visit<'_>, caller: Administrator, request: IssueCodeRequest) -> Result<IssuedCode, Failure> {
    let house = visit.house;
    let person = people::find(house, &request.person).await?.ok_or(Failure::NotFound)?;
    if !caller.scope.covers(&person.home) {
        return Err(Failure::NotFound);
    }
    units::require_verified(&units::find(house, &caller.scope.unit).await?.ok_or(Failure::NotFound)?)?;
    if person.merged_into.is_some() {
        return Err(being_merged());
    }
    let login = person.identity_number(&house.vault)?.to_uppercase();
    let account = house.vault.account_id(Role::Professional, &login);
    let activates = accounts::find(house, &account).await?.is_none();
    // Made from the request's key, so that a repeat after a lost answer shows the same code, which is stored nowhere.
    let code = house.vault.one_time_code(&account, visit.repeat.key()?);
    let stored = StoredCode::new(&code, house.clock.now()).await;
    let author = caller.author(&visit);
    let mut changes = vec![stored.put(&account)?];
    changes.extend(unit_log::note(&author, Deed::CodeIssued, person.id.as_str())?);
    // Whoever has an account hears of what opens it. Who has none could not read it.
    if !activates {
        changes.extend(messages::tell(&person.id, author.at, About::CodeIssued { by: author.name.clone() })?);
    }
    let expires_at = match house.table.transact(changes).await {
        Ok(()) => stored.expires_at,
        Err(NotDone::Condition(_)) => {
            unit_log::was_done(house, &caller.scope.unit, &visit.repeat, person.id.as_str()).await?;
            let standing = accounts::find_code(house, &account).await?;
            match standing {
                Some(standing) if standing.is(&code, author.at).await => standing.expires_at,
                _ => return Err(replaced()),
            }
        }
        Err(other) => return Err(other.into()),
    };
    Ok(IssuedCode { code: code.shown(), expires_at, activates })
}

/// A repeat of a request whose code is good no more.
fn replaced() -> Failure {
    Failure::Conflict {
        code: "code_replaced",
        message: "这个一次性代码已使用过、已过期或已重新发放，如有需要请再次发放".to_owned(),
    }
}
