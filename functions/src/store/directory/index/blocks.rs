//! Which characters stand in which part of the directory, so that a search passes over the parts that cannot match.

use std::ops::Range;

/// Units of one part. Names that begin alike lie side by side, so a part has few characters of its own.
const BLOCK: usize = 32;
const WORD: usize = u64::BITS as usize;

/// For each character the blocks that hold it, a bit each.
#[derive(Debug, Default)]
pub struct Blocks {
    /// The row of each character, by its scalar value; 0 for those that stand nowhere. Those that lie beyond the end share
    /// the first row.
    rows: Vec<u16>,
    /// All rows, one after the other.
    bits: Vec<u64>,
    words: usize,
    units: usize,
}

/// Rows from 1 on; the first is for characters that have none of their own.
const SHARED: u16 = 1;
const OWN_MAX: u32 = 0x1_0000;

impl Blocks {
    pub fn new(units: usize) -> Self {
        let words = units.div_ceil(BLOCK).div_ceil(WORD);
        Self { rows: Vec::new(), bits: vec![0; words], words, units }
    }

    /// Notes that the name of a unit holds a character.
    pub fn note(&mut self, unit: usize, character: char) {
        let row = self.row_of(character);
        let block = unit / BLOCK;
        self.bits[(usize::from(row) - 1) * self.words + block / WORD] |= 1 << (block % WORD);
    }

    fn row_of(&mut self, character: char) -> u16 {
        let value = u32::from(character);
        if value >= OWN_MAX {
            return SHARED;
        }
        let place = value as usize;
        if place >= self.rows.len() {
            self.rows.resize(place + 1, 0);
        }
        if self.rows[place] == 0 {
            let next = self.bits.len().checked_div(self.words).unwrap_or(1) + 1;
            // There are fewer characters than numbers for rows, or nearly so: the rest share.
            let Ok(row) = u16::try_from(next) else { return SHARED };
            self.rows[place] = row;
            self.bits.resize(self.bits.len() + self.words, 0);
        }
        self.rows[place]
    }

    /// Runs of units among which are all whose names hold every character of the text, in order.
    pub fn candidates(&self, text: &str) -> Vec<Range<usize>> {
        let mut left = vec![u64::MAX; self.words];
        for character in text.chars() {
            let row = match u32::from(character) {
                value if value >= OWN_MAX => SHARED,
                value => self.rows.get(value as usize).copied().unwrap_or(0),
            };
            if row == 0 {
                return Vec::new();
            }
            let from = (usize::from(row) - 1) * self.words;
            for (left, bits) in left.iter_mut().zip(&self.bits[from..from + self.words]) {
                *left &= bits;
            }
        }
        self.runs(&left)
    }

    fn runs(&self, bits: &[u64]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (word, bits) in bits.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                let from = (word * WORD + bits.trailing_zeros() as usize) * BLOCK;
                let until = (from + BLOCK).min(self.units);
                bits &= bits - 1;
                match runs.last_mut() {
                    Some(last) if last.end == from => last.end = until,
                    _ => runs.push(from..until),
                }
            }
        }
        runs
    }
}
