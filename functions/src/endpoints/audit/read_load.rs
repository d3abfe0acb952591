use domain::contract::audit::{Load, ReadLoadRequest};
use domain::field_errors::FieldErrors;
use domain::hours::parse_date;

use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::load;

pub async fn room(visit: Visit<'_>, _: Operator, request: ReadLoadRequest) -> Result<Load, Failure> {
    let month = request.month.trim();
    if parse_date(&format!("{month}-01")).is_err() {
        let mut errors = FieldErrors::default();
        errors.push("month", "not_a_month", "请选择月份，如 2026-11");
        return Err(Failure::Invalid(errors));
    }
    load::of_month(visit.house, month).await
}
