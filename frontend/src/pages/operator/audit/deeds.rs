//! What deeds are called in words. A deed that this release does not know keeps its name.

/// In the order in which they are offered.
pub const KNOWN: [(&str, &str); 25] = [
    ("unit_changed", "修改单位信息"),
    ("administrator_appointed", "新增管理员"),
    ("administrator_changed", "修改管理员"),
    ("administrator_password_reset", "重置管理员密码"),
    ("administrator_deleted", "删除管理员"),
    ("administrator_moved", "管理员随单位合并转移"),
    ("department_created", "新增部门"),
    ("department_changed", "修改部门"),
    ("department_deleted", "删除部门"),
    ("person_moved", "人员更换单位或部门"),
    ("person_merged", "合并人员"),
    ("code_issued", "生成一次性代码"),
    ("identity_revealed", "查看完整证件号码"),
    ("approved_registration_deleted", "删除已通过的登记"),
    ("year_closed_early", "提前关闭登记"),
    ("window_set", "设置登记开放时间"),
    ("unit_imported", "导入单位"),
    ("unit_merged", "合并单位"),
    ("unit_password_reset", "重置单位账号密码"),
    ("unit_account_confirmed", "确认单位账号"),
    ("unit_account_removed", "删除单位账号"),
    ("rules_published", "发布认定标准"),
    ("platform_key_created", "新建学习平台密钥"),
    ("platform_key_revoked", "停用学习平台密钥"),
    ("completions_imported", "导入公需科目学时"),
];

pub fn words(deed: &str) -> String {
    KNOWN.into_iter().find(|(name, _)| *name == deed).map_or(deed, |(_, words)| words).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_of_a_later_release_is_told_by_its_name() {
        assert_eq!(words("administrator_deleted"), "删除管理员");
        assert_eq!(words("moon_painted"), "moon_painted");
    }
}
