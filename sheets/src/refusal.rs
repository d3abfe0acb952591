//! Why a file is not read at all.

use domain::limits::{IMPORT_BYTES_MAX, IMPORT_ROWS_MAX};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    Empty,
    TooLarge,
    /// Protected with a password.
    Encrypted,
    /// `.xls`, `.ods`, `.xlsb`: spreadsheets, but of another format.
    OtherFormat(&'static str),
    /// Text of an encoding that nobody knows.
    NotUtf8,
    /// Not what its name says.
    NotASpreadsheet,
    /// An archive, or XML, that does not hold together.
    Broken,
    /// Unpacks to more than any import needs.
    Bomb,
    /// A cell with content so far down.
    TooManyRows {
        line: usize,
    },
    NotTheTemplate,
    /// The columns that are missing, by their headings.
    MissingColumns(Vec<&'static str>),
    NoRows,
    /// Every sheet with the headings is hidden.
    OnlyHidden,
}

impl Refusal {
    /// Stable, snake_case.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Empty => "empty",
            Refusal::TooLarge => "too_large",
            Refusal::Encrypted => "encrypted",
            Refusal::OtherFormat(_) => "other_format",
            Refusal::NotUtf8 => "unknown_encoding",
            Refusal::NotASpreadsheet => "not_a_spreadsheet",
            Refusal::Broken => "broken",
            Refusal::Bomb => "unpacks_to_too_much",
            Refusal::TooManyRows { .. } => "too_many_rows",
            Refusal::NotTheTemplate => "not_the_template",
            Refusal::MissingColumns(_) => "missing_columns",
            Refusal::NoRows => "no_rows",
            Refusal::OnlyHidden => "only_hidden",
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self) -> String {
        match self {
            Refusal::Empty => "这个文件是空的，请重新选择".to_owned(),
            Refusal::TooLarge => {
                format!("文件超过 {} MB，请删去图片和多余的工作表，或分成几个文件", IMPORT_BYTES_MAX / 1024 / 1024)
            }
            Refusal::Encrypted => "文件设有密码，请在表格软件中取消密码后再选择".to_owned(),
            Refusal::OtherFormat(format) => format!("这是 {format} 文件，请在表格软件中另存为 xlsx 后再选择"),
            Refusal::NotUtf8 => "读不出这个 csv 文件的文字，请在表格软件中另存为 xlsx 后再选择".to_owned(),
            Refusal::NotASpreadsheet => "这不是 xlsx 或 csv 文件（内容与名称不符），请选择填好的模板".to_owned(),
            Refusal::Broken => "文件已损坏，读不出来。请在表格软件中打开并重新保存后再选择".to_owned(),
            Refusal::Bomb => "文件展开后过大，可能不是正常的表格。请把内容复制到新下载的模板中".to_owned(),
            Refusal::TooManyRows { line } => {
                format!("第 {line} 行还有内容，一次最多导入 {IMPORT_ROWS_MAX} 行。请分成几个文件，或删去多余的内容")
            }
            Refusal::NotTheTemplate => "没有找到模板的表头，请下载模板，按模板填写".to_owned(),
            Refusal::MissingColumns(columns) => {
                format!("缺少列：{}。请按模板补上", columns.join("、"))
            }
            Refusal::NoRows => "表头下面没有内容，请填写后再选择".to_owned(),
            Refusal::OnlyHidden => "有表头的工作表都已隐藏，隐藏的工作表不读取。请取消隐藏后再选择".to_owned(),
        }
    }
}
