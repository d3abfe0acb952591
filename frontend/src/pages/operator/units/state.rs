//! What the parts of the page of one unit share.

use crate::prelude::*;
use domain::contract::directory::UnitCard;

use crate::state::query::{Ask, Query};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    pub loader: Query<UnitCard>,
    /// What a dialog is open for.
    pub open: RwSignal<Option<UnitDialog>>,
}

/// What a dialog is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitDialog {
    /// With 已核实 ticked already, or as it stands.
    Change {
        verify: bool,
    },
    Merge,
    ResetPassword,
    RefuseAccount,
}

impl Page {
    /// The unit as it was loaded last.
    pub fn card(self) -> Option<UnitCard> {
        self.loader.answer_untracked(Clone::clone)
    }

    /// Opens and closes the dialog of some deeds.
    pub fn opened(self, is_of: fn(UnitDialog) -> bool) -> RwSignal<bool> {
        let open = RwSignal::new(false);
        Effect::new(move || open.set(self.open.get().is_some_and(is_of)));
        on_change(
            move || open.get(),
            move |is_open| {
                if !is_open && self.open.get_untracked().is_some_and(is_of) {
                    self.open.set(None);
                }
            },
        );
        open
    }
}

/// `28 位`, `200 位以上`
pub fn people_text(card: &UnitCard) -> String {
    let more = if card.people_more { "以上" } else { "" };
    format!("{} 位{more}", card.people)
}
