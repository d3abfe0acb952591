//! The people of the demo who sign in, and their colleagues.

use domain::identity::IdentityNumber;
use domain::permission::Role;
use time::Date;

use super::dice::Dice;
use super::operator;
use super::unit_names::{HOSPITAL, HOSPITAL_CODE, SUPERVISING, UNIVERSITY};

/// Everybody's password, but for initial ones.
pub const PASSWORD: &str = "demo-2026-xueshi";

pub const MEDICINE: &str = "内科";
pub const SURGERY: &str = "外科";
pub const NURSING: &str = "护理部";
pub const AFFAIRS: &str = "医务部";
/// The departments of the hospital, with how many colleagues each has besides.
pub const DEPARTMENTS: [(&str, usize); 4] = [(MEDICINE, 18), (SURGERY, 14), (NURSING, 18), (AFFAIRS, 6)];

/// The platform's own review desk (其他单位).
pub const DESK: &str = domain::unit::OTHER_UNIT_NAME;

/// Those of the demo people who register.
pub const PHYSICIAN: &str = "覃秀兰";
pub const HEAD_NURSE: &str = "农彩霞";
pub const LECTURER: &str = "梁雪松";
/// Who belongs to no unit.
pub const FREELANCER: &str = "卢清扬";

/// Somebody who signs in.
pub struct Member {
    pub name: &'static str,
    base17: &'static str,
    pub unit: &'static str,
    pub department: Option<&'static str>,
    pub roles: &'static [Role],
    pub initial_password: bool,
    /// What to try with this account.
    pub purpose: &'static str,
}

const PROFESSIONAL: &[Role] = &[Role::Professional];
const ADMINISTRATOR: &[Role] = &[Role::Administrator];

pub const DEMO_PEOPLE: [Member; 9] = [
    Member {
        name: PHYSICIAN,
        base17: "45010319880512022",
        unit: HOSPITAL,
        department: Some(MEDICINE),
        roles: PROFESSIONAL,
        initial_password: false,
        purpose: "我的学时：登记、修改、提交、撤回，各种状态都有",
    },
    Member {
        name: LECTURER,
        base17: "45020319900621073",
        unit: UNIVERSITY,
        department: None,
        roles: PROFESSIONAL,
        initial_password: false,
        purpose: "提交到本单位或主管部门（单位检索）",
    },
    Member {
        name: "黄志远",
        base17: "45010319700318031",
        unit: HOSPITAL,
        department: None,
        roles: ADMINISTRATOR,
        initial_password: false,
        purpose: "总管理员：初审、终审、批量、删除已通过的",
    },
    Member {
        name: "韦美玲",
        base17: "45010519790926044",
        unit: HOSPITAL,
        department: Some(MEDICINE),
        roles: ADMINISTRATOR,
        initial_password: false,
        purpose: "内科管理员：初审，偏差突出显示",
    },
    Member {
        name: HEAD_NURSE,
        base17: "45102219820407062",
        unit: HOSPITAL,
        department: Some(NURSING),
        roles: &[Role::Administrator, Role::Professional],
        initial_password: false,
        purpose: "护理部管理员，也有本人的登记：不能审核自己的",
    },
    Member {
        name: "蒙雨桐",
        base17: "45010819930115028",
        unit: HOSPITAL,
        department: Some(AFFAIRS),
        roles: ADMINISTRATOR,
        initial_password: true,
        purpose: "医务部管理员：初始密码，首次登录须修改",
    },
    Member {
        name: "陆文韬",
        base17: "45010719751103057",
        unit: UNIVERSITY,
        department: None,
        roles: ADMINISTRATOR,
        initial_password: false,
        purpose: "另一单位的总管理员：看不到医院的登记",
    },
    Member {
        name: "覃建国",
        base17: "45010219680829015",
        unit: SUPERVISING,
        department: None,
        roles: ADMINISTRATOR,
        initial_password: false,
        purpose: "主管部门：审核提交到主管部门的登记",
    },
    Member {
        name: FREELANCER,
        base17: "45010919860214046",
        unit: DESK,
        department: None,
        roles: PROFESSIONAL,
        initial_password: false,
        purpose: "没有工作单位：提交到“其他单位”，由平台管理员审核",
    },
];

impl Member {
    /// # Panics
    /// Never: a test reads every number of the demo people.
    pub fn identity(&self, today: Date) -> IdentityNumber {
        IdentityNumber::from_base17(self.base17, today).expect("a valid number")
    }
}

/// What signs in, with what, to do what.
pub struct DemoAccount {
    pub role: Role,
    pub name: &'static str,
    pub unit: &'static str,
    pub department: Option<&'static str>,
    pub login: String,
    pub password: String,
    pub purpose: &'static str,
}

