use domain::contract::accounts::UnitSignedUp;
use domain::credit_code::CreditCodeMistake;
use domain::field_errors::{FieldErrors, Mistake};
use domain::id::UnitId;
use domain::permission::{Role, Scope};
use domain::unit::UnitSignUpForm;

use crate::error::Error;
use crate::http::caller::{Anyone, open_session};
use crate::http::{Reply, RequestContext};
use crate::store::accounts::{self, Account};
use crate::store::administrators;
use crate::store::directory::{self, DirectoryUnit};
use crate::store::receipt::Receipt;
use crate::store::table::NotDone;
use crate::store::units::{self, StoredContact, Unit};
use crate::use_cases::session_view::session_view;

pub async fn handle(cx: RequestContext<'_>, _: Anyone, request: UnitSignUpForm) -> Result<Reply<UnitSignedUp>, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let sign_up = request.parse()?;
    let new = DirectoryUnit::new(sign_up.unit, false);
    let code = &new.credit_code;
    let id = UnitId::of(code);
    let before = units::find_now(app, &id).await?;
    if before.is_none() && !code.is_checked() {
        return Err(wrong("check_character", CreditCodeMistake::CheckCharacter.message().into_owned()));
    }
    if let Some(before) = &before
        && let Some((code, message)) = units::closed(app, before).await?
    {
        return Err(wrong(code, message));
    }
    let account = Account {
        id: app.vault.account_id(Role::Unit, code.as_str()),
        role: Role::Unit,
        name: before.as_ref().map_or(&new.name, |before| &before.name).clone(),
        identity_masked: code.as_str().to_owned(),
        person: None,
        scope: Some(Scope { unit: id.clone(), department: None }),
        must_change_password: false,
        initial_password_until: None,
        enabled: true,
        epoch: 0,
        password_hash: crate::crypto::passwords::hash(sign_up.password.expose()).await,
        created_at: now,
        receipt: Some(Receipt::of(&cx.repeat, 0, now)?),
        // Its code is public: whoever signs up a unit that others know may be anybody.
        unconfirmed: before.is_some(),
    };
    if accounts::find(app, &account.id).await?.is_some() {
        return enter(&cx, &repeated(&cx, &account).await?).await;
    }
    // Nobody takes over a unit that is being administered by merely knowing its code, which is public.
    if !administrators::all(app, &id).await?.is_empty() {
        return Err(wrong("taken", "这个单位已在使用本系统，请联系平台管理员开通单位账号".to_owned()));
    }
    let contact = Some(StoredContact::new(&app.vault, &id, sign_up.contact.name, &sign_up.contact.mobile));
    let mut changes = vec![account.put()?];
    match before {
        // What the directory says of a unit is kept; only whom to ask is new.
        Some(before) => changes.push(Unit { contact, version: before.version + 1, ..before }.replace()?),
        None => {
            changes.push(Unit { contact, ..Unit::new(&new, cx.repeat.key()?.as_str().to_owned()) }.put()?);
            changes.push(directory::list(now, &new)?);
        }
    }
    let account = match app.table.transact(changes).await {
        Ok(()) => account,
        Err(NotDone::Condition(_)) => repeated(&cx, &account).await?,
        Err(other) => return Err(other.into()),
    };
    enter(&cx, &account).await
}

/// Lets in who signed a new unit up; the others wait until an operator has confirmed them.
async fn enter(cx: &RequestContext<'_>, account: &Account) -> Result<Reply<UnitSignedUp>, Error> {
    let app = cx.app;
    if account.unconfirmed {
        return Ok(UnitSignedUp { session: None }.into());
    }
    let session = session_view(app, account, app.clock.now()).await?;
    let cookies = open_session(cx, account).await?;
    Ok(Reply { body: UnitSignedUp { session: Some(session) }, cookies })
}

/// The account, if this very request has just created it.
async fn repeated(cx: &RequestContext<'_>, account: &Account) -> Result<Account, Error> {
    match accounts::find(cx.app, &account.id).await? {
        Some(stored) if stored.is_left_by(&cx.repeat, cx.app.clock.now())? => Ok(stored),
        _ => Err(wrong("taken", "这个单位已有单位账号，请直接登录；忘记密码请联系平台管理员".to_owned())),
    }
}

fn wrong(code: &'static str, message: String) -> Error {
    let mut errors = FieldErrors::default();
    errors.push("credit_code", code, message);
    Error::Invalid(errors)
}
