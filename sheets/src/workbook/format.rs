//! What a number format shows: a date, a time, both or neither (ECMA-376 part 1, 18.8.30 and 18.8.31).

use domain::import::Shown;

use super::styles::Format;

/// Zeros of a format that are filled up: more than any number on evidence has.
const ZEROS_MAX: usize = 32;

/// The format of a code that a file brings along. Its first section, that of positive figures, decides.
pub fn read(code: &str) -> Format {
    let section = first_section(code);
    let is_zeros = section.chars().all(|sign| sign == '0');
    let zeros = if is_zeros && section.len() <= ZEROS_MAX { section.len() } else { 0 };
    Format { shown: shown(&section), zeros }
}

/// The formats that every program knows by their number; from 27 on as in a Chinese one.
pub fn built_in(id: &str) -> Format {
    let shown = match id.parse::<u32>().unwrap_or_default() {
        14..=16 | 28..=31 | 51 | 53 | 54 | 58 => Shown::Day,
        17 | 27 | 36 | 50 | 52 | 57 => Shown::Month,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shown::Clock,
        22 => Shown::Instant,
        _ => Shown::Figure,
    };
    Format { shown, zeros: 0 }
}

/// The first section without what it shows as it stands: `"…"`, `\x`, `_x`, `*x`, and conditions, colours and languages
/// in brackets. Lengths of time in brackets (`[h]`) stay, and so do 上午/下午.
fn first_section(code: &str) -> String {
    let mut section = String::new();
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ';' => break,
            '"' => for _ in signs.by_ref().take_while(|sign| *sign != '"') {},
            '\\' | '_' | '*' => drop(signs.next()),
            '[' => {
                let inner: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                if inner.chars().all(|sign| matches!(sign, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
                    section.push_str(&inner);
                }
            }
            sign => section.extend(sign.to_lowercase()),
        }
    }
    section
}

fn shown(section: &str) -> Shown {
    if section.contains("general") || section.contains("通用格式") {
        return Shown::Figure;
    }
    let is_half_named = section.contains("上午/下午") || section.contains("am/pm") || section.contains("a/p");
    let rest = section.replace("am/pm", "").replace("a/p", "");
    // `m` is a minute beside an hour or a second, else a month. A weekday (`ddd`, `aaa`) is no day.
    let has_time = rest.contains(['h', 's']);
    let has_day = day_signs(&rest).any(|length| length <= 2);
    let has_month = rest.contains('m') && !has_time || has_day;
    let has_year = rest.contains('y') || (rest.contains('e') && !rest.contains(['0', '#']));
    match (has_day, has_time) {
        (true, true) => Shown::Instant,
        (true, false) if is_half_named => Shown::HalfDay,
        (true, false) => Shown::Day,
        (false, true) => Shown::Clock,
        (false, false) if has_month || has_year => Shown::Month,
        (false, false) => Shown::Figure,
    }
}

/// The lengths of the runs of `d`.
fn day_signs(section: &str) -> impl Iterator<Item = usize> {
    section.split(|sign| sign != 'd').map(str::len).filter(|length| *length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_what_a_cell_shows() {
        for (code, expected) in [
            ("yyyy\\-mm\\-dd", Shown::Day),
            ("yyyy\\-mm\\-dd hh:mm", Shown::Instant),
            ("yyyy\"年\"m\"月\"d\"日\";@", Shown::Day),
            ("[$-804]yyyy/m/d", Shown::Day),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Shown::Day),
            ("m/d/yy h:mm", Shown::Instant),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", Shown::Day),
            ("yyyy-m-d h:mm AM/PM", Shown::Instant),
            ("yyyy-m-d 上午/下午", Shown::HalfDay),
            ("yyyy-mm-dd AM/PM", Shown::HalfDay),
            ("m\"月\"d\"日\"", Shown::Day),
            ("yyyy\"年\"m\"月\"", Shown::Month),
            ("mmm-yy", Shown::Month),
            ("yyyy", Shown::Month),
            ("h:mm", Shown::Clock),
            ("[h]:mm", Shown::Clock),
            ("[h]:mm:ss", Shown::Clock),
            ("aaaa", Shown::Figure),
            ("General", Shown::Figure),
            ("G/通用格式", Shown::Figure),
            ("0.00E+00", Shown::Figure),
            ("0.00", Shown::Figure),
            ("@", Shown::Figure),
            ("\"day\"0", Shown::Figure),
            ("[Red]0;[Blue]-0", Shown::Figure),
            ("#,##0.00", Shown::Figure),
            ("", Shown::Figure),
        ] {
            assert_eq!(read(code).shown, expected, "{code}");
        }
    }

    #[test]
    fn a_format_of_zeros_fills_up() {
        assert_eq!((read("000000").zeros, read("0.00").zeros, read("General").zeros), (6, 0, 0));
        assert_eq!(read(&"0".repeat(1_000_000)).zeros, 0, "a file cannot ask for as many as it likes");
    }

    #[test]
    fn formats_are_known_by_their_number() {
        for (id, expected) in [
            ("0", Shown::Figure),
            ("14", Shown::Day),
            ("17", Shown::Month),
            ("20", Shown::Clock),
            ("22", Shown::Instant),
            ("31", Shown::Day),
            ("49", Shown::Figure),
            ("57", Shown::Month),
            ("58", Shown::Day),
            ("x", Shown::Figure),
        ] {
            assert_eq!(built_in(id).shown, expected, "{id}");
        }
    }
}
