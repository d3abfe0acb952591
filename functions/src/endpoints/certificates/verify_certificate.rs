use domain::certificate::CertificateNumber;
use domain::contract::certificates::{Verification, VerifyCertificateRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Anyone;
use crate::store::certificates;

pub async fn handle(
    cx: RequestContext<'_>,
    _: Anyone,
    request: VerifyCertificateRequest,
) -> Result<Verification, Error> {
    // What is no number is answered as one that nobody has: whoever tries learns nothing about the form.
    match CertificateNumber::parse(&request.number) {
        Ok(number) => certificates::verify(cx.app, &number).await,
        Err(_) => Ok(Verification::Unknown),
    }
}
