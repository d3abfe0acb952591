//! Names for requests that must have one effect, however often a bad connection makes the browser send them.

use domain::id::IdempotencyKey;

/// A key that no other request has, sorted by the time of its making.
pub fn fresh_key() -> IdempotencyKey {
    let mut random = [0_u8; 10];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    compose(js_sys::Date::now() as u64, random)
}

/// 48 bits of milliseconds before 80 random bits: what is created with the keys lists in the order of creation.
fn compose(milliseconds: u64, random: [u8; 10]) -> IdempotencyKey {
    let random = random.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    IdempotencyKey::from_bits(u128::from(milliseconds & 0xffff_ffff_ffff) << 80 | random)
}

/// The key of the request that is under way, kept for as long as its fate is unknown.
///
/// The same content is sent again under the same key, so that a lost answer costs nothing. Other content is another
/// request: the functions refuse a key that comes back with another body.
#[derive(Debug, Default)]
pub struct PendingKey(Option<(String, IdempotencyKey)>);

impl PendingKey {
    pub fn for_content(&mut self, content: &str, fresh: impl FnOnce() -> IdempotencyKey) -> IdempotencyKey {
        match &self.0 {
            Some((pending, key)) if pending == content => key.clone(),
            _ => {
                let key = fresh();
                self.0 = Some((content.to_owned(), key.clone()));
                key
            }
        }
    }

    /// The functions have answered: whatever comes next is a new request.
    pub fn settle(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> IdempotencyKey {
        compose(1, [number; 10])
    }

    #[test]
    fn later_keys_sort_after_earlier_ones() {
        assert!(compose(1, [255; 10]) < compose(2, [0; 10]));
    }

    #[test]
    fn a_repeat_keeps_its_key_until_it_is_answered() {
        let mut pending = PendingKey::default();
        assert_eq!(pending.for_content("a", || key(1)), key(1));
        assert_eq!(pending.for_content("a", || key(2)), key(1));
        pending.settle();
        assert_eq!(pending.for_content("a", || key(3)), key(3));
    }

    #[test]
    fn other_content_is_another_request() {
        let mut pending = PendingKey::default();
        pending.for_content("a", || key(1));
        assert_eq!(pending.for_content("b", || key(2)), key(2));
    }
}
