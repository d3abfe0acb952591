//! Small workbooks, made part by part.

use std::io::{Cursor, Write};

use domain::import::Column;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A sheet with the template's headings and some rows.
pub fn sheet(rows: &str) -> String {
    let headings: String = Column::ALL
        .iter()
        .zip('A'..)
        .map(|(column, place)| format!("<c r=\"{place}1\" t=\"inlineStr\"><is><t>{}</t></is></c>", column.heading()))
        .collect();
    format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData><row r=\"1\">{headings}</row>{rows}</sheetData></worksheet>"
    )
}

pub const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
pub const PACKAGE: &str = "<?xml version=\"1.0\"?><Relationships \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"xl/workbook.xml\"/></Relationships>";
pub const BOOK: &str = "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
    <sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
pub const RELATIONS: &str = "<?xml version=\"1.0\"?><Relationships \
    xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
    Target=\"worksheets/sheet1.xml\"/></Relationships>";

pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).expect("a new part");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("an archive").into_inner()
}

pub fn workbook_with(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(more);
    archive(&parts)
}

pub fn workbook(sheet: &str) -> Vec<u8> {
    workbook_with(sheet, &[])
}

/// A workbook as programs write it, with what a test changes of it.
pub struct Book<'b> {
    /// The name of the main part within `xl/`.
    pub main: &'b str,
    /// Between the folders of a part's name.
    pub separator: &'b str,
    /// Codes of number formats; a cell names them from 1.
    pub formats: &'b [&'b str],
    /// Name, what `<sheet …>` says besides, and rows.
    pub sheets: Vec<(&'b str, &'b str, String)>,
    pub from_1904: bool,
}

impl Default for Book<'_> {
    fn default() -> Self {
        Self { main: "workbook.xml", separator: "/", formats: &[], sheets: Vec::new(), from_1904: false }
    }
}

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Book<'_> {
    pub fn bytes(&self) -> Vec<u8> {
        let name = |name: &str| name.replace('/', self.separator);
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"/>")
        };
        let relations = |inner: String| {
            let space = "http://schemas.openxmlformats.org/package/2006/relationships";
            format!("<?xml version=\"1.0\"?><Relationships xmlns=\"{space}\">{inner}</Relationships>")
        };
        let mut parts: Vec<(String, String)> = vec![
            ("[Content_Types].xml".to_owned(), TYPES.to_owned()),
            (name("_rels/.rels"), relations(relation("rId1", "officeDocument", &format!("xl/{}", self.main)))),
        ];
        let (mut listed, mut leads) = (String::new(), relation("rIdS", "styles", "styles.xml"));
        for (place, (title, more, rows)) in self.sheets.iter().enumerate() {
            let number = place + 1;
            listed += &format!("<sheet name=\"{title}\" sheetId=\"{number}\" {more} r:id=\"rId{number}\"/>");
            let part = format!("worksheets/sheet{number}.xml");
            leads += &relation(&format!("rId{number}"), "worksheet", &part);
            parts.push((name(&format!("xl/{part}")), sheet(rows)));
        }
        let properties = if self.from_1904 { "<workbookPr date1904=\"1\"/>" } else { "" };
        let space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let book = format!(
            "<workbook xmlns=\"{space}\" xmlns:r=\"{RELATIONSHIPS}\">{properties}<sheets>{listed}</sheets></workbook>"
        );
        let codes: String = (164..)
            .zip(self.formats)
            .map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>", code.replace('"', "&quot;")))
            .collect();
        let styles: String = (164..).zip(self.formats).map(|(id, _)| format!("<xf numFmtId=\"{id}\"/>")).collect();
        let styles = format!(
            "<styleSheet xmlns=\"{space}\"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
             <cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>"
        );
        parts.push((name(&format!("xl/{}", self.main)), book));
        parts.push((name(&format!("xl/_rels/{}.rels", self.main)), relations(leads)));
        parts.push((name("xl/styles.xml"), styles));
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        archive(&parts)
    }
}

/// A cell without its place.
pub type CellXml = String;

pub fn text(text: &str) -> CellXml {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

/// A figure with the format of this place among those of the [`Book`]; 0 for none.
pub fn number(format: usize, raw: &str) -> CellXml {
    format!(" s=\"{format}\"><v>{raw}</v></c>")
}

pub fn error(name: &str) -> CellXml {
    format!(" t=\"e\"><v>{name}</v></c>")
}

/// A row that keeps every rule but for what `changed` puts into it.
pub fn row_with(line: usize, attributes: &str, changed: &[(Column, CellXml)]) -> String {
    let right = [
        (Column::IdentityNumber, "45010319850712004X"),
        (Column::Name, "韦测试"),
        (Column::Category, "培训进修类"),
        (Column::Subcategory, "专题讲座"),
        (Column::Title, "专题讲座甲"),
        (Column::Start, "2026-05-07"),
        (Column::End, "2026-05-08"),
    ];
    let cells: String = Column::ALL
        .into_iter()
        .zip('A'..)
        .filter_map(|(column, place)| {
            let own = changed.iter().find(|(changed, _)| *changed == column).map(|(_, cell)| cell.clone());
            let given = || right.iter().find(|(one, _)| *one == column).map(|(_, given)| text(given));
            Some(format!("<c r=\"{place}{line}\"{}", own.or_else(given)?))
        })
        .collect();
    format!("<row r=\"{line}\" {attributes}>{cells}</row>")
}

pub fn row(line: usize, changed: &[(Column, CellXml)]) -> String {
    row_with(line, "", changed)
}
