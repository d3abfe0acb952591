//! No file of a crate takes from another what leads back to it: who reads one need not read a circle of them.
//!
//! What a file takes is what it names after `crate::`, `super::` or `self::`. A module and the files below it are one thing in
//! parts, and may name each other. Tests of a file may name what they like.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::below;

/// The crates, by the folder of their sources.
const CRATES: [&str; 7] =
    ["domain/src", "frontend/src", "functions/src", "infra/cloud/src", "infra/local/src", "sheets/src", "xtask/src"];

/// Circles that stand for now. This list only gets shorter: one that is gone from the sources must go from here.
const KNOWN: [&str; 8] = [
    "functions: endpoints http",
    "functions: app store::rules",
    "functions: store::history store::messages store::people store::registrations store::status_partitions store::unit_log",
    "sheets: container workbook::package",
    "sheets: csv reading",
    "sheets: workbook::format workbook::styles",
    "xtask: lint setup",
    "xtask: progress setup::cache times",
];

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// `a/b.rs` and `a/b/mod.rs` are `a::b`; the root of a crate is empty.
fn module_of(path: &str) -> String {
    let path = path.strip_suffix(".rs").expect("a source of Rust");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if ["lib", "main", "mod"].contains(&path) { String::new() } else { path.replace('/', "::") }
}

/// The source without comments and without its tests.
fn code_of(source: &str) -> String {
    let code = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| line.to_owned() + "\n").collect()
}

/// Every path that begins with `crate`, `super` or `self`, a tree of `use` once for each of its leaves.
fn paths_of(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut before = ' ';
    for (at, character) in code.char_indices() {
        let starts = |word: &str| code[at..].starts_with(word) && code[at + word.len()..].starts_with("::");
        let is_new = !(before.is_alphanumeric() || ['_', ':', '$'].contains(&before));
        if is_new && ["crate", "super", "self"].into_iter().any(starts) {
            leaves(&code[at..], &[], &mut found);
        }
        before = character;
    }
    found
}

/// Reads one path or tree at the start of `code`; gives back what follows it.
fn leaves<'a>(code: &'a str, above: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = above.to_vec();
    let mut rest = code.trim_start();
    loop {
        let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(rest.len());
        if end > 0 {
            path.push(rest[..end].to_owned());
        }
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(tail) if tail.starts_with('{') => return of_braces(&tail[1..], &path, found),
            Some(tail) => rest = tail,
            None => {
                found.push(path);
                return rest;
            }
        }
    }
}

fn of_braces<'a>(mut rest: &'a str, path: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    loop {
        rest = rest.trim_start_matches(|character: char| character.is_whitespace() || character == ',');
        match rest.strip_prefix('}') {
            Some(after) => return after,
            None if rest.is_empty() => return rest,
            None => {
                let after = leaves(rest, path, found);
                // An alias, an asterisk.
                rest = &after[after.find([',', '}']).unwrap_or(after.len())..];
            }
        }
    }
}

/// The module that a path of `here` leads into.
fn target(path: &[String], here: &str, modules: &BTreeSet<String>) -> Option<String> {
    let mut at: Vec<String> = match path.first()?.as_str() {
        "crate" => Vec::new(),
        _ => here.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect(),
    };
    for part in path {
        match part.as_str() {
            "crate" | "self" => {}
            "super" => drop(at.pop()),
            name => at.push(name.to_owned()),
        }
    }
    (0..=at.len()).rev().map(|length| at[..length].join("::")).find(|module| modules.contains(module))
}

fn is_above(one: &str, other: &str) -> bool {
    one.is_empty() || other == one || other.strip_prefix(one).is_some_and(|rest| rest.starts_with("::"))
}

/// What takes from what in one crate.
pub fn arrows(sources: &[(String, String)]) -> Arrows {
    let modules: BTreeSet<String> = sources.iter().map(|(path, _)| module_of(path)).collect();
    let taken = |(path, source): &(String, String)| {
        let here = module_of(path);
        let paths = paths_of(&code_of(source));
        let targets = paths.iter().filter_map(|path| target(path, &here, &modules));
        let others = targets.filter(|other| !is_above(other, &here) && !is_above(&here, other)).collect();
        (here.clone(), others)
    };
    sources.iter().map(taken).collect()
}

fn reached(arrows: &Arrows, from: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(module) = open.pop() {
        for next in arrows.get(&module).into_iter().flatten() {
            if seen.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    seen
}

/// The modules that lead back to themselves, each with those that it shares the circle with.
fn circles(arrows: &Arrows) -> BTreeSet<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<String>> =
        arrows.keys().map(|module| (module, reached(arrows, module))).collect();
    let in_circle = |module: &&String| reached[*module].contains(*module);
    let with_others = |module: &String| -> Vec<String> {
        let back = |other: &&String| reached[module].contains(*other) && reached[*other].contains(module);
        arrows.keys().filter(back).cloned().collect()
    };
    arrows.keys().filter(in_circle).map(with_others).collect()
}

/// The sources below `folder`, with their paths relative to it.
pub fn sources_of(folder: &str) -> Vec<(String, String)> {
    let relative = |path: &str| path[folder.len() + 1..].to_owned();
    below(folder, &[".rs"]).into_iter().map(|(path, text)| (relative(&path), text)).collect()
}

#[test]
fn no_file_takes_from_what_leads_back_to_it() {
    let mut found = BTreeSet::new();
    for folder in CRATES {
        let name = folder.strip_suffix("/src").expect("the sources of a crate");
        found
            .extend(circles(&arrows(&sources_of(folder))).iter().map(|circle| format!("{name}: {}", circle.join(" "))));
    }
    let known: BTreeSet<String> = KNOWN.into_iter().map(str::to_owned).collect();
    let new: Vec<&String> = found.difference(&known).collect();
    assert!(
        new.is_empty(),
        "If you're here because this failed: move what both need into a file of its own.\n{new:#?}"
    );
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(gone.is_empty(), "These circles are open now. Take them from the list:\n{gone:#?}");
}

fn source(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), text.to_owned())
}

#[test]
fn a_circle_is_seen_through_trees_and_relative_paths() {
    let sources = [
        source("lib.rs", "pub mod a;\npub mod b;"),
        source("a.rs", "use crate::{\n    b::{self, c::{D, E as F}},\n};"),
        source("b/mod.rs", "mod c;"),
        source("b/c.rs", "fn f() { super::super::a::g() }"),
    ];
    assert_eq!(circles(&arrows(&sources)), BTreeSet::from([vec!["a".to_owned(), "b::c".to_owned()]]));
}

#[test]
fn a_module_and_what_is_below_it_are_one() {
    let sources = [
        source("a/mod.rs", "use self::b::B;"),
        source("a/b.rs", "use super::A;\nuse crate::c::C;"),
        source("c.rs", ""),
    ];
    assert!(circles(&arrows(&sources)).is_empty());
}

#[test]
fn tests_and_comments_count_nothing() {
    let test = "/// See crate::b.\nfn f() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}";
    let sources = [source("a.rs", test), source("b.rs", "use crate::a::f;")];
    assert!(circles(&arrows(&sources)).is_empty());
}
