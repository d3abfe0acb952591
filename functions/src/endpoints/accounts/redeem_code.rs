use domain::account::RedeemForm;
use domain::contract::accounts::Session;
use domain::contract::messages::About;
use domain::field_errors::FieldErrors;
use domain::permission::Role;

use crate::error::Error;
use crate::http::caller::{Anyone, open_session};
use crate::http::{Reply, RequestContext};
use crate::store::accounts::{self, Account, Redeemed};
use crate::store::receipt::Receipt;
use crate::store::table::NotDone;
use crate::store::{messages, people};
use crate::use_cases::session_view::session_view;

pub async fn handle(cx: RequestContext<'_>, _: Anyone, request: RedeemForm) -> Result<Reply<Session>, Error> {
    let app = cx.app;
    let (identity, code, password) = request.parse(app.clock.now().date())?;
    let id = app.vault.account_id(Role::Professional, &identity.lookup_form());
    let before = accounts::find(app, &id).await?;
    if let Some(account) = &before
        && account.is_left_by(&cx.repeat, app.clock.now())?
    {
        return enter(&cx, account).await;
    }
    let used_up = match accounts::check_code(app, &id, &code).await? {
        Redeemed::Right(change) => change,
        Redeemed::Wrong => return Err(wrong()),
    };
    let person = people::find(app, &app.vault.person_id(&identity)).await?.ok_or_else(wrong)?;
    // All sessions of before have ended.
    let epoch = before.as_ref().map_or(0, |before| before.epoch + 1);
    let after = Account {
        id: id.clone(),
        role: Role::Professional,
        name: person.name.clone(),
        identity_masked: person.identity_masked.clone(),
        person: Some(person.id.clone()),
        scope: None,
        must_change_password: false,
        initial_password_until: None,
        enabled: true,
        epoch,
        password_hash: crate::crypto::passwords::hash(password.expose()).await,
        created_at: before.as_ref().map_or(app.clock.now(), |before| before.created_at),
        receipt: Some(Receipt::of(&cx.repeat, epoch, app.clock.now())?),
        unconfirmed: false,
    };
    let stored = match &before {
        Some(before) => after.replace(before)?,
        None => after.put()?,
    };
    let mut changes = vec![stored, used_up];
    if before.is_some() {
        changes.extend(messages::tell(&person.id, app.clock.now(), About::PasswordReset)?);
    }
    match app.table.transact(changes).await {
        Ok(()) => enter(&cx, &after).await,
        Err(NotDone::Condition(_)) => Err(wrong()),
        Err(other) => Err(other.into()),
    }
}

async fn enter(cx: &RequestContext<'_>, account: &Account) -> Result<Reply<Session>, Error> {
    let app = cx.app;
    let cookies = open_session(cx, account).await?;
    Ok(Reply { body: session_view(app, account, app.clock.now()).await?, cookies })
}

/// A wrong code, none at all, one that is over: they look alike.
fn wrong() -> Error {
    let mut errors = FieldErrors::default();
    errors.push(
        "code",
        "wrong",
        "证件号码或启用码、重置码不正确，或代码已过期、已用过；请核对，或向单位管理员重新领取",
    );
    Error::Invalid(errors)
}
