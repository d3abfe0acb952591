//! The addresses of this app.

use domain::permission::Role;

use crate::location::{Place, parameter};

/// A page of the app. What [`path`](Self::path) spells, [`parse`](Self::parse) reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// 总览
    Overview,
    ChangePassword,
    Missing,
}

impl Route {
    pub fn parse(place: &Place) -> Self {
        let parts: Vec<&str> = place.path.split('/').filter(|part| !part.is_empty()).collect();
        match parts[..] {
            ["unit"] | ["unit", "sign-in"] => Route::Overview,
            ["unit", "account", "password"] => Route::ChangePassword,
            _ => Route::Missing,
        }
    }

    pub fn path(&self) -> &'static str {
        match self {
            Route::Overview | Route::Missing => "/unit/",
            Route::ChangePassword => "/unit/account/password",
        }
    }

    /// The line of the menu that the page belongs to.
    pub fn menu_path(&self) -> &'static str {
        match self {
            Route::Overview | Route::Missing => "/unit/",
            Route::ChangePassword => "/unit/account",
        }
    }

    /// Whom the sign-in page is for: `?role=unit` asks for the unit's own account.
    pub fn sign_in_role(place: &Place) -> Role {
        match parameter(&place.query, "role").as_deref() {
            Some("unit") => Role::Unit,
            _ => Role::Administrator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str, query: &str) -> Place {
        Place { path: path.to_owned(), query: query.to_owned() }
    }

    #[test]
    fn every_path_leads_back_to_its_page() {
        for route in [Route::Overview, Route::ChangePassword] {
            assert_eq!(Route::parse(&place(route.path(), "")), route);
        }
    }

    #[test]
    fn the_query_says_who_signs_in() {
        assert_eq!(Route::sign_in_role(&place("/unit/", "?role=unit")), Role::Unit);
        assert_eq!(Route::sign_in_role(&place("/unit/", "")), Role::Administrator);
    }
}
