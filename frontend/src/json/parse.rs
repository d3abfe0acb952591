//! From text to values (RFC 8259), without fractions.

use super::{Json, Unfit};

/// Deeper than any answer, shallower than the stack.
const DEPTH_MAX: u32 = 64;

pub(super) fn parse(text: &str) -> Result<Json, Unfit> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.skip_spaces();
    if reader.rest.is_empty() { Ok(value) } else { Err(Unfit) }
}

/// The same; a failure says on which line, from 1, reading ended.
pub(super) fn parse_or_line(text: &str) -> Result<Json, usize> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0);
    reader.skip_spaces();
    match value {
        Ok(value) if reader.rest.is_empty() => Ok(value),
        _ => Err(text[..text.len() - reader.rest.len()].matches('\n').count() + 1),
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Whether the next character, after spaces, is `expected`, which is then taken.
    fn takes(&mut self, expected: char) -> bool {
        self.skip_spaces();
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, expected: char) -> Result<(), Unfit> {
        if self.takes(expected) { Ok(()) } else { Err(Unfit) }
    }

    fn value(&mut self, depth: u32) -> Result<Json, Unfit> {
        if depth > DEPTH_MAX {
            return Err(Unfit);
        }
        if self.takes('"') {
            self.text().map(Json::Text)
        } else if self.takes('[') {
            self.list(depth)
        } else if self.takes('{') {
            self.map(depth)
        } else {
            self.word()
        }
    }

    fn list(&mut self, depth: u32) -> Result<Json, Unfit> {
        let mut items = Vec::new();
        if self.takes(']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.takes(',') {
                self.expect(']')?;
                return Ok(Json::List(items));
            }
        }
    }

    fn map(&mut self, depth: u32) -> Result<Json, Unfit> {
        let mut entries = Vec::new();
        if self.takes('}') {
            return Ok(Json::Map(entries));
        }
        loop {
            self.expect('"')?;
            let key = self.text()?;
            self.expect(':')?;
            entries.push((key, self.value(depth + 1)?));
            if !self.takes(',') {
                self.expect('}')?;
                return Ok(Json::Map(entries));
            }
        }
    }

    /// `null`, `true`, `false` or a whole number.
    fn word(&mut self) -> Result<Json, Unfit> {
        let end = self.rest.find([',', ']', '}', ' ', '\n', '\r', '\t']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        match word {
            "null" => Ok(Json::Null),
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            number => number.parse().map(Json::Number).map_err(|_| Unfit),
        }
    }

    /// A text behind its opening quote.
    fn text(&mut self) -> Result<String, Unfit> {
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\']).ok_or(Unfit)?;
            text.push_str(&self.rest[..end]);
            let is_end = self.rest.as_bytes()[end] == b'"';
            self.rest = &self.rest[end + 1..];
            if is_end {
                return Ok(text);
            }
            text.push(self.escaped()?);
        }
    }

    /// The character that an escape stands for, behind its backslash.
    fn escaped(&mut self) -> Result<char, Unfit> {
        let escape = self.rest.chars().next().ok_or(Unfit)?;
        self.rest = &self.rest[escape.len_utf8()..];
        match escape {
            '"' | '\\' | '/' => Ok(escape),
            'b' => Ok('\u{8}'),
            'f' => Ok('\u{c}'),
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            't' => Ok('\t'),
            'u' => self.unicode(),
            _ => Err(Unfit),
        }
    }

    /// One character beyond the basic plane is spelled as two escapes.
    fn unicode(&mut self) -> Result<char, Unfit> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).ok_or(Unfit);
        }
        self.rest = self.rest.strip_prefix("\\u").ok_or(Unfit)?;
        let second = self.four_digits()?.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Unfit)?;
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + second).ok_or(Unfit)
    }

    fn four_digits(&mut self) -> Result<u32, Unfit> {
        let (digits, rest) = self.rest.split_at_checked(4).ok_or(Unfit)?;
        self.rest = rest;
        u32::from_str_radix(digits, 16).map_err(|_| Unfit)
    }
}
