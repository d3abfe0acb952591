//! Chinese sentences have the punctuation of GB/T 15834: full-width.

use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

use crate::sources::below;

/// What people read comes from here.
const CRATES: [&str; 5] = ["domain/src", "sheets/src", "functions/src", "frontend/src", "infra/local/src"];
const ASCII: [char; 7] = [',', ';', ':', '?', '!', '(', ')'];

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '“' | '”' | '《' | '》' | '、' | '。' | '\u{FF01}'..='\u{FF1F}')
}

/// The first ASCII sign that stands beside a Chinese character or quotation mark.
fn mistake(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let beside = characters.windows(2).position(|pair| {
        ASCII.contains(&pair[0]) && is_chinese(pair[1]) || is_chinese(pair[0]) && ASCII.contains(&pair[1])
    })?;
    let around = beside.saturating_sub(12)..(beside + 14).min(characters.len());
    Some(characters[around].iter().collect())
}

/// The literals of a source, but those of its tests: what they hold may be a csv file or a regular expression.
fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    let mut before = None;
    for token in tokens {
        match token {
            TokenTree::Group(_) if before.as_deref() == Some("tests") => {}
            TokenTree::Group(group) => literals(group.stream(), found),
            TokenTree::Literal(literal) => found.push(literal.to_string()),
            TokenTree::Ident(ref name) => {
                before = Some(name.to_string());
                continue;
            }
            TokenTree::Punct(_) => {}
        }
        before = None;
    }
}

#[test]
fn chinese_sentences_have_full_width_punctuation() {
    let mut mistakes = Vec::new();
    for (path, source) in CRATES.iter().flat_map(|folder| below(folder, &[".rs"])) {
        if path.ends_with("tests.rs") {
            continue;
        }
        let mut found = Vec::new();
        // Documentation becomes an attribute with a literal: comments are for who reads the source.
        let code: String = source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .map(|line| format!("{line}\n"))
            .collect();
        literals(TokenStream::from_str(&code).expect("a source of Rust"), &mut found);
        mistakes.extend(found.iter().filter_map(|literal| mistake(literal)).map(|text| format!("{path}: {text}")));
    }
    for (path, page) in
        below("frontend", &[".html", ".webmanifest"]).into_iter().chain(below("domain/data", &[".json"]))
    {
        mistakes.extend(page.lines().filter_map(mistake).map(|text| format!("{path}: {text}")));
    }
    for (path, script) in below("frontend", &[".js"]) {
        let lines =
            script.lines().filter(|line| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("/*"));
        mistakes.extend(lines.filter_map(mistake).map(|text| format!("{path}: {text}")));
    }
    assert!(mistakes.is_empty(), "{} sentences with ASCII punctuation:\n{}", mistakes.len(), mistakes.join("\n"));
}
