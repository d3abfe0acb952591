//! What is chosen in a list.

use std::collections::BTreeSet;

use crate::prelude::*;

/// The keys of the rows that are chosen.
pub struct Selection<K: Send + Sync + 'static>(RwSignal<BTreeSet<K>>);

impl<K: Send + Sync + 'static> Clone for Selection<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Send + Sync + 'static> Copy for Selection<K> {}

impl<K: Ord + Clone + Send + Sync + 'static> Selection<K> {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    /// How many are chosen; tracks.
    pub fn count(self) -> usize {
        self.0.with(BTreeSet::len)
    }

    /// Tracks.
    pub fn has(self, key: &K) -> bool {
        self.0.with(|chosen| chosen.contains(key))
    }

    pub fn has_untracked(self, key: &K) -> bool {
        self.0.with_untracked(|chosen| chosen.contains(key))
    }

    pub fn choose(self, key: &K, yes: bool) {
        self.choose_some([key.clone()], yes);
    }

    /// These as well, or these no more.
    pub fn choose_some(self, keys: impl IntoIterator<Item = K>, yes: bool) {
        self.0.update(|chosen| {
            for key in keys {
                if yes {
                    chosen.insert(key);
                } else {
                    chosen.remove(&key);
                }
            }
        });
    }

    /// These and no others.
    pub fn set(self, keys: impl IntoIterator<Item = K>) {
        self.0.set(keys.into_iter().collect());
    }

    pub fn clear(self) {
        self.0.set(BTreeSet::new());
    }

    /// In the order of the keys.
    pub fn keys(self) -> Vec<K> {
        self.0.with_untracked(|chosen| chosen.iter().cloned().collect())
    }
}

impl<K: Ord + Clone + Send + Sync + 'static> Default for Selection<K> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_chosen_and_let_go() {
        Owner::new().with(|| {
            let chosen = Selection::new();
            chosen.choose(&2, true);
            chosen.choose_some([1, 3], true);
            chosen.choose(&2, false);
            assert_eq!((chosen.keys(), chosen.has_untracked(&2)), (vec![1, 3], false));
            chosen.set([7]);
            assert_eq!(chosen.keys(), [7]);
            chosen.clear();
            assert!(chosen.keys().is_empty());
        });
    }
}
