//! What every part needs of the library for XML. Names are compared without their prefix, so that a file of a program that
//! writes `x:row` is read as well.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::refusal::Refusal;

/// Calls `take` with the name and the tag of every element that begins.
pub fn elements(text: &str, take: &mut dyn FnMut(&str, &BytesStart<'_>)) -> Result<(), Refusal> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| Refusal::Broken)? {
            Event::Start(element) | Event::Empty(element) => take(element.local_name().into_inner(), &element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute by its name without prefix. What cannot be read is not there.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|one| one.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// A boolean of XML Schema.
pub fn is_true(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true" | "on"))
}

/// Adds what `&…;` stands for; entities that the file declares itself are not followed.
pub fn push_reference(text: &mut String, reference: &BytesRef<'_>) {
    if let Ok(Some(sign)) = reference.resolve_char_ref() {
        text.push(sign);
        return;
    }
    text.push_str(match &*reference.xml10_content() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    });
}
