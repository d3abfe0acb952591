use domain::contract::audit::{Load, ReadLoadRequest};
use domain::field_errors::FieldErrors;
use domain::hours::parse_date;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::load;

pub async fn handle(cx: RequestContext<'_>, _: Operator, request: ReadLoadRequest) -> Result<Load, Error> {
    let month = request.month.trim();
    if parse_date(&format!("{month}-01")).is_err() {
        let mut errors = FieldErrors::default();
        errors.push("month", "not_a_month", "请选择月份，如 2026-11");
        return Err(Error::Invalid(errors));
    }
    load::of_month(cx.app, month).await
}
