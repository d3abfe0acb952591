//! What the parts of the page of one unit share.

use crate::prelude::*;
use domain::contract::directory::UnitCard;

use crate::components::dialog::Opening;
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

    /// When the dialog for this is open.
    pub fn opening(self, dialog: UnitDialog) -> Opening {
        Opening::new(move || self.open.get() == Some(dialog), move || self.open.set(None))
    }
}

/// `28 位`, `200 位以上`
pub fn people_text(card: &UnitCard) -> String {
    let more = if card.people_more { "以上" } else { "" };
    format!("{} 位{more}", card.people)
}
