//! Operators: an account each, the secret of its device beside it, and the list of all of them.

use domain::account::OneTimeCode;
use domain::field_errors::FieldErrors;
use domain::id::{AccountId, UnitId};
use domain::operator::OperatorLogin;
use domain::permission::{Role, Scope};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::accounts::{self, Account, SignIn};
use super::keys::Key;
use super::table::{Change, Condition, Item, NotDone, item, number};
use super::tries::{Counter, Try};
use crate::app::App;
use crate::crypto::totp::TotpSecret;
use crate::error::Error;

/// The password that a new operator is given works for three days.
const FIRST_PASSWORD_SECONDS: i64 = 3 * 24 * 60 * 60;

/// The device of an operator.
#[derive(Debug, Serialize, Deserialize)]
struct StoredTotp {
    encrypted_secret: String,
    /// No code of this step or an earlier one is taken again.
    last_step: i64,
}

impl StoredTotp {
    fn secret(&self, app: &App, account: &AccountId) -> Result<TotpSecret, Error> {
        let text = app.vault.decrypt(&place(account), &self.encrypted_secret).map_err(Error::internal)?;
        TotpSecret::parse(&text).ok_or_else(|| Error::internal("the secret of a device is none"))
    }
}

fn place(account: &AccountId) -> String {
    format!("{account}/totp")
}

/// All operators, in one item: it grows by one line with each.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Operators {
    version: u32,
    operators: Vec<Operator>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Operator {
    account: AccountId,
    login: OperatorLogin,
    name: String,
    created_at: Timestamp,
}

/// What a new operator is handed, once.
pub struct Credentials {
    pub password: OneTimeCode,
    pub totp: TotpSecret,
}

/// Makes an operator: the first, or `another` one. Nothing has changed where it is refused.
pub async fn create(app: &App, login: OperatorLogin, name: String, another: bool) -> Result<Credentials, Error> {
    let before: Operators = app.table.get(&Key::operators()).await?.unwrap_or_default();
    if !before.operators.is_empty() && !another {
        return Err(Error::Conflict {
            code: "operator_exists",
            message: "已有平台管理员。确需再增加一名，请加上 --another".to_owned(),
        });
    }
    let password = OneTimeCode::from_bits(crate::crypto::vault::random_bits());
    let totp = TotpSecret::fresh();
    let account = account(app, &login, name, crate::crypto::passwords::hash(&password.shown()).await);
    store(app, before, &account, login, &totp).await?;
    Ok(Credentials { password, totp })
}

/// The account of a new operator, whose first password has to be changed.
pub fn account(app: &App, login: &OperatorLogin, name: String, password_hash: String) -> Account {
    let now = app.clock.now();
    Account {
        id: app.vault.account_id(Role::Operator, login.as_str()),
        role: Role::Operator,
        name,
        identity_masked: login.as_str().to_owned(),
        person: None,
        // The platform's own review desk.
        scope: Some(Scope { unit: UnitId::other(), department: None }),
        must_change_password: true,
        initial_password_until: Some(now.plus_seconds(FIRST_PASSWORD_SECONDS)),
        enabled: true,
        epoch: 0,
        password_hash,
        created_at: now,
        receipt: None,
        unconfirmed: false,
    }
}

/// Stores an operator with this account and this device, beside those that there are.
pub async fn add(app: &App, account: &Account, login: OperatorLogin, totp: &TotpSecret) -> Result<(), Error> {
    let before: Operators = app.table.get(&Key::operators()).await?.unwrap_or_default();
    store(app, before, account, login, totp).await
}

async fn store(
    app: &App,
    before: Operators,
    account: &Account,
    login: OperatorLogin,
    totp: &TotpSecret,
) -> Result<(), Error> {
    let id = &account.id;
    let device = StoredTotp { encrypted_secret: app.vault.encrypt(&place(id), &totp.base32()), last_step: 0 };
    let condition = match before.version {
        0 => Condition::Missing,
        version => Condition::Is("version", i64::from(version)),
    };
    let mut after = before;
    after.version += 1;
    let (name, created_at) = (account.name.clone(), account.created_at);
    after.operators.push(Operator { account: id.clone(), login, name, created_at });
    let changes = vec![
        account.put()?,
        Change::Put { item: item(&Key::totp(id), &device)?, condition: Condition::Missing },
        Change::Put { item: item(&Key::operators(), &after)?, condition },
    ];
    match app.table.transact(changes).await {
        Ok(()) => Ok(()),
        Err(NotDone::Condition(0 | 1)) => {
            let mut errors = FieldErrors::default();
            errors.push("login", "taken", "这个登录名已被使用，请换一个");
            Err(Error::Invalid(errors))
        }
        Err(NotDone::Condition(_)) => Err(Error::Busy),
        Err(other) => Err(other.into()),
    }
}

/// Checks a password and the code of a device together. Which of the two was wrong is not told, wrong ones count as wrong
/// passwords do, and a code works once.
///
/// # Errors
/// [`Error::Locked`] where too many were wrong.
pub async fn check(app: &App, id: &AccountId, password: &str, code: &str, counter: &Counter) -> Result<SignIn, Error> {
    let now = app.clock.now();
    let claimed = Try::claim(app, id, counter).await?;
    let account = accounts::find(app, id).await?.filter(|account| account.enabled);
    let is_password =
        crate::crypto::passwords::verify(account.as_ref().map(|account| account.password_hash.as_str()), password)
            .await;
    let device: Option<StoredTotp> = app.table.get(&Key::totp(id)).await?;
    let step = match &device {
        Some(device) => device.secret(app, id)?.step_of(code, now.seconds()),
        None => None,
    };
    let right = match (account, step) {
        (Some(account), Some(step)) if is_password => use_up(app, id, step).await?.then_some(account),
        _ => None,
    };
    let Some(right) = right else { return Ok(SignIn::Wrong) };
    claimed.was_right(app).await?;
    match right.initial_password_until {
        Some(until) if until < now => Ok(SignIn::InitialPasswordExpired),
        _ => Ok(SignIn::Right(Box::new(right))),
    }
}

/// Takes a code; `false` if it, or a later one, has been taken. Of two who use it at once, one is late.
async fn use_up(app: &App, id: &AccountId, step: i64) -> Result<bool, Error> {
    let values = Item::from([(":step".to_owned(), number(step))]);
    app.table.update(&Key::totp(id), "SET last_step = :step", values, Some("last_step < :step")).await
}
