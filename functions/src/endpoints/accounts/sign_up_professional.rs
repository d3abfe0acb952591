use domain::account::SignUpForm;
use domain::contract::accounts::Session;
use domain::field_errors::FieldErrors;
use domain::permission::{Role, Scope};

use crate::error::Error;
use crate::http::caller::{Anyone, open_session};
use crate::http::{Reply, RequestContext};
use crate::store::accounts::Account;
use crate::store::keys::Key;
use crate::store::people::Person;
use crate::store::receipt::Receipt;
use crate::store::table::NotDone;
use crate::store::units;
use crate::use_cases::session_view::session_view;

pub async fn handle(cx: RequestContext<'_>, _: Anyone, request: SignUpForm) -> Result<Reply<Session>, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let sign_up = request.parse(now.date())?;
    let mut errors = FieldErrors::default();
    units::find_open(app, &sign_up.unit, &mut errors).await?;
    errors.finish(|| ())?;
    if let Some(department) = &sign_up.department
        && units::find_department(app, &sign_up.unit, department).await?.is_none()
    {
        return Err(no_department());
    }
    let open = units::require_open(&sign_up.unit);
    let there = sign_up.department.as_ref().map(|department| units::require_department(&sign_up.unit, department));
    let employer = Scope { unit: sign_up.unit, department: sign_up.department };
    let person = Person::new(&app.vault, sign_up.name, &sign_up.identity_number, Some(&sign_up.mobile), employer);
    let account = Account {
        id: app.vault.account_id(Role::Professional, &sign_up.identity_number.lookup_form()),
        role: Role::Professional,
        name: person.name.clone(),
        identity_masked: person.identity_masked.clone(),
        person: Some(person.id.clone()),
        scope: None,
        must_change_password: false,
        initial_password_until: None,
        enabled: true,
        epoch: 0,
        password_hash: crate::crypto::passwords::hash(sign_up.password.expose()).await,
        created_at: now,
        receipt: Some(Receipt::of(&cx.repeat, 0, now)?),
        unconfirmed: false,
    };
    // Nobody takes over a person that exists by merely signing up with the number.
    let is_checked = open.is_some();
    let changes = [account.put()?, person.put()?].into_iter().chain(open).chain(there).collect();
    let account = match app.table.transact(changes).await {
        Ok(()) => account,
        Err(NotDone::Condition(2)) if is_checked => return Err(units::just_closed()),
        Err(NotDone::Condition(2..)) => return Err(no_department()),
        Err(NotDone::Condition(_)) => repeated(&cx, &account).await?,
        Err(other) => return Err(other.into()),
    };
    let cookies = open_session(&cx, &account).await?;
    Ok(Reply { body: session_view(app, &account, now).await?, cookies })
}

/// The account, if this very request has just created it.
async fn repeated(cx: &RequestContext<'_>, account: &Account) -> Result<Account, Error> {
    let stored: Option<Account> = cx.app.table.get(&Key::account(&account.id)).await?;
    match stored {
        Some(stored) if stored.is_left_by(&cx.repeat, cx.app.clock.now())? => Ok(stored),
        _ => Err(wrong(
            "identity_number",
            "taken",
            "这个证件号码已有登记，请直接登录；由单位登记过的，请向单位管理员领取启用码",
        )),
    }
}

fn no_department() -> Error {
    wrong("department", "unknown", "这个单位没有这个部门，请重新选择")
}

fn wrong(path: &'static str, code: &'static str, message: &'static str) -> Error {
    let mut errors = FieldErrors::default();
    errors.push(path, code, message);
    Error::Invalid(errors)
}
