//! Who calls: the session behind the cookie, and what a handler asks of it.

use domain::contract::{ACCOUNT_HEADER, Access, Row};
use domain::id::{AccountId, PersonId, UnitId};
use domain::permission::{Actor, Role, Scope};
use domain::review::Mover;
use http::{HeaderMap, header};

use super::RequestContext;
use crate::app::App;
use crate::error::Error;
pub use crate::store::accounts::OpenSession as Caller;
use crate::store::accounts::{self, Account, SESSION_SECONDS, Token};
use crate::store::unit_log::Author;

/// `__Host-` binds the cookie to this origin, https and the root path (RFC 6265bis, 4.1.3.2).
pub const COOKIE: &str = "__Host-session";

impl Caller {
    /// Finds the caller of an endpoint, or refuses. `None` only where anyone may call.
    pub async fn of(app: &App, row: &Row, headers: &HeaderMap) -> Result<Option<Self>, Error> {
        if row.access == Access::Anyone {
            return Ok(None);
        }
        let token = cookie(headers, COOKIE).and_then(Token::parse).ok_or(Error::SessionEnded)?;
        let caller = accounts::find_session(app, token).await?.ok_or(Error::SessionEnded)?;
        let meant = headers.get(ACCOUNT_HEADER);
        if meant.is_some_and(|meant| meant.as_bytes() != caller.account.id.as_str().as_bytes()) {
            return Err(Error::SessionChanged);
        }
        if let Access::Only(roles) = row.access {
            if !roles.contains(&caller.account.role) {
                return Err(Error::NotFound);
            }
            if caller.account.must_change_password {
                return Err(Error::MustChangePassword);
            }
        }
        Ok(Some(caller))
    }
}

/// What a handler wants to know of its caller.
pub trait FromCaller: Sized {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error>;
}

/// A handler that does not ask who calls.
#[derive(Debug)]
pub struct Anyone;

impl FromCaller for Anyone {
    fn from_caller(_: Option<Caller>) -> Result<Self, Error> {
        Ok(Self)
    }
}

impl FromCaller for Caller {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error> {
        caller.ok_or(Error::SessionEnded)
    }
}

/// A signed-in professional.
#[derive(Debug, Clone)]
pub struct Professional {
    pub account: AccountId,
    pub person: PersonId,
    pub name: String,
}

impl Professional {
    pub fn actor(&self) -> Actor {
        Actor::Professional { account: self.account.clone(), person: self.person.clone() }
    }

    /// For what is noted of an event in their own matter.
    pub fn author<'a>(&self, cx: &'a RequestContext<'_>, employer: Scope) -> Author<'a> {
        Author {
            account: self.account.clone(),
            name: self.name.clone(),
            scope: employer,
            mover: Mover::Person,
            repeat: &cx.repeat,
            at: cx.app.clock.now(),
        }
    }
}

impl FromCaller for Professional {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error> {
        let account = Caller::from_caller(caller)?.account;
        match account.role {
            Role::Professional => {
                let person = account.person.ok_or_else(|| Error::internal("a professional without a person"))?;
                Ok(Self { account: account.id, person, name: account.name })
            }
            _ => Err(Error::NotFound),
        }
    }
}

/// A signed-in administrator of a unit; for 其他单位, an operator.
#[derive(Debug, Clone)]
pub struct Administrator {
    pub account: AccountId,
    pub role: Role,
    /// The administrator's own record as a professional. An operator has none.
    pub own_person: Option<PersonId>,
    pub name: String,
    pub scope: Scope,
    /// Of the account when the request came in: disabled or put in charge of something else, it has another.
    pub epoch: u32,
}

impl Administrator {
    pub fn actor(&self) -> Actor {
        Actor::Administrator {
            account: self.account.clone(),
            own_person: self.own_person.clone(),
            scope: self.scope.clone(),
        }
    }

    /// Who that is in words, for timelines.
    pub fn title(&self) -> String {
        let title = if self.role == Role::Operator { "平台管理员" } else { "单位管理员" };
        format!("{}（{title}）", self.name)
    }
}

impl FromCaller for Administrator {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error> {
        let account = Caller::from_caller(caller)?.account;
        let own_person = match account.role {
            Role::Administrator => Some(account.person.ok_or(Error::NotFound)?),
            Role::Operator => None,
            Role::Professional | Role::Unit => return Err(Error::NotFound),
        };
        let scope = account.scope.ok_or(Error::NotFound)?;
        let (account, role, name, epoch) = (account.id, account.role, account.name, account.epoch);
        Ok(Self { account, role, own_person, name, scope, epoch })
    }
}

