//! The directory in memory: every match of any part of a name or code, best first, counted exactly.
//!
//! All names lie in one string, so that a search is one pass of a substring finder over some megabytes, whatever is
//! searched for: there is no worst word.

use std::collections::HashMap;
use std::ops::Range;

use domain::credit_code::CreditCode;
use domain::region::{Level, Region};
use memchr::memmem::Finder;

use super::listed::Listed;

/// Characters of a credit code.
const CODE: usize = 18;

/// What is searched for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Any part of a name or of a credit code; empty finds everything. Case and width do not matter.
    pub text: String,
    pub region: Option<Region>,
    /// Only units that may review other units' people.
    pub supervising: bool,
    /// Units there come first among equally good ones.
    pub near: Option<Region>,
    pub shown: Shown,
}

/// Which units are found at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// Those that somebody may choose.
    #[default]
    Open,
    /// The others as well: who runs the platform finds every unit.
    All,
    /// 待核实
    Unverified,
    /// 已停用
    Disabled,
}

impl Shown {
    fn takes(self, unit: &Listed) -> bool {
        match self {
            Self::Open => !unit.disabled,
            Self::All => true,
            Self::Unverified => !unit.verified,
            Self::Disabled => unit.disabled,
        }
    }
}

/// Units that are searched, in the order of [`Listed::rank`].
#[derive(Debug, Default)]
pub struct Index {
    units: Vec<Listed>,
    /// The folded names, each after a line feed, which no search text holds.
    names: String,
    /// Where each name starts in `names`.
    starts: Vec<usize>,
    /// The codes, 18 bytes each.
    codes: Vec<u8>,
}

/// What has become of some units since an index was made.
#[derive(Debug, Default)]
pub struct Changes {
    /// By credit code; `None` is a unit that is gone.
    latest: HashMap<CreditCode, Option<Listed>>,
    recent: Index,
}

impl Changes {
    pub fn new(latest: HashMap<CreditCode, Option<Listed>>) -> Self {
        let recent = Index::new(latest.values().flatten().cloned().collect());
        Self { latest, recent }
    }

    pub fn latest(&self) -> &HashMap<CreditCode, Option<Listed>> {
        &self.latest
    }
}

/// A match: how well it fits (small is good), then its place in the order.
type Match = (u8, usize);

impl Index {
    pub fn new(mut units: Vec<Listed>) -> Self {
        // Sealed directories come in order, so this is one pass.
        units.sort_by(|a, b| a.rank().cmp(&b.rank()));
        let mut index = Self::default();
        index.starts.reserve(units.len());
        index.codes.reserve(units.len() * CODE);
        for unit in &units {
            index.names.push('\n');
            index.starts.push(index.names.len());
            fold(&unit.name, &mut index.names);
            index.codes.extend_from_slice(unit.credit_code.as_str().as_bytes());
        }
        index.units = units;
        index
    }

    pub fn units(&self) -> &[Listed] {
        &self.units
    }

    /// One page of the matches in this index as `changes` leave it, best first, and how many there are in all: whole
    /// names and codes, then beginnings, then parts; within each those near, then the verified, then short names.
    pub fn search(&self, changes: &Changes, wanted: &Wanted, page: Range<usize>) -> (Vec<Listed>, usize) {
        let mut text = String::new();
        fold(wanted.text.trim(), &mut text);
        let Changes { latest, recent } = changes;
        let mut matches: Vec<(u8, usize, Option<usize>)> = Vec::new();
        self.find(&text, wanted, |(fit, at)| {
            if latest.is_empty() || !latest.contains_key(&self.units[at].credit_code) {
                matches.push((fit, at, None));
            }
        });
        recent.find(&text, wanted, |(fit, at)| {
            let place = self.units.partition_point(|unit| unit.rank() < recent.units[at].rank());
            matches.push((fit, place, Some(at)));
        });
        let total = matches.len();
        let until = page.end.min(total);
        let from = page.start.min(until);
        // A recent unit goes before the older one whose place it takes.
        let key = |one: &(u8, usize, Option<usize>)| (one.0, one.1, one.2.is_none(), one.2);
        if until < total {
            matches.select_nth_unstable_by_key(until, key);
            matches.truncate(until);
        }
        if from > 0 && from < matches.len() {
            matches.select_nth_unstable_by_key(from, key);
        }
        let mut page = matches.split_off(from);
        page.sort_unstable_by_key(key);
        let unit = |(_, at, new): (u8, usize, Option<usize>)| match new {
            Some(new) => recent.units[new].clone(),
            None => self.units[at].clone(),
        };
        (page.into_iter().map(unit).collect(), total)
    }

