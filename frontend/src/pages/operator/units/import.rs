//! 导入单位目录.

use crate::prelude::*;
use domain::contract::directory::{CompactDirectoryRequest, ImportUnitsRequest, UnitImportOutcome};
use domain::contract::{CompactDirectory, ImportUnits};
use domain::import::unit_row::{UnitColumn, UnitRow};
use domain::limits::UNITS_PER_REQUEST;

use crate::api::idempotency::fresh_key;
use crate::api::{CallError, call, call_keyed};
use crate::features::import;
use crate::features::import::{Importable, Outcome, Words};

pub fn import_page() -> AnyView {
    import::import_page::<UnitRow>()
}

impl Importable for UnitRow {
    const WORDS: Words = Words {
        title: "导入单位目录",
        back: "/operator/units",
        template: "三列：单位名称、统一社会信用代码、单位属地（六位代码或全称）。",
        template_file: "单位目录导入模板.xlsx",
        formats: "xlsx 或 csv",
        accept: ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        import: "按统一社会信用代码认定单位：没有的新增，已有的更新名称和属地，并标为已核实。重复导入没有影响；中断后可以继续，或重新选择同一个文件再导入。",
        pledge: None,
        added: "新增",
        finishing: "单位已全部导入，正在整理目录，以便查找…",
        sheet: "单位目录",
    };
    const KIND: &'static str = "units";
    const ABOUT: &'static [UnitColumn] = &[UnitColumn::Name, UnitColumn::CreditCode, UnitColumn::Region];
    const ROWS_PER_REQUEST: usize = UNITS_PER_REQUEST;

    async fn send(rows: Vec<Self>) -> Result<Vec<Outcome>, CallError> {
        let rows = rows.iter().map(UnitRow::form).collect();
        let answer = call_keyed::<ImportUnits>(&ImportUnitsRequest { rows }, &fresh_key()).await?;
        let outcome = |one| match one {
            UnitImportOutcome::Added => Outcome::Added,
            UnitImportOutcome::Changed => Outcome::Changed,
            UnitImportOutcome::AlreadyThere => Outcome::AlreadyThere,
            UnitImportOutcome::Refused { fields } => Outcome::Refused(fields),
        };
        Ok(answer.results.into_iter().map(outcome).collect())
    }

    /// Packs the directory anew, so that searches start quickly with the new units in it.
    async fn finish() -> Result<(), CallError> {
        call::<CompactDirectory>(&CompactDirectoryRequest {}).await.map(drop)
    }
}
