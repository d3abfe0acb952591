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
    assert_eq!(serial_text(44_197.0, false, Shown::Day), "2021-01-01");
    assert_eq!(serial_text(44_197.0 - 1_462.0, true, Shown::Day), "2021-01-01");
    assert_eq!(serial_text(44_197.375, false, Shown::Instant), "2021-01-01 09:00");
    assert_eq!(serial_text(44_197.729_166_666_664, false, Shown::Instant), "2021-01-01 17:30");
    for outside in [-1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
        let text = serial_text(outside, false, Shown::Day);
        assert!(start_of(&text).is_none(), "{text}");
    }
}

#[test]
fn what_a_cell_shows_decides() {
    assert_eq!(serial_text(46_149.0, false, Shown::Instant), "2026-05-07 00:00");
    assert_eq!(serial_text(46_149.375, false, Shown::Day), "2026-05-07", "the cell shows no time");
    assert_eq!(serial_text(46_149.375, false, Shown::HalfDay), "2026-05-07 上午");
    for (figure, shown) in [
        (2026.0, Shown::Figure),
        (2026.5, Shown::Figure),
        (46_149.0, Shown::Figure),
        (46_149.0, Shown::Month),
        (0.375, Shown::Clock),
    ] {
        let text = serial_text(figure, false, shown);
        assert!(start_of(&text).is_none() && until(&text).is_none(), "{text}");
    }
    let eight = serial_text(20_260_403.0, false, Shown::Figure);
    assert_eq!(start_of(&eight).map(|time| time.to_string()).as_deref(), Some("2026-04-03T00:00"));
    assert_eq!(until(&eight).map(|time| time.to_string()).as_deref(), Some("2026-04-04T00:00"));
}

#[test]
fn a_date_after_iso_8601_is_what_its_cell_shows_of_it() {
    let midnight = "2026-05-07T00:00:00";
    assert_eq!(iso_text(midnight, Shown::Day), "2026-05-07");
    assert_eq!(iso_text(midnight, Shown::Instant), "2026-05-07 00:00");
    assert_eq!(iso_text(midnight, Shown::Figure), "2026-05-07 00:00");
    assert_eq!(iso_text("2026-05-07", Shown::Figure), "2026-05-07");
    assert_eq!(iso_text("2026-05-07T09:30:00.000Z", Shown::Instant), "2026-05-07 09:30");
    assert_eq!(iso_text("2026-05-07T09:30:00+08:00", Shown::HalfDay), "2026-05-07 上午");
    assert_eq!(iso_text("P1D", Shown::Day), "P1D");
}

#[test]
fn error_values_are_mistakes_in_every_column() {
    let errors = [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#DIV/0!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#CONNECT!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#FIELD!",
        "#BUSY!",
        "#PYTHON!",
    ];
    for column in Column::ALL {
        for error in errors {
            let told = codes(|row| row.set(column, error.to_owned()));
            assert!(told.contains(&format!("{}:error_value", column.path())), "{error} at {}: {told:?}", column.path());
            let at_column = told.iter().filter(|one| one.starts_with(&format!("{}:", column.path()))).count();
            assert_eq!(at_column, 1, "once: {told:?}");
        }
    }
    assert_eq!(codes(|row| row.title = "#专题讲座!".to_owned()), [""; 0]);
}

#[test]
fn lost_digits_are_a_mistake_in_every_column_of_texts() {
    for column in Column::ALL.into_iter().filter(|column| column.is_text()) {
        let told = codes(|row| row.set(column, "2.02605E+16".to_owned()));
        assert!(told.contains(&format!("{}:lost_digits", column.path())), "{}: {told:?}", column.path());
    }
}

