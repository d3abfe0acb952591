use domain::account::RedeemForm;
use domain::contract::accounts::Session;
use domain::contract::messages::About;
use domain::field_errors::FieldErrors;
use domain::permission::Role;

use super::session_view::session_view;
use crate::http::caller::{Anyone, open_session};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts::{self, Account, Redeemed};
use crate::store::receipt::Receipt;
use crate::store::table::NotDone;
use crate::store::{messages, people};

pub async fn room(visit: Visit<'_>, _: Anyone, request: RedeemForm) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let (identity, code, password) = request.parse(house.clock.now().date())?;
    let id = house.vault.account_id(Role::Professional, &identity.lookup_form());
    let before = accounts::find(house, &id).await?;
    if let Some(account) = &before
        && Receipt::is_repeated(account, &visit.repeat, house.clock.now())?
    {
        return enter(&visit, account).await;
    }
    let used_up = match accounts::check_code(house, &id, &code).await? {
        Redeemed::Right(change) => change,
        Redeemed::Wrong => return Err(wrong()),
    };
    let person = people::find(house, &house.vault.person_id(&identity)).await?.ok_or_else(wrong)?;
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
        password_hash: crate::passwords::hash(password.expose()).await,
        created_at: before.as_ref().map_or(house.clock.now(), |before| before.created_at),
        receipt: Some(Receipt::of(&visit.repeat, epoch, house.clock.now())?),
        unconfirmed: false,
    };
    let stored = match &before {
        Some(before) => after.replace(before)?,
        None => after.put()?,
    };
    let mut changes = vec![stored, used_up];
    if before.is_some() {
        changes.extend(messages::tell(&person.id, house.clock.now(), About::PasswordReset)?);
    }
    match house.table.transact(changes).await {
        Ok(()) => enter(&visit, &after).await,
        Err(NotDone::Condition(_)) => Err(wrong()),
        Err(other) => Err(other.into()),
    }
}

async fn enter(visit: &Visit<'_>, account: &Account) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let cookies = open_session(visit, account).await?;
    Ok(Reply { body: session_view(house, account, house.clock.now()).await?, cookies })
}

/// A wrong code, none at all, one that is over: they look alike.
fn wrong() -> Failure {
    let mut errors = FieldErrors::default();
    errors.push("code", "wrong", "证件号码或一次性代码不正确，或代码已过期、已用过；请核对，或向单位管理员重新领取");
    Failure::Invalid(errors)
}
