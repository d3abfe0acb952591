use domain::certificate::CertificateNumber;
use domain::contract::certificates::{Verification, VerifyCertificateRequest};
use domain::field_errors::FieldErrors;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Anyone;
use crate::store::certificates;

pub async fn handle(
    cx: RequestContext<'_>,
    _: Anyone,
    request: VerifyCertificateRequest,
) -> Result<Verification, Error> {
    let mut errors = FieldErrors::default();
    // What is no number is told apart from one that nobody has: its form is printed on every certificate.
    let number = errors.keep("number", CertificateNumber::parse(&request.number));
    let number = errors.finish(|| number.expect("no mistake was noted"))?;
    certificates::verify(cx.app, &number).await
}
