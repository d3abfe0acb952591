//! The addresses of this app.

use domain::id::{DraftId, RegistrationId};

use crate::features::addresses::{SIGN_IN, registration_path};
use crate::platform::location::Place;

/// A page of the app. What [`path`](Self::path) spells, [`parse`](Self::parse) reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    SignIn,
    /// 学时登记
    Registrations,
    /// 新登记培训
    NewRegistration,
    /// 新登记培训, gone on with
    Draft(DraftId),
    /// 新登记培训 with another registration as its start
    CopyRegistration(RegistrationId),
    /// 查看
    Registration(RegistrationId),
    /// 修改
    EditRegistration(RegistrationId),
    Missing,
}

impl Route {
    pub fn parse(place: &Place) -> Self {
        let parts: Vec<&str> = place.path.split('/').filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [] => Route::Registrations,
            ["sign-in"] => Route::SignIn,
            ["registrations", "new"] => Route::NewRegistration,
            ["registrations", "new", id] => id.parse().map_or(Route::Missing, Route::Draft),
            ["registrations", id] => id.parse().map_or(Route::Missing, Route::Registration),
            ["registrations", id, "copy"] => id.parse().map_or(Route::Missing, Route::CopyRegistration),
            ["registrations", id, "edit"] => id.parse().map_or(Route::Missing, Route::EditRegistration),
            _ => Route::Missing,
        }
    }

    pub fn path(&self) -> String {
        match self {
            Route::Registrations | Route::Missing => "/".to_owned(),
            Route::SignIn => SIGN_IN.to_owned(),
            Route::NewRegistration => "/registrations/new".to_owned(),
            Route::Draft(id) => format!("/registrations/new/{id}"),
            Route::Registration(id) => registration_path(id),
            Route::CopyRegistration(id) => registration_path(id) + "/copy",
            Route::EditRegistration(id) => registration_path(id) + "/edit",
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
            Route::Registrations,
            Route::NewRegistration,
            Route::Draft(DraftId::from_bits(3)),
            Route::Registration(id.clone()),
            Route::CopyRegistration(id.clone()),
            Route::EditRegistration(id),
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
