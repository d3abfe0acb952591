//! The addresses of this app.

use domain::permission::Role;

use super::office::Office;
use crate::location::{Place, parameter};

/// A page of the app. What [`path`](Self::path) spells, [`parse`](Self::parse) reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// 总览
    Overview,
    /// 专业科目学时审核
    Review,
    /// 专业科目学时终审
    FinalReview,
    /// 专业科目学时审核结果
    Results,
    /// 我的账号
    Account,
    ChangePassword,
    Missing,
}

impl Route {
    pub fn parse(place: &Place) -> Self {
        match parts(place)[..] {
            ["unit"] | ["unit", "sign-in"] => Route::Overview,
            ["unit", "review"] => Route::Review,
            ["unit", "final-review"] => Route::FinalReview,
            ["unit", "results"] => Route::Results,
            ["unit", "account"] => Route::Account,
            ["unit", "account", "password"] => Route::ChangePassword,
            _ => Route::Missing,
        }
    }

    pub fn path(&self) -> &'static str {
        match self {
            Route::Overview | Route::Missing => "/unit/",
            Route::Review => "/unit/review",
            Route::FinalReview => "/unit/final-review",
            Route::Results => "/unit/results",
            Route::Account => "/unit/account",
            Route::ChangePassword => "/unit/account/password",
        }
    }

    /// The line of the menu that the page belongs to.
    pub fn menu_path(&self) -> &'static str {
        match self {
            Route::ChangePassword => Route::Account.path(),
            other => other.path(),
        }
    }

    /// The page that an account gets to see there: what is not its own does not exist.
    pub fn for_office(self, office: &Office) -> Self {
        match (self, office) {
            (Route::Overview, Office::UnitAccount) => Route::Account,
            (Route::FinalReview, office) if !office.is_chief() => Route::Missing,
            (Route::Review | Route::Results, office) if !office.reviews() => Route::Missing,
            (route, _) => route,
        }
    }

    pub fn is_entrance(place: &Place) -> bool {
        parts(place)[..] == ["unit", "sign-in"]
    }

    /// Whom the sign-in page is for: `?role=unit` asks for the unit's own account.
    pub fn sign_in_role(place: &Place) -> Role {
        match parameter(&place.query, "role").as_deref() {
            Some("unit") => Role::Unit,
            _ => Role::Administrator,
        }
    }
}

fn parts(place: &Place) -> Vec<&str> {
    place.path.split('/').filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: [Route; 6] =
        [Route::Overview, Route::Review, Route::FinalReview, Route::Results, Route::Account, Route::ChangePassword];

    fn place(path: &str, query: &str) -> Place {
        Place { path: path.to_owned(), query: query.to_owned() }
    }

    #[test]
    fn every_path_leads_back_to_its_page() {
        for route in PAGES {
            assert_eq!(Route::parse(&place(route.path(), "")), route);
        }
        assert_eq!(Route::parse(&place("/unit/people", "")), Route::Missing);
    }

    #[test]
    fn nobody_gets_a_page_that_is_not_theirs() {
        let department = Office::Department("急诊科".to_owned());
        assert_eq!(Route::FinalReview.for_office(&department), Route::Missing);
        assert_eq!(Route::FinalReview.for_office(&Office::Chief), Route::FinalReview);
        assert_eq!(Route::Review.for_office(&department), Route::Review);
        assert_eq!(Route::Review.for_office(&Office::UnitAccount), Route::Missing);
        assert_eq!(Route::Overview.for_office(&Office::UnitAccount), Route::Account);
    }

    #[test]
    fn the_query_says_who_signs_in() {
        assert_eq!(Route::sign_in_role(&place("/unit/", "?role=unit")), Role::Unit);
        assert_eq!(Route::sign_in_role(&place("/unit/", "")), Role::Administrator);
    }
}
