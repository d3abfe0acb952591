//! Accounts, their wrong passwords and their sessions: one partition per account.

use std::fmt;

use domain::account::Password;
use domain::id::{AccountId, PersonId};
use domain::permission::{Role, Scope};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::{Key, SESSIONS, SORT};
use super::table::{Change, Condition, Item, NotDone, item, number, parse};
use crate::house::House;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

/// A session ends after this long, used or not, and after this long without use (OWASP ASVS 5.0, 7.3.1 and 7.3.2).
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;
pub const IDLE_SECONDS: i64 = 2 * 60 * 60;
/// A session's use is written down this often, not at every request.
const SEEN_SECONDS: i64 = 5 * 60;
/// Wrong passwords that cost nothing; from then on each one doubles the wait, up to an hour.
const FREE_TRIES: u32 = 5;
const LOCK_SECONDS_MAX: i64 = 60 * 60;
const TRIES_FORGOTTEN_SECONDS: i64 = 24 * 60 * 60;

/// What signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub role: Role,
    pub name: String,
    pub identity_masked: String,
    /// The person of the account's identity number, whether or not that person has registered anything.
    pub person: PersonId,
    /// What an administrator is in charge of.
    pub scope: Option<Scope>,
    pub must_change_password: bool,
    /// An initial password works until then.
    pub initial_password_until: Option<Timestamp>,
    pub enabled: bool,
    /// Sessions of an earlier epoch have ended.
    pub epoch: u32,
    pub password_hash: String,
    pub created_at: Timestamp,
    /// Keys the sign-up that created it.
    pub created_by: String,
}

impl Account {
    /// # Errors
    /// Never but for a programming mistake.
    pub fn put(&self) -> Result<Change, Failure> {
        Ok(Change::Put { item: item(&Key::account(&self.id), self)?, condition: Condition::Missing })
    }
}

/// What the browser holds: the account's id and 256 random bits. The table holds the digest of the bits.
#[derive(Clone)]
pub struct Token {
    account: AccountId,
    secret: String,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    fn fresh(account: &AccountId) -> Self {
        let secret = [crate::vault::random_bits(), crate::vault::random_bits()].map(domain::id::spell).concat();
        Self { account: account.clone(), secret }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (account, secret) = text.split_once('.')?;
        Some(Self { account: account.parse().ok()?, secret: (secret.len() == 52).then(|| secret.to_owned())? })
    }

    /// For the cookie alone.
    pub fn expose(&self) -> String {
        format!("{}.{}", self.account, self.secret)
    }

