//! Real files of a spreadsheet program and of a library, and files that mean harm.

#[path = "../../examples/read_registrations/rows.rs"]
mod example;
mod kinds;
mod packages;

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use domain::category::CategoryTable;
use domain::import::unit_row::UnitRow;
use domain::import::{CheckedLine, Column, FileRow, ImportRow};
use domain::limits::{EXPORT_ROWS_MAX, IMPORT_BYTES_MAX, IMPORT_ROWS_MAX};
use packages::{archive, sheet, workbook, workbook_with};
use sheets::container::INFLATED_BYTES_MAX;
use sheets::csv;
use sheets::reading::{self, Line};
use sheets::refusal::Refusal;
use sheets::template;
use sheets::writing::{Heading, Table};

/// Written by openpyxl 3.1.5.
const OF_LIBRARY: &[u8] = include_bytes!("../fixtures/library.xlsx");
/// The same, opened and saved by LibreOffice Calc.
const OF_PROGRAM: &[u8] = include_bytes!("../fixtures/program.xlsx");

fn read(bytes: &[u8]) -> Result<Vec<Line<ImportRow>>, Refusal> {
    reading::read(bytes).map(|read| read.lines)
}

fn read_csv<R: FileRow>(text: &str) -> Result<Vec<Line<R>>, Refusal> {
    csv::read(text).map(|read| read.lines)
}

fn checked(bytes: &[u8]) -> Vec<CheckedLine> {
    let today = domain::hours::parse_date("2026-11-23").expect("a date");
    let lines = read(bytes).expect("a file of the template");
    lines.into_iter().map(|one| CheckedLine::new(one.line, one.row, CategoryTable::built_in(), today)).collect()
}

/// The codes of all mistakes of a file, `line path:code`.
fn mistakes(bytes: &[u8]) -> Vec<String> {
    let lines = checked(bytes);
    let mut told: Vec<(usize, String)> = Vec::new();
    for line in &lines {
        told.extend(line.mistakes.iter().map(|error| (line.line, format!("{}:{}", error.path, error.code))));
    }
    let right: Vec<&CheckedLine> = lines.iter().filter(|line| line.content.is_some()).collect();
    for (position, path, mistake) in ImportRow::between(&right) {
        let code = domain::field_errors::Mistake::code(&mistake);
        told.push((right[position].line, format!("{path}:{code}")));
    }
    told.sort();
    told.into_iter().map(|(line, words)| format!("{line} {words}")).collect()
}

#[test]
fn files_of_a_program_and_of_a_library_tell_the_same_mistakes() {
    let expected = [
        "5 identity_number:check_character",
        "6 identity_number:lost_digits",
        "7 name:required",
        "8 category:unknown",
        "8 subcategory:unknown",
        "9 subcategory:unknown",
        "10 title:required",
        "11 title:too_long",
        "12 start:not_a_date",
        "13 end:period_reversed",
        "14 claimed_hours:not_a_number",
        "15 claimed_hours:out_of_range",
        "16 credited_year:year_not_open",
        "17 remarks:reason_required",
        "18 title:repeated",
        "19 name:two_names",
    ];
    for (who, bytes) in [("library", OF_LIBRARY), ("program", OF_PROGRAM)] {
        assert_eq!(mistakes(bytes), expected, "{who}");
    }
}

#[test]
fn dates_are_read_whether_they_are_dates_texts_or_halves() {
    for bytes in [OF_LIBRARY, OF_PROGRAM] {
        let lines = checked(bytes);
        let times: Vec<(&str, &str)> =
            lines[..3].iter().map(|line| (line.row.start.as_str(), line.row.end.as_str())).collect();
        let expected = [
            ("2026-05-07", "2026-05-08"),
            ("2026-05-07 上午", "2026年5月8日下午"),
            ("2026-06-01 09:00", "2026-06-01 17:30"),
        ];
        assert_eq!(times, expected);
        assert_eq!(lines.last().map(|line| line.line), Some(21), "an empty line is passed over and counted");
    }
}

#[test]
fn the_template_is_read_back_with_what_is_filled_in() {
    let bytes = template::template(CategoryTable::built_in()).expect("a template");
    assert_eq!(read(&bytes).err(), Some(Refusal::NoRows));
    let headings = Column::ALL.map(|column| Heading { name: column.heading().to_owned(), width: 20, is_number: false });
    let mut table = Table::new(template::SHEET, headings.to_vec()).expect("a table");
    for example in template::EXAMPLES {
        table.push(&example.map(str::to_owned)).expect("a row");
    }
    let lines = checked(&table.finish().expect("a file"));
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.mistakes.is_empty()), "the examples keep every rule");
}