#[test]
fn a_person_is_one_however_the_name_is_written() {
    let table = CategoryTable::built_in();
    let with = |line: usize, name: &str, title: &str| {
        let row = ImportRow { name: name.to_owned(), title: title.to_owned(), ..right() };
        CheckedLine::new(line, row, table, today())
    };
    let pairs = [
        ("王　芳", "王芳"),
        ("王 芳", "王\u{A0}芳"),
        ("王\u{2003}芳", "王\n芳"),
        ("阿依古丽\u{B7}买买提", "阿依古丽\u{2022}买买提"),
    ];
    for (one, other) in pairs {
        let (one, other) = (with(2, one, "甲"), with(3, other, "乙"));
        assert!(one.mistakes.is_empty() && other.mistakes.is_empty());
        assert_eq!(ImportRow::between(&[&one, &other]), []);
    }
    assert_eq!(parsed(|row| row.name = "王　芳".to_owned()).expect("a right row").name, "王芳");
    for nothing in ["\u{200B}", "\u{2800}"] {
        assert_eq!(codes(|row| row.name = nothing.to_owned()), ["name:required"]);
    }
    assert_eq!(codes(|row| row.name = "王\u{202E}芳".to_owned()), ["name:character"]);
    assert_eq!(codes(|row| row.name = "王芳🌸".to_owned()), ["name:character"]);
}

#[test]
fn what_people_paste_into_cells_is_taken_off() {
    let number = right().identity_number;
    let change = |row: &mut ImportRow| {
        row.identity_number = format!("'{}", row.identity_number);
        row.claimed_hours = "16.00".to_owned();
        row.credited_year = "２０２６ 年".to_owned();
        row.start = "=\"2026-05-07\"".to_owned();
        row.end = "\u{202D}2026年5月 8日\u{202C}".to_owned();
        row.document_number = "\u{1F}20260512345678901".to_owned();
        row.category = " 培训进修类\u{200B}".to_owned();
    };
    let import = parsed(change).expect("a right row");
    assert_eq!(import.identity_number.expose(), number);
    assert_eq!((import.claim.claimed_hours.to_string(), import.claim.credited_year), ("16".to_owned(), 2026));
    assert_eq!(import.claim.document_number, "20260512345678901");
    assert_eq!(import.claim.period.hours().to_string(), "16");
    assert_eq!(
        parsed(|row| row.claimed_hours = "7.50".to_owned()).expect("a right row").claim.claimed_hours.tenths(),
        75
    );
}

#[test]
fn periods_of_other_years_and_of_the_future() {
    let period = |start: &str, end: &str| codes(|row| (row.start, row.end) = (start.to_owned(), end.to_owned()));
    assert_eq!(period("0026-05-07", "0026-05-08"), ["start:too_early"]);
    assert_eq!(period("2026-05-07", "2026-12-20"), ["end:in_future"]);
    let other = parsed(|row| {
        (row.start, row.end, row.credited_year) = ("2019-05-07".to_owned(), "2019-05-08".to_owned(), "2026".to_owned());
    });
    let deviations = other.expect("a right row").claim.deviations();
    assert_eq!(deviations.iter().map(|one| one.kind()).collect::<Vec<_>>(), ["other_year"]);
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
    let rows =
        [("", 2, "n1", "甲", "a"), ("", 3, "n2", "乙", "b"), ("", 4, "n1", "甲", "a"), ("外科", 2, "n1", "丙", "c")];
    let rows = rows.map(|(sheet, line, number, name, content)| {
        (file_row::place(sheet, line), number.to_owned(), name.to_owned(), content)
    });
    let wrong = between(&rows);
    let at = || "第 2 行".to_owned();
    assert_eq!(
        wrong,
        [(2, "title", ImportMistake::Repeated { at: at() }), (3, "name", ImportMistake::TwoNames { at: at() })]
    );
    assert_eq!(rows[3].0, "“外科”第 2 行");
}

#[test]
fn content_tells_rows_apart() {
    let content = |change: fn(&mut ImportRow)| parsed(change).expect("a right row").content();
    assert_eq!(content(|_| {}), content(|row| row.title = format!(" {} ", row.title)));
    assert_ne!(content(|_| {}), content(|row| row.document_number = "1".to_owned()));
    assert_ne!(content(|_| {}), content(|row| row.claimed_hours = "8".to_owned()));
}
