//! One unit as the directory knows it.

use domain::contract::directory::FoundUnit;
use domain::contract::units::UnitHit;
use domain::credit_code::CreditCode;
use domain::id::UnitId;
use domain::region::Region;
use domain::unit::NewUnit;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryUnit {
    pub name: String,
    pub credit_code: CreditCode,
    pub region: Region,
    pub supervising: bool,
    pub verified: bool,
    /// Only operators find it.
    #[serde(default)]
    pub disabled: bool,
}

impl DirectoryUnit {
    /// A unit that comes into the directory.
    pub fn new(unit: NewUnit, verified: bool) -> Self {
        let NewUnit { name, credit_code, region, .. } = unit;
        Self { name, credit_code, region, supervising: false, verified, disabled: false }
    }

    pub fn hit(&self) -> UnitHit {
        UnitHit {
            id: UnitId::of(&self.credit_code),
            name: self.name.clone(),
            credit_code: Some(self.credit_code.clone()),
            region: Some(self.region),
            supervising: self.supervising,
            verified: self.verified,
        }
    }

    /// As operators find it.
    pub fn found(&self) -> FoundUnit {
        FoundUnit {
            id: UnitId::of(&self.credit_code),
            name: self.name.clone(),
            credit_code: self.credit_code.clone(),
            region: self.region,
            supervising: self.supervising,
            verified: self.verified,
            disabled: self.disabled,
        }
    }

    /// Where it stands among units that fit a search equally well: short names first.
    pub fn rank(&self) -> (usize, &str, &str) {
        (self.name.chars().count(), &self.name, self.credit_code.as_str())
    }

    /// One line of a segment; [`parse`](Self::parse) reads it.
    pub fn write(&self, lines: &mut String) {
        lines.push_str(&self.name);
        lines.push('\t');
        lines.push_str(self.credit_code.as_str());
        lines.push('\t');
        lines.push_str(self.region.as_str());
        lines.push('\t');
        lines.extend(
            [(self.supervising, 's'), (self.verified, 'v'), (self.disabled, 'd')]
                .into_iter()
                .filter_map(|(is, flag)| is.then_some(flag)),
        );
        lines.push('\n');
    }

    pub fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (name, code, region, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            name: name.to_owned(),
            credit_code: CreditCode::well_formed(code).ok()?,
            region: Region::parse(region)?,
            supervising: flags.contains('s'),
            verified: flags.contains('v'),
            disabled: flags.contains('d'),
        })
    }
}
