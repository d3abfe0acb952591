//! What is wrong in files alone.

use std::borrow::Cow;

use crate::field_errors::Mistake;

/// Mistakes that only a file can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportMistake {
    /// The spreadsheet has taken the number for a figure and rounded it.
    LostDigits,
    /// A formula or a look-up that found nothing: `#N/A`.
    ErrorValue,
    UnknownCategory,
    UnknownSubcategory,
    NotATime,
    /// The same as an earlier line of the file, which stands at this [place](file_row::place).
    Repeated {
        at: String,
    },
    /// The number has another name on an earlier line.
    TwoNames {
        at: String,
    },
    /// The unit stands on an earlier line.
    SameUnit {
        at: String,
    },
    UnknownRegion,
}

impl Mistake for ImportMistake {
    fn code(&self) -> &'static str {
        match self {
            ImportMistake::LostDigits => "lost_digits",
            ImportMistake::ErrorValue => "error_value",
            ImportMistake::UnknownCategory | ImportMistake::UnknownSubcategory | ImportMistake::UnknownRegion => {
                "unknown"
            }
            ImportMistake::NotATime => "not_a_date",
            ImportMistake::Repeated { .. } | ImportMistake::SameUnit { .. } => "repeated",
            ImportMistake::TwoNames { .. } => "two_names",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        match self {
            ImportMistake::LostDigits => {
                "号码被表格当作数字，末几位已丢失；请按证件重新填写，单元格格式设为“文本”".into()
            }
            ImportMistake::ErrorValue => "单元格是公式或查找的错误值，请改为实际内容".into(),
            ImportMistake::UnknownCategory => "没有这种认定类型，请按模板的下拉列表填写".into(),
            ImportMistake::UnknownSubcategory => "这个二级类型不属于所填的认定类型，请按模板的下拉列表填写".into(),
            ImportMistake::NotATime => {
                "没有这个日期或时间，请写成 2026-05-07、2026-05-07 下午 或 2026-05-07 09:00".into()
            }
            ImportMistake::Repeated { at } => format!("与{at}完全相同，请删去一行").into(),
            ImportMistake::SameUnit { at } => format!("{at}是同一个统一社会信用代码，请核对或删去一行").into(),
            ImportMistake::UnknownRegion => "没有这个地区，请填写六位代码或全称，例如 450103 或 南宁市青秀区".into(),
            ImportMistake::TwoNames { at } => format!("同一证件号码在{at}是另一个姓名，请核对").into(),
        }
    }
}
