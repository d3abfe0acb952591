//! What is noted in the log of a unit, event by event: its name for good, and what it is called in label.

/// Whoever adds an event gives it both; the console offers whatever is here.
macro_rules! events {
    ($($event:ident $name:literal $label:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum AuditEvent {
            $($event,)*
        }

        impl AuditEvent {
            /// In the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$event,)*];

            /// As it is stored.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$event => $name,)*
                }
            }

            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$event => $label,)*
                }
            }
        }
    };
}

events! {
    UnitChanged "unit_changed" "修改单位信息";
    AdministratorAppointed "administrator_appointed" "新增管理员";
    AdministratorChanged "administrator_changed" "修改管理员";
    AdministratorPasswordReset "administrator_password_reset" "重置管理员密码";
    AdministratorDeleted "administrator_deleted" "删除管理员";
    AdministratorMoved "administrator_moved" "管理员随单位合并转移";
    DepartmentCreated "department_created" "新增部门";
    DepartmentChanged "department_changed" "修改部门";
    DepartmentDeleted "department_deleted" "删除部门";
    PersonMoved "person_moved" "人员更换单位或部门";
    PersonMerged "person_merged" "合并人员";
    CodeIssued "code_issued" "生成启用码或重置码";
    IdentityRevealed "identity_revealed" "查看完整证件号码";
    OwnNumbersRevealed "own_numbers_revealed" "本人查看完整号码";
    ApprovedRegistrationDeleted "approved_registration_deleted" "删除已通过的登记";
    YearClosedEarly "year_closed_early" "提前关闭登记";
    WindowSet "window_set" "设置登记开放时间";
    UnitImported "unit_imported" "导入单位";
    UnitCorrected "unit_corrected" "更正单位信息";
    UnitVerified "unit_verified" "核实单位";
    UnitDisabled "unit_disabled" "停用单位";
    UnitEnabled "unit_enabled" "重新启用单位";
    UnitMerged "unit_merged" "合并单位";
    UnitPasswordReset "unit_password_reset" "重置单位账号密码";
    UnitAccountConfirmed "unit_account_confirmed" "确认单位账号";
    UnitAccountRemoved "unit_account_removed" "删除单位账号";
    RulesPublished "rules_published" "发布认定标准";
    PlatformKeyCreated "platform_key_created" "新建学习平台密钥";
    PlatformKeyRevoked "platform_key_revoked" "停用学习平台密钥";
    CompletionsImported "completions_imported" "导入公需科目学时";
}

impl AuditEvent {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.name() == name)
    }

    /// What an event of that name is called. One of a later release keeps its name.
    pub fn label_of(name: &str) -> &str {
        Self::from_name(name).map_or(name, |event| event.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_has_a_name_and_words_of_its_own() {
        let snake = |event: &AuditEvent| {
            format!("{event:?}").chars().fold(String::new(), |name, letter| match letter {
                'A'..='Z' if name.is_empty() => letter.to_ascii_lowercase().to_string(),
                'A'..='Z' => format!("{name}_{}", letter.to_ascii_lowercase()),
                _ => format!("{name}{letter}"),
            })
        };
        for event in AuditEvent::ALL {
            assert_eq!(event.name(), snake(event));
            assert_eq!(AuditEvent::from_name(event.name()), Some(*event));
            assert_eq!(AuditEvent::ALL.iter().filter(|other| other.label() == event.label()).count(), 1, "{event:?}");
            assert!(event.label().chars().all(|letter| !letter.is_ascii()), "{event:?}");
        }
    }

    #[test]
    fn a_deed_of_a_later_release_is_told_by_its_name() {
        assert_eq!(AuditEvent::label_of("administrator_deleted"), "删除管理员");
        assert_eq!(AuditEvent::label_of("moon_painted"), "moon_painted");
    }
}
