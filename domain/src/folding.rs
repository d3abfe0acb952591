//! What people paste, made plain before it is judged: in forms, imports, searches and comparison alike.
//!
//! Copied text brings along what nobody sees: format characters of messages and contact lists, marks that spreadsheet
//! programs put before a figure to keep it a text, the wide digits of an input method. Every function here is idempotent,
//! makes no text longer (in characters), and leaves what is right as it is.

/// A text as it is kept: titles, remarks, opinions, names of units and departments.
///
/// Format and control characters go, but for line breaks and tabs; wide digits and letters become plain ones; private-use
/// characters of GB 18030 become their Unicode ones; `="…"`, with which a csv file keeps a text a text, is taken off. What
/// shows nothing is empty.
pub fn text(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    let plain: String = lines
        .chars()
        .filter(|sign| matches!(sign, '\n' | '\t') || !(sign.is_control() || is_format(*sign)))
        .map(|sign| plain_alphanumeric(of_private_use(sign)))
        .collect();
    let plain = unguarded(&plain);
    if plain.chars().all(shows_nothing) { String::new() } else { plain.to_owned() }
}

/// A number, a code or a date of some form: of an identity card, a unit, a phone, a certificate, hours, a year.
///
/// Blanks go wherever they stand, as does everything that shows nothing; everything of full width becomes plain; quotation
/// marks around it, `="…"` and the `'` before it are taken off.
pub fn number(typed: &str) -> String {
    let plain: String = typed.chars().filter(|sign| !shows_nothing(*sign)).map(plain_width).collect();
    let mut rest = plain.as_str();
    loop {
        let inner = without_guard(rest).or_else(|| rest.strip_prefix(['\'', '\u{2018}', '\u{2019}', '`']));
        let inner = inner.or_else(|| {
            let pairs = [('"', '"'), ('\u{201C}', '\u{201D}'), ('\u{201D}', '\u{201D}'), ('\u{201C}', '\u{201C}')];
            pairs.iter().find_map(|(open, close)| rest.strip_prefix(*open)?.strip_suffix(*close))
        });
        let inner = inner.or_else(|| rest.strip_suffix(['\'', '\u{2018}', '\u{2019}', '`']));
        match inner {
            Some(inner) => rest = inner,
            None => return rest.to_owned(),
        }
    }
}

/// A person's name.
///
/// Blanks between Han characters are no part of it (王　芳 is 王芳), others are one U+0020; every dot becomes U+00B7
/// (GB/T 15834-2011, 4.14: 间隔号); wide letters become plain ones. An override of the direction of writing stays, so that
/// [`holds_override`] finds it.
pub fn name(typed: &str) -> String {
    let plain: Vec<char> = typed
        .chars()
        .filter(|sign| is_blank(*sign) || is_override(*sign) || !shows_nothing(*sign))
        .map(|sign| plain_alphanumeric(plain_dot(of_private_use(sign))))
        .collect();
    let plain: String = plain.into_iter().collect();
    let mut rest = plain.trim_matches(is_blank);
    while let Some(inner) = without_guard(rest).or_else(|| rest.strip_prefix('\'')) {
        rest = inner.trim_matches(is_blank);
    }
    let mut name = String::with_capacity(rest.len());
    let mut signs = rest.chars().peekable();
    while let Some(sign) = signs.next() {
        if !is_blank(sign) {
            name.push(sign);
            continue;
        }
        while signs.next_if(|next| is_blank(*next)).is_some() {}
        let joins = |sign: Option<char>| sign.is_some_and(|sign| is_han(sign) || sign == DOT);
        if !(joins(name.chars().next_back()) && joins(signs.peek().copied())) {
            name.push(' ');
        }
    }
    name
}

/// Whether two people's names are the same name.
pub fn is_same_name(one: &str, other: &str) -> bool {
    name(one) == name(other)
}

/// A heading or the name of a category as it is compared: without blanks, and with signs of either width alike, because
/// earlier templates and manuals have `(`, `,` and `:` where today's have `（`, `、` and `：`.
pub fn label(typed: &str) -> String {
    let plain = text(typed);
    plain
        .chars()
        .filter(|sign| !shows_nothing(*sign))
        .map(|sign| if sign == '、' { ',' } else { plain_width(sign) })
        .collect()
}

