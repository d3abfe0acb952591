//! The addresses of this app.

use domain::certificate::CertificateNumber;

use crate::features::addresses::{ACCOUNT, QUERY};
use crate::platform::location::Place;

/// A page of the app. What [`path`](Self::path) spells, [`parse`](Self::parse) reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// 注册
    SignUp,
    /// 我的
    Home,
    /// 学时查询
    Query,
    /// 我的证书
    Certificates,
    Certificate(CertificateNumber),
    /// 消息
    Messages,
    /// 我的信息
    Profile,
    /// 登录记录
    SignIns,
    ChangePassword,
    Missing,
}

impl Route {
    pub fn parse(place: &Place) -> Self {
        let parts: Vec<&str> = place.path.split('/').filter(|part| !part.is_empty()).collect();
        match parts[..] {
            ["me"] => Route::Home,
            ["me", "sign-up"] => Route::SignUp,
            ["me", "query"] => Route::Query,
            ["me", "certificates"] => Route::Certificates,
            ["me", "certificates", number] => {
                CertificateNumber::parse(number).map_or(Route::Missing, Route::Certificate)
            }
            ["me", "messages"] => Route::Messages,
            ["me", "profile"] => Route::Profile,
            ["me", "sign-ins"] => Route::SignIns,
            ["me", "password"] => Route::ChangePassword,
            _ => Route::Missing,
        }
    }

    pub fn path(&self) -> String {
        match self {
            Route::Home | Route::Missing => ACCOUNT.to_owned(),
            Route::SignUp => "/me/sign-up".to_owned(),
            Route::Query => QUERY.to_owned(),
            Route::Certificates => "/me/certificates".to_owned(),
            Route::Certificate(number) => format!("/me/certificates/{number}"),
            Route::Messages => "/me/messages".to_owned(),
            Route::Profile => "/me/profile".to_owned(),
            Route::SignIns => "/me/sign-ins".to_owned(),
            Route::ChangePassword => "/me/password".to_owned(),
        }
    }

    /// The line of the menu that the page belongs to.
    pub fn menu_path(&self) -> &'static str {
        match self {
            Route::Query => QUERY,
            _ => ACCOUNT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(path: &str) -> Route {
        Route::parse(&Place { path: path.to_owned(), query: String::new() })
    }

    #[test]
    fn every_path_leads_back_to_its_page() {
        let routes = [
            Route::SignUp,
            Route::Home,
            Route::Query,
            Route::Certificates,
            Route::Certificate(CertificateNumber::from_bits(5)),
            Route::Messages,
            Route::Profile,
            Route::SignIns,
            Route::ChangePassword,
        ];
        for route in routes {
            assert_eq!(parse(&route.path()), route);
        }
    }

    #[test]
    fn other_paths_are_missing() {
        assert_eq!(parse("/me/certificates/1"), Route::Missing);
        assert_eq!(parse("/me/nowhere"), Route::Missing);
    }
}
