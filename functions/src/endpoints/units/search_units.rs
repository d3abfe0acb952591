use domain::contract::units::{SearchUnitsRequest, UnitHits};
use domain::field_errors::FieldErrors;
use domain::id::UnitId;
use domain::limits::UNIT_NAME_CHARACTERS_MAX;
use domain::region::Region;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Anyone;
use crate::store::directory::Wanted;

pub async fn handle(cx: RequestContext<'_>, _: Anyone, request: SearchUnitsRequest) -> Result<UnitHits, Error> {
    let near = request.near.as_ref().and_then(UnitId::credit_code).and_then(|code| code.region());
    let wanted = Wanted { supervising: request.supervising, near, ..wanted(request.text, &request.region)? };
    let page = usize::try_from(request.page).unwrap_or(usize::MAX / 16);
    let app = cx.app;
    let (hits, total) = app.directory.search(&app.table, app.clock.now(), &wanted, page).await?;
    Ok(UnitHits { hits, total: u32::try_from(total).unwrap_or(u32::MAX) })
}

/// What is searched for, as it was typed.
pub fn wanted(text: String, region: &str) -> Result<Wanted, FieldErrors> {
    let mut errors = FieldErrors::default();
    let parsed = Region::parse(region);
    if parsed.is_none() && !region.is_empty() {
        errors.push("region", "unknown", "没有这个地区，请重新选择");
    }
    if text.chars().count() > UNIT_NAME_CHARACTERS_MAX {
        errors.push("text", "too_long", format!("最多 {UNIT_NAME_CHARACTERS_MAX} 字，请缩短"));
    }
    errors.finish(|| Wanted { text, region: parsed, ..Wanted::default() })
}
