//! Requests and responses about certificates of fulfilled years.

use serde::{Deserialize, Serialize};

use crate::certificate::CertificateNumber;
use crate::hours::Hours;
use crate::timestamp::Timestamp;
use crate::totals::Totals;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCertificatesRequest {}

/// 我的证书: what has been issued, and what can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateList {
    /// Newest year first, within a year the newest first; void ones among them.
    pub certificates: Vec<Certificate>,
    /// Fulfilled years without a valid certificate, newest first.
    pub issuable: Vec<IssuableYear>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuableYear {
    pub year: i32,
    pub totals: Totals,
    /// Names of the units that approved some of its hours and that no operator has verified yet. The certificate waits for
    /// them.
    #[serde(default)]
    pub waits_for: Vec<String>,
}

/// A certificate as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub number: CertificateNumber,
    pub year: i32,
    /// Name, masked identity number and unit as they were at the issue.
    pub name: String,
    pub identity_masked: String,
    pub unit: String,
    /// The year's hours at the issue; fewer where some have been taken back since.
    pub totals: Totals,
    pub issued_at: Timestamp,
    /// The year has been fulfilled ever since the issue.
    pub valid: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueCertificateRequest {
    pub year: i32,
}

/// In a body, so that no log of addresses holds a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerifyCertificateRequest {
    /// As typed, or as the QR code says it.
    pub number: String,
}

/// 公开核验: what anybody who has a number may know, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Verification {
    Valid {
        certificate: PublicCertificate,
    },
    Void {
        certificate: PublicCertificate,
    },
    /// No certificate has this number, or it is none at all: the two look alike.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCertificate {
    /// `韦**`
    pub name: String,
    pub year: i32,
    pub common: Hours,
    pub specialty: Hours,
    pub total: Hours,
}
