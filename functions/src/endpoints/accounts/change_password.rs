use domain::account::Password;
use domain::contract::accounts::{ChangePasswordRequest, Session};
use domain::field_errors::FieldErrors;

use super::session_view::whole_session_view;
use crate::http::caller::{Caller, open_session};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts::{self, SignIn};
use crate::store::people;
use crate::store::tries::Counter;

pub async fn room(visit: Visit<'_>, caller: Caller, request: ChangePasswordRequest) -> Result<Reply<Session>, Failure> {
    let house = visit.house;
    let mut errors = FieldErrors::default();
    let person = match &caller.account.person {
        Some(person) => people::find(house, person).await?,
        None => None,
    };
    let identity = match person {
        Some(person) => person.identity_number(&house.vault)?,
        // A unit's credit code stands there in full; of an administrator's number, its ends.
        None => caller.account.identity_masked.clone(),
    };
    let password = errors.keep("new_password", Password::parse(&request.new_password, &identity));
    if request.new_password == request.current_password {
        errors.push("new_password", "unchanged", "新密码不能与当前密码相同");
    }
    let counter = Counter::Known(caller.token.digest());
    match accounts::check_password(house, &caller.account.id, &request.current_password, &counter).await? {
        SignIn::Right(_) => {}
        SignIn::Wrong | SignIn::InitialPasswordExpired => {
            errors.push("current_password", "wrong", "当前密码不正确");
        }
    }
    let password = errors.finish(|| password.expect("no mistake was noted"))?;
    let account = accounts::set_password(house, &caller.account, &password).await?;
    // The change ended every session, this one among them; only this browser gets a new one.
    let cookies = open_session(&visit, &account).await?;
    Ok(Reply { body: whole_session_view(house, &account, house.clock.now()).await?, cookies })
}