    fn key(&self) -> Key {
        Key::session(&self.account, &crate::vault::sha256(&[self.secret.as_bytes()]))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredSession {
    started: Timestamp,
    seen: Timestamp,
    epoch: u32,
    gone_at: i64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct StoredTries {
    tries: u32,
    last_try: Timestamp,
    gone_at: i64,
}

impl StoredTries {
    fn locked_seconds(&self, now: Timestamp) -> i64 {
        if self.tries < FREE_TRIES || self.gone_at < now.seconds() {
            return 0;
        }
        let wait = 30_i64.checked_shl(self.tries - FREE_TRIES).unwrap_or(LOCK_SECONDS_MAX).min(LOCK_SECONDS_MAX);
        (self.last_try.seconds() + wait - now.seconds()).max(0)
    }
}

/// Finds the caller behind a token, if the session is alive and the account enabled. Two items, one call.
pub async fn find_session(house: &House, token: Token) -> Result<Option<Caller>, Failure> {
    let now = house.clock.now();
    let mut account: Option<Account> = None;
    let mut session: Option<StoredSession> = None;
    for item in house.table.get_many(&[Key::account(&token.account), token.key()]).await? {
        let is_session =
            item.get(SORT).and_then(|sort| sort.as_s().ok()).is_some_and(|sort| sort.starts_with(SESSIONS));
        if is_session {
            session = Some(parse(item)?);
        } else {
            account = Some(parse(item)?);
        }
    }
    let (Some(account), Some(session)) = (account, session) else {
        return Ok(None);
    };
    let alive = account.enabled
        && session.epoch == account.epoch
        && now < session.started.plus_seconds(SESSION_SECONDS)
        && now < session.seen.plus_seconds(IDLE_SECONDS);
    Ok(alive.then_some(Caller { account, token, session_started: session.started, last_seen: session.seen }))
}

/// Opens a session.
pub async fn start_session(house: &House, account: &Account) -> Result<Token, Failure> {
    let now = house.clock.now();
    let token = Token::fresh(&account.id);
    let stored =
        StoredSession { started: now, seen: now, epoch: account.epoch, gone_at: now.seconds() + SESSION_SECONDS };
    house.table.put(item(&token.key(), &stored)?).await?;
    Ok(token)
}

/// Notes that a session is in use, if that is due. A session that has just been ended stays ended.
pub async fn touch_session(house: &House, caller: &Caller) -> Result<(), Failure> {
    let now = house.clock.now();
    if now < caller.last_seen.plus_seconds(SEEN_SECONDS) {
        return Ok(());
    }
    let values = Item::from([(":now".to_owned(), number(now.milliseconds()))]);
    house.table.update(&caller.token.key(), "SET seen = :now", values, Some("attribute_exists(pk)")).await?;
    Ok(())
}

pub async fn end_session(house: &House, token: &Token) -> Result<(), Failure> {
    house.table.delete(&token.key()).await
}

/// What came of a name and a password.
pub enum SignIn {
    Right(Box<Account>),
    Wrong,
    Locked {
        seconds: i64,
    },
    /// The right password, but an initial one that nobody used in time.
    InitialPasswordExpired,
}

/// Checks a password, counting wrong ones for accounts that exist and for those that don't, so that the two look
/// alike.
pub async fn check_password(house: &House, id: &AccountId, password: &str) -> Result<SignIn, Failure> {
    let now = house.clock.now();
    // A count that lags by a moment lets a guess or two more through, at half the price of every honest sign-in.
    let tries: StoredTries = house.table.get_lagging(&Key::tries(id)).await?.unwrap_or_default();
    let seconds = tries.locked_seconds(now);
    if seconds > 0 {
        return Ok(SignIn::Locked { seconds });
    }
    let account: Option<Account> = house.table.get(&Key::account(id)).await?;
    let hash = account.as_ref().filter(|account| account.enabled).map(|account| account.password_hash.as_str());
    if !crate::passwords::verify(hash, password) {
        note_wrong_password(house, id, &tries, now).await?;
        return Ok(SignIn::Wrong);
    }
    if tries.tries > 0 {
        house.table.delete(&Key::tries(id)).await?;
    }
    match account {
        Some(account) if account.initial_password_until.is_some_and(|until| until < now) => {
            Ok(SignIn::InitialPasswordExpired)
        }
        Some(account) => Ok(SignIn::Right(Box::new(account))),
        None => Ok(SignIn::Wrong),
    }
}

async fn note_wrong_password(
    house: &House,
    id: &AccountId,
    tries: &StoredTries,
    now: Timestamp,
) -> Result<(), Failure> {
    // Tries long past no longer count, although the table may still hold them.
    let expression = if tries.gone_at < now.seconds() {
        "SET tries = :one, last_try = :now, gone_at = :gone"
    } else {
        "SET last_try = :now, gone_at = :gone ADD tries :one"
    };
    let values = Item::from([
        (":one".to_owned(), number(1)),
        (":now".to_owned(), number(now.milliseconds())),
        (":gone".to_owned(), number(now.seconds() + TRIES_FORGOTTEN_SECONDS)),
    ]);
    house.table.update(&Key::tries(id), expression, values, None).await?;
    Ok(())
}

/// Sets a password that its owner chose. All sessions end; the caller opens a new one.
pub async fn set_password(house: &House, account: &Account, password: &Password) -> Result<Account, Failure> {
    let mut changed = account.clone();
    changed.password_hash = crate::passwords::hash(password.expose());
    changed.must_change_password = false;
    changed.initial_password_until = None;
    changed.epoch += 1;
    let stored = item(&Key::account(&account.id), &changed)?;
    let change = Change::Put { item: stored, condition: Condition::Is("epoch", i64::from(account.epoch)) };
    match house.table.transact(vec![change]).await {
        Ok(()) => Ok(changed),
        Err(NotDone::Condition(_)) => Err(Failure::Conflict {
            code: "password_changed_elsewhere",
            message: "密码刚在别处修改过,请用新密码重新登录".to_owned(),
        }),
        Err(other) => Err(other.into()),
    }
}
