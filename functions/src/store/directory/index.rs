//! The directory in memory: every match of any part of a name or code, best first, counted exactly.
//!
//! All names lie in one string, so that a search is one pass of a substring finder over some megabytes at most, whatever is
//! searched for: there is no worst word. It passes over parts that lack a character of what is searched for, and looks at a
//! unit itself only where a few bits about it do not tell.

mod blocks;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use domain::credit_code::CreditCode;
use domain::region::{Level, Region};
use memchr::memmem::Finder;

use self::blocks::Blocks;
use self::words::Words;
use super::unit::DirectoryUnit;

/// Characters of a credit code.
const CODE: usize = 18;

/// What is searched for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words, each any part of a name, or a part of a credit code; empty finds everything. Case and width do not matter, and
    /// a usual abbreviation stands for what it abbreviates.
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
    fn takes(self, traits: Traits) -> bool {
        match self {
            Self::Open => !traits.has(DISABLED),
            Self::All => true,
            Self::Unverified => !traits.has(VERIFIED),
            Self::Disabled => traits.has(DISABLED),
        }
    }
}

/// What most searches want to know of a unit, in two bytes: three flags, and some bits of its code.
#[derive(Debug, Clone, Copy)]
struct Traits(u16);

const SUPERVISING: u16 = 1;
const VERIFIED: u16 = 2;
const DISABLED: u16 = 4;
const FLAGS: u32 = 3;

impl Traits {
    fn of(unit: &DirectoryUnit) -> Self {
        let flags = [(unit.supervising, SUPERVISING), (unit.verified, VERIFIED), (unit.disabled, DISABLED)];
        let flags = flags.into_iter().filter_map(|(is, flag)| is.then_some(flag)).sum::<u16>();
        Self(flags | code_bits(&unit.credit_code) << FLAGS)
    }

    fn has(self, flag: u16) -> bool {
        self.0 & flag != 0
    }

    fn code_bits(self) -> usize {
        usize::from(self.0 >> FLAGS)
    }
}

/// Thirteen bits of a code, by which few codes are the same.
fn code_bits(code: &CreditCode) -> u16 {
    // FNV-1a (Fowler, Noll, Vo).
    let mixed = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = code.as_str().bytes().fold(0x811c_9dc5, mixed);
    ((hash >> 16 ^ hash) & (u32::from(u16::MAX) >> FLAGS)) as u16
}

/// Units that are searched, in the order of [`DirectoryUnit::rank`].
#[derive(Debug, Default)]
pub struct Index {
    units: Vec<DirectoryUnit>,
    /// The folded names, each after a line feed, which no search text holds.
    names: String,
    /// Where each name starts in `names`.
    starts: Vec<usize>,
    /// The codes, 18 bytes each.
    codes: Vec<u8>,
    traits: Vec<Traits>,
    blocks: Blocks,
}

/// What has become of some units since an index was made.
#[derive(Debug, Default)]
pub struct Changes {
    /// By credit code; `None` is a unit that is gone.
    latest: HashMap<CreditCode, Option<DirectoryUnit>>,
    /// Whether there is a code among them with these bits.
    bits: Vec<bool>,
    recent: Index,
}

impl Changes {
    pub fn new(latest: HashMap<CreditCode, Option<DirectoryUnit>>) -> Self {
        let recent = Index::new(latest.values().flatten().cloned().collect());
        let mut bits = vec![false; 1 << (u16::BITS - FLAGS)];
        for code in latest.keys() {
            bits[usize::from(code_bits(code))] = true;
        }
        Self { latest, bits, recent }
    }

    /// Whether something has become of a unit of an index.
    fn concern(&self, index: &Index, at: usize) -> bool {
        let may = self.bits.get(index.traits[at].code_bits()).copied().unwrap_or_default();
        may && self.latest.contains_key(&index.units[at].credit_code)
    }

    pub fn latest(&self) -> &HashMap<CreditCode, Option<DirectoryUnit>> {
        &self.latest
    }
}

/// A match, by how well it fits (small is good) and its place in the order of the index; of recent units also which one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    order: u64,
    recent: usize,
}

/// A recent unit goes before the older one whose place it takes.
fn order(fit: u8, place: usize, is_recent: bool) -> u64 {
    u64::from(fit) << 56 | (place as u64) << 1 | u64::from(!is_recent)
}

fn place_of(order: u64) -> (usize, bool) {
    ((order << 8 >> 9) as usize, order & 1 == 0)
}

