//! Codes of a device: time-based one-time passwords (RFC 6238) with the parameters that every authenticator app
//! understands: HMAC-SHA-1, six digits, thirty seconds. SHA-1's collisions do not matter in an HMAC (RFC 6238, 1.2).

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use crate::crypto::vault;

/// Seconds that a code stands for.
const STEP_SECONDS: i64 = 30;
/// Steps that a device's clock may be away from ours (RFC 6238, 5.2 and 6).
const STEPS_AWAY_MAX: i64 = 1;
const DIGITS: usize = 6;
/// As long as the digest (RFC 4226, 4, requirement 6).
const SECRET_BYTES: usize = 20;

/// What a device and we share. It is shown once, and encrypted at rest.
#[derive(Clone)]
pub struct TotpSecret(Vec<u8>);

impl TotpSecret {
    pub fn fresh() -> Self {
        let mut bytes = vec![0; SECRET_BYTES];
        vault::random(&mut bytes);
        Self(bytes)
    }

    /// Reads what [`base32`](Self::base32) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).ok()?;
        (bytes.len() == SECRET_BYTES).then_some(Self(bytes))
    }

    /// As it is encrypted and typed into devices, without padding.
    pub fn base32(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// What a device's camera reads. `login` is plain ASCII.
    pub fn uri(&self, issuer: &str, login: &str) -> String {
        format!(
            "otpauth://totp/{issuer}:{login}?secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}",
            self.base32()
        )
    }

    /// The step whose code was typed, if it is one of about now. Every candidate is looked at, so that the time tells nothing.
    pub fn step_of(&self, typed: &str, now_seconds: i64) -> Option<i64> {
        let typed: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
        let now = now_seconds.div_euclid(STEP_SECONDS);
        let steps = now - STEPS_AWAY_MAX..=now + STEPS_AWAY_MAX;
        steps.filter(|step| self.code(*step).as_bytes().ct_eq(typed.as_bytes()).into()).max()
    }

    /// The code of the step that `seconds` lie in.
    pub fn code_at(&self, seconds: i64) -> String {
        self.code(seconds.div_euclid(STEP_SECONDS))
    }

    fn code(&self, step: i64) -> String {
        let number = self.truncated(step) % 10_u32.pow(DIGITS as u32);
        format!("{number:0DIGITS$}")
    }

    /// RFC 4226, 5.3: 31 bits from where the last four say.
    fn truncated(&self, step: i64) -> u32 {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let at = usize::from(digest[digest.len() - 1] & 15);
        let bytes = [digest[at], digest[at + 1], digest[at + 2], digest[at + 3]];
        u32::from_be_bytes(bytes) & 0x7fff_ffff
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, and RFC 4226, appendix D.
    fn of_the_standards() -> TotpSecret {
        TotpSecret(b"12345678901234567890".to_vec())
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (seconds, eight_digits) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let step: i64 = seconds / 30;
            assert_eq!(of_the_standards().truncated(step) % 100_000_000, eight_digits, "at {seconds}");
            assert_eq!(of_the_standards().code_at(seconds), format!("{:06}", eight_digits % 1_000_000));
        }
    }

    #[test]
    fn codes_are_those_of_rfc_4226() {
        let codes =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (count, code) in codes.into_iter().enumerate() {
            assert_eq!(of_the_standards().code(count as i64), code);
        }
    }

    #[test]
    fn a_device_may_be_half_a_minute_away_and_no_more() {
        let (secret, now) = (of_the_standards(), 1_795_140_000);
        for away in [-30, 0, 30] {
            let typed = secret.code_at(now + away);
            assert_eq!(secret.step_of(&typed, now), Some((now + away) / 30), "{away}");
        }
        for away in [-60, 60] {
            assert_eq!(secret.step_of(&secret.code_at(now + away), now), None, "{away}");
        }
        let spaced = format!(" {} {}", &secret.code_at(now)[..3], &secret.code_at(now)[3..]);
        assert!(secret.step_of(&spaced, now).is_some(), "as apps show it");
        assert_eq!(secret.step_of("", now), None);
    }

    #[test]
    fn a_secret_is_spelled_as_rfc_4648_says() {
        let secret = of_the_standards();
        assert_eq!(secret.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(TotpSecret::parse(&secret.base32()).expect("it was spelled").0, secret.0);
        assert!(TotpSecret::parse("gezd").is_none() && TotpSecret::parse("GEZD").is_none());
        assert_eq!(
            secret.uri("xueshi", "huang"),
            "otpauth://totp/xueshi:huang?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=xueshi&algorithm=SHA1&digits=6&period=30"
        );
        assert_ne!(TotpSecret::fresh().0, TotpSecret::fresh().0);
    }
}
