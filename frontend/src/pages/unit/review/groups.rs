//! The order in which registrations are reviewed: what stands out first, then what breaks no rule.

use std::collections::BTreeSet;

use domain::contract::registrations::RegistrationRow;
use domain::id::RegistrationId;

/// The part of the list that a registration stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// 需要留意: with deviations.
    Attention,
    /// 符合规则
    Regular,
    /// Decided, withdrawn or deleted by somebody else in the meantime: shown until the next search, so that nobody
    /// wonders where it went.
    Closed,
}

impl Group {
    pub const ALL: [Group; 3] = [Group::Attention, Group::Regular, Group::Closed];

    pub const fn name(self) -> &'static str {
        match self {
            Group::Attention => "需要留意",
            Group::Regular => "符合规则",
            Group::Closed => "不能再审核",
        }
    }
}

/// The rows of a list, by group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Groups {
    pub attention: Vec<RegistrationRow>,
    pub regular: Vec<RegistrationRow>,
    pub closed: Vec<RegistrationRow>,
}

impl Groups {
    pub fn new(rows: &[RegistrationRow], closed: &BTreeSet<RegistrationId>) -> Self {
        let mut groups = Self::default();
        for row in rows {
            let group = if closed.contains(&row.id) {
                &mut groups.closed
            } else if row.deviations.is_empty() {
                &mut groups.regular
            } else {
                &mut groups.attention
            };
            group.push(row.clone());
        }
        groups
    }

    pub fn of(&self, group: Group) -> &[RegistrationRow] {
        match group {
            Group::Attention => &self.attention,
            Group::Regular => &self.regular,
            Group::Closed => &self.closed,
        }
    }

    /// From top to bottom, as it is shown.
    pub fn order(&self) -> Vec<RegistrationId> {
        Group::ALL.into_iter().flat_map(|group| self.of(group)).map(|row| row.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::registration::Deviation;

    use super::*;
    use crate::features::registrations::sample::row;

    #[test]
    fn deviations_come_first_and_what_others_decided_last() {
        let mut rows = vec![row(0), row(1), row(2)];
        rows[1].deviations = vec![Deviation::Overlap { title: "讲座".to_owned() }];
        let groups = Groups::new(&rows, &BTreeSet::from([rows[0].id.clone()]));
        let shown: Vec<_> = Group::ALL.map(|group| groups.of(group).len()).into();
        assert_eq!(shown, [1, 1, 1]);
        assert_eq!(groups.order(), [rows[1].id.clone(), rows[2].id.clone(), rows[0].id.clone()]);
    }
}
