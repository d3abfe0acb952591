use super::*;
use crate::hours::parse_date;

const NUMBER: &str = "45010319880512022";

fn today() -> Date {
    parse_date("2026-11-23").expect("a date")
}

fn right() -> ImportRow {
    ImportRow {
        identity_number: IdentityNumber::from_base17(NUMBER, today()).expect("a number").expose().to_owned(),
        name: "覃秀兰".to_owned(),
        category: "培训进修类".to_owned(),
        subcategory: "专题讲座".to_owned(),
        title: "急危重症护理新进展".to_owned(),
        start: "2026-05-07".to_owned(),
        end: "2026-05-08".to_owned(),
        ..ImportRow::default()
    }
}

fn parsed(change: impl FnOnce(&mut ImportRow)) -> Result<Import, FieldErrors> {
    let mut row = right();
    change(&mut row);
    row.parse(CategoryTable::built_in(), today())
}

fn codes(change: impl FnOnce(&mut ImportRow)) -> Vec<String> {
    let errors = parsed(change).err().unwrap_or_default();
    errors.iter().map(|error| format!("{}:{}", error.path, error.code)).collect()
}

#[test]
fn hours_and_year_follow_from_the_period_where_they_are_left_out() {
    let row = parsed(|_| {}).expect("a right row");
    assert_eq!(row.claim.claimed_hours.to_string(), "16");
    assert_eq!(row.claim.credited_year, 2026);
    let own = parsed(|row| (row.claimed_hours, row.credited_year) = ("8".to_owned(), "2025年".to_owned()));
    let own = own.expect("a right row");
    assert_eq!((own.claim.claimed_hours.to_string(), own.claim.credited_year), ("8".to_owned(), 2025));
}

#[test]
fn every_mistake_is_told_in_its_cell() {
    assert_eq!(codes(|row| row.identity_number = "450103198805120221".to_owned()), ["identity_number:check_character"]);
    assert_eq!(codes(|row| row.identity_number = "4.50103E+17".to_owned()), ["identity_number:lost_digits"]);
    assert_eq!(codes(|row| row.name.clear()), ["name:required"]);
    assert_eq!(codes(|row| row.category = "培训类".to_owned()), ["category:unknown", "subcategory:unknown"]);
    assert_eq!(codes(|row| row.subcategory = "发明专利".to_owned()), ["subcategory:unknown"]);
    assert_eq!(codes(|row| row.title = " ".to_owned()), ["title:required"]);
    assert_eq!(codes(|row| row.title = "字".repeat(201)), ["title:too_long"]);
    assert_eq!(codes(|row| row.start = "2026-02-30".to_owned()), ["start:not_a_date"]);
    assert_eq!(codes(|row| row.end = "2026-05-05".to_owned()), ["end:period_reversed"]);
    assert_eq!(codes(|row| row.end = "2026-05-06".to_owned()), ["end:period_reversed"], "a date ends with its day");
    assert_eq!(codes(|row| row.claimed_hours = "十六".to_owned()), ["claimed_hours:not_a_number"]);
    assert_eq!(codes(|row| row.claimed_hours = "1000".to_owned()), ["claimed_hours:out_of_range"]);
    assert_eq!(codes(|row| row.credited_year = "2027".to_owned()), ["credited_year:year_not_open"]);
    assert_eq!(codes(|row| row.claimed_hours = "20".to_owned()), ["remarks:reason_required"]);
}

#[test]
fn all_mistakes_of_a_row_are_told_at_once() {
    let errors = ImportRow::default().parse(CategoryTable::built_in(), today()).err().expect("nothing is there");
    let paths: Vec<_> = errors.iter().map(|error| error.path.as_ref()).collect();
    let expected = ["identity_number", "name", "category", "subcategory", "title", "start", "end"];
    assert_eq!(paths, expected);
    assert!(errors.iter().all(|error| !error.message.contains("选择")), "a file has nothing to choose from");
}

#[test]
fn times_are_read_as_people_write_them() {
    for text in
        ["2026-05-07", "2026/5/7", "2026.05.07", "2026年5月7日", "20260507", "２０２６－０５－０７", " 2026-05-07 "]
    {
        assert_eq!(start_of(text).map(|time| time.to_string()).as_deref(), Some("2026-05-07T00:00"), "{text}");
        assert_eq!(until(text).map(|time| time.to_string()).as_deref(), Some("2026-05-08T00:00"), "{text}");
    }
    for (text, start, end) in [
        ("2026-05-07 上午", "2026-05-07T00:00", "2026-05-07T12:00"),
        ("2026年5月7日下午", "2026-05-07T12:00", "2026-05-08T00:00"),
        ("2026-05-07 9:30", "2026-05-07T09:30", "2026-05-07T09:30"),
        ("2026-05-07T17:30:00", "2026-05-07T17:30", "2026-05-07T17:30"),
    ] {
        assert_eq!(start_of(text).map(|time| time.to_string()).as_deref(), Some(start), "{text}");
        assert_eq!(until(text).map(|time| time.to_string()).as_deref(), Some(end), "{text}");
    }
    for text in
        ["", "五月七日", "2026-13-01", "2026-02-29", "26-05-07", "2026-05-07 25:00", "2026-05-07 9:00 上午", "2026-05"]
    {
        assert!(start_of(text).is_none() && until(text).is_none(), "{text}");
    }
}

#[test]
fn serial_dates_are_those_of_the_calendar() {
    // 44197 is 2021-01-01, the example of ECMA-376 part 1, 18.17.4; 1462 days lie between the two systems.
    assert_eq!(serial_text(44_197.0, false).as_deref(), Some("2021-01-01"));
    assert_eq!(serial_text(44_197.0 - 1_462.0, true).as_deref(), Some("2021-01-01"));
    assert_eq!(serial_text(44_197.375, false).as_deref(), Some("2021-01-01 09:00"));
    assert_eq!(serial_text(44_197.729_166_666_664, false).as_deref(), Some("2021-01-01 17:30"));
    for outside in [0.0, -1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
        assert_eq!(serial_text(outside, false), None);
    }
}

#[test]
fn headings_are_found_with_what_stands_beside_them() {
    assert_eq!(Column::of_heading(" 证件号码 *"), Some(Column::IdentityNumber));
    assert_eq!(Column::of_heading("结束时间（获得日期）"), Some(Column::End));
    assert_eq!(Column::of_heading("备注"), None);
    for column in Column::ALL {
        assert_eq!(Column::of_heading(column.heading()), Some(column));
        let mut row = ImportRow::default();
        row.set(column, "甲".to_owned());
        assert_eq!(row.get(column), "甲");
        assert!(!row.is_blank());
    }
}

#[test]
fn equal_lines_and_two_names_of_one_number_are_noticed() {
    let rows = [(2, "n1", "甲", "a"), (3, "n2", "乙", "b"), (4, "n1", "甲", "a"), (5, "n1", "丙", "c")];
    let wrong = between(rows.into_iter());
    let expected =
        [(2, "title", ImportMistake::Repeated { line: 2 }), (3, "name", ImportMistake::TwoNames { line: 2 })];
    assert_eq!(wrong, expected);
}

#[test]
fn content_tells_rows_apart() {
    let content = |change: fn(&mut ImportRow)| parsed(change).expect("a right row").content();
    assert_eq!(content(|_| {}), content(|row| row.title = format!(" {} ", row.title)));
    assert_ne!(content(|_| {}), content(|row| row.document_number = "1".to_owned()));
    assert_ne!(content(|_| {}), content(|row| row.claimed_hours = "8".to_owned()));
}
