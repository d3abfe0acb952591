use domain::contract::accounts::UnitSignedUp;
use domain::field_errors::FieldErrors;
use domain::id::UnitId;
use domain::permission::{Role, Scope};
use domain::unit::UnitSignUpForm;

use super::session_view::session_view;
use crate::http::caller::{Anyone, open_session};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts::{self, Account};
use crate::store::administrators;
use crate::store::directory::{self, Listed};
use crate::store::receipt::Receipt;
use crate::store::table::NotDone;
use crate::store::units::{self, StoredContact, Unit};

pub async fn room(visit: Visit<'_>, _: Anyone, request: UnitSignUpForm) -> Result<Reply<UnitSignedUp>, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let sign_up = request.parse()?;
    let key = visit.repeat.key()?.as_str();
    let new = Listed::new(sign_up.unit, false);
    let code = &new.credit_code;
    let id = UnitId::of(code);
    let before = units::find_now(house, &id).await?;
    if let Some(before) = &before
        && let Some((code, message)) = units::closed(house, before).await?
    {
        return Err(wrong(code, message));
    }
    let account = Account {
        id: house.vault.account_id(Role::Unit, code.as_str()),
        role: Role::Unit,
        name: before.as_ref().map_or(&new.name, |before| &before.name).clone(),
        identity_masked: code.as_str().to_owned(),
        person: None,
        scope: Some(Scope { unit: id.clone(), department: None }),
        must_change_password: false,
        initial_password_until: None,
        enabled: true,
        epoch: 0,
        password_hash: crate::passwords::hash(sign_up.password.expose()).await,
        created_at: now,
        receipt: Some(Receipt::of(&visit.repeat, 0, now)?),
        // Its code is public: whoever signs up a unit that others know may be anybody.
        unconfirmed: before.is_some(),
    };
    if accounts::find(house, &account.id).await?.is_some() {
        return enter(&visit, &repeated(&visit, &account).await?).await;
    }
    // Nobody takes over a unit that is being administered by merely knowing its code, which is public.
    if !administrators::all(house, &id).await?.is_empty() {
        return Err(wrong("taken", "这个单位已在使用本系统，请联系平台管理员开通单位账号".to_owned()));
    }
    let contact = Some(StoredContact::new(&house.vault, &id, sign_up.contact.name, &sign_up.contact.mobile));
    let mut changes = vec![account.put()?];
    match before {
        // What the directory says of a unit is kept; only whom to ask is new.
        Some(before) => changes.push(Unit { contact, version: before.version + 1, ..before }.replace()?),
        None => {
            changes.push(Unit { contact, ..Unit::new(&new, key.to_owned()) }.put()?);
            changes.push(directory::list(now, &new)?);
        }
    }
    let account = match house.table.transact(changes).await {
        Ok(()) => account,
        Err(NotDone::Condition(_)) => repeated(&visit, &account).await?,
        Err(other) => return Err(other.into()),
    };
    enter(&visit, &account).await
}

/// Lets in who signed a new unit up; the others wait until an operator has confirmed them.
async fn enter(visit: &Visit<'_>, account: &Account) -> Result<Reply<UnitSignedUp>, Failure> {
    let house = visit.house;
    if account.unconfirmed {
        return Ok(UnitSignedUp { session: None }.into());
    }
    let session = session_view(house, account, house.clock.now()).await?;
    let cookies = open_session(visit, account).await?;
    Ok(Reply { body: UnitSignedUp { session: Some(session) }, cookies })
}

/// The account, if this very request has just created it.
async fn repeated(visit: &Visit<'_>, account: &Account) -> Result<Account, Failure> {
    match accounts::find(visit.house, &account.id).await? {
        Some(stored) if Receipt::is_repeated(&stored, &visit.repeat, visit.house.clock.now())? => Ok(stored),
        _ => Err(wrong("taken", "这个单位已有单位账号，请直接登录；忘记密码请联系平台管理员".to_owned())),
    }
}

fn wrong(code: &'static str, message: String) -> Failure {
    let mut errors = FieldErrors::default();
    errors.push("credit_code", code, message);
    Failure::Invalid(errors)
}
