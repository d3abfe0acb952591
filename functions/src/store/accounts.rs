//! Accounts, their passwords, one-time codes and sessions: one partition per account.

use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::account::{ONE_TIME_CODE_SECONDS, OneTimeCode, Password};
use domain::contract::accounts::{SignInRecord, SignInState};
use domain::id::{AccountId, PersonId};
use domain::permission::{Role, Scope};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::{Key, SESSIONS, SORT, account_partition};
use super::receipt::Receipt;
use super::table::{Change, Condition, Item, NotDone, Range, SortRange, item, key_item, number, parse, text};
use super::tries::{Counter, Try};
use crate::app::App;
use crate::error::Error;
use crate::idempotency::Repeat;

/// A session ends after this long, used or not, and after this long without use (OWASP ASVS 5.0, 7.3.1 and 7.3.2).
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;
pub const IDLE_SECONDS: i64 = 2 * 60 * 60;
/// Sessions stay on record for so long after their start, so that their owner sees what is not theirs.
const ON_RECORD_SECONDS: i64 = 90 * 24 * 60 * 60;
/// So many of them are shown; and so many are looked at to find the last ones.
const SIGN_INS_SHOWN_MAX: usize = 30;
const SIGN_INS_READ_MAX: usize = 1_000;
/// A session's use is written down this often, not at every request.
const SEEN_SECONDS: i64 = 5 * 60;

/// What signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub role: Role,
    pub name: String,
    pub identity_masked: String,
    /// The person of the account's identity number, whether or not that person has registered anything; a unit's own
    /// account has none.
    pub person: Option<PersonId>,
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
    /// Of the request that opened it without a session, for its repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// Somebody signed up a unit that was listed already; it signs in once an operator has confirmed that it is theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unconfirmed: bool,
}

impl Account {
    /// Whether a request is the one that left the account as it is now, in time.
    ///
    /// # Errors
    /// If the endpoint's row does not ask for a key.
    pub fn is_left_by(&self, repeat: &Repeat, now: Timestamp) -> Result<bool, Error> {
        let Some(receipt) = self.receipt.as_ref().filter(|_| self.enabled) else { return Ok(false) };
        receipt.is_of(repeat, self.epoch, now)
    }

    /// # Errors
    /// Never but for a programming mistake.
    pub fn put(&self) -> Result<Change, Error> {
        Ok(Change::Put { item: item(&Key::account(&self.id), self)?, condition: Condition::Missing })
    }

    /// Stores it in the place of what it was, unless its sessions were ended since.
    pub fn replace(&self, before: &Self) -> Result<Change, Error> {
        let condition = Condition::Is("epoch", i64::from(before.epoch));
        Ok(Change::Put { item: item(&Key::account(&self.id), self)?, condition })
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
        let secret =
            [crate::crypto::vault::random_bits(), crate::crypto::vault::random_bits()].map(domain::id::spell).concat();
        Self { account: account.clone(), secret }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (account, secret) = text.split_once('.')?;
        Some(Self { account: account.parse().ok()?, secret: (secret.len() == 52).then(|| secret.to_owned())? })
    }

    /// Names the session, and opens nothing.
    pub fn digest(&self) -> String {
        crate::crypto::vault::sha256(&[self.secret.as_bytes()])
    }

    /// For the cookie alone.
    pub fn expose(&self) -> String {
        format!("{}.{}", self.account, self.secret)
    }

