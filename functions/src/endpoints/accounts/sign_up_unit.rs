use domain::contract::accounts::Session;
use domain::field_errors::FieldErrors;
use domain::id::UnitId;
use domain::permission::{Role, Scope};
use domain::unit::UnitSignUpForm;

use super::session_view::session_view;
use crate::http::caller::{Anyone, set_cookie};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts::{self, Account, SESSION_SECONDS};
use crate::store::table::NotDone;
use crate::store::units::{self, StoredContact, Unit};
use crate::store::{administrators, directory};

pub async fn room(visit: Visit<'_>, _: Anyone, request: UnitSignUpForm) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let sign_up = request.parse()?;
    let key = visit.repeat.key()?.as_str();
    let code = sign_up.unit.credit_code;
    let id = UnitId::of(&code);
    let before = units::find_now(house, &id).await?;
    let account = Account {
        id: house.vault.account_id(Role::Unit, code.as_str()),
        role: Role::Unit,
        name: before.as_ref().map_or(sign_up.unit.name, |before| before.name.clone()),
        identity_masked: code.as_str().to_owned(),
        person: None,
        scope: Some(Scope { unit: id.clone(), department: None }),
        must_change_password: false,
        initial_password_until: None,
        enabled: true,
        epoch: 0,
        password_hash: crate::passwords::hash(sign_up.password.expose()),
        created_at: now,
        created_by: key.to_owned(),
    };
    if accounts::find(house, &account.id).await?.is_some() {
        return enter(&visit, &repeated(&visit, &account).await?).await;
    }
    // Nobody takes over a unit that is being administered by merely knowing its code, which is public.
    if !administrators::all(house, &id).await?.is_empty() {
        return Err(wrong("taken", "这个单位已在使用本系统,请联系平台管理员开通单位账号"));
    }
    let contact = Some(StoredContact::new(&house.vault, &id, sign_up.contact.name, &sign_up.contact.mobile));
    let mut changes = vec![account.put()?];
    match before {
        // What the directory says of a unit is kept; only whom to ask is new.
        Some(before) => changes.push(Unit { contact, version: before.version + 1, ..before }.replace()?),
        None => {
            let unit = Unit {
                id,
                name: account.name.clone(),
                credit_code: Some(code),
                region: Some(sign_up.unit.region),
                supervising: false,
                verified: false,
                final_review: false,
                created_by: key.to_owned(),
                version: 0,
                contact,
            };
            changes.push(unit.put()?);
            if let Some(listed) = unit.listed() {
                changes.push(directory::list(now, &listed)?);
            }
        }
    }
    let account = match house.table.transact(changes).await {
        Ok(()) => account,
        Err(NotDone::Condition(_)) => repeated(&visit, &account).await?,
        Err(other) => return Err(other.into()),
    };
    enter(&visit, &account).await
}

async fn enter(visit: &Visit<'_>, account: &Account) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let token = accounts::start_session(house, account, &visit.device).await?;
    let body = session_view(house, account, house.clock.now()).await?;
    Ok(Reply { body, set_cookie: Some(set_cookie(&token, SESSION_SECONDS)) })
}

/// The account, if this very request created it before.
async fn repeated(visit: &Visit<'_>, account: &Account) -> Result<Account, Failure> {
    let stored = accounts::find(visit.house, &account.id).await?;
    let stored = stored.filter(|stored| stored.created_by == account.created_by);
    stored.ok_or_else(|| wrong("taken", "这个单位已有单位账号,请直接登录;忘记密码请联系平台管理员"))
}

fn wrong(code: &'static str, message: &'static str) -> Failure {
    let mut errors = FieldErrors::default();
    errors.push("credit_code", code, message);
    Failure::Invalid(errors)
}
