use proptest::prelude::*;

use super::*;

fn table() -> &'static CategoryTable {
    CategoryTable::built_in()
}

fn manual() -> RegistrationForm {
    RegistrationForm {
        category: "training".to_owned(),
        subcategory: "training.face_to_face".to_owned(),
        title: "区域医师关键技术培训班".to_owned(),
        start: "2018-05-07T00:00".to_owned(),
        end: "2018-05-09T00:00".to_owned(),
        claimed_hours: "16".to_owned(),
        credited_year: "2018".to_owned(),
        pledged: true,
        ..RegistrationForm::default()
    }
}

fn today() -> Date {
    crate::hours::parse_date("2026-11-23").expect("a date")
}

fn codes(form: &RegistrationForm) -> Vec<String> {
    let errors = form.parse(table(), today()).err().unwrap_or_default();
    errors.iter().map(|error| format!("{}:{}", error.path, error.code)).collect()
}

#[test]
fn the_manuals_own_row_is_a_claim_of_sixteen_hours() {
    let claim = manual().parse(table(), today()).expect("the manual's own");
    assert_eq!((claim.claimed_hours, claim.credited_year), (Hours::whole(16), 2018));
    assert_eq!(claim.suggested_hours, Some(Hours::whole(16)));
    assert!(!claim.is_above_suggestion());
}

#[test]
fn every_mistake_is_named_at_its_field_and_all_at_once() {
    let wrong = RegistrationForm {
        category: "training".to_owned(),
        subcategory: "publication.paper".to_owned(),
        title: "题".repeat(201),
        start: "2018-05-09T00:00".to_owned(),
        end: "2018-05-07T00:00".to_owned(),
        claimed_hours: "1000".to_owned(),
        credited_year: "2015".to_owned(),
        remarks: "说".repeat(2_001),
        document_number: "号".repeat(101),
        attachments: (0..11).map(AttachmentId::from_bits).collect(),
        pledged: false,
        ..RegistrationForm::default()
    };
    let expected = [
        "subcategory:unknown",
        "title:too_long",
        "end:period_reversed",
        "claimed_hours:out_of_range",
        "credited_year:year_not_open",
        "remarks:too_long",
        "document_number:too_long",
        "attachments:too_many",
        "pledged:required",
    ];
    assert_eq!(codes(&wrong), expected);
}

#[test]
fn the_same_file_counts_once() {
    let files = |ids: &[u128]| RegistrationForm {
        attachments: ids.iter().copied().map(AttachmentId::from_bits).collect(),
        ..manual()
    };
    assert_eq!(codes(&files(&[1, 2, 1])), ["attachments:repeated"]);
    assert_eq!(codes(&files(&[1, 2, 3])), [""; 0]);
}

#[test]
fn a_claim_above_the_suggestion_needs_a_reason() {
    let above = RegistrationForm { claimed_hours: "16.1".to_owned(), ..manual() };
    assert_eq!(codes(&above), ["remarks:reason_required"]);
    let explained = RegistrationForm { remarks: "含线上课程".to_owned(), ..above };
    assert!(explained.parse(table(), today()).expect("explained").is_above_suggestion());
    let below = RegistrationForm { claimed_hours: "0.1".to_owned(), ..manual() };
    assert_eq!(codes(&below), [""; 0]);
}

#[test]
fn rank_and_amount_count_where_the_hours_table_asks_for_them() {
    let paper = RegistrationForm {
        category: "publication".to_owned(),
        subcategory: "publication.paper".to_owned(),
        rank: "2".to_owned(),
        ..manual()
    };
    assert_eq!(paper.suggestion(table()).map(|suggested| suggested.hours), Some(Hours::whole(16)));
    assert_eq!(codes(&RegistrationForm { rank: "0".to_owned(), ..paper.clone() }), ["rank:out_of_range"]);
    let book = RegistrationForm { subcategory: "publication.monograph".to_owned(), amount: "3".to_owned(), ..paper };
    assert_eq!(book.suggestion(table()).map(|suggested| suggested.hours), Some(Hours::whole(15)));
    assert_eq!(codes(&RegistrationForm { amount: "三".to_owned(), ..book.clone() }), ["amount:not_a_number"]);
    // A training's rank is nobody's business, whatever was typed before the category changed.
    assert_eq!(codes(&RegistrationForm { rank: "x".to_owned(), ..manual() }), [""; 0]);
    let huge = RegistrationForm { amount: "999999".to_owned(), ..book };
    assert_eq!(huge.suggestion(table()).map(|suggested| suggested.hours), Some(Hours::whole(90)), "the cap");
}