    fn key(&self) -> Key {
        Key::session(&self.account, &self.digest())
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredSession {
    started: Timestamp,
    seen: Timestamp,
    epoch: u32,
    /// The kind of device, in words.
    #[serde(default)]
    device: String,
    /// Signed out.
    #[serde(default)]
    ended: bool,
    gone_at: i64,
}

impl StoredSession {
    fn is_alive(&self, account: &Account, now: Timestamp) -> bool {
        account.enabled
            && !self.ended
            && self.epoch == account.epoch
            && now < self.started.plus_seconds(SESSION_SECONDS)
            && now < self.seen.plus_seconds(IDLE_SECONDS)
    }
}

/// A session that is alive, with its account as it is now.
#[derive(Debug, Clone)]
pub struct OpenSession {
    pub account: Account,
    pub token: Token,
    pub session_started: Timestamp,
    pub last_seen: Timestamp,
}

/// Finds the caller behind a token, if the session is alive and the account enabled. Two items, one call.
pub async fn find_session(app: &App, token: Token) -> Result<Option<OpenSession>, Error> {
    let now = app.clock.now();
    let mut account: Option<Account> = None;
    let mut session: Option<StoredSession> = None;
    for item in app.table.get_many(&[Key::account(&token.account), token.key()]).await? {
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
    let alive = session.is_alive(&account, now);
    Ok(alive.then_some(OpenSession { account, token, session_started: session.started, last_seen: session.seen }))
}

/// Opens a session on a kind of device (`Visit::device`).
pub async fn start_session(app: &App, account: &Account, device: &str) -> Result<Token, Error> {
    let now = app.clock.now();
    let token = Token::fresh(&account.id);
    let stored = StoredSession {
        started: now,
        seen: now,
        epoch: account.epoch,
        device: device.to_owned(),
        ended: false,
        gone_at: now.seconds() + ON_RECORD_SECONDS,
    };
    app.table.put(item(&token.key(), &stored)?).await?;
    Ok(token)
}

/// Notes that a session is in use, if that is due. A session that has just been ended stays ended.
pub async fn touch_session(app: &App, caller: &OpenSession) -> Result<(), Error> {
    let now = app.clock.now();
    if now < caller.last_seen.plus_seconds(SEEN_SECONDS) {
        return Ok(());
    }
    let values = Item::from([(":now".to_owned(), number(now.milliseconds()))]);
    app.table.update(&caller.token.key(), "SET seen = :now", values, Some("attribute_exists(pk)")).await?;
    Ok(())
}

/// Ends a session; it stays on record.
pub async fn end_session(app: &App, token: &Token) -> Result<(), Error> {
    let values = Item::from([(":yes".to_owned(), AttributeValue::Bool(true))]);
    app.table.update(&token.key(), "SET ended = :yes", values, Some("attribute_exists(pk)")).await?;
    Ok(())
}

/// Ends every session of an account but the one that asks.
pub async fn end_other_sessions(app: &App, caller: &OpenSession) -> Result<(), Error> {
    let before = &caller.account;
    let account = Account { epoch: before.epoch + 1, ..before.clone() };
    let changes = vec![
        Change::Put {
            item: item(&Key::account(&account.id), &account)?,
            condition: Condition::Is("epoch", i64::from(before.epoch)),
        },
        Change::Update {
            key: caller.token.key(),
            expression: "SET epoch = :epoch".to_owned(),
            values: Item::from([(":epoch".to_owned(), number(i64::from(account.epoch)))]),
            condition: Condition::Exists,
        },
    ];
    match app.table.transact(changes).await {
        Ok(()) => Ok(()),
        // Somebody did the same a moment earlier, from another session: this one has ended by it.
        Err(NotDone::Condition(_)) => Err(Error::SessionEnded),
        Err(other) => Err(other.into()),
    }
}

/// The last sign-ins of an account, newest first.
pub async fn sign_ins(app: &App, caller: &OpenSession) -> Result<Vec<SignInRecord>, Error> {
    let (now, here) = (app.clock.now(), caller.token.key().sort);
    let range = Range {
        index: None,
        partition: account_partition(&caller.account.id),
        sort: SortRange::Prefix(SESSIONS.to_owned()),
        newest_first: false,
        consistent: false,
        after: None,
    };
    let mut records = Vec::new();
    for item in app.table.query(range, SIGN_INS_READ_MAX).await?.items {
        let is_here = item.get(SORT).and_then(|sort| sort.as_s().ok()).is_some_and(|sort| *sort == here);
        let session: StoredSession = parse(item)?;
        let state = match (is_here, session.is_alive(&caller.account, now)) {
            (true, _) => SignInState::Here,
            (false, true) => SignInState::Elsewhere,
            (false, false) => SignInState::Ended,
        };
        records.push(SignInRecord { at: session.started, device: session.device, standing: state });
    }
    records.sort_by_key(|record| std::cmp::Reverse(record.at));
    records.truncate(SIGN_INS_SHOWN_MAX);
    Ok(records)
}

/// What came of a name and a password.
pub enum SignIn {
    Right(Box<Account>),
    Wrong,
    /// The right password, but an initial one that nobody used in time.
    InitialPasswordExpired,
}

/// Checks a password, counting wrong ones for accounts that exist and for those that don't, so that the two look
/// alike.
///
/// # Errors
/// [`Error::Locked`] where too many were wrong.
pub async fn check_password(app: &App, id: &AccountId, password: &str, counter: &Counter) -> Result<SignIn, Error> {
    let claimed = Try::claim(app, id, counter).await?;
    // Half the price. Who gets in by what has just been changed finds the session ended: it is of an earlier epoch.
    let mut account: Option<Account> = app.table.get_lagging(&Key::account(id)).await?;
    if !is_right(account.as_ref(), password).await {
        let lagging = account;
        account = find(app, id).await?;
        if account == lagging || !is_right(account.as_ref(), password).await {
            return Ok(SignIn::Wrong);
        }
    }
    claimed.was_right(app).await?;
    match account {
        Some(account) if account.initial_password_until.is_some_and(|until| until < app.clock.now()) => {
            Ok(SignIn::InitialPasswordExpired)
        }
        Some(account) => Ok(SignIn::Right(Box::new(account))),
        None => Ok(SignIn::Wrong),
    }
}

/// Whoever copies an initial password from paper may write its letters in either case.
async fn is_right(account: Option<&Account>, typed: &str) -> bool {
    let hash = account.filter(|account| account.enabled).map(|account| account.password_hash.as_str());
    let mut spellings = vec![typed.to_owned()];
    if account.is_some_and(|account| account.initial_password_until.is_some()) {
        spellings.extend([typed.to_ascii_uppercase(), typed.to_ascii_lowercase()]);
        spellings.dedup();
    }
    for spelling in spellings {
        if crate::crypto::passwords::verify(hash, &spelling).await {
            return true;
        }
    }
    false
}

pub async fn find(app: &App, id: &AccountId) -> Result<Option<Account>, Error> {
    app.table.get(&Key::account(id)).await
}

/// A one-time code on its way to its person: hashed, with its end.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredCode {
    pub code_hash: String,
    pub expires_at: Timestamp,
    pub gone_at: i64,
}

impl StoredCode {
    pub async fn new(code: &OneTimeCode, now: Timestamp) -> Self {
        let expires_at = now.plus_seconds(ONE_TIME_CODE_SECONDS);
        Self {
            code_hash: crate::crypto::passwords::hash(code.expose()).await,
            expires_at,
            gone_at: expires_at.seconds(),
        }
    }

    /// Whether it is this code, and still good.
    pub async fn is(&self, code: &OneTimeCode, now: Timestamp) -> bool {
        now < self.expires_at && crate::crypto::passwords::verify(Some(&self.code_hash), code.expose()).await
    }

    /// Puts it in the place of any earlier one.
    pub fn put(&self, account: &AccountId) -> Result<Change, Error> {
        Ok(Change::Put { item: item(&Key::one_time_code(account), self)?, condition: Condition::Always })
    }
}

pub async fn find_code(app: &App, id: &AccountId) -> Result<Option<StoredCode>, Error> {
    app.table.get(&Key::one_time_code(id)).await
}

/// What came of a one-time code.
pub enum Redeemed {
    /// It is right; it is used up by the change that comes with it.
    Right(Change),
    Wrong,
}

/// Checks a one-time code as a password is checked: wrong ones count, and an account without a code looks the same. A new
/// code begins a count of its own.
///
/// # Errors
/// [`Error::Locked`] where too many were wrong.
pub async fn check_code(app: &App, id: &AccountId, code: &OneTimeCode) -> Result<Redeemed, Error> {
    let now = app.clock.now();
    let stored = find_code(app, id).await?;
    let hash = stored.as_ref().filter(|stored| now < stored.expires_at).map(|stored| stored.code_hash.as_str());
    let name = crate::crypto::vault::sha256(&[b"one-time code\n", hash.unwrap_or_default().as_bytes()]);
    let claimed = Try::claim(app, id, &Counter::Known(name)).await?;
    if !crate::crypto::passwords::verify(hash, code.expose()).await {
        return Ok(Redeemed::Wrong);
    }
    claimed.was_right(app).await?;
    let values = Item::from([(":hash".to_owned(), text(hash.unwrap_or_default()))]);
    // Of two who use it at once, one finds it gone.
    Ok(Redeemed::Right(Change::Delete {
        key: Key::one_time_code(id),
        condition: Condition::Holds("code_hash = :hash", values),
    }))
}

/// Gives an account that is there another name.
pub fn rename(id: &AccountId, name: &str) -> Change {
    let mut item = key_item(&Key::account(id));
    item.insert("name".to_owned(), text(name));
    Change::Set { item, condition: Condition::Exists }
}

/// Ends all sessions of an account, if there is one.
pub async fn end_sessions(app: &App, id: &AccountId) -> Result<(), Error> {
    let values = Item::from([(":one".to_owned(), number(1))]);
    app.table.update(&Key::account(id), "ADD epoch :one", values, Some("attribute_exists(pk)")).await?;
    Ok(())
}

/// Sets a password that its owner chose. All sessions end; the caller opens a new one.
pub async fn set_password(app: &App, account: &Account, password: &Password) -> Result<Account, Error> {
    let mut changed = account.clone();
    changed.password_hash = crate::crypto::passwords::hash(password.expose()).await;
    changed.receipt = None;
    changed.must_change_password = false;
    changed.initial_password_until = None;
    changed.epoch += 1;
    let stored = item(&Key::account(&account.id), &changed)?;
    let mut changes = vec![Change::Put { item: stored, condition: Condition::Is("epoch", i64::from(account.epoch)) }];
    if let (Role::Administrator, Some(_), Some(scope)) = (account.role, account.initial_password_until, &account.scope)
    {
        // The unit sees which initial passwords nobody has changed yet.
        changes.push(Change::Update {
            key: Key::administrator(&scope.unit, &account.id),
            expression: "REMOVE initial_password_until".to_owned(),
            values: Item::new(),
            condition: Condition::Exists,
        });
    }
    match app.table.transact(changes).await {
        Ok(()) => Ok(changed),
        Err(NotDone::Condition(_)) => Err(Error::Conflict {
            code: "password_changed_elsewhere",
            message: "密码刚在别处修改过，请用新密码重新登录".to_owned(),
        }),
        Err(other) => Err(other.into()),
    }
}
