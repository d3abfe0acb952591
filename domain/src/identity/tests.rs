use proptest::prelude::*;

use super::*;

const VALID: [&str; 8] = [
    "11010519491231002X",
    "450103198802290121",
    "45090220010101077X",
    "450722197511303057",
    "810000199005120215",
    "820000198507080046",
    "830000197903171182",
    "911450198503150121",
];

fn date(year: i32, month: Month, day: u8) -> Date {
    Date::from_calendar_date(year, month, day).unwrap()
}

fn today() -> Date {
    date(2026, Month::November, 23)
}

fn parse(text: &str) -> Result<IdentityNumber, IdentityMistake> {
    IdentityNumber::parse(text, today())
}

/// ISO/IEC 7064 MOD 11-2 in its recursive form, which needs no table of weights.
fn mod_11_2(digits: &str) -> char {
    let product = digits.chars().fold(0, |product, digit| (product + digit.to_digit(10).unwrap()) * 2 % 11);
    match (12 - product) % 11 {
        10 => 'X',
        check => char::from_digit(check, 10).unwrap(),
    }
}

#[test]
fn every_single_wrong_character_of_a_card_number_is_refused() {
    for valid in VALID {
        for place in 0..valid.len() {
            for wrong in ('0'..='9').chain('A'..='Z') {
                let mut text = valid.to_owned();
                text.replace_range(place..=place, wrong.encode_utf8(&mut [0; 4]));
                assert!(text == valid || parse(&text).is_err(), "{text} for {valid}");
            }
        }
    }
}

#[test]
fn two_exchanged_neighbours_are_refused() {
    for valid in VALID {
        for place in 1..valid.len() {
            let mut characters: Vec<char> = valid.chars().collect();
            characters.swap(place - 1, place);
            let text: String = characters.into_iter().collect();
            assert!(text == valid || parse(&text).is_err(), "{text} for {valid}");
        }
    }
}

#[test]
fn a_missing_or_an_extra_digit_is_refused() {
    for valid in VALID {
        for place in 0..valid.len() {
            let mut shorter = valid.to_owned();
            shorter.remove(place);
            assert_eq!(parse(&shorter), Err(IdentityMistake::Length), "{shorter} for {valid}");
            let mut longer = valid.to_owned();
            longer.insert(place, '7');
            assert_eq!(parse(&longer), Err(IdentityMistake::Length), "{longer} for {valid}");
        }
    }
}

#[test]
fn attempts_at_a_card_number_are_told_apart_from_passports() {
    for (text, mistake) in [
        ("45010319880229", IdentityMistake::Length),
        ("450103880229012", IdentityMistake::Length),
        ("45010319880229012", IdentityMistake::Length),
        ("4501031988022901211", IdentityMistake::Length),
        ("4501031988022901X", IdentityMistake::Length),
        ("13800138000", IdentityMistake::Length),
        ("45O103198802290121", IdentityMistake::Character),
        ("45010319880229012A", IdentityMistake::Character),
        ("91450103MA5P0R272E", IdentityMistake::Character),
        ("440524188001010014", IdentityMistake::BirthDate),
        ("440524106601010016", IdentityMistake::BirthDate),
        ("450103-19880229-0121", IdentityMistake::Character),
        ("广西", IdentityMistake::Character),
        ("1234", IdentityMistake::Length),
        ("ABCDE1234567890FGHIJK", IdentityMistake::Length),
        ("\u{3000}", IdentityMistake::Required),
    ] {
        assert_eq!(parse(text), Err(mistake), "{text}");
    }
    for text in ["E12345678", "123456789", "H1234567890", "ABCDE", "ABCDE1234567890FGHIJ", "EF1234567"] {
        let number = parse(text).unwrap();
        assert_eq!((number.kind(), number.expose(), number.is_verified()), (IdentityKind::Other, text, false));
    }
}

#[test]
fn what_is_pasted_around_a_number_is_no_part_of_it() {
    for pasted in
        ["4501031988 02290121", "'450103198802290121", "\u{202D}450103198802290121\u{202C}", "４５０１０３198802290121"]
    {
        assert_eq!(parse(pasted).unwrap().expose(), "450103198802290121", "{pasted}");
    }
}

