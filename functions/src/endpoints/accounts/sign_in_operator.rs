use domain::contract::accounts::{Session, SignInOperatorRequest};
use domain::permission::Role;

use super::session_view::session_view;
use crate::http::caller::{Anyone, set_cookie};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts::{self, SESSION_SECONDS, SignIn};
use crate::store::operators;

pub async fn room(visit: Visit<'_>, _: Anyone, request: SignInOperatorRequest) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let login = request.login.trim().to_ascii_lowercase();
    let id = house.vault.account_id(Role::Operator, &login);
    match operators::check(house, &id, &request.password, &request.code).await? {
        SignIn::Right(account) => {
            let token = accounts::start_session(house, &account, &visit.device).await?;
            Ok(Reply {
                body: session_view(house, &account, house.clock.now()).await?,
                set_cookie: Some(set_cookie(&token, SESSION_SECONDS)),
            })
        }
        SignIn::Wrong => Err(Failure::WrongOperatorCredentials),
        SignIn::Locked { seconds } => Err(Failure::Locked { seconds }),
        SignIn::InitialPasswordExpired => Err(Failure::Conflict {
            code: "initial_password_expired",
            message: "一次性密码已过期,请重新创建平台管理员账号".to_owned(),
        }),
    }
}
