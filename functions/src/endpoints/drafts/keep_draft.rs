use domain::contract::drafts::{DraftKept, KeepDraftRequest};
use domain::field_errors::FieldErrors;
use domain::limits::{DRAFT_BYTES_MAX, DRAFTS_MAX};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::drafts::{self, Kept};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: KeepDraftRequest,
) -> Result<DraftKept, Error> {
    let mut errors = FieldErrors::default();
    if request.content.len() > DRAFT_BYTES_MAX {
        errors.push("content", "too_long", "草稿太长，只能保存在本机");
        return Err(Error::Invalid(errors));
    }
    match drafts::keep(cx.app, &caller.person, &request.draft, &request.content).await? {
        Kept::Done { version } => Ok(DraftKept { version }),
        Kept::Overtaken => Err(drafts::overtaken()),
        Kept::TooMany => {
            let sentence = format!("未完成的草稿已有 {DRAFTS_MAX} 份，这一份只保存在本机");
            errors.push("content", "too_many", sentence);
            Err(Error::Invalid(errors))
        }
    }
}
