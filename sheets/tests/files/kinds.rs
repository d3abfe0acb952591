//! Kinds of files that people have, each made here as the programs make them.

use domain::import::{Column, ImportRow};
use serde_json::Value;
use sheets::reading::{self, ReadSheet};
use sheets::refusal::Refusal;

use crate::packages::{Book, CellXml, error, number, row, row_with, text};

const DAY: usize = 1;
const INSTANT: usize = 2;
const FORMATS: [&str; 8] = [
    "yyyy\\-mm\\-dd",
    "yyyy\\-mm\\-dd hh:mm",
    "yyyy\"年\"m\"月\"d\"日\"",
    "000000",
    "yyyy\"年\"m\"月\"",
    "yyyy/m/d h:mm;@",
    "@",
    "h:mm",
];

fn told(bytes: &[u8]) -> Vec<Value> {
    let today = domain::hours::parse_date("2026-11-23").expect("a date");
    let told = crate::example::of("file", bytes, today);
    told.iter().map(|line| serde_json::to_value(line).expect("texts and figures")).collect()
}

fn book(rows: &str) -> Vec<u8> {
    Book { formats: &FORMATS, sheets: vec![("学员培训信息", "", rows.to_owned())], ..Book::default() }.bytes()
}

/// What is told of the one row of a file, in which these cells are not as in a right one.
fn one(changed: &[(Column, CellXml)]) -> Value {
    let told = told(&book(&row(2, changed)));
    assert_eq!(told.len(), 1);
    told[0].clone()
}

fn period(start: CellXml, end: CellXml) -> Value {
    one(&[(Column::Start, start), (Column::End, end)])
}

/// The hours of a row that is right, or the columns of its mistakes.
fn hours_or_columns(told: &Value) -> Vec<&str> {
    match told["ok"].as_bool() {
        Some(true) => vec![told["row"]["claimed_hours"].as_str().expect("hours")],
        _ => told["mistakes"].as_array().expect("mistakes").iter().filter_map(|one| one["column"].as_str()).collect(),
    }
}

#[test]
fn what_a_date_cell_shows_decides_and_not_what_it_holds() {
    // 46149 is 2026-05-07. The manual's own example counts 16 from midnight to the midnight two days on.
    let instants = period(number(INSTANT, "46149"), number(INSTANT, "46151"));
    assert_eq!(hours_or_columns(&instants), ["16"]);
    assert_eq!(
        (&instants["row"]["start"], &instants["row"]["end"]),
        (&"2026-05-07T00:00".into(), &"2026-05-09T00:00".into())
    );
    assert_eq!(hours_or_columns(&period(number(6, "46149"), number(6, "46151"))), ["16"]);
    let days = period(number(DAY, "46149"), number(DAY, "46150"));
    assert_eq!((hours_or_columns(&days), &days["row"]["end"]), (vec!["16"], &"2026-05-09T00:00".into()));
    assert_eq!(hours_or_columns(&period(number(3, "46149"), number(3, "46150"))), ["16"]);
    assert_eq!(hours_or_columns(&period(number(DAY, "46149.5"), number(DAY, "46150.25"))), ["16"], "no time is shown");
    let mixed = period(number(INSTANT, "46149.375"), number(INSTANT, "46149.75"));
    assert_eq!((hours_or_columns(&mixed), &mixed["row"]["start"]), (vec!["8"], &"2026-05-07T09:00".into()));
}

#[test]
fn dates_after_iso_8601_are_what_their_cells_show() {
    let iso = |format: usize, text: &str| format!(" s=\"{format}\" t=\"d\"><v>{text}</v></c>");
    let days = period(iso(DAY, "2026-05-07T00:00:00"), iso(DAY, "2026-05-08T00:00:00"));
    assert_eq!(hours_or_columns(&days), ["16"]);
    let instants = period(iso(INSTANT, "2026-05-07T00:00:00"), iso(INSTANT, "2026-05-09T00:00:00.000Z"));
    assert_eq!((hours_or_columns(&instants), &instants["row"]["end"]), (vec!["16"], &"2026-05-09T00:00".into()));
    assert_eq!(hours_or_columns(&period(iso(0, "2026-05-07"), iso(0, "2026-05-08"))), ["16"]);
}

