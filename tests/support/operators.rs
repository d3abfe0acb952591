//! Operators, with the devices that they sign in with.

use std::cell::RefCell;

use domain::contract::accounts::SignInOperatorRequest;
use domain::contract::{CREATE_OPERATOR, SignInOperator};
use domain::operator::OperatorForm;
use domain::permission::Role;
use domain::timestamp::Timestamp;
use functions::crypto::totp::TotpSecret;
use functions::store::accounts;
use functions::store::usage::METER;
use functions::use_cases::create_operator;

use crate::fixtures::PASSWORD;
use crate::{Browser, World, calls};

/// What the one-off command tells of a new operator, and a browser with a session.
pub struct Operator<'w> {
    pub browser: Browser<'w>,
    pub login: String,
    pub password: String,
    pub device: TotpSecret,
}

impl Operator<'_> {
    /// What they type at an instant.
    pub fn sign_in(&self, at: Timestamp) -> SignInOperatorRequest {
        let (login, password) = (self.login.clone(), self.password.clone());
        SignInOperatorRequest { login, password, code: self.device.code_at(at.seconds()) }
    }
}

impl World {
    /// What the command says of a form.
    pub async fn creates_operator(&self, form: &OperatorForm) -> Result<String, String> {
        let id = CREATE_OPERATOR.id;
        let (told, usage) = METER
            .scope(RefCell::default(), async {
                let told = calls::of(id, create_operator::create_operator(&self.app, form)).await;
                (told, METER.with(|usage| usage.borrow().clone()))
            })
            .await;
        self.calls.note_operations(id, &usage.operations);
        told
    }

    /// Makes an operator by the command, as the first or another one, and signs them in with a password of their own.
    pub async fn operator(&self, login: &str) -> Operator<'_> {
        let form = OperatorForm { login: login.to_owned(), name: "黄锋".to_owned(), another: true };
        let told = self.creates_operator(&form).await.expect("a new operator");
        let mut operator = Operator {
            browser: Browser::anonymous(self),
            login: login.to_owned(),
            password: word_after(&told, "一次性密码"),
            device: device(&told),
        };
        let id = self.app.vault.account_id(Role::Operator, login);
        let account = accounts::find(&self.app, &id).await.expect("a read").expect("an account");
        let password = domain::account::Password::parse(PASSWORD, login).expect("a password");
        let account = accounts::set_password(&self.app, &account, &password).await.expect("a password of their own");
        operator.password = PASSWORD.to_owned();
        operator.browser = self.signed_in(&account).await;
        operator
    }

    /// Signs in and keeps the session.
    pub async fn signed_in_operator(&self, request: &SignInOperatorRequest) -> Result<Browser<'_>, crate::Refused> {
        let mut browser = Browser::anonymous(self);
        browser.signing::<SignInOperator>(request).await.map(|_| browser)
    }
}

/// The word that follows a heading in what the command said.
pub fn word_after(told: &str, heading: &str) -> String {
    let line = told.lines().find_map(|line| line.strip_prefix(heading)).expect("a line with this heading");
    line.trim().to_owned()
}

/// The device that was set up by the address in what the command said.
pub fn device(told: &str) -> TotpSecret {
    let uri = word_after(told, "动态口令");
    let secret = uri.split(['?', '&']).find_map(|part| part.strip_prefix("secret=")).expect("a secret");
    TotpSecret::parse(secret).expect("a secret in base 32")
}
