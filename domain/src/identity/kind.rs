use serde::{Deserialize, Serialize};

/// The kind of document (证件类型) that an identity number is of, as its form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// 居民身份证, GB 11643-1999.
    Resident,
    /// 港澳居民居住证, prefix 81.
    HongKongResident,
    /// 港澳居民居住证, prefix 82.
    MacauResident,
    /// 台湾居民居住证, prefix 83.
    TaiwanResident,
    /// 外国人永久居留身份证 of 2023, prefix 9.
    ForeignPermanentResident,
    /// 外国人永久居留身份证 before 2023: 3 letters and 12 digits.
    ForeignPermanentResidentOld,
    /// A passport or another document whose number nothing can be checked of.
    Other,
}

impl IdentityKind {
    /// The document's Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resident => "居民身份证",
            Self::HongKongResident | Self::MacauResident => "港澳居民居住证",
            Self::TaiwanResident => "台湾居民居住证",
            Self::ForeignPermanentResident | Self::ForeignPermanentResidentOld => "外国人永久居留身份证",
            Self::Other => "护照或其他证件",
        }
    }
}
