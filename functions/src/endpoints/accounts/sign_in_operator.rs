use domain::contract::accounts::{Session, SignInOperatorRequest};
use domain::permission::Role;

use crate::error::Error;
use crate::http::caller::{Anyone, open_session};
use crate::http::{Reply, RequestContext};
use crate::store::accounts::SignIn;
use crate::store::operators;
use crate::store::tries::Counter;
use crate::use_cases::session_view::session_view;

pub async fn handle(
    cx: RequestContext<'_>,
    _: Anyone,
    request: SignInOperatorRequest,
) -> Result<Reply<Session>, Error> {
    let app = cx.app;
    let login = request.login.trim().to_ascii_lowercase();
    let id = app.vault.account_id(Role::Operator, &login);
    let counter = Counter::of_browser(cx.known_devices.id_for(&app.vault, &id));
    match operators::check(app, &id, &request.password, &request.code, &counter).await? {
        SignIn::Right(account) => {
            let cookies = open_session(&cx, &account).await?;
            Ok(Reply { body: session_view(app, &account, app.clock.now()).await?, cookies })
        }
        SignIn::Wrong => Err(Error::WrongOperatorCredentials),
        SignIn::InitialPasswordExpired => Err(Error::Conflict {
            code: "initial_password_expired",
            message: "一次性密码已过期，请重新创建平台管理员账号".to_owned(),
        }),
    }
}