#[test]
fn no_cell_is_written_as_a_formula() {
    let heading = |name: &str, is_number| Heading { name: name.to_owned(), width: 10, is_number };
    let mut table = Table::new("导出", vec![heading("姓名", false), heading("学时", true)]).expect("a table");
    for dangerous in ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1"] {
        table.push(&[dangerous.to_owned(), dangerous.to_owned()]).expect("a row");
    }
    let bytes = table.finish().expect("a file");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut sheet = String::new();
    let mut part = archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet");
    std::io::Read::read_to_string(&mut part, &mut sheet).expect("a text");
    assert!(!sheet.contains("<f>"), "{sheet}");
}

#[test]
fn an_export_of_as_many_rows_as_a_file_takes_is_whole() {
    let heading = |name: &str, is_number| Heading { name: name.to_owned(), width: 14, is_number };
    let mut table = Table::new("全学时查询", vec![heading("姓名", false), heading("总学时", true)]).expect("a table");
    for number in 0..EXPORT_ROWS_MAX {
        table.push(&[format!("第 {number} 人"), format!("{}.5", number % 100)]).expect("a row");
    }
    let file = table.finish().expect("a file");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let range = workbook.worksheet_range("全学时查询").expect("the sheet");
    assert_eq!(range.height(), EXPORT_ROWS_MAX + 1);
    let last: Vec<String> = range.rows().next_back().expect("rows").iter().map(ToString::to_string).collect();
    assert_eq!(last, [format!("第 {} 人", EXPORT_ROWS_MAX - 1), "99.5".to_owned()]);
}

#[test]
fn of_a_formula_only_its_last_result_is_read() {
    let lines = read(&workbook(&sheet(
        "<row r=\"2\"><c r=\"E2\" t=\"str\"><f>WEBSERVICE(A1)</f><v>甲</v></c><c r=\"F2\"><f>TODAY()</f></c></row>",
    )));
    let lines = lines.expect("a file of the template");
    assert_eq!((lines[0].row.title.as_str(), lines[0].row.start.as_str()), ("甲", ""));
}

#[test]
fn ten_thousand_rows_are_read_and_one_more_is_refused() {
    let file = |rows: usize| {
        let mut cells = String::new();
        for line in 2..rows + 2 {
            cells +=
                &format!("<row r=\"{line}\"><c r=\"E{line}\" t=\"inlineStr\"><is><t>第 {line} 行</t></is></c></row>");
        }
        workbook(&sheet(&cells))
    };
    assert_eq!(read(&file(IMPORT_ROWS_MAX)).map(|lines| lines.len()), Ok(IMPORT_ROWS_MAX));
    assert_eq!(read(&file(IMPORT_ROWS_MAX + 1)).err(), Some(Refusal::TooManyRows { line: IMPORT_ROWS_MAX + 2 }));
}

fn refusal(bytes: &[u8]) -> Refusal {
    let refusal = read(bytes).err().expect("a refusal");
    assert!(!refusal.message().is_empty());
    refusal
}

