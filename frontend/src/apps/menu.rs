//! What a menu is made of.

/// One line of the menu: where it leads and what the manual calls it.
#[derive(Clone, Copy)]
pub struct MenuItem {
    pub path: &'static str,
    pub name: &'static str,
}

/// A part of the menu under the manual's heading for it.
#[derive(Clone, Copy)]
pub struct MenuGroup {
    pub name: &'static str,
    pub items: &'static [MenuItem],
}
