//! Identifiers that cannot be mixed up, and that tell nothing about whom they name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An identifier that is not of its kind's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedId;

impl fmt::Display for MalformedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed identifier")
    }
}

/// Characters of an opaque identifier: Crockford's base 32, lower case, which nobody misreads.
pub const ID_CHARACTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH: usize = 26;

fn is_opaque(text: &str) -> bool {
    text.len() == ID_LENGTH && text.bytes().all(|byte| ID_CHARACTERS.contains(&byte))
}

/// Spells 128 bits as 26 characters, most significant first, so that text order is number order.
pub fn spell(bits: u128) -> String {
    (0..ID_LENGTH).rev().map(|position| char::from(ID_CHARACTERS[(bits >> (position * 5)) as usize & 31])).collect()
}

/// The bits that [`spell`] spelled. Of the first character, two of five bits lie outside of 128 and are dropped.
fn read(text: &str) -> u128 {
    text.bytes().fold(0, |bits, byte| {
        let digit = ID_CHARACTERS.iter().position(|character| *character == byte).unwrap_or_default();
        bits << 5 | digit as u128
    })
}

macro_rules! opaque_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn from_bits(bits: u128) -> Self {
                Self(spell(bits))
            }

            pub fn bits(&self) -> u128 {
                read(&self.0)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;
            fn from_str(text: &str) -> Result<Self, MalformedId> {
                if is_opaque(text) { Ok(Self(text.to_owned())) } else { Err(MalformedId) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = MalformedId;
            fn try_from(text: String) -> Result<Self, MalformedId> {
                if is_opaque(&text) { Ok(Self(text)) } else { Err(MalformedId) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

opaque_ids! {
    /// Names an account: what signs in.
    AccountId,
    /// Names a [`Professional`](crate::permission::Role::Professional)'s record, whether or not an account exists.
    PersonId,
    /// Names a unit (单位).
    UnitId,
    /// Names a department (部门) within its unit.
    DepartmentId,
    /// Names an attachment (附件) within its owner.
    AttachmentId,
    /// Names a learning platform.
    PlatformId,
    /// Names one of a learning platform's keys.
    PlatformKeyId,
    /// Names a request that has one effect however often it is sent; also the serial of what it creates.
    IdempotencyKey,
    /// Names what somebody has typed and not saved yet.
    DraftId,
    /// Names an open page that writes a draft.
    WriterId,
}

/// Names a registration. It holds its person's id, so that one read finds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegistrationId {
    person: PersonId,
    serial: String,
}

impl RegistrationId {
    /// `serial` sorts by time of creation.
    pub fn new(person: PersonId, serial: &IdempotencyKey) -> Self {
        Self { person, serial: serial.as_str().to_owned() }
    }

    pub fn person(&self) -> &PersonId {
        &self.person
    }

    pub fn serial(&self) -> &str {
        &self.serial
    }
}

impl FromStr for RegistrationId {
    type Err = MalformedId;
    fn from_str(text: &str) -> Result<Self, MalformedId> {
        let (person, serial) = text.split_once('-').ok_or(MalformedId)?;
        if !is_opaque(serial) {
            return Err(MalformedId);
        }
        Ok(Self { person: person.parse()?, serial: serial.to_owned() })
    }
}

impl TryFrom<String> for RegistrationId {
    type Error = MalformedId;
    fn try_from(text: String) -> Result<Self, MalformedId> {
        text.parse()
    }
}

impl From<RegistrationId> for String {
    fn from(id: RegistrationId) -> String {
        id.to_string()
    }
}

impl fmt::Display for RegistrationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.person, self.serial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spelling_keeps_order(a: u128, b: u128) {
            prop_assert_eq!(spell(a).cmp(&spell(b)), a.cmp(&b));
        }

        #[test]
        fn an_id_reads_back(person: u128, serial: u128) {
            let id = RegistrationId::new(PersonId::from_bits(person), &IdempotencyKey::from_bits(serial));
            prop_assert_eq!(id.to_string().parse::<RegistrationId>(), Ok(id));
        }

        #[test]
        fn other_text_is_refused(text in "[a-z0-9-]{0,25}") {
            prop_assert!(text.parse::<PersonId>().is_err());
            prop_assert!(text.parse::<RegistrationId>().is_err());
        }
    }
}