/// What somebody searches for, and what is searched, made comparable: like a [`name`] without blanks, in lower case.
pub fn search(typed: &str) -> String {
    let comparable = |sign: char| plain_width(plain_dot(of_private_use(sign)));
    let plain = typed.chars().filter(|sign| !shows_nothing(*sign)).map(comparable);
    // Of two characters that a capital becomes in lower case the first is enough to find it by.
    plain.filter_map(|sign| sign.to_lowercase().next()).collect()
}

/// The words of a search, each [comparable](search); empty where nothing is searched for.
pub fn search_words(typed: &str) -> Vec<String> {
    typed.split(is_blank).map(search).filter(|word| !word.is_empty()).collect()
}

/// Whether a text turns the direction in which it is shown (UAX 9, LRO and RLO): a name with one is shown as another name.
pub fn holds_override(text: &str) -> bool {
    text.chars().any(is_override)
}

/// Whether a text holds an emoji: a pictograph that is shown in colour (UTS 51, Emoji_Presentation, and what U+FE0F or
/// U+20E3 turns into one). Signs that documents use, as ★, ※ or ①, are none.
pub fn holds_emoji(text: &str) -> bool {
    text.chars().any(|sign| {
        matches!(sign,
            '\u{20E3}' | '\u{FE0F}' | '\u{231A}' | '\u{231B}' | '\u{23E9}'..='\u{23EC}' | '\u{23F0}' | '\u{23F3}'
            | '\u{25FD}' | '\u{25FE}' | '\u{2614}' | '\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267F}' | '\u{2693}'
            | '\u{26A1}' | '\u{26AA}' | '\u{26AB}' | '\u{26BD}' | '\u{26BE}' | '\u{26C4}' | '\u{26C5}' | '\u{26CE}'
            | '\u{26D4}' | '\u{26EA}' | '\u{26F2}' | '\u{26F3}' | '\u{26F5}' | '\u{26FA}' | '\u{26FD}' | '\u{2705}'
            | '\u{270A}' | '\u{270B}' | '\u{2728}' | '\u{274C}' | '\u{274E}' | '\u{2753}'..='\u{2755}' | '\u{2757}'
            | '\u{2795}'..='\u{2797}' | '\u{27B0}' | '\u{27BF}' | '\u{2B1B}' | '\u{2B1C}' | '\u{2B50}' | '\u{2B55}'
            | '\u{1F004}' | '\u{1F0CF}' | '\u{1F18E}' | '\u{1F191}'..='\u{1F19A}' | '\u{1F1E6}'..='\u{1F1FF}'
            | '\u{1F201}' | '\u{1F21A}' | '\u{1F22F}' | '\u{1F232}'..='\u{1F23A}' | '\u{1F250}' | '\u{1F251}'
            | '\u{1F300}'..='\u{1FAFF}')
    })
}

/// Whether a text holds a pictograph of any kind, in colour or not. No name does.
pub fn holds_pictograph(text: &str) -> bool {
    holds_emoji(text) || text.chars().any(|sign| matches!(sign, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}'))
}

/// 间隔号, between the parts of a name.
const DOT: char = '\u{B7}';

/// `="…"` without what is around it.
fn without_guard(text: &str) -> Option<&str> {
    text.strip_prefix("=\"")?.strip_suffix('"')
}

fn unguarded(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some(inner) = without_guard(rest) {
        rest = inner.trim();
    }
    rest
}

/// Format characters (general category Cf, Unicode 16.0).
fn is_format(sign: char) -> bool {
    matches!(sign,
        '\u{AD}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}' | '\u{891}' | '\u{8E2}'
        | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}'
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0001}'
        | '\u{E0020}'..='\u{E007F}')
}

fn is_override(sign: char) -> bool {
    matches!(sign, '\u{202D}' | '\u{202E}')
}

/// White space, and letters that look like it: the blank of Braille and the fillers of Hangul.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '\u{2800}' | '\u{3164}' | '\u{115F}' | '\u{1160}' | '\u{FFA0}')
}

