//! The addresses of this app.

use domain::id::RegistrationId;

use crate::location::Place;

/// A page of the app. What [`path`](Self::path) spells, [`parse`](Self::parse) reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    SignIn,
    SignUp,
    /// 学时登记
    Registrations,
    /// 新登记培训
    NewRegistration,
    /// 查看
    Registration(RegistrationId),
    /// 修改
    EditRegistration(RegistrationId),
    /// 学时查询
    Query,
    Missing,
}

impl Route {
    pub fn parse(place: &Place) -> Self {
        let parts: Vec<&str> = place.path.split('/').filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [] => Route::Registrations,
            ["sign-in"] => Route::SignIn,
            ["sign-up"] => Route::SignUp,
            ["registrations", "new"] => Route::NewRegistration,
            ["registrations", id] => id.parse().map_or(Route::Missing, Route::Registration),
            ["registrations", id, "edit"] => id.parse().map_or(Route::Missing, Route::EditRegistration),
            ["query"] => Route::Query,
            _ => Route::Missing,
        }
    }

    pub fn path(&self) -> String {
        match self {
            Route::Registrations | Route::Missing => "/".to_owned(),
            Route::SignIn => "/sign-in".to_owned(),
            Route::SignUp => "/sign-up".to_owned(),
            Route::NewRegistration => "/registrations/new".to_owned(),
            Route::Registration(id) => format!("/registrations/{id}"),
            Route::EditRegistration(id) => format!("/registrations/{id}/edit"),
            Route::Query => "/query".to_owned(),
        }
    }

    /// The line of the menu that the page belongs to.
    pub fn menu_path(&self) -> &'static str {
        match self {
            Route::Query => "/query",
            _ => "/",
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::{IdempotencyKey, PersonId};

    use super::*;

    fn parse(path: &str) -> Route {
        Route::parse(&Place { path: path.to_owned(), query: String::new() })
    }

    #[test]
    fn every_path_leads_back_to_its_page() {
        let id = RegistrationId::new(PersonId::from_bits(1), &IdempotencyKey::from_bits(2));
        let routes = [
            Route::SignIn,
            Route::SignUp,
            Route::Registrations,
            Route::NewRegistration,
            Route::Registration(id.clone()),
            Route::EditRegistration(id),
            Route::Query,
        ];
        for route in routes {
            assert_eq!(parse(&route.path()), route);
        }
    }

    #[test]
    fn other_paths_are_missing() {
        assert_eq!(parse("/registrations/1"), Route::Missing);
        assert_eq!(parse("/nowhere"), Route::Missing);
    }
}
