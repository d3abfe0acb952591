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

/// The row so many steps below `current`; the first or last one where the list ends, the first one where none is
/// current.
pub fn step(order: &[RegistrationId], current: Option<&RegistrationId>, by: isize) -> Option<RegistrationId> {
    let last = order.len().checked_sub(1)?;
    let place = current.and_then(|current| order.iter().position(|id| id == current));
    let next = place.map_or(0, |place| place.saturating_add_signed(by).min(last));
    order.get(next).cloned()
}

/// The row to go on with when `leaving` leave the list: the first below `current` that stays, else the last above it.
pub fn successor(
    order: &[RegistrationId],
    current: Option<&RegistrationId>,
    leaving: &[RegistrationId],
) -> Option<RegistrationId> {
    let place = current.and_then(|current| order.iter().position(|id| id == current)).unwrap_or(0);
    let stays = |id: &&RegistrationId| !leaving.contains(id);
    let (above, below) = order.split_at_checked(place)?;
    below.iter().find(stays).or_else(|| above.iter().rev().find(stays)).cloned()
}

#[cfg(test)]
mod tests {
    use domain::registration::Deviation;

    use super::super::sample::row;
    use super::*;

    fn ids(count: u128) -> Vec<RegistrationId> {
        (0..count).map(|number| row(number).id).collect()
    }

    #[test]
    fn deviations_come_first_and_what_others_decided_last() {
        let mut rows = vec![row(0), row(1), row(2)];
        rows[1].deviations = vec![Deviation::Overlap { title: "讲座".to_owned() }];
        let groups = Groups::new(&rows, &BTreeSet::from([rows[0].id.clone()]));
        let shown: Vec<_> = Group::ALL.map(|group| groups.of(group).len()).into();
        assert_eq!(shown, [1, 1, 1]);
        assert_eq!(groups.order(), [rows[1].id.clone(), rows[2].id.clone(), rows[0].id.clone()]);
    }

    #[test]
    fn steps_stop_at_both_ends() {
        let order = ids(3);
        assert_eq!(step(&order, None, 1).as_ref(), Some(&order[0]));
        assert_eq!(step(&order, Some(&order[0]), 1).as_ref(), Some(&order[1]));
        assert_eq!(step(&order, Some(&order[2]), 1).as_ref(), Some(&order[2]));
        assert_eq!(step(&order, Some(&order[0]), -1).as_ref(), Some(&order[0]));
        assert_eq!(step(&[], None, 1), None);
    }

    #[test]
    fn after_a_decision_the_next_one_that_stays_is_current() {
        let order = ids(4);
        let after = |current: usize, leaving: &[usize]| {
            let leaving: Vec<_> = leaving.iter().map(|place| order[*place].clone()).collect();
            let next = successor(&order, Some(&order[current]), &leaving)?;
            order.iter().position(|id| *id == next)
        };
        assert_eq!(after(1, &[1]), Some(2));
        assert_eq!(after(1, &[1, 2]), Some(3));
        assert_eq!(after(3, &[3]), Some(2));
        assert_eq!(after(1, &[3]), Some(1), "what is current stays current when others leave");
        assert_eq!(after(0, &[0, 1, 2, 3]), None);
    }
}
