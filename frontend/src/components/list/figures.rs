//! Figures of hours, big and in columns.

use crate::prelude::*;
use domain::hours::Hours;

/// `16 学时`, the figure large.
pub fn hours_figure(hours: Hours) -> AnyView {
    view! { <p class="hours"><span class="figure">{hours.to_string()}</span>" "<span class="unit">"学时"</span></p> }
        .into_any()
}

/// `2026-05-07 上午` for a narrow column: broken between its parts, never within one.
pub fn in_parts(text: &str) -> AnyView {
    text.split(' ').map(|part| view! { <span class="digits">{part.to_owned()}</span>" " }).collect_view().into_any()
}

/// `南宁市…` with what was searched for marked in it. Compares without regard to ASCII case.
pub fn marked(text: &str, part: &str) -> AnyView {
    let Some((start, end)) = place_of(text, part) else { return text.to_owned().into_any() };
    let (before, hit, after) = (text[..start].to_owned(), text[start..end].to_owned(), text[end..].to_owned());
    view! { {before}<mark>{hit}</mark>{after} }.into_any()
}

fn place_of(text: &str, part: &str) -> Option<(usize, usize)> {
    let part = part.trim();
    // ASCII letters keep their length and place when they change case; all other characters stay as they are.
    let start = text.to_ascii_lowercase().find(&part.to_ascii_lowercase())?;
    (!part.is_empty()).then_some((start, start + part.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_whatever_its_case() {
        assert_eq!(place_of("12450000MB1", "mb"), Some((8, 10)));
        assert_eq!(place_of("南宁市第一医院", "第一"), Some((9, 15)));
        assert_eq!(place_of("南宁市", "柳州"), None);
        assert_eq!(place_of("南宁市", " "), None);
    }
}
