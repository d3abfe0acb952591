use domain::contract::accounts::{Session, SignInRequest};
use domain::credit_code::CreditCode;
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use domain::permission::Role;

use super::session_view::session_view;
use crate::http::caller::{Anyone, open_session};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts::{self, SignIn};
use crate::store::tries::Counter;

pub async fn room(visit: Visit<'_>, _: Anyone, request: SignInRequest) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let login = login(request.role, &request.login, house.clock.now().date())?;
    let id = house.vault.account_id(request.role, &login);
    let counter = Counter::of_browser(house, &visit.known_devices, &id);
    match accounts::check_password(house, &id, &request.password, &counter).await? {
        SignIn::Right(account) if account.unconfirmed => Err(Failure::Conflict {
            code: "unit_unconfirmed",
            message: "单位账号已提交，待平台管理员确认。确认后即可用注册时设置的密码登录".to_owned(),
        }),
        SignIn::Right(account) => {
            let body = session_view(house, &account, house.clock.now()).await?;
            Ok(Reply { body, cookies: open_session(&visit, &account).await? })
        }
        SignIn::Wrong => Err(Failure::WrongCredentials),
        SignIn::InitialPasswordExpired => Err(Failure::Conflict {
            code: "initial_password_expired",
            message: "初始密码已过期，请联系单位重新设置".to_owned(),
        }),
    }
}

/// What was typed, in the form that accounts are found by. What is no number is told at its field and counted nowhere: all of
/// them together would be one account, and one count.
fn login(role: Role, typed: &str, today: time::Date) -> Result<String, Failure> {
    let mut errors = FieldErrors::default();
    let login = match role {
        Role::Unit => errors.keep("login", CreditCode::parse(typed)).map(|code| code.as_str().to_owned()),
        // A password alone opens no operator's account (`sign_in_operator`).
        Role::Operator => return Err(Failure::WrongCredentials),
        Role::Professional | Role::Administrator => {
            errors.keep("login", IdentityNumber::parse(typed, today)).map(|number| number.lookup_form())
        }
    };
    Ok(errors.finish(|| login.expect("no mistake was noted"))?)
}
