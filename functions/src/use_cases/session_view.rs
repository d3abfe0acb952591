//! What a signed-in person's screens need to know, from their account and their unit.

use domain::contract::accounts::{Session, UnitName};
use domain::permission::{Role, Scope};
use domain::timestamp::Timestamp;

use crate::app::App;
use crate::error::Error;
use crate::store::accounts::{Account, SESSION_SECONDS};
use crate::store::{messages, people, rules, units};
use crate::use_cases::move_person::resume_in_passing;

/// Shows a session that started at `started`. Who serves a unit that is disabled has none. Its count of messages is that of
/// what has happened; signing in reads no more.
pub async fn session_view(app: &App, account: &Account, started: Timestamp) -> Result<Session, Error> {
    view(app, account, started, Depth::Signing).await
}

/// The same, with the years that close soon among the messages.
pub async fn whole_session_view(app: &App, account: &Account, started: Timestamp) -> Result<Session, Error> {
    view(app, account, started, Depth::Whole).await
}

/// The same for the pages of who comes to them: whatever a move of theirs has left behind is brought along.
pub async fn session_view_of_pages(app: &App, account: &Account, started: Timestamp) -> Result<Session, Error> {
    view(app, account, started, Depth::Pages).await
}

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Signing,
    Whole,
    Pages,
}

async fn view(app: &App, account: &Account, started: Timestamp, depth: Depth) -> Result<Session, Error> {
    let (scope, unread) = belongs_to(app, account, depth).await?;
    let unit = match account.role {
        // Whether they still serve it is to be known as of now.
        Role::Unit | Role::Administrator => units::find_now(app, &scope.unit).await?,
        Role::Professional | Role::Operator => units::find(app, &scope.unit).await?,
    };
    if matches!(account.role, Role::Unit | Role::Administrator) && unit.as_ref().is_some_and(|unit| unit.disabled) {
        return Err(Error::Conflict {
            code: "unit_disabled",
            message: "单位已停用，单位账号和管理员不能登录。如有疑问，请联系平台管理员".to_owned(),
        });
    }
    let department = match &scope.department {
        Some(department) => units::find_department(app, &scope.unit, department).await?,
        None => None,
    };
    Ok(Session {
        account: account.id.clone(),
        role: account.role,
        name: account.name.clone(),
        identity_masked: account.identity_masked.clone(),
        person: account.person.clone().filter(|_| account.role == Role::Professional),
        unit: UnitName { id: scope.unit, name: unit.map(|unit| unit.name).unwrap_or_default() },
        department,
        must_change_password: account.must_change_password,
        expires_at: started.plus_seconds(SESSION_SECONDS),
        now: app.clock.now(),
        unread,
        rules_version: rules::today(app).await?.table().version,
    })
}

/// An administrator's scope, or a professional's own unit and department; with the messages that wait for them.
async fn belongs_to(app: &App, account: &Account, depth: Depth) -> Result<(Scope, u32), Error> {
    if let Some(scope) = &account.scope {
        return Ok((scope.clone(), 0));
    }
    // Half the price; a person who signed up a moment ago may not be there yet, and is read as of now.
    let id = account.person.as_ref().ok_or_else(|| Error::internal("an account of nobody"))?;
    let person = match people::find_lagging(app, id).await? {
        Some(person) => Some(person),
        None => people::find(app, id).await?,
    };
    let person = person.ok_or_else(|| Error::internal("an account without its person"))?;
    if depth == Depth::Pages {
        resume_in_passing(app, &person).await;
    }
    let closing = if depth != Depth::Signing { messages::closing(app, &person).await? } else { Vec::new() };
    let unread = messages::unread(&person, &closing);
    Ok((person.employer, unread))
}
