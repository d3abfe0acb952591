//! Texts that many cells share (ECMA-376 part 1, 18.4).

use quick_xml::Reader;
use quick_xml::events::Event;

use super::xml;
use crate::refusal::Refusal;

/// The shared strings, by their place.
pub fn shared(text: &str) -> Result<Vec<String>, Refusal> {
    let mut reader = Reader::from_str(text);
    let mut strings = Vec::new();
    loop {
        match reader.read_event().map_err(|_| Refusal::Broken)? {
            Event::Start(element) if element.local_name().into_inner() == "si" => strings.push(of(&mut reader, "si")?),
            Event::Empty(element) if element.local_name().into_inner() == "si" => strings.push(String::new()),
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// The text of an element up to its end: that of its `t`, without how it is pronounced (`rPh`).
pub fn of(reader: &mut Reader<&[u8]>, end: &str) -> Result<String, Refusal> {
    let (mut text, mut is_text, mut phonetic) = (String::new(), false, 0_usize);
    loop {
        match reader.read_event().map_err(|_| Refusal::Broken)? {
            Event::Start(element) => match element.local_name().into_inner() {
                "t" => is_text = phonetic == 0,
                "rPh" => phonetic += 1,
                _ => {}
            },
            Event::End(element) => match element.local_name().into_inner() {
                "t" => is_text = false,
                "rPh" => phonetic = phonetic.saturating_sub(1),
                name if name == end => return Ok(unescaped(&text)),
                _ => {}
            },
            Event::Text(part) if is_text => text.push_str(&part.xml10_content()),
            Event::CData(part) if is_text => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) if is_text => xml::push_reference(&mut text, &reference),
            Event::Eof => return Err(Refusal::Broken),
            _ => {}
        }
    }
}

/// `_x000D_` stands for a character that XML has no place for (18.4.12, 22.9.2.19).
pub fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find("_x") {
        plain.push_str(&rest[..place]);
        let escaped = rest.get(place + 2..place + 6).filter(|_| rest.as_bytes().get(place + 6) == Some(&b'_'));
        let sign = escaped.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        let width = match sign {
            Some(sign) => {
                plain.push(sign);
                7
            }
            None => {
                plain.push_str("_x");
                2
            }
        };
        rest = &rest[place + width..];
    }
    plain + rest
}
