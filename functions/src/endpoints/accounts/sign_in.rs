use domain::contract::accounts::{Session, SignInRequest};
use domain::credit_code::CreditCode;
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use domain::permission::Role;

use crate::error::Error;
use crate::http::caller::{Anyone, open_session};
use crate::http::{Reply, RequestContext};
use crate::store::accounts::{self, SignIn};
use crate::store::tries::Counter;
use crate::use_cases::session_view::session_view;

pub async fn handle(cx: RequestContext<'_>, _: Anyone, request: SignInRequest) -> Result<Reply<Session>, Error> {
    let app = cx.app;
    let login = login(request.role, &request.login, app.clock.now().date())?;
    let id = app.vault.account_id(request.role, &login);
    let counter = Counter::of_browser(cx.known_devices.id_for(&app.vault, &id));
    match accounts::check_password(app, &id, &request.password, &counter).await? {
        SignIn::Right(account) if account.unconfirmed => Err(Error::Conflict {
            code: "unit_unconfirmed",
            message: "单位账号已提交，待平台管理员确认。确认后即可用注册时设置的密码登录".to_owned(),
        }),
        SignIn::Right(account) => {
            let body = session_view(app, &account, app.clock.now()).await?;
            Ok(Reply { body, cookies: open_session(&cx, &account).await? })
        }
        SignIn::Wrong => Err(Error::WrongCredentials),
        SignIn::InitialPasswordExpired => Err(Error::Conflict {
            code: "initial_password_expired",
            message: "初始密码已过期，请联系单位重新设置".to_owned(),
        }),
    }
}

/// What was typed, in the form that accounts are found by. What is no number is told at its field and counted nowhere: all of
/// them together would be one account, and one count.
fn login(role: Role, typed: &str, today: time::Date) -> Result<String, Error> {
    let mut errors = FieldErrors::default();
    let login = match role {
        Role::Unit => errors.keep("login", CreditCode::well_formed(typed)).map(|code| code.as_str().to_owned()),
        // A password alone opens no operator's account (`sign_in_operator`).
        Role::Operator => return Err(Error::WrongCredentials),
        Role::Professional | Role::Administrator => {
            errors.keep("login", IdentityNumber::parse(typed, today)).map(|number| number.lookup_form())
        }
    };
    Ok(errors.finish(|| login.expect("no mistake was noted"))?)
}
