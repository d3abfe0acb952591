//! What is done once, by a command and not by a browser: by its own function without a route in the cloud, by the program
//! of one machine there. Both print what they are told here.

use domain::operator::OperatorForm;

use crate::app::App;
use crate::error::Error;
use crate::store::operators;

/// What authenticator apps show above the code.
const ISSUER: &str = "xueshi";

/// Makes an operator and says, once, what they sign in with. Who reads it hands it over; it is written nowhere.
///
/// # Errors
/// In words for who called the command: a mistake, or an operator that there is already.
pub async fn create_operator(app: &App, form: &OperatorForm) -> Result<String, String> {
    let told = |failure: Error| match failure {
        Error::Invalid(errors) => {
            errors.iter().map(|error| format!("{}: {}", error.path, error.message)).collect::<Vec<_>>().join("\n")
        }
        other => other.cause().unwrap_or_else(|| other.message()),
    };
    app.vault.unlock().await.map_err(told)?;
    let (login, name) = form.parse().map_err(|errors| told(Error::Invalid(errors)))?;
    let made = operators::create(app, login.clone(), name, form.another).await.map_err(told)?;
    Ok(format!(
        "登录名      {}\n一次性密码  {}\n动态口令    {}\n\n一次性密码三天内有效，首次登录须修改。以上内容只显示这一次，不保存在任何文件或日志中。",
        login.as_str(),
        made.password.shown(),
        made.totp.uri(ISSUER, login.as_str()),
    ))
}
