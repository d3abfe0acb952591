use domain::account::Password;
use domain::contract::accounts::{ChangePasswordRequest, Session};
use domain::field_errors::FieldErrors;

use crate::error::Error;
use crate::http::caller::{Caller, open_session};
use crate::http::{Reply, RequestContext};
use crate::store::accounts::{self, SignIn};
use crate::store::people;
use crate::store::tries::Counter;
use crate::use_cases::session_view::whole_session_view;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Caller,
    request: ChangePasswordRequest,
) -> Result<Reply<Session>, Error> {
    let app = cx.app;
    let mut errors = FieldErrors::default();
    let person = match &caller.account.person {
        Some(person) => people::find(app, person).await?,
        None => None,
    };
    let identity = match person {
        Some(person) => person.identity_number(&app.vault)?,
        // A unit's credit code stands there in full; of an administrator's number, its ends.
        None => caller.account.identity_masked.clone(),
    };
    let password = errors.keep("new_password", Password::parse(&request.new_password, &identity));
    if request.new_password == request.current_password {
        errors.push("new_password", "unchanged", "新密码不能与当前密码相同");
    }
    let counter = Counter::Known(caller.token.digest());
    match accounts::check_password(app, &caller.account.id, &request.current_password, &counter).await? {
        SignIn::Right(_) => {}
        SignIn::Wrong | SignIn::InitialPasswordExpired => {
            errors.push("current_password", "wrong", "当前密码不正确");
        }
    }
    let password = errors.finish(|| password.expect("no mistake was noted"))?;
    let account = accounts::set_password(app, &caller.account, &password).await?;
    // The change ended every session, this one among them; only this browser gets a new one.
    let cookies = open_session(&cx, &account).await?;
    Ok(Reply { body: whole_session_view(app, &account, app.clock.now()).await?, cookies })
}