/// Every account of the demo that is worth trying.
pub fn accounts(today: Date) -> Vec<DemoAccount> {
    let all = DEMO_PEOPLE.iter().flat_map(|member| member.roles.iter().map(move |role| (member, *role)));
    all.map(|(member, role)| {
        let login = member.identity(today).expose().to_owned();
        let password = if member.initial_password { initial_password(&login) } else { PASSWORD.to_owned() };
        let Member { name, unit, department, purpose, .. } = *member;
        DemoAccount { role, name, unit, department, login, password, purpose }
    })
    .chain([
        DemoAccount {
            role: Role::Unit,
            name: HOSPITAL,
            unit: HOSPITAL,
            department: None,
            login: HOSPITAL_CODE.to_owned(),
            password: PASSWORD.to_owned(),
            purpose: "单位账号：单位信息、管理员、部门",
        },
        DemoAccount {
            role: Role::Operator,
            name: operator::NAME,
            unit: DESK,
            department: None,
            login: operator::LOGIN.to_owned(),
            password: PASSWORD.to_owned(),
            purpose: "单位、规则、学习平台、登记开放，审核提交到“其他单位”的登记",
        },
    ])
    .collect()
}

/// The last six characters of the identity number.
pub fn initial_password(identity_number: &str) -> String {
    identity_number[identity_number.len().saturating_sub(6)..].to_owned()
}

/// A colleague.
pub struct Extra {
    pub name: String,
    pub identity: IdentityNumber,
    pub department: &'static str,
}

/// Surnames as they are common in Guangxi, those of Zhuang families first.
pub const SURNAMES: [&str; 32] = [
    "韦", "黄", "覃", "陆", "农", "蒙", "莫", "罗", "梁", "卢", "潘", "蓝", "班", "岑", "闭", "零", "李", "陈", "张",
    "刘", "杨", "何", "周", "吴", "邓", "谢", "唐", "林", "廖", "苏", "甘", "石",
];
pub const GIVEN_NAMES: [&str; 56] = [
    "海燕", "国强", "秋菊", "丽华", "建军", "小梅", "志明", "春燕", "文斌", "雪梅", "彩云", "永福", "桂英", "俊杰",
    "晓玲", "家乐", "玉兰", "振华", "美凤", "荣光", "艳红", "少鹏", "素珍", "天佑", "冬梅", "立新", "月娥", "明辉",
    "金莲", "启航", "凤鸣", "德胜", "慧敏", "柳青", "安宁", "思远", "佳怡", "子轩", "欣妍", "浩然", "梦瑶", "宇航",
    "静雯", "嘉豪", "诗涵", "博文", "婷婷", "伟", "静", "芳", "敏", "磊", "洋", "娜", "鑫", "萍",
];

/// The many of the hospital, the same every time.
pub fn extras(today: Date) -> Vec<Extra> {
    let mut dice = Dice::new(1_943);
    let counties = domain::region::guangxi_cities().iter().flat_map(|city| domain::region::counties(*city));
    let counties: Vec<_> = counties.collect();
    let mut names = std::collections::HashSet::new();
    let mut extras = Vec::new();
    for (department, count) in DEPARTMENTS {
        let mut missing = count;
        while missing > 0 {
            let name = format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN_NAMES));
            let (year, month, day) = (1_966 + dice.below(32), 1 + dice.below(12), 1 + dice.below(28));
            let serial = 300 + dice.below(600);
            let base17 = format!("{}{year}{month:02}{day:02}{serial}", dice.pick(&counties).as_str());
            if let Ok(identity) = IdentityNumber::from_base17(&base17, today)
                && names.insert(name.clone())
            {
                extras.push(Extra { name, identity, department });
                missing -= 1;
            }
        }
    }
    extras
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        domain::hours::parse_date("2026-11-23").expect("a date")
    }

    #[test]
    fn every_number_of_the_cast_is_valid_and_printed_the_same_every_time() {
        let logins: Vec<_> = accounts(today()).into_iter().map(|account| (account.name, account.login)).collect();
        let logins: Vec<_> = logins.iter().map(|(name, login)| (*name, login.as_str())).collect();
        let expected = [
            ("覃秀兰", "450103198805120224"),
            ("梁雪松", "450203199006210733"),
            ("黄志远", "450103197003180319"),
            ("韦美玲", "450105197909260449"),
            ("农彩霞", "451022198204070625"),
            ("农彩霞", "451022198204070625"),
            ("蒙雨桐", "450108199301150282"),
            ("陆文韬", "450107197511030574"),
            ("覃建国", "450102196808290151"),
            ("卢清扬", "450109198602140469"),
            ("南宁市第一人民医院", "1245010040000000XL"),
            ("莫云飞", "mo.yunfei"),
        ];
        assert_eq!(logins, expected);
    }

    #[test]
    fn the_crowd_is_of_different_people() {
        let extras = extras(today());
        assert_eq!(extras.len(), 56);
        let numbers: std::collections::HashSet<_> = extras.iter().map(|extra| extra.identity.expose()).collect();
        assert_eq!(numbers.len(), extras.len());
    }
}
