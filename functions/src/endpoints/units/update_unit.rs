use domain::audit_event::AuditEvent;
use domain::contract::unit_management::{UnitProfileView, UpdateUnitRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::table::NotDone;
use crate::store::units::{self, StoredContact, Unit};
use crate::store::{accounts, directory, unit_log};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: UpdateUnitRequest,
) -> Result<UnitProfileView, Error> {
    let app = cx.app;
    let before = units::find_now(app, &caller.unit).await?.ok_or(Error::NotFound)?;
    let profile = request.form.parse(before.contact.is_some())?;
    let contact = match (&profile.contact_mobile, before.contact.clone()) {
        (Some(mobile), _) => Some(StoredContact::new(&app.vault, &before.id, profile.contact_name, mobile)),
        (None, contact) => contact.map(|contact| contact.named(profile.contact_name)),
    };
    let listed_anew = before.name != profile.name || before.region != Some(profile.region);
    let after = Unit {
        version: request.version + 1,
        // Under another name it is to be confirmed again.
        verified: before.verified && before.name == profile.name,
        name: profile.name,
        region: Some(profile.region),
        final_review: profile.final_review,
        contact,
        ..before.clone()
    };
    let author = caller.author(&cx);
    let mut changes = vec![after.replace()?];
    changes.extend(unit_log::note(&author, AuditEvent::UnitChanged, caller.unit.as_str())?);
    if let Some(listed) = after.listed().filter(|_| listed_anew) {
        changes.push(directory::list(author.at, &listed)?);
    }
    if before.name != after.name {
        changes.push(accounts::rename(&caller.account, &after.name));
    }
    match app.table.transact(changes).await {
        Ok(()) => Ok(after.profile()),
        Err(NotDone::Condition(_))
            if unit_log::was_done(app, &caller.unit, &cx.repeat, caller.unit.as_str()).await? =>
        {
            Ok(before.profile())
        }
        Err(NotDone::Condition(_)) => Err(Error::Conflict {
            code: "changed_meanwhile",
            message: "单位信息刚在别处修改过，请刷新后再试".to_owned(),
        }),
        Err(other) => Err(other.into()),
    }
}
