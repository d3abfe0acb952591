use domain::certificate::CertificateNumber;
use domain::contract::certificates::{Verification, VerifyCertificateRequest};

use crate::http::Visit;
use crate::http::caller::Anyone;
use crate::http::failure::Failure;
use crate::store::certificates;

pub async fn room(visit: Visit<'_>, _: Anyone, request: VerifyCertificateRequest) -> Result<Verification, Failure> {
    // What is no number is answered as one that nobody has: whoever tries learns nothing about the form.
    match CertificateNumber::parse(&request.number) {
        Ok(number) => certificates::verify(visit.house, &number).await,
        Err(_) => Ok(Verification::Unknown),
    }
}