#[test]
fn a_bare_number_is_no_date_unless_it_has_eight_digits() {
    for wrong in ["2026", "2026.5", "46149", "5.7"] {
        let told = period(number(0, wrong), number(0, wrong));
        assert_eq!(hours_or_columns(&told), ["开始时间", "结束时间"], "{wrong}");
        assert!(told["mistakes"].as_array().expect("mistakes").iter().all(|one| one["code"] == "not_a_date"), "{told}");
    }
    assert_eq!(hours_or_columns(&period(number(0, "20260403"), number(DAY, "20260404"))), ["16"]);
    assert_eq!(hours_or_columns(&period(number(DAY, "2026"), number(DAY, "2026"))), ["开始时间"], "it shows 1905");
    for (format, figure) in [(5, "46149"), (8, "0.375")] {
        let told = period(number(format, figure), text("2026-05-08"));
        assert_eq!(hours_or_columns(&told), ["开始时间"], "a month or a time alone");
    }
}

#[test]
fn dates_may_count_from_1904() {
    let rows = row(2, &[(Column::Start, number(DAY, "44687")), (Column::End, number(DAY, "44688"))]);
    let book = Book { formats: &FORMATS, sheets: vec![("甲", "", rows)], from_1904: true, ..Book::default() };
    assert_eq!(told(&book.bytes())[0]["row"]["start"], "2026-05-07T00:00");
}

#[test]
fn an_error_value_is_a_mistake_at_its_cell_in_every_column() {
    for column in Column::ALL {
        for name in ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#GETTING_DATA", "#CONNECT!", "#SPILL!", "", "错误"] {
            let told = one(&[(column, error(name))]);
            let mistakes = told["mistakes"].as_array().cloned().unwrap_or_default();
            let here = |one: &Value| one["column"] == column.heading() && one["code"] == "error_value";
            assert!(mistakes.iter().any(here), "{name} at {}: {told}", column.heading());
        }
    }
}

#[test]
fn an_error_value_that_nobody_reads_is_no_mistake() {
    for name in ["#GETTING_DATA", "#CONNECT!", "#UNKNOWN!", "#忙!"] {
        let elsewhere = format!("{}<row r=\"3\"><c r=\"P3\"{}</row>", row(2, &[]), error(name));
        let told = told(&book(&elsewhere));
        assert_eq!((told.len(), &told[0]["ok"]), (1, &true.into()), "{name}");
    }
}

#[test]
fn a_person_is_one_whatever_stands_in_the_name() {
    let pairs = [
        ("王　芳", "王芳"),
        ("王 芳", "王\u{A0}芳"),
        ("王\u{2003}芳", "王\n芳"),
        ("买买提\u{B7}阿", "买买提\u{2022}阿"),
    ];
    for (first, second) in pairs {
        let rows = row(2, &[(Column::Name, text(first))])
            + &row(3, &[(Column::Name, text(second)), (Column::Title, text("专题讲座乙"))]);
        let told = told(&book(&rows));
        assert!(told.iter().all(|line| line["ok"] == true), "{first:?} {second:?}: {told:?}");
        assert_eq!(told[0]["row"]["name"], told[1]["row"]["name"]);
    }
    for nothing in ["\u{200B}", "\u{2800}", "王\u{202E}芳", "王芳😀"] {
        assert_eq!(hours_or_columns(&one(&[(Column::Name, text(nothing))])), ["姓名"], "{nothing:?}");
    }
}

#[test]
fn digits_are_kept_or_their_loss_is_told() {
    let document = |cell: CellXml| one(&[(Column::DocumentNumber, cell)]);
    for (raw, kept) in [
        ("123456789012345", "123456789012345"),
        ("1.23456789012345E+14", "123456789012345"),
        ("20260501000012345", "20260501000012345"),
        ("1234567890123456", "1234567890123456"),
        ("2026", "2026"),
    ] {
        let told = document(number(0, raw));
        assert_eq!(told["row"]["document_number"], kept, "{raw}: {told}");
    }
    assert_eq!(document(number(4, "123"))["row"]["document_number"], "000123", "as its format shows it");
    for lost in ["2.0260501000012E+16", "20260501000012300", "4.50103198507120E+17", "450103198507120000"] {
        assert_eq!(hours_or_columns(&document(number(0, lost))), ["证书编号"], "{lost}");
        assert_eq!(hours_or_columns(&document(text("2.02605E+16"))), ["证书编号"], "as a csv file has it");
        let identity = one(&[(Column::IdentityNumber, number(0, lost))]);
        assert_eq!(identity["mistakes"][0]["code"], "lost_digits", "{identity}");
    }
}