/// Blanks, control and format characters, and what only changes the look of another sign.
fn shows_nothing(sign: char) -> bool {
    let is_selector =
        matches!(sign, '\u{34F}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0E}' | '\u{E0100}'..='\u{E01EF}');
    is_blank(sign) || sign.is_control() || is_format(sign) || is_selector
}

/// Full-width digits and letters (U+FF10…) as plain ones.
fn plain_alphanumeric(sign: char) -> char {
    match sign {
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => plain_width(sign),
        other => other,
    }
}

/// Everything that has a full-width form as its plain form.
fn plain_width(sign: char) -> char {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        other => other,
    }
}

/// Every dot that input methods, fonts and other systems have for 间隔号.
fn plain_dot(sign: char) -> char {
    match sign {
        '\u{2022}' | '\u{30FB}' | '\u{2027}' | '\u{FF0E}' | '\u{318D}' | '\u{25CF}' | '.' | '\u{2219}' | '\u{22C5}'
        | '\u{2024}' | '\u{FF65}' | '\u{387}' | '\u{2E31}' | '\u{26AB}' | '\u{3002}' | '\u{FF61}' => DOT,
        other => other,
    }
}

/// Han characters: the Unified Ideographs with their extensions, 〇 and 々, compatibility forms and radicals.
fn is_han(sign: char) -> bool {
    matches!(sign,
        '\u{2E80}'..='\u{2FDF}' | '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{E000}'..='\u{F8FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// A character for which GB 18030 (and GBK before it) had no Unicode one yet, as the one that it has now.
fn of_private_use(sign: char) -> char {
    let place = u32::from(sign).checked_sub(0xE815).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| PRIVATE_USE.get(place)).copied().unwrap_or(sign)
}

/// U+E815 to U+E864, the positions FE50 to FEA0 (GB 18030-2022, appendix D; GBK 1.0 had all of them in private use).
const PRIVATE_USE: [char; 80] = [
    '\u{2E81}',
    '\u{20087}',
    '\u{20089}',
    '\u{200CC}',
    '\u{2E84}',
    '\u{3473}',
    '\u{3447}',
    '\u{2E88}',
    '\u{2E8B}',
    '\u{9FB4}',
    '\u{359E}',
    '\u{361A}',
    '\u{360E}',
    '\u{2E8C}',
    '\u{2E97}',
    '\u{396E}',
    '\u{3918}',
    '\u{9FB5}',
    '\u{39CF}',
    '\u{39DF}',
    '\u{3A73}',
    '\u{39D0}',
    '\u{9FB6}',
    '\u{9FB7}',
    '\u{3B4E}',
    '\u{3C6E}',
    '\u{3CE0}',
    '\u{2EA7}',
    '\u{215D7}',
    '\u{9FB8}',
    '\u{2EAA}',
    '\u{4056}',
    '\u{415F}',
    '\u{2EAE}',
    '\u{4337}',
    '\u{2EB3}',
    '\u{2EB6}',
    '\u{2EB7}',
    '\u{2298F}',
    '\u{43B1}',
    '\u{43AC}',
    '\u{2EBB}',
    '\u{43DD}',
    '\u{44D6}',
    '\u{4661}',
    '\u{464C}',
    '\u{9FB9}',
    '\u{4723}',
    '\u{4729}',
    '\u{477C}',
    '\u{478D}',
    '\u{2ECA}',
    '\u{4947}',
    '\u{497A}',
    '\u{497D}',
    '\u{4982}',
    '\u{4983}',
    '\u{4985}',
    '\u{4986}',
    '\u{499F}',
    '\u{499B}',
    '\u{49B7}',
    '\u{49B6}',
    '\u{9FBA}',
    '\u{241FE}',
    '\u{4CA3}',
    '\u{4C9F}',
    '\u{4CA0}',
    '\u{4CA1}',
    '\u{4C77}',
    '\u{4CA2}',
    '\u{4D13}',
    '\u{4D14}',
    '\u{4D15}',
    '\u{4D16}',
    '\u{4D17}',
    '\u{4D18}',
    '\u{4D19}',
    '\u{4DAE}',
    '\u{9FBB}',
];

#[cfg(test)]
mod tests;
