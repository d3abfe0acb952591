//! The addresses of this app.

use domain::permission::Role;

use crate::platform::location::{Place, parameter};
use crate::session::access::Access;

/// A page of the app. What [`path`](Self::path) spells, [`parse`](Self::parse) reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// 总览
    Overview,
    /// 专业科目学时登记
    Registrations,
    /// 新登记培训 and 修改, by the unit
    RegistrationForm,
    /// 导入学员培训信息
    Import,
    /// 专业科目学时查询
    SpecialtyHours,
    /// 全学时查询
    Hours,
    /// 专业科目学时审核
    Review,
    /// 专业科目学时终审
    FinalReview,
    /// 专业科目学时审核结果
    Results,
    /// 学时登记开放
    Window,
    /// 专业技术人员管理
    People,
    /// 单位信息维护
    Profile,
    /// 单位管理员管理
    Administrators,
    /// 单位部门管理
    Departments,
    /// 我的账号
    Account,
    ChangePassword,
    Missing,
}

impl Route {
    pub fn parse(place: &Place) -> Self {
        match parts(place)[..] {
            ["unit"] | ["unit", "sign-in" | "sign-up"] => Route::Overview,
            ["unit", "registrations"] => Route::Registrations,
            ["unit", "registrations", "form"] => Route::RegistrationForm,
            ["unit", "registrations", "import"] => Route::Import,
            ["unit", "specialty-hours"] => Route::SpecialtyHours,
            ["unit", "hours"] => Route::Hours,
            ["unit", "review"] => Route::Review,
            ["unit", "final-review"] => Route::FinalReview,
            ["unit", "results"] => Route::Results,
            ["unit", "window"] => Route::Window,
            ["unit", "people"] => Route::People,
            ["unit", "profile"] => Route::Profile,
            ["unit", "administrators"] => Route::Administrators,
            ["unit", "departments"] => Route::Departments,
            ["unit", "account"] => Route::Account,
            ["unit", "account", "password"] => Route::ChangePassword,
            _ => Route::Missing,
        }
    }

    pub fn path(&self) -> &'static str {
        match self {
            Route::Overview | Route::Missing => "/unit/",
            Route::Registrations => "/unit/registrations",
            Route::RegistrationForm => "/unit/registrations/form",
            Route::Import => "/unit/registrations/import",
            Route::SpecialtyHours => "/unit/specialty-hours",
            Route::Hours => "/unit/hours",
            Route::Review => "/unit/review",
            Route::FinalReview => "/unit/final-review",
            Route::Results => "/unit/results",
            Route::Window => "/unit/window",
            Route::People => "/unit/people",
            Route::Profile => "/unit/profile",
            Route::Administrators => "/unit/administrators",
            Route::Departments => "/unit/departments",
            Route::Account => "/unit/account",
            Route::ChangePassword => "/unit/account/password",
        }
    }

    /// The line of the menu that the page belongs to.
    pub fn menu_path(&self) -> &'static str {
        match self {
            Route::ChangePassword => Route::Account.path(),
            Route::RegistrationForm | Route::Import => Route::Registrations.path(),
            other => other.path(),
        }
    }

    /// The page that an account gets to see there: what is not its own does not exist.
    pub fn for_access(self, access: &Access) -> Self {
        match (self, access) {
            (Route::Overview, Access::UnitAccount) => Route::Profile,
            (Route::Overview, Access::Operator) => Route::Review,
            // An operator's account has its page in the operator's own app.
            (Route::Account | Route::ChangePassword, Access::Operator) => Route::Missing,
            (Route::Profile | Route::Administrators | Route::Departments, access) if *access != Access::UnitAccount => {
                Route::Missing
            }
            (Route::FinalReview | Route::Window, access) if !access.runs_unit() => Route::Missing,
            (Route::Registrations | Route::RegistrationForm | Route::Import, access) if !access.registers() => {
                Route::Missing
            }
            (Route::SpecialtyHours | Route::Hours | Route::Review | Route::Results | Route::People, access)
                if !access.reviews() =>
            {
                Route::Missing
            }
            (route, _) => route,
        }
    }

    pub fn is_entrance(place: &Place) -> bool {
        matches!(parts(place)[..], ["unit", "sign-in" | "sign-up"])
    }

    /// Pages for who is not signed in, besides signing in itself.
    pub fn is_sign_up(place: &Place) -> bool {
        parts(place)[..] == ["unit", "sign-up"]
    }

    /// 使用启用码或重置码, which whoever holds one may do, whoever else is signed in.
    pub fn is_code(place: &Place) -> bool {
        parts(place)[..] == ["unit", "code"]
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

    const PAGES: [Route; 16] = [
        Route::SpecialtyHours,
        Route::Hours,
        Route::Registrations,
        Route::RegistrationForm,
        Route::Import,
        Route::Overview,
        Route::Review,
        Route::FinalReview,
        Route::Results,
        Route::Window,
        Route::People,
        Route::Profile,
        Route::Administrators,
        Route::Departments,
        Route::Account,
        Route::ChangePassword,
    ];

    fn place(path: &str, query: &str) -> Place {
        Place { path: path.to_owned(), query: query.to_owned() }
    }

    #[test]
    fn every_path_leads_back_to_its_page() {
        for route in PAGES {
            assert_eq!(Route::parse(&place(route.path(), "")), route);
        }
        assert_eq!(Route::parse(&place("/unit/nothing", "")), Route::Missing);
    }

    #[test]
    fn nobody_gets_a_page_that_is_not_theirs() {
        let department = Access::Department("急诊科".to_owned());
        assert_eq!(Route::FinalReview.for_access(&department), Route::Missing);
        assert_eq!(Route::FinalReview.for_access(&Access::Chief), Route::FinalReview);
        assert_eq!(Route::Review.for_access(&department), Route::Review);
        assert_eq!(Route::Review.for_access(&Access::UnitAccount), Route::Missing);
        assert_eq!(Route::Overview.for_access(&Access::UnitAccount), Route::Profile);
        assert_eq!(Route::People.for_access(&Access::UnitAccount), Route::Missing);
        assert_eq!(Route::Administrators.for_access(&Access::Chief), Route::Missing);
        assert_eq!(Route::Window.for_access(&department), Route::Missing);
        assert_eq!(Route::People.for_access(&department), Route::People);
        assert_eq!(Route::Overview.for_access(&Access::Operator), Route::Review);
        for route in [Route::FinalReview, Route::Window, Route::Registrations, Route::Profile, Route::Account] {
            assert_eq!(route.for_access(&Access::Operator), Route::Missing);
        }
    }

    #[test]
    fn the_query_says_who_signs_in() {
        assert_eq!(Route::sign_in_role(&place("/unit/", "?role=unit")), Role::Unit);
        assert_eq!(Route::sign_in_role(&place("/unit/", "")), Role::Administrator);
    }
}
