//! 导入学员培训信息.

use crate::prelude::*;
use domain::contract::ImportRegistrations;
use domain::contract::registrations::{ImportOutcome, ImportRequest};
use domain::import::{Column, ImportRow};
use domain::limits::IMPORT_ROWS_PER_REQUEST;

use crate::api::idempotency::fresh_key;
use crate::api::{CallError, call_keyed};
use crate::features::import;
use crate::features::import::{Importable, Outcome, Words};

pub fn import_page() -> AnyView {
    import::import_page::<ImportRow>()
}

impl Importable for ImportRow {
    const WORDS: Words = Words {
        title: "导入学员培训信息",
        back: "/unit/registrations",
        template: "按模板整理学员培训信息，表中有下拉列表、填写说明和示例。",
        template_file: "学员培训信息导入模板.xlsx",
        formats: "xlsx 或 csv",
        accept: ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        import: "导入后成为“待提交”的登记。重复导入不会重复登记；中断后可以继续，或重新选择同一个文件再导入。",
        pledge: Some("本单位承诺以上信息属实"),
        added: "新登记",
        finishing: "",
        sheet: "学员培训信息",
    };
    const KIND: &'static str = "registrations";
    const ABOUT: &'static [Column] = &[
        Column::Name,
        Column::Title,
        Column::Subcategory,
        Column::Start,
        Column::End,
        Column::ClaimedHours,
        Column::CreditedYear,
    ];
    const ROWS_PER_REQUEST: usize = IMPORT_ROWS_PER_REQUEST;

    async fn send(rows: Vec<Self>) -> Result<Vec<Outcome>, CallError> {
        let answer = call_keyed::<ImportRegistrations>(&ImportRequest { rows }, &fresh_key()).await?;
        let outcome = |one| match one {
            ImportOutcome::Added => Outcome::Added,
            ImportOutcome::AlreadyThere => Outcome::AlreadyThere,
            ImportOutcome::Refused { fields } => Outcome::Refused(fields),
        };
        Ok(answer.results.into_iter().map(outcome).collect())
    }

    async fn finish() -> Result<(), CallError> {
        Ok(())
    }
}
