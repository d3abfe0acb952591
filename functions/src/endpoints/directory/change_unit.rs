use domain::audit_event::AuditEvent;
use domain::contract::directory::{ChangeUnitRequest, UnitCard};

use crate::app::App;
use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::table::NotDone;
use crate::store::units::{self, Unit};
use crate::store::{accounts, administrators, directory, unit_log};
use crate::use_cases::unit_card::{account_id, find_listed, own_account, unit_card};

pub async fn handle(cx: RequestContext<'_>, caller: Operator, request: ChangeUnitRequest) -> Result<UnitCard, Error> {
    let app = cx.app;
    let form = request.form.parse()?;
    let author = caller.author(&cx);
    let subject = request.id.as_str();
    let before = find_listed(app, &request.id).await?;
    if let Some((code, message)) = refusal(app, &before, form.disabled).await? {
        return Err(Error::Conflict { code, message });
    }
    let after = Unit {
        version: request.version + 1,
        name: form.name,
        region: Some(form.region),
        verified: form.verified,
        supervising: form.supervising,
        disabled: form.disabled,
        ..before.clone()
    };
    let mut changes = vec![after.replace()?];
    changes.extend(unit_log::note_of(&after.id, &author, event(&before, &after), subject)?);
    if let Some(listed) = after.listed() {
        changes.push(directory::list(author.at, &listed)?);
    }
    if after.name != before.name
        && let Some(account) = own_account(app, &before).await?
    {
        changes.push(accounts::rename(&account.id, &after.name));
    }
    let changed = match app.table.transact(changes).await {
        Ok(()) => after,
        Err(NotDone::Condition(_)) if unit_log::was_done(app, &author.scope.unit, &cx.repeat, subject).await? => before,
        Err(NotDone::Condition(_)) => {
            return Err(Error::Conflict {
                code: "changed_meanwhile",
                message: "这个单位的信息刚在别处修改过，请刷新后再试".to_owned(),
            });
        }
        Err(other) => return Err(other.into()),
    };
    if changed.disabled {
        end_sessions(app, &changed).await?;
    }
    unit_card(app, changed).await
}

/// Why a unit may not be changed now.
async fn refusal(app: &App, unit: &Unit, disabled: bool) -> Result<Option<(&'static str, String)>, Error> {
    if unit.merged_into.is_some() {
        return units::closed(app, unit).await;
    }
    let is_awaited = unit.receiving > 0 && disabled;
    Ok(is_awaited.then(|| ("receiving", "正有其他单位并入这个单位，请先完成合并再停用".to_owned())))
}

/// What the log calls it.
fn event(before: &Unit, after: &Unit) -> AuditEvent {
    match (before.disabled, after.disabled) {
        (false, true) => AuditEvent::UnitDisabled,
        (true, false) => AuditEvent::UnitEnabled,
        _ if !before.verified && after.verified => AuditEvent::UnitVerified,
        _ => AuditEvent::UnitCorrected,
    }
}

/// Ends what was open for who serves the unit. From the transaction before on nobody begins another session, so nobody is
/// overlooked; if this is interrupted, the same request again does it from the beginning.
async fn end_sessions(app: &App, unit: &Unit) -> Result<(), Error> {
    accounts::end_sessions(app, &account_id(app, unit)?).await?;
    for administrator in administrators::all(app, &unit.id).await? {
        accounts::end_sessions(app, &administrator.id).await?;
    }
    Ok(())
}
