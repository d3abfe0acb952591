//! Who runs the demo's platform. Like the demo's passwords, the device's secret opens nothing but the demo.

use anyhow::{Context, Result, anyhow};
use domain::operator::OperatorLogin;
use domain::timestamp::Timestamp;
use functions::app::App;
use functions::crypto::totp::TotpSecret;
use functions::store::operators;

use super::desk::Reviewer;
use super::plain;

pub const NAME: &str = "莫云飞";
pub const LOGIN: &str = "mo.yunfei";
/// What authenticator apps show above the code.
const ISSUER: &str = "xueshi-demo";
/// In base 32, as it is typed into a device.
const SECRET: &str = "XUESHI2DEMO2OPERATOR2CODE2DEVICE";

/// Makes the operator, with everybody's password, which does not have to be changed.
pub async fn make(app: &App, hash: &str) -> Result<Reviewer> {
    let login = OperatorLogin::parse(LOGIN).map_err(|_| anyhow!("the demo has a wrong operator"))?;
    let mut account = operators::account(app, &login, NAME.to_owned(), hash.to_owned());
    account.must_change_password = false;
    account.initial_password_until = None;
    operators::add(app, &account, login, &secret()).await.map_err(plain)?;
    let scope = account.scope.clone().context("an operator has the desk of 其他单位")?;
    Ok(Reviewer {
        account: account.id,
        role: account.role,
        own_person: None,
        name: account.name,
        scope,
        epoch: account.epoch,
    })
}

fn secret() -> TotpSecret {
    TotpSecret::parse(SECRET).expect("a secret of twenty bytes, as a test sees")
}

/// What a device's camera reads.
pub fn device() -> String {
    secret().uri(ISSUER, LOGIN)
}

/// The code of the demo's operator at an instant.
pub fn code(at: Timestamp) -> String {
    secret().code_at(at.seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_device_is_set_up_with_the_secret_as_it_stands_here() {
        assert_eq!(secret().base32(), SECRET);
        assert!(device().contains(SECRET));
        // Until the device's next step the code is the same, and then another.
        let at = Timestamp::from_milliseconds(1_795_140_000_000);
        assert_eq!(code(at), code(at.plus_seconds(29)));
        assert_ne!(code(at), code(at.plus_seconds(30)));
    }
}