#[test]
fn surrounding_spaces_are_dropped() {
    let spaced =
        RegistrationForm { title: "  培训班 \n".to_owned(), credited_year: " 2018 ".to_owned(), ..manual() };
    let claim = spaced.parse(table(), today()).expect("spaces are nothing");
    assert_eq!((claim.title.as_str(), claim.credited_year), ("培训班", 2018));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, parsing ends in a claim within every limit or in mistakes with words, never in a panic.
    #[test]
    fn anything_typed_is_judged(
        fields in prop::collection::vec("\\PC{0,12}", 9),
        claimed in prop_oneof!["[0-9]{0,4}", "[0-9]{0,3}\\.[0-9]{0,2}", Just("16".to_owned())],
        pledged: bool,
    ) {
        let form = RegistrationForm {
            title: fields[0].clone(),
            start: fields[1].clone(),
            end: fields[2].clone(),
            credited_year: fields[3].clone(),
            remarks: fields[4].clone(),
            document_number: fields[5].clone(),
            rank: fields[6].clone(),
            amount: fields[7].clone(),
            claimed_hours: claimed.clone(),
            pledged,
            ..manual()
        };
        for form in [form.clone(), RegistrationForm { claimed_hours: claimed, pledged: true, ..manual() }] {
            match form.parse(table(), today()) {
                Ok(claim) => {
                    prop_assert!((CLAIMED_TENTHS_MIN..=CLAIMED_TENTHS_MAX).contains(&claim.claimed_hours.tenths()));
                    prop_assert!((CREDITED_YEAR_MIN..=2026).contains(&claim.credited_year));
                    prop_assert!(!claim.title.is_empty());
                }
                Err(errors) => {
                    prop_assert!(!errors.is_empty());
                    prop_assert!(errors.iter().all(|error| !error.message.is_empty() && !error.code.is_empty()));
                }
            }
        }
    }
}

#[test]
fn what_is_not_offered_any_more_is_not_claimed_anew() {
    let mut json: serde_json::Value = serde_json::from_str(CategoryTable::BUILT_IN_JSON).unwrap();
    json["categories"][0]["subcategories"][0]["offered"] = false.into();
    let table = CategoryTable::from_json(&json.to_string()).unwrap();
    let retired = manual();
    assert_eq!(retired.parse(CategoryTable::built_in(), today()).err(), None);
    let errors = retired.parse(&table, today()).unwrap_err();
    assert_eq!(errors.at("subcategory").map(|error| error.code.to_string()).as_deref(), Some("retired"));
}

#[test]
fn a_period_lies_in_what_has_been() {
    let of = |start: &str, end: &str| RegistrationForm {
        start: start.to_owned(),
        end: end.to_owned(),
        credited_year: "2026".to_owned(),
        claimed_hours: "4".to_owned(),
        ..manual()
    };
    assert_eq!(codes(&of("0026-05-07T00:00", "0026-05-09T00:00")), ["start:too_early"]);
    assert_eq!(codes(&of("1905-07-18T00:00", "1905-07-19T00:00")), ["start:too_early"]);
    assert_eq!(codes(&of("2062-05-07T00:00", "2062-05-09T00:00")), ["end:in_future"]);
    assert_eq!(codes(&of("2026-11-20T00:00", "2026-12-20T00:00")), ["end:in_future"]);
    assert_eq!(codes(&of("2026-11-23T00:00", "2026-11-24T00:00")), [""; 0], "today's afternoon is today");
    assert_eq!(codes(&of("2026-11-23T00:00", "2026-11-24T00:01")), ["end:in_future"]);
}

#[test]
fn a_year_that_the_period_does_not_touch_is_a_deviation() {
    let claim = |start: &str, end: &str| {
        let form = RegistrationForm {
            start: start.to_owned(),
            end: end.to_owned(),
            credited_year: "2026".to_owned(),
            claimed_hours: "4".to_owned(),
            ..manual()
        };
        form.parse(table(), today()).expect("no mistake").deviations()
    };
    assert_eq!(claim("2019-05-07T00:00", "2019-05-09T00:00"), [Deviation::OtherYear { year: 2026 }]);
    assert_eq!(
        claim("2025-12-30T00:00", "2026-01-01T00:00"),
        [Deviation::OtherYear { year: 2026 }],
        "it ends with 2025"
    );
    assert_eq!(claim("2025-12-30T00:00", "2026-01-01T12:00"), []);
}

#[test]
fn a_wrong_period_is_told_while_it_is_typed() {
    let told = |start: &str, end: &str, year: &str| {
        let form = RegistrationForm {
            start: start.to_owned(),
            end: end.to_owned(),
            credited_year: year.to_owned(),
            ..manual()
        };
        form.period_notices(today()).len()
    };
    assert_eq!(told("2026-05-09T00:00", "2026-05-07T00:00", ""), 1, "hours stay empty, and it is said why");
    assert_eq!(told("2062-05-07T00:00", "2062-05-09T00:00", "2062"), 1);
    assert_eq!(told("2019-05-07T00:00", "2019-05-09T00:00", "2026"), 1);
    assert_eq!(told("2026-05-07T00:00", "2026-05-09T00:00", "2026"), 0);
    assert_eq!(told("2026-05-07T00:00", "", "2026"), 0, "it is not typed yet");
}

#[test]
fn titles_show_something_and_no_emoji() {
    let titled = |title: &str| codes(&RegistrationForm { title: title.to_owned(), ..manual() });
    for nothing in ["\u{200B}", "\u{2800}", "\u{3164} \u{FEFF}"] {
        assert_eq!(titled(nothing), ["title:required"], "{nothing:?}");
    }
    assert_eq!(titled("专题讲座😀"), ["title:character"]);
    assert_eq!(titled("★专题讲座①"), [""; 0]);
    assert_eq!(titled("\u{202E}专题讲座").as_slice(), [""; 0], "a format character goes");
}

#[test]
fn figures_are_read_as_they_are_pasted() {
    let form = RegistrationForm {
        claimed_hours: "'１６.００".to_owned(),
        credited_year: "=\"2018\"".to_owned(),
        document_number: "'2018-001".to_owned(),
        ..manual()
    };
    let claim = form.parse(table(), today()).expect("no mistake");
    assert_eq!(
        (claim.claimed_hours, claim.credited_year, claim.document_number.as_str()),
        (Hours::whole(16), 2018, "2018-001")
    );
}