impl Administrator {
    /// For what is noted of an event.
    pub fn author<'a>(&self, cx: &'a RequestContext<'_>) -> Author<'a> {
        Author {
            account: self.account.clone(),
            name: self.title(),
            scope: self.scope.clone(),
            mover: Mover::Unit,
            repeat: &cx.repeat,
            at: cx.app.clock.now(),
        }
    }
}

/// The chief administrator (总管理员) of a unit; for 其他单位, an operator.
#[derive(Debug)]
pub struct Chief(pub Administrator);

impl FromCaller for Chief {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error> {
        let administrator = Administrator::from_caller(caller)?;
        if administrator.scope.is_chief() { Ok(Self(administrator)) } else { Err(Error::NotFound) }
    }
}

/// A unit's own account (单位账号).
#[derive(Debug)]
pub struct UnitAccount {
    pub account: AccountId,
    pub unit: UnitId,
    pub name: String,
}

impl UnitAccount {
    /// For what is noted of an event.
    pub fn author<'a>(&self, cx: &'a RequestContext<'_>) -> Author<'a> {
        Author {
            account: self.account.clone(),
            name: format!("{}（单位账号）", self.name),
            scope: Scope { unit: self.unit.clone(), department: None },
            mover: Mover::Unit,
            repeat: &cx.repeat,
            at: cx.app.clock.now(),
        }
    }
}

impl FromCaller for UnitAccount {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error> {
        let account = Caller::from_caller(caller)?.account;
        match (account.role, account.scope) {
            (Role::Unit, Some(Scope { unit, .. })) => Ok(Self { account: account.id, unit, name: account.name }),
            _ => Err(Error::NotFound),
        }
    }
}

/// Whoever serves a unit: its own account, or one of its administrators.
#[derive(Debug)]
pub struct OfUnit {
    pub unit: UnitId,
}

impl FromCaller for OfUnit {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error> {
        let account = Caller::from_caller(caller)?.account;
        match (account.role, account.scope) {
            (Role::Unit | Role::Administrator, Some(scope)) => Ok(Self { unit: scope.unit }),
            _ => Err(Error::NotFound),
        }
    }
}

/// Who runs the platform (平台管理员).
#[derive(Debug)]
pub struct Operator {
    pub account: AccountId,
    pub name: String,
}

impl Operator {
    /// For what is noted of an event: the log of 其他单位 is the platform's own.
    pub fn author<'a>(&self, cx: &'a RequestContext<'_>) -> Author<'a> {
        Author {
            account: self.account.clone(),
            name: format!("{}（平台管理员）", self.name),
            scope: Scope { unit: UnitId::other(), department: None },
            mover: Mover::Unit,
            repeat: &cx.repeat,
            at: cx.app.clock.now(),
        }
    }
}

impl FromCaller for Operator {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error> {
        let account = Caller::from_caller(caller)?.account;
        match account.role {
            Role::Operator => Ok(Self { account: account.id, name: account.name }),
            _ => Err(Error::NotFound),
        }
    }
}

/// Whoever may act on registrations.
#[derive(Debug, Clone)]
pub enum Acting {
    Professional(Professional),
    Administrator(Administrator),
}

impl Acting {
    pub fn actor(&self) -> Actor {
        match self {
            Self::Professional(professional) => professional.actor(),
            Self::Administrator(administrator) => administrator.actor(),
        }
    }
}

impl Acting {
    /// Who that is in words, for timelines.
    pub fn name(&self) -> String {
        match self {
            Self::Professional(professional) => professional.name.clone(),
            Self::Administrator(administrator) => administrator.title(),
        }
    }
}

impl FromCaller for Acting {
    fn from_caller(caller: Option<Caller>) -> Result<Self, Error> {
        match caller.as_ref().map(|caller| caller.account.role) {
            Some(Role::Professional) => Professional::from_caller(caller).map(Self::Professional),
            _ => Administrator::from_caller(caller).map(Self::Administrator),
        }
    }
}

/// The value of a cookie that a browser has sent.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Opens a session of an account for the browser that asks, which is known to it from then on; gives the cookies that say so.
pub async fn open_session(cx: &RequestContext<'_>, account: &Account) -> Result<Vec<String>, Error> {
    let token = accounts::start_session(cx.app, account, &cx.device).await?;
    Ok(vec![set_cookie(&token), cx.known_devices.set_cookie_for(&cx.app.vault, &account.id)])
}

/// The header that hands a token to the browser and to nothing else on it.
fn set_cookie(token: &Token) -> String {
    format!("{COOKIE}={}; Path=/; Max-Age={SESSION_SECONDS}; HttpOnly; Secure; SameSite=Strict", token.expose())
}

/// The header that makes the browser forget it.
pub fn forget_cookie() -> String {
    format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Strict")
}