#[test]
fn a_date_of_birth_is_a_day_up_to_today() {
    let newborn = IdentityNumber::from_base17("45010320261123012", today()).unwrap();
    assert_eq!(newborn.kind(), IdentityKind::Resident);
    let tomorrow = IdentityNumber::from_base17("45010320261124012", today());
    assert_eq!(tomorrow, Err(IdentityMistake::BirthDate));
    assert!(IdentityNumber::from_base17("45010320261124012", date(2026, Month::November, 24)).is_ok());
    for base in ["45010319880230012", "45010319881301012", "45010319880100012", "45010319000229012"] {
        assert_eq!(IdentityNumber::from_base17(base, today()), Err(IdentityMistake::BirthDate), "{base}");
    }
}

#[test]
fn a_base_of_the_wrong_length_or_kind_is_refused() {
    assert_eq!(IdentityNumber::from_base17("", today()), Err(IdentityMistake::Required));
    assert_eq!(IdentityNumber::from_base17("4501031988022901", today()), Err(IdentityMistake::Length));
    assert_eq!(IdentityNumber::from_base17("450103198802290121", today()), Err(IdentityMistake::Length));
    assert_eq!(IdentityNumber::from_base17("4501031988022901X", today()), Err(IdentityMistake::Character));
}

#[test]
fn the_province_must_exist() {
    for (base, mistake) in [
        ("17010319880229012", Some(IdentityMistake::Region)),
        ("00010319880229012", Some(IdentityMistake::Region)),
        ("84000019880229012", Some(IdentityMistake::Region)),
        ("71010319880229012", None),
        ("90145019880229012", Some(IdentityMistake::Region)),
        ("94545019880229012", None),
    ] {
        assert_eq!(IdentityNumber::from_base17(base, today()).err(), mistake, "{base}");
    }
}

#[test]
fn letters_of_a_checked_form_are_stored_as_capitals() {
    assert_eq!(parse("11010519491231002x").unwrap().expose(), "11010519491231002X");
    assert_eq!(parse("usa110082090112").unwrap().expose(), "USA110082090112");
    assert_eq!(parse("usa110082090112").unwrap().kind(), IdentityKind::ForeignPermanentResidentOld);
}

#[test]
fn a_passport_in_another_case_is_the_same_person() {
    let (typed, capital) = (parse("e12345678").unwrap(), parse("E12345678").unwrap());
    assert_eq!(typed.expose(), "e12345678");
    assert_eq!(typed, capital);
    assert_eq!(typed.lookup_form(), capital.lookup_form());
    assert_ne!(capital, parse("E12345679").unwrap());
}

#[test]
fn masks_keep_only_the_ends() {
    for (text, masked) in [
        ("11010519491231002X", "1101**********002X"),
        ("USA110082090112", "USA1*******0112"),
        ("E12345678", "E*******8"),
        ("ABCDE", "A***E"),
        ("ABCDE123456789", "A************9"),
    ] {
        let number = parse(text).unwrap();
        assert_eq!(number.masked(), masked);
        assert_eq!(format!("{number:?}"), format!("IdentityNumber({masked})"));
    }
}

#[test]
fn no_message_repeats_the_number() {
    let mistake = parse("450103198802290120").unwrap_err();
    assert!(!mistake.message().contains("4501") && !format!("{mistake:?}").contains("4501"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_check_character_is_mod_11_2(
        region in 0_u32..10_000, year in 1900..2026, day in 1_u16..=365, sequence in 0_u32..1000,
        place in 0_usize..18, wrong in 0_u32..10,
    ) {
        let born = Date::from_ordinal_date(year, day).unwrap();
        let base = format!("45{region:04}{year}{:02}{:02}{sequence:03}", u8::from(born.month()), born.day());
        let text = format!("{base}{}", mod_11_2(&base));
        let number = parse(&text).unwrap();
        prop_assert_eq!(number.kind(), IdentityKind::Resident);
        prop_assert_eq!(&number, &IdentityNumber::from_base17(&base, today()).unwrap());
        let mut substituted = text.clone();
        substituted.replace_range(place..=place, &wrong.to_string());
        prop_assert!(substituted == text || parse(&substituted).is_err());
    }

    #[test]
    fn any_text_is_judged_without_a_panic(text in "\\PC{0,24}") {
        let _ = parse(&text);
    }

    #[test]
    fn letters_and_digits_are_kept_or_refused(text in "[0-9A-Za-z]{1,22}") {
        if let Ok(number) = parse(&text) {
            prop_assert!(number.expose().eq_ignore_ascii_case(&text));
            prop_assert_eq!(number.masked().len(), text.len());
            prop_assert_eq!(parse(number.expose()).unwrap().kind(), number.kind());
        }
    }
}
