//! The addresses of this app.

use crate::platform::location::Place;

/// A page of the app. What [`path`](Self::path) spells, [`parse`](Self::parse) reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// 总览, with 运行情况
    Overview,
    /// 单位管理
    Units,
    /// One unit: `?id=`
    Unit,
    /// 导入单位目录
    ImportUnits,
    /// 学时登记开放
    Windows,
    /// 认定标准
    Rules,
    /// One version: `?version=`
    RulesVersion,
    /// 发布新版本
    PublishRules,
    /// 学习平台
    Platforms,
    /// 导入公需科目学时: `?platform=`
    ImportCompletions,
    /// 审计日志
    Audit,
    /// 我的账号
    Account,
    ChangePassword,
    Missing,
}

impl Route {
    const ALL: [Route; 13] = [
        Route::Overview,
        Route::Units,
        Route::Unit,
        Route::ImportUnits,
        Route::Windows,
        Route::Rules,
        Route::RulesVersion,
        Route::PublishRules,
        Route::Platforms,
        Route::ImportCompletions,
        Route::Audit,
        Route::Account,
        Route::ChangePassword,
    ];

    pub fn parse(place: &Place) -> Self {
        if Self::is_entrance(place) {
            return Route::Overview;
        }
        let path = place.path.trim_end_matches('/');
        let found = Self::ALL.into_iter().find(|route| route.path().trim_end_matches('/') == path);
        found.unwrap_or(Route::Missing)
    }

    pub fn path(self) -> &'static str {
        match self {
            Route::Overview | Route::Missing => "/operator/",
            Route::Units => "/operator/units",
            Route::Unit => "/operator/units/unit",
            Route::ImportUnits => "/operator/units/import",
            Route::Windows => "/operator/windows",
            Route::Rules => "/operator/rules",
            Route::RulesVersion => "/operator/rules/version",
            Route::PublishRules => "/operator/rules/publish",
            Route::Platforms => "/operator/platforms",
            Route::ImportCompletions => "/operator/platforms/import",
            Route::Audit => "/operator/audit",
            Route::Account => "/operator/account",
            Route::ChangePassword => "/operator/account/password",
        }
    }

    /// The line of the menu that the page belongs to.
    pub fn menu_path(self) -> &'static str {
        match self {
            Route::Unit | Route::ImportUnits => Route::Units.path(),
            Route::RulesVersion | Route::PublishRules => Route::Rules.path(),
            Route::ImportCompletions => Route::Platforms.path(),
            Route::ChangePassword => Route::Account.path(),
            other => other.path(),
        }
    }

    pub fn is_entrance(place: &Place) -> bool {
        place.path.trim_end_matches('/') == "/operator/sign-in"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> Place {
        Place { path: path.to_owned(), query: "?id=0".to_owned() }
    }

    #[test]
    fn every_path_leads_back_to_its_page() {
        for route in Route::ALL {
            assert_eq!(Route::parse(&place(route.path())), route);
        }
        assert_eq!(Route::parse(&place("/operator")), Route::Overview);
        assert_eq!(Route::parse(&place("/operator/sign-in")), Route::Overview);
        assert_eq!(Route::parse(&place("/operator/nothing")), Route::Missing);
    }
}