impl Index {
    pub fn new(mut units: Vec<DirectoryUnit>) -> Self {
        // Compacted directories come in order, so this is one pass.
        units.sort_by(|a, b| a.rank().cmp(&b.rank()));
        let mut index = Self { blocks: Blocks::new(units.len()), ..Self::default() };
        index.starts.reserve(units.len());
        index.codes.reserve(units.len() * CODE);
        index.traits.reserve(units.len());
        for (at, unit) in units.iter().enumerate() {
            index.names.push('\n');
            let start = index.names.len();
            index.starts.push(start);
            fold(&unit.name, &mut index.names);
            for character in index.names[start..].chars() {
                index.blocks.note(at, character);
            }
            index.codes.extend_from_slice(unit.credit_code.as_str().as_bytes());
            index.traits.push(Traits::of(unit));
        }
        index.units = units;
        index
    }

    pub fn units(&self) -> &[DirectoryUnit] {
        &self.units
    }

    /// One page of the matches in this index as `changes` leave it, best first, and how many there are in all: whole
    /// names and codes, then beginnings, then parts; within each those near, then the verified, then short names.
    pub fn search(&self, changes: &Changes, wanted: &Wanted, page: Range<usize>) -> (Vec<DirectoryUnit>, usize) {
        let words = Words::read(&wanted.text);
        let recent = &changes.recent;
        let mut matches: Vec<Match> = Vec::new();
        self.find(&words, wanted, |fit, at| {
            if !changes.concern(self, at) {
                matches.push(Match { order: order(fit, at, false), recent: 0 });
            }
        });
        recent.find(&words, wanted, |fit, at| {
            let place = self.units.partition_point(|unit| unit.rank() < recent.units[at].rank());
            matches.push(Match { order: order(fit, place, true), recent: at });
        });
        let total = matches.len();
        let until = page.end.min(total);
        let from = page.start.min(until);
        if until < total {
            matches.select_nth_unstable(until);
            matches.truncate(until);
        }
        if from > 0 && from < matches.len() {
            matches.select_nth_unstable(from);
        }
        let mut page = matches.split_off(from);
        page.sort_unstable();
        let unit = |Match { order, recent: new }: Match| match place_of(order) {
            (_, true) => recent.units[new].clone(),
            (at, false) => self.units[at].clone(),
        };
        (page.into_iter().map(unit).collect(), total)
    }

    fn find(&self, words: &Words, wanted: &Wanted, mut keep: impl FnMut(u8, usize)) {
        let (region, near) = (wanted.region.map(stem), wanted.near.map(stem));
        let mut judge = |fit: u8, at: usize| {
            let traits = self.traits[at];
            let lies_in = |stem: &str| self.units[at].region.as_str().starts_with(stem);
            let is_wanted = wanted.shown.takes(traits) && (!wanted.supervising || traits.has(SUPERVISING));
            if is_wanted && region.is_none_or(lies_in) {
                let is_far = near.is_some_and(|near| !lies_in(near));
                keep(fit * 4 + u8::from(is_far) * 2 + u8::from(!traits.has(VERIFIED)), at);
            }
        };
        let text = match words {
            Words::None => return (0..self.units.len()).for_each(|at| judge(0, at)),
            Words::One(text) => text.as_str(),
            Words::Several(choices) => {
                self.find_every_word(choices).into_iter().for_each(|(at, fit)| judge(fit, at));
                return;
            }
        };
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
        for run in self.blocks.candidates(text) {
            let (mut at, base) = (run.start, self.starts[run.start]);
            let within = &names[base..self.end(run.end - 1)];
            // Where the unit ends that was found last.
            let mut after = base;
            for offset in finder.find_iter(within) {
                let position = base + offset;
                if position < after {
                    continue;
                }
                while self.end(at) <= position {
                    at += 1;
                }
                let (start, end) = (self.starts[at], self.end(at));
                found(fit(position == start, text.len() == end - start), at);
                after = end;
            }
        }
    }

    /// The units whose names hold every word of one of the choices, in order. A choice of one word fits as it would alone.
    fn find_every_word(&self, choices: &[Vec<String>]) -> BTreeMap<usize, u8> {
        let mut found: BTreeMap<usize, u8> = BTreeMap::new();
        for words in choices {
            let Some(longest) = words.iter().max_by_key(|word| word.len()) else { continue };
            let finders: Vec<Finder<'_>> = words.iter().filter(|word| *word != longest).map(Finder::new).collect();
            self.find_in_names(longest, |fit, at| {
                let name = &self.names.as_bytes()[self.starts[at]..self.end(at)];
                if finders.iter().all(|finder| finder.find(name).is_some()) {
                    let fit = if finders.is_empty() { fit } else { PART };
                    found.entry(at).and_modify(|best| *best = fit.min(*best)).or_insert(fit);
                }
            });
        }
        found
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

/// How something fits of which a part alone is there.
const PART: u8 = 2;

/// The whole, the beginning, or a part.
fn fit(is_at_start: bool, is_whole: bool) -> u8 {
    match (is_at_start, is_whole) {
        (true, true) => 0,
        (true, false) => 1,
        _ => PART,
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
