//! The templates of 导入学员培训信息 and 导入单位目录: headings with drop-downs, how to fill in each column, and examples.

use domain::category::CategoryTable;
use domain::import::unit_row::UnitColumn;
use domain::import::{Column, FileColumn};
use domain::limits::IMPORT_ROWS_MAX;
use domain::region::{counties, guangxi_cities};
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Formula, Workbook, Worksheet, XlsxError};

use crate::writing::heading_format;

pub const SHEET: &str = "学员培训信息";
const NOTES: &str = "填写说明";
const TYPES: &str = "类型";

/// Two rows as they may look, in the order of the columns.
pub const EXAMPLES: [[&str; 13]; 2] = [
    [
        "450103198805120224",
        "覃秀兰",
        "培训进修类",
        "专题讲座",
        "急危重症护理新进展专题讲座",
        "2026-05-07 上午",
        "2026-05-08 下午",
        "16",
        "2026",
        "",
        "桂卫培〔2026〕0123 号",
        "",
        "",
    ],
    [
        "450203199006210733",
        "梁雪松",
        "培训进修类",
        "脱产培训、进修",
        "全区骨干教师研修班",
        "2026/7/6",
        "2026/7/10",
        "",
        "",
        "申请学时和计入年度可以不填",
        "",
        "",
        "",
    ],
];

/// # Errors
/// Never but for a lack of memory.
pub fn template(table: &CategoryTable) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.push_worksheet(rows(table)?);
    workbook.push_worksheet(notes()?);
    workbook.push_worksheet(types(table)?);
    workbook.save_to_buffer()
}

fn width(column: Column) -> f64 {
    match column {
        Column::IdentityNumber => 22.0,
        Column::Title => 40.0,
        Column::Category | Column::Subcategory | Column::Start | Column::End => 18.0,
        Column::Remarks | Column::DocumentNumber => 26.0,
        _ => 11.0,
    }
}

fn rows(table: &CategoryTable) -> Result<Worksheet, XlsxError> {
    let last = u32::try_from(IMPORT_ROWS_MAX).unwrap_or(u32::MAX);
    let mut sheet = Worksheet::new();
    sheet.set_name(SHEET)?;
    sheet.set_freeze_panes(1, 2)?;
    let text = Format::new().set_num_format("@");
    for (place, column) in (0..).zip(Column::ALL) {
        let star = if column.is_required() { "*" } else { "" };
        sheet.write_string_with_format(0, place, format!("{}{star}", column.heading()), &heading_format())?;
        sheet.set_column_width(place, width(column))?;
        // Numbers of documents are no figures; dates may be either, so their columns are left to the program.
        if matches!(column, Column::IdentityNumber | Column::DocumentNumber) {
            sheet.set_column_format(place, &text)?;
        }
        let note = DataValidation::new()
            .allow_any_value()
            .set_input_title(column.heading())?
            .set_input_message(column.note())?;
        let choice = match column {
            Column::Category => Some(Formula::new(format!("={TYPES}!$D$2:$D${}", table.categories().len() + 1))),
            // The subcategories stand beside their category, in one block.
            Column::Subcategory => Some(Formula::new(format!(
                "=OFFSET({TYPES}!$B$1,MATCH($C2,{TYPES}!$A:$A,0)-1,0,COUNTIF({TYPES}!$A:$A,$C2),1)"
            ))),
            _ => None,
        };
        let validation = match choice {
            None => note,
            Some(list) => DataValidation::new()
                .allow_list_formula(list)
                .set_input_title(column.heading())?
                .set_input_message(column.note())?
                .set_error_style(DataValidationErrorStyle::Stop)
                .set_error_message("请从下拉列表选择")?,
        };
        sheet.add_data_validation(1, place, last, place, &validation)?;
    }
    Ok(sheet)
}

fn notes() -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(NOTES)?;
    let wrapped = Format::new().set_text_wrap();
    for (place, heading, width) in [(0, "列", 16.0), (1, "怎样填写", 64.0), (2, "示例一", 30.0), (3, "示例二", 30.0)]
    {
        sheet.write_string_with_format(0, place, heading, &heading_format())?;
        sheet.set_column_width(place, width)?;
    }
    for (place, column) in Column::ALL.into_iter().enumerate() {
        let line = u32::try_from(place).unwrap_or_default() + 1;
        sheet.write_string(line, 0, column.heading())?;
        sheet.write_string_with_format(line, 1, column.note(), &wrapped)?;
        sheet.write_string(line, 2, EXAMPLES[0][place])?;
        sheet.write_string(line, 3, EXAMPLES[1][place])?;
    }
    let rest = format!(
        "一次最多 {IMPORT_ROWS_MAX} 行。附件不在这里导入，导入后可逐条修改补充。请在“{SHEET}”中填写，不要改动表头。"
    );
    sheet.write_string_with_format(15, 1, rest, &wrapped)?;
    Ok(sheet)
}

/// Every subcategory beside its category, and the categories once more, for the drop-downs.
fn types(table: &CategoryTable) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(TYPES)?;
    for (place, heading) in [(0, "认定类型"), (1, "二级类型"), (3, "全部认定类型")] {
        sheet.write_string_with_format(0, place, heading, &heading_format())?;
        sheet.set_column_width(place, 24.0)?;
    }
    let mut line = 0;
    for (number, category) in (1..).zip(table.categories()) {
        sheet.write_string(number, 3, &category.name)?;
        for subcategory in category.subcategories.iter().filter(|one| one.offered) {
            line += 1;
            sheet.write_string(line, 0, &category.name)?;
            sheet.write_string(line, 1, &subcategory.name)?;
        }
    }
    Ok(sheet)
}

pub const UNIT_SHEET: &str = "单位目录";
const REGIONS: &str = "属地";

/// # Errors
/// Never but for a lack of memory.
pub fn unit_template() -> Result<Vec<u8>, XlsxError> {
    let places: Vec<String> = guangxi_cities()
        .iter()
        .flat_map(|city| std::iter::once(city.full_name()).chain(counties(*city).iter().map(|one| one.full_name())))
        .collect();
    let last = u32::try_from(IMPORT_ROWS_MAX).unwrap_or(u32::MAX);
    let mut sheet = Worksheet::new();
    sheet.set_name(UNIT_SHEET)?;
    sheet.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@");
    for ((place, column), width) in (0..).zip(UnitColumn::ALL).zip([44.0, 26.0, 26.0]) {
        sheet.write_string_with_format(0, place, format!("{}*", column.heading()), &heading_format())?;
        sheet.set_column_width(place, width)?;
        sheet.set_column_format(place, &text)?;
        let note = match column {
            // A code may be typed as well, so the list only offers.
            UnitColumn::Region => DataValidation::new()
                .allow_list_formula(Formula::new(format!("={REGIONS}!$A$1:$A${}", places.len())))
                .show_error_message(false),
            _ => DataValidation::new().allow_any_value(),
        };
        let note = note.set_input_title(column.heading())?.set_input_message(column.note())?;
        sheet.add_data_validation(1, place, last, place, &note)?;
    }
    let mut list = Worksheet::new();
    list.set_name(REGIONS)?;
    list.set_column_width(0, 26.0)?;
    for (line, name) in (0..).zip(&places) {
        list.write_string(line, 0, name)?;
    }
    let mut workbook = Workbook::new();
    workbook.push_worksheet(sheet);
    workbook.push_worksheet(list);
    workbook.save_to_buffer()
}