    fn find(&self, text: &str, wanted: &Wanted, mut keep: impl FnMut(Match)) {
        let (region, near) = (wanted.region.map(stem), wanted.near.map(stem));
        let mut judge = |fit: u8, at: usize| {
            let unit = &self.units[at];
            let lies_in = |stem: &str| unit.region.as_str().starts_with(stem);
            if wanted.shown.takes(unit) && (!wanted.supervising || unit.supervising) && region.is_none_or(lies_in) {
                let is_far = near.is_some_and(|near| !lies_in(near));
                keep((fit * 4 + u8::from(is_far) * 2 + u8::from(!unit.verified), at));
            }
        };
        if text.is_empty() {
            (0..self.units.len()).for_each(|at| judge(0, at));
            return;
        }
        let is_code = text.len() <= CODE && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_code {
            self.find_in_names(text, judge);
            return;
        }
        // The same unit may match by both; it counts once, by the better one.
        let mut by_name = Vec::new();
        self.find_in_names(text, |fit, at| by_name.push((fit, at)));
        let mut by_name = by_name.into_iter().peekable();
        self.find_in_codes(text, |fit, at| {
            while let Some((fit, at)) = by_name.next_if(|(_, other)| *other < at) {
                judge(fit, at);
            }
            let other = by_name.next_if(|(_, other)| *other == at).map_or(fit, |(fit, _)| fit);
            judge(fit.min(other), at);
        });
        by_name.for_each(|(fit, at)| judge(fit, at));
    }

    /// Every unit whose name holds the text, once, in order.
    fn find_in_names(&self, text: &str, mut found: impl FnMut(u8, usize)) {
        let names = self.names.as_bytes();
        let finder = Finder::new(text);
        let (mut at, mut from) = (0, 0);
        while let Some(offset) = finder.find(&names[from..]) {
            let position = from + offset;
            while self.end(at) <= position {
                at += 1;
            }
            let (start, end) = (self.starts[at], self.end(at));
            found(fit(position == start, text.len() == end - start), at);
            from = end;
        }
    }

    /// Every unit whose code holds the text, once, in order.
    fn find_in_codes(&self, text: &str, mut found: impl FnMut(u8, usize)) {
        let finder = Finder::new(text);
        let mut from = 0;
        while let Some(offset) = finder.find(&self.codes[from..]) {
            let position = from + offset;
            let (at, within) = (position / CODE, position % CODE);
            if within + text.len() <= CODE {
                found(fit(within == 0, text.len() == CODE), at);
                from = (at + 1) * CODE;
            } else {
                // It spans two codes.
                from = position + 1;
            }
        }
    }

    /// Where a name ends in `names`.
    fn end(&self, at: usize) -> usize {
        self.starts.get(at + 1).map_or(self.names.len(), |next| next - 1)
    }
}

/// What the codes of a region and of all regions in it start with.
fn stem(region: Region) -> &'static str {
    let code = region.as_str();
    match region.level() {
        Level::Province => &code[..2],
        Level::City => &code[..4],
        Level::County => code,
    }
}

/// The whole, the beginning, or a part.
fn fit(is_at_start: bool, is_whole: bool) -> u8 {
    match (is_at_start, is_whole) {
        (true, true) => 0,
        (true, false) => 1,
        _ => 2,
    }
}

/// Text as it is compared: capitals, and the narrow form of wide Latin letters, digits and brackets, because people type
/// `(` where a name has `(`. Line feeds and tabs, which no name holds, fall out.
pub fn fold(text: &str, folded: &mut String) {
    for character in text.chars() {
        match character {
            '\n' | '\t' => {}
            '\u{ff01}'..='\u{ff5e}' => {
                // The wide forms follow ASCII's order (Unicode, block Halfwidth and Fullwidth Forms).
                let narrow = char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character);
                folded.push(narrow.to_ascii_uppercase());
            }
            '\u{3000}' => folded.push(' '),
            _ => folded.push(character.to_ascii_uppercase()),
        }
    }
}

#[cfg(test)]
mod tests;