#[test]
fn hours_are_read_with_their_decimals() {
    for (typed, hours) in [("16.00", "16"), ("7.50", "7.5"), ("'8", "8"), ("８", "8"), ("=\"12\"", "12")] {
        assert_eq!(hours_or_columns(&one(&[(Column::ClaimedHours, text(typed))])), [hours], "{typed}");
    }
    assert_eq!(hours_or_columns(&one(&[(Column::ClaimedHours, text("7.55"))])), ["申请学时"]);
    assert_eq!(hours_or_columns(&one(&[(Column::ClaimedHours, number(0, "7.5"))])), ["7.5"]);
}

#[test]
fn the_main_part_is_found_whatever_its_name() {
    for main in ["workbook2.xml", "book.xml", "WorkBook.xml"] {
        let book = Book { main, sheets: vec![("甲", "", row(2, &[]))], ..Book::default() };
        assert_eq!(told(&book.bytes())[0]["ok"], true, "{main}");
    }
    let book = Book { separator: "\\", sheets: vec![("甲", "", row(2, &[]))], ..Book::default() };
    assert_eq!(told(&book.bytes())[0]["ok"], true, "parts named with backslashes");
}

#[test]
fn every_sheet_that_is_shown_is_read_in_order() {
    let of = |title: &str| row(2, &[(Column::Title, text(title))]);
    let sheets = vec![
        ("说明", "", "<row r=\"2\"/>".to_owned()),
        ("内科", "", of("甲")),
        ("藏", "state=\"hidden\"", of("乙")),
        ("深藏", "state=\"veryHidden\"", of("丙")),
        ("外科", "", of("丁")),
    ];
    let bytes = Book { sheets, ..Book::default() }.bytes();
    let told = told(&bytes);
    let places: Vec<_> = told.iter().map(|line| (line["sheet"].as_str(), line["row"]["title"].as_str())).collect();
    assert_eq!(places, [(Some("内科"), Some("甲")), (Some("外科"), Some("丁"))]);
    let read = reading::read::<ImportRow>(&bytes).expect("a file of the template");
    let sheet = |name: &str, rows: usize| ReadSheet { name: name.to_owned(), rows, hidden_rows: 0 };
    assert_eq!(read.sheets, [sheet("说明", 0), sheet("内科", 1), sheet("外科", 1)]);
    assert_eq!(read.hidden_sheets, ["藏", "深藏"]);
    assert_eq!(
        read.sentence(),
        "已读取：工作表“说明” 0 行，工作表“内科” 1 行，工作表“外科” 1 行。隐藏的工作表没有读取：藏、深藏。"
    );
    let only = Book { sheets: vec![("藏", "state=\"hidden\"", of("乙"))], ..Book::default() }.bytes();
    assert_eq!(reading::read::<ImportRow>(&only).err(), Some(Refusal::OnlyHidden));
}

#[test]
fn equal_rows_on_two_sheets_are_told_with_their_sheet() {
    let sheets = vec![("内科", "", row(2, &[])), ("外科", "", row(2, &[]))];
    let told = told(&Book { sheets, ..Book::default() }.bytes());
    assert_eq!((told[0]["ok"].as_bool(), hours_or_columns(&told[1])), (Some(true), vec!["认定内容"]));
}

