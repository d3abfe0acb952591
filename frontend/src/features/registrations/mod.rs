//! Registering training, by a professional for themselves or by a unit for one of its people: the fields of 新登记培训 and
//! what is done with registrations afterwards.

pub mod actions;
mod attachment;
pub mod choosing;
mod claim;
pub mod detail;
pub mod evidence_preview;
mod evidence_upload;
pub mod pending_age;
pub mod permitted;
pub mod reason;
pub mod row_actions;
pub mod row_list;
#[cfg(test)]
pub mod sample;
mod similar;
mod submit_dialog;
pub mod succession;
mod times;
pub mod wording;
pub mod year_progress;
pub mod year_windows;

use crate::prelude::*;
use domain::category::CategoryTable;
use domain::field_errors::FieldErrors;

use crate::components::form::field::{Bound, Field, FormErrors, checkbox_field};
use crate::drafts::registration_draft::RegistrationDraft;
use crate::session::categories;

pub use claim::{claim_fields, hours_fields, remarks_fields};
pub use evidence_upload::{Uploads, evidence_field};
pub use similar::similar_notice;
pub use times::time_fields;

/// PRODUCT 3.2, word for word as in the manual. The loading screens of `index.html` and `account.html` show it too.
pub const BANNER: &str = "公需科目学时无需个人登记，系统将根据学习完成情况自动计算";

pub const CATEGORY: Field = Field::required("category", "认定类型");
pub const SUBCATEGORY: Field = Field::required("subcategory", "二级类型");
pub const TITLE: Field = Field::required("title", "认定内容");
pub const START: Field = Field::required("start", "开始时间");
pub const END: Field = Field::required("end", "结束时间").hint("论文、专利、证书等填获得日期");
pub const RANK: Field = Field::optional("rank", "本人排名").hint("第一完成人填 1");
pub const AMOUNT: Field = Field::optional("amount", "数量");
pub const HOURS: Field = Field::required("claimed_hours", "申请学时");
pub const YEAR: Field = Field::required("credited_year", "计入年度");
pub const REMARKS: Field = Field::optional("remarks", "认定内容说明");
pub const NUMBER: Field = Field::optional("document_number", "证书编号");
pub const EVIDENCE: Field = Field::optional("attachments", "上传附件");
pub const PLEDGE: Field = Field::required("pledged", "本人承诺以上信息属实");

/// What the parts of the form share.
#[derive(Clone, Copy)]
pub struct Form {
    pub draft: RwSignal<RegistrationDraft>,
    pub errors: FormErrors,
    pub uploads: Uploads,
}

impl Form {
    fn table(self) -> &'static CategoryTable {
        categories::table()
    }

    /// Takes one input and prefills what follows from it.
    pub fn change(self, input: impl FnOnce(&mut RegistrationDraft)) {
        self.draft.update(|draft| draft.change(self.table(), input));
    }

    /// Binds a control to a text of the draft.
    fn bound(self, read: fn(&RegistrationDraft) -> &String, write: fn(&mut RegistrationDraft, String)) -> Bound {
        Bound::new(
            move || self.draft.with(|draft| read(draft).clone()),
            move |text| self.change(|draft| write(draft, text)),
        )
    }
}

/// 本人承诺以上信息属实
pub fn pledge_field(form: Form) -> AnyView {
    let pledged = Signal::derive(move || form.draft.with(|draft| draft.form.pledged));
    let pledge = Callback::new(move |yes| form.change(|draft| draft.form.pledged = yes));
    checkbox_field(form.errors, PLEDGE, pledged, pledge)
}

/// Every mistake in the claim, with the evidence that has not arrived yet.
pub fn judge(draft: &RegistrationDraft, uploads: Uploads, today: time::Date) -> FieldErrors {
    let mut errors = draft.form.parse(categories::table(), today).err().unwrap_or_default();
    if uploads.are_pending() {
        errors.push("attachments", "not_uploaded", "还有附件没有上传完成，请稍候、重试或移除");
    }
    errors
}
