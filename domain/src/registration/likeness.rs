//! What a claim has in common with another of the same person: the same thing twice, one file for two, two places at once.

use serde::{Deserialize, Serialize};

use crate::hours::Period;

/// The strongest thing that two claims have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same title and period.
    Same,
    /// The same file, by its content.
    SameEvidence,
    /// Their periods overlap.
    Overlap,
}

/// As much of a claim as is compared, as far as it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared<'a> {
    pub title: &'a str,
    pub period: Option<Period>,
    /// Of the evidence; told apart by their first [`DIGEST_CHARACTERS`].
    pub digests: Vec<&'a str>,
}

/// Hexadecimal digits of a digest that are kept with a registration: 64 bits.
pub const DIGEST_CHARACTERS: usize = 16;

impl Compared<'_> {
    pub fn likeness(&self, other: &Compared<'_>) -> Option<Likeness> {
        let periods = self.period.as_ref().zip(other.period.as_ref());
        if periods.is_some_and(|(one, other)| one == other) && self.title.trim() == other.title.trim() {
            return Some(Likeness::Same);
        }
        let other_has = |digest: &&str| other.digests.iter().any(|one| kept(one) == kept(digest));
        if self.digests.iter().any(other_has) {
            return Some(Likeness::SameEvidence);
        }
        periods.is_some_and(|(one, other)| one.overlaps(other)).then_some(Likeness::Overlap)
    }
}

fn kept(digest: &str) -> &str {
    digest.get(..DIGEST_CHARACTERS).unwrap_or(digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hours::WallTime;

    fn period(from: &str, until: &str) -> Option<Period> {
        let time = |text: &str| WallTime::parse(text).expect("a time");
        Some(Period::new(time(from), time(until)).expect("a period"))
    }

    fn may() -> Option<Period> {
        period("2026-05-07T00:00", "2026-05-09T00:00")
    }

    const ONE: &str = "00112233445566778899aabbccddeeff";

    #[test]
    fn the_strongest_is_told() {
        let one = Compared { title: "甲", period: may(), digests: vec![ONE] };
        assert_eq!(one.likeness(&Compared { title: " 甲 ", ..one.clone() }), Some(Likeness::Same));
        assert_eq!(one.likeness(&Compared { title: "乙", ..one.clone() }), Some(Likeness::SameEvidence));
        assert_eq!(
            one.likeness(&Compared { title: "乙", digests: Vec::new(), ..one.clone() }),
            Some(Likeness::Overlap)
        );
    }

    #[test]
    fn periods_that_meet_do_not_overlap() {
        let one = Compared { title: "甲", period: may(), digests: Vec::new() };
        let next =
            Compared { title: "甲", period: period("2026-05-09T00:00", "2026-05-10T00:00"), digests: Vec::new() };
        assert_eq!(one.likeness(&next), None);
    }

    #[test]
    fn what_is_not_there_yet_is_not_compared() {
        let begun = Compared { title: "甲", period: None, digests: vec![&ONE[..DIGEST_CHARACTERS]] };
        assert_eq!(begun.likeness(&Compared { title: "甲", period: may(), digests: Vec::new() }), None);
        assert_eq!(
            begun.likeness(&Compared { title: "乙", period: may(), digests: vec![ONE] }),
            Some(Likeness::SameEvidence),
            "a kept digest is the beginning of the whole one"
        );
    }
}