#[test]
fn hidden_rows_are_read_and_marked() {
    let rows = row(2, &[])
        + &row_with(3, "hidden=\"1\"", &[(Column::Title, text("乙"))])
        + &row_with(4, "ht=\"0\" customHeight=\"1\"", &[(Column::Title, text("丙"))]);
    let bytes = book(&rows);
    assert!(told(&bytes).iter().all(|line| line["ok"] == true));
    let read = reading::read::<ImportRow>(&bytes).expect("a file of the template");
    assert_eq!(read.lines.iter().map(|line| line.is_hidden).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(read.sheets[0].hidden_rows, 2);
    assert!(read.sentence().contains("隐藏的 2 行"), "{}", read.sentence());
}

const CSV: &str = "统计表,,,,,,\r\n证件号码,姓名,认定类型,二级类型,认定内容,开始时间,结束时间\r\n\
    =\"45010319850712004X\",王　芳,培训进修类,专题讲座,\"讲座,甲\",2026/5/7,2026/5/8\r\n";

#[test]
fn registrations_come_as_csv_in_the_encodings_of_spreadsheet_programs() {
    let (gb_18030, _, _) = encoding_rs::GB18030.encode(CSV);
    let utf_16: Vec<u8> = "\u{FEFF}"
        .chars()
        .chain(CSV.replace(',', "\t").replace("讲座\t甲", "讲座,甲").chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let with_mark = format!("\u{FEFF}{CSV}");
    for (encoding, bytes) in
        [("UTF-8", CSV.as_bytes()), ("with a mark", with_mark.as_bytes()), ("GB 18030", &gb_18030), ("UTF-16", &utf_16)]
    {
        let told = told(bytes);
        assert_eq!(told.len(), 1, "{encoding}: {told:?}");
        assert_eq!(
            (&told[0]["ok"], &told[0]["line"], &told[0]["sheet"]),
            (&true.into(), &3.into(), &Value::Null),
            "{encoding}"
        );
        assert_eq!(
            (&told[0]["row"]["name"], &told[0]["row"]["title"]),
            (&"王芳".into(), &"讲座,甲".into()),
            "{encoding}"
        );
    }
    assert_eq!(told(CSV.replace("\r\n", "\r").as_bytes())[0]["ok"], true, "with carriage returns alone");
    assert_eq!(told(b"\x89PNG\r\n\x1a\n\0\0")[0]["refused"], "not_a_spreadsheet");
    assert_eq!(told(b"%PDF-1.7")[0]["refused"], "not_a_spreadsheet");
    assert_eq!(told("姓名,年龄\n".as_bytes())[0]["refused"], "missing_columns");
}

#[test]
fn a_period_of_another_year_is_told_as_a_deviation() {
    let changed =
        [(Column::Start, text("2019-05-07")), (Column::End, text("2019-05-08")), (Column::CreditedYear, text("2026"))];
    let told = one(&changed);
    assert_eq!((&told["ok"], &told["deviations"]), (&true.into(), &serde_json::json!(["other_year"])));
    assert_eq!(hours_or_columns(&period(text("0026-05-07"), text("0026-05-08"))), ["开始时间"]);
    assert_eq!(hours_or_columns(&period(text("2062-05-07"), text("2062-05-08"))), ["结束时间"]);
    assert_eq!(hours_or_columns(&period(text("2026-11-20"), text("2026-12-20"))), ["结束时间"]);
}

#[test]
fn what_is_told_of_a_row_has_the_form_that_is_agreed() {
    let changed = [(Column::ClaimedHours, text("16")), (Column::DocumentNumber, text("桂卫培〔2026〕1 号"))];
    let today = domain::hours::parse_date("2026-11-23").expect("a date");
    let told = crate::example::of("file", &book(&row(2, &changed)), today);
    assert_eq!(
        serde_json::to_string(&told[0]).expect("texts and figures"),
        "{\"file\":\"file\",\"sheet\":\"学员培训信息\",\"line\":2,\"ok\":true,\"row\":{\"identity_number\":\"45010319850712004X\",\
         \"name\":\"韦测试\",\"title\":\"专题讲座甲\",\"start\":\"2026-05-07T00:00\",\"end\":\"2026-05-09T00:00\",\
         \"claimed_hours\":\"16\",\"credited_year\":2026,\"document_number\":\"桂卫培〔2026〕1 号\"},\
         \"suggested_hours\":\"16\",\"deviations\":[]}"
    );
}
