use domain::contract::accounts::{Session, SignInRequest};
use domain::identity::IdentityNumber;
use domain::permission::Role;

use super::session_view::session_view;
use crate::http::caller::{Anyone, set_cookie};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts::{self, SESSION_SECONDS, SignIn};

pub async fn room(visit: Visit<'_>, _: Anyone, request: SignInRequest) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let login = login(request.role, &request.login, house.clock.now().date());
    let id = house.vault.account_id(request.role, &login);
    match accounts::check_password(house, &id, &request.password).await? {
        SignIn::Right(account) if account.unconfirmed => Err(Failure::Conflict {
            code: "unit_unconfirmed",
            message: "单位账号已提交,待平台管理员确认。确认后即可用注册时设置的密码登录".to_owned(),
        }),
        SignIn::Right(account) => {
            let body = session_view(house, &account, house.clock.now()).await?;
            let token = accounts::start_session(house, &account, &visit.device).await?;
            Ok(Reply { body, set_cookie: Some(set_cookie(&token, SESSION_SECONDS)) })
        }
        SignIn::Wrong => Err(Failure::WrongCredentials),
        SignIn::Locked { seconds } => Err(Failure::Locked { seconds }),
        SignIn::InitialPasswordExpired => Err(Failure::Conflict {
            code: "initial_password_expired",
            message: "初始密码已过期,请联系单位重新设置".to_owned(),
        }),
    }
}

/// What was typed, in the form that accounts are found by; what is no identity number finds none.
fn login(role: Role, typed: &str, today: time::Date) -> String {
    match role {
        Role::Unit => typed.trim().to_uppercase(),
        // A password alone opens no operator's account (`sign_in_operator`); this finds nobody's.
        Role::Operator => String::new(),
        Role::Professional | Role::Administrator => {
            IdentityNumber::parse(typed, today).map(|number| number.lookup_form()).unwrap_or_default()
        }
    }
}
