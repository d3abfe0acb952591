//! Browsers that somebody has signed in with: each keeps a signed cookie that names it for its accounts. It opens nothing; it
//! only keeps wrong passwords of strangers apart from those of its owner.

use domain::id::AccountId;
use http::HeaderMap;
use subtle::ConstantTimeEq;

use super::caller::cookie;
use crate::crypto::vault::Vault;

/// `__Host-` binds the cookie to this origin, https and the root path (RFC 6265bis, 4.1.3.2).
const COOKIE: &str = "__Host-device";
/// Browsers keep a cookie for 400 days at most (RFC 6265bis, 5.5).
const SECONDS: i64 = 400 * 24 * 60 * 60;
/// A shared computer is known to so many accounts; the earliest is forgotten first.
const ACCOUNTS_MAX: usize = 4;

/// What a browser's cookie says. Nothing of it is believed before its signature is.
#[derive(Debug, Clone, Default)]
pub struct KnownDevices(Vec<Device>);

/// A browser as one account knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Device {
    account: AccountId,
    id: String,
    signature: String,
}

impl Device {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (account, id, signature) = (parts.next()?, parts.next()?, parts.next()?);
        let account = account.parse().ok()?;
        parts.next().is_none().then(|| Self { account, id: id.to_owned(), signature: signature.to_owned() })
    }

    fn new(vault: &Vault, account: &AccountId, id: String) -> Self {
        let signature = vault.device_signature(account, &id);
        Self { account: account.clone(), id, signature }
    }

    fn is_signed(&self, vault: &Vault) -> bool {
        self.signature.as_bytes().ct_eq(vault.device_signature(&self.account, &self.id).as_bytes()).into()
    }
}

impl KnownDevices {
    pub fn of(headers: &HeaderMap) -> Self {
        let value = cookie(headers, COOKIE).unwrap_or_default();
        Self(value.split('~').filter_map(Device::parse).take(ACCOUNTS_MAX).collect())
    }

    /// What this browser is called for an account that has signed in with it.
    pub fn id_for(&self, vault: &Vault, account: &AccountId) -> Option<String> {
        let device = self.0.iter().find(|device| device.account == *account)?;
        device.is_signed(vault).then(|| device.id.clone())
    }

    /// The header by which the browser is known to `account` from now on.
    pub fn set_cookie_for(&self, vault: &Vault, account: &AccountId) -> String {
        let id = self.id_for(vault, account).unwrap_or_else(|| domain::id::spell(crate::crypto::vault::random_bits()));
        let others = self.0.iter().filter(|device| device.account != *account && device.is_signed(vault)).cloned();
        let devices = std::iter::once(Device::new(vault, account, id)).chain(others).take(ACCOUNTS_MAX);
        let value: Vec<_> =
            devices.map(|device| format!("{}.{}.{}", device.account, device.id, device.signature)).collect();
        format!("{COOKIE}={}; Path=/; Max-Age={SECONDS}; HttpOnly; Secure; SameSite=Strict", value.join("~"))
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header};

    use super::*;

    fn account(number: u128) -> AccountId {
        AccountId::from_bits(number)
    }

    fn sent(set_cookie: &str) -> KnownDevices {
        let mut headers = HeaderMap::new();
        let pair = set_cookie.split(';').next().expect("a pair");
        headers.insert(header::COOKIE, HeaderValue::from_str(&format!("a=b; {pair}")).expect("ASCII"));
        KnownDevices::of(&headers)
    }

    #[test]
    fn a_browser_is_known_to_the_accounts_that_signed_in_with_it_and_to_no_other() {
        let vault = Vault::new([7; 32]);
        let first = sent(&KnownDevices::default().set_cookie_for(&vault, &account(1)));
        let id = first.id_for(&vault, &account(1)).expect("it has signed in");
        assert_eq!(first.id_for(&vault, &account(2)), None);
        let both = sent(&first.set_cookie_for(&vault, &account(2)));
        assert_eq!(both.id_for(&vault, &account(1)), Some(id));
        assert!(both.id_for(&vault, &account(2)).is_some());
    }

    #[test]
    fn what_was_not_signed_here_is_not_believed() {
        let (ours, theirs) = (Vault::new([7; 32]), Vault::new([8; 32]));
        let forged = sent(&KnownDevices::default().set_cookie_for(&theirs, &account(1)));
        assert_eq!(forged.id_for(&ours, &account(1)), None);
        let own = KnownDevices::default().set_cookie_for(&ours, &account(1));
        let for_another = sent(&own.replace(account(1).as_str(), account(2).as_str()));
        assert_eq!(for_another.id_for(&ours, &account(2)), None);
    }

    #[test]
    fn only_the_last_accounts_are_kept() {
        let vault = Vault::new([7; 32]);
        let all = (1..=5)
            .fold(KnownDevices::default(), |devices, number| sent(&devices.set_cookie_for(&vault, &account(number))));
        assert_eq!(all.id_for(&vault, &account(1)), None);
        assert!((2..=5).all(|number| all.id_for(&vault, &account(number)).is_some()));
    }
}
