//! Which row of a list comes next.

use domain::id::RegistrationId;

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
    use super::*;
    use crate::features::registrations::sample::row;

    fn ids(count: u128) -> Vec<RegistrationId> {
        (0..count).map(|number| row(number).id).collect()
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