#[test]
fn what_is_no_workbook_is_refused_by_its_content() {
    assert_eq!(refusal(b""), Refusal::Empty);
    assert_eq!(refusal(b"%PDF-1.7 named list.xlsx"), Refusal::NotASpreadsheet);
    assert_eq!(refusal("姓名,证件号码\r\n".as_bytes()), Refusal::NotASpreadsheet);
    assert_eq!(
        refusal(&archive(&[("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<Types/>")])),
        Refusal::NotASpreadsheet
    );
    assert_eq!(refusal(&archive(&[("mimetype", b"x"), ("content.xml", b"<x/>")])), Refusal::OtherFormat("ods"));
    assert_eq!(
        refusal(&archive(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.bin", b"x")])),
        Refusal::OtherFormat("xlsb")
    );
    let compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    assert_eq!(refusal(&compound), Refusal::OtherFormat("xls"));
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refusal(&[&compound[..], &[0; 512], &stream].concat()), Refusal::Encrypted);
}

#[test]
fn what_is_too_large_is_refused_before_it_is_opened() {
    let bytes = usize::try_from(IMPORT_BYTES_MAX).expect("a small limit") + 1;
    assert_eq!(refusal(&[b"PK\x03\x04".as_slice(), &vec![0; bytes]].concat()), Refusal::TooLarge);
}

#[test]
fn bombs_are_refused_whatever_they_say_of_their_size() {
    let much = vec![b' '; usize::try_from(INFLATED_BYTES_MAX).expect("a small limit") + 1];
    let bomb = workbook_with(&sheet(""), &[("xl/sharedStrings.xml", &much)]);
    assert!(bomb.len() < 100_000, "a bomb is small");
    assert_eq!(refusal(&bomb), Refusal::Bomb);
    // Neither does it help to split it, or to lie about the size in both headers.
    let half = &much[..much.len() / 2 + 1];
    assert_eq!(
        refusal(&workbook_with(&sheet(""), &[("xl/styles.xml", half), ("xl/theme/theme1.xml", half)])),
        Refusal::Bomb
    );
    let mut lying = bomb.clone();
    let size = u32::try_from(much.len()).expect("it fits").to_le_bytes();
    for place in (0..lying.len() - 4).filter(|place| bomb[*place..*place + 4] == size).collect::<Vec<_>>() {
        lying[place..place + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(matches!(refusal(&lying), Refusal::Bomb | Refusal::Broken));
    let names: Vec<String> = (0..1_001).map(|n| format!("xl/media/{n}.png")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    assert_eq!(refusal(&workbook_with(&sheet(""), &many)), Refusal::Bomb);
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let far = |cell: &str, line: u32| {
        workbook(&sheet(&format!(
            "<row r=\"{line}\"><c r=\"{cell}{line}\" t=\"inlineStr\"><is><t>甲</t></is></c></row>"
        )))
    };
    assert_eq!(refusal(&far("E", 1_048_576)), Refusal::TooManyRows { line: 1_048_576 });
    assert_eq!(refusal(&far("XFD", 2)), Refusal::NoRows);
}

#[test]
fn broken_files_are_refused() {
    let whole = workbook(&sheet("<row r=\"2\"><c r=\"E2\" t=\"inlineStr\"><is><t>甲</t></is></c></row>"));
    assert!(read(&whole).is_ok());
    for length in [4, 30, whole.len() / 2, whole.len() - 10] {
        assert!(matches!(refusal(&whole[..length]), Refusal::Broken | Refusal::NotASpreadsheet), "{length}");
    }
    for broken in ["<row r=\"2\"><c r=\"E2\"", "<row r=\"x\"/>"] {
        assert!(matches!(read(&workbook(&sheet(broken))), Err(Refusal::Broken | Refusal::NoRows)), "{broken}");
    }
    // Further down than any sheet reaches.
    refusal(&workbook(&sheet("<row r=\"2\"><c r=\"E99999999999\"><v>1</v></c></row>")));
    // Entities are not followed, so they do not grow.
    let laughs = sheet("<row r=\"2\"><c r=\"E2\" t=\"inlineStr\"><is><t>&lol9;</t></is></c></row>")
        .replace("<worksheet", "<!DOCTYPE lolz [<!ENTITY lol9 \"&lol8;&lol8;\">]><worksheet");
    assert!(
        read(&workbook(&laughs)).is_err() || read(&workbook(&laughs)).is_ok_and(|lines| lines[0].row.title.len() < 20)
    );
}

#[test]
fn damage_anywhere_makes_no_panic() {
    let whole = OF_LIBRARY;
    for place in (0..whole.len()).step_by(7) {
        let mut damaged = whole.to_vec();
        damaged[place] ^= 0x55;
        let _ = read(&damaged);
    }
}

#[test]
fn a_table_of_something_else_is_told_what_it_lacks() {
    let other = workbook(&sheet("").replace("证件号码", "工号").replace("开始时间", "日期"));
    assert_eq!(refusal(&other), Refusal::MissingColumns(vec!["证件号码", "开始时间"]));
    let none = workbook("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>");
    assert_eq!(refusal(&none), Refusal::NotTheTemplate);
}

#[test]
fn a_csv_file_is_read_as_a_workbook_is() {
    let text = "\u{feff}单位属地,统一社会信用代码*,单位名称\r\n450126,12450126791325812B,\"宾阳县中医医院,新桥分院\"\r\n\r\n,,\"引\"\"号\r\n两行\"\r\n,x\r\n";
    let lines = read_csv::<UnitRow>(text).expect("a file of the template");
    let told: Vec<_> = lines.iter().map(|one| (one.line, one.row.name.as_str(), one.row.region.as_str())).collect();
    assert_eq!(told, [(2, "宾阳县中医医院,新桥分院", "450126"), (4, "引\"号\r\n两行", ""), (6, "", "")]);
    let tabs = "单位名称\t统一社会信用代码\t单位属地\n宾阳县中医医院\t12450126791325812B\t宾阳县";
    assert_eq!(read_csv::<UnitRow>(tabs).expect("a file of the template")[0].row.form().region, "450126");
    assert_eq!(
        read_csv::<UnitRow>("单位名称\n甲").err(),
        Some(Refusal::MissingColumns(vec!["统一社会信用代码", "单位属地"]))
    );
    assert_eq!(read_csv::<UnitRow>("甲,乙\n丙,丁").err(), Some(Refusal::NotTheTemplate));
    assert_eq!(read_csv::<UnitRow>("单位名称,统一社会信用代码,单位属地\n,,\n").err(), Some(Refusal::NoRows));
}

#[test]
fn the_template_of_units_is_read_back_with_what_is_filled_in() {
    let bytes = template::unit_template().expect("a template");
    assert_eq!(reading::read::<UnitRow>(&bytes).map(|read| read.lines.len()).err(), Some(Refusal::NoRows));
}
