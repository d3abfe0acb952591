use domain::contract::drafts::{DraftKept, KeepDraftRequest};
use domain::field_errors::FieldErrors;
use domain::limits::{DRAFT_BYTES_MAX, DRAFTS_MAX};

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::drafts::{self, Kept};

pub async fn room(visit: Visit<'_>, caller: Professional, request: KeepDraftRequest) -> Result<DraftKept, Failure> {
    let mut errors = FieldErrors::default();
    if request.content.len() > DRAFT_BYTES_MAX {
        errors.push("content", "too_long", "草稿太长，只能保存在本机");
        return Err(Failure::Invalid(errors));
    }
    match drafts::keep(visit.house, &caller.person, &request.draft, &request.content).await? {
        Kept::Done { version } => Ok(DraftKept { version }),
        Kept::Overtaken => Err(overtaken()),
        Kept::TooMany => {
            let sentence = format!("未完成的草稿已有 {DRAFTS_MAX} 份，这一份只保存在本机");
            errors.push("content", "too_many", sentence);
            Err(Failure::Invalid(errors))
        }
    }
}

/// Another page or device has the draft now.
pub fn overtaken() -> Failure {
    Failure::Conflict {
        code: "changed_meanwhile",
        message: "这份草稿刚在别处改过、保存或丢弃，没有作任何更改".to_owned(),
    }
}
