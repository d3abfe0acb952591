use domain::contract::accounts::{Session, SignInOperatorRequest};
use domain::permission::Role;

use super::session_view::session_view;
use crate::http::caller::{Anyone, open_session};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts::SignIn;
use crate::store::operators;
use crate::store::tries::Counter;

pub async fn room(visit: Visit<'_>, _: Anyone, request: SignInOperatorRequest) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let login = request.login.trim().to_ascii_lowercase();
    let id = house.vault.account_id(Role::Operator, &login);
    let counter = Counter::of_browser(house, &visit.known_devices, &id);
    match operators::check(house, &id, &request.password, &request.code, &counter).await? {
        SignIn::Right(account) => {
            let cookies = open_session(&visit, &account).await?;
            Ok(Reply { body: session_view(house, &account, house.clock.now()).await?, cookies })
        }
        SignIn::Wrong => Err(Failure::WrongOperatorCredentials),
        SignIn::InitialPasswordExpired => Err(Failure::Conflict {
            code: "initial_password_expired",
            message: "一次性密码已过期，请重新创建平台管理员账号".to_owned(),
        }),
    }
}
