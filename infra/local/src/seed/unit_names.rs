//! Names of units as they are in Guangxi: what every county, every city and the region itself have, and companies.

use std::collections::HashSet;

use domain::credit_code::CreditCode;
use domain::region::{self, Region};
use functions::store::directory::DirectoryUnit;

use super::dice::Dice;
use super::words::{
    BRANDS, CITY_AUTHORITIES, CITY_INSTITUTIONS, COMPANY_FORMS, COOPERATIVES, COUNTY_AUTHORITIES, COUNTY_INSTITUTIONS,
    REGION_AUTHORITIES, REGION_INSTITUTIONS, SHOPS, TOWN_INSTITUTIONS, TOWNS, TRADES, VILLAGE_INSTITUTIONS, VILLAGES,
};

/// What the demo's people belong to. They come first, so that their codes never change.
pub const HOSPITAL: &str = "南宁市第一人民医院";
/// With what the hospital's own account signs in.
pub const HOSPITAL_CODE: &str = "1245010040000000XL";
pub const UNIVERSITY: &str = "广西民族大学";
pub const SUPERVISING: &str = "南宁市人力资源和社会保障局";

const TOWNS_PER_COUNTY: usize = 4;
const COMPANIES_PER_COUNTY: usize = 6;

/// The kind of a unit: the first two characters of its credit code (GB 32100-2015, tables 1 and 2).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Authority,
    Institution,
    Company,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Kind::Authority => "11",
            Kind::Institution => "12",
            Kind::Company => "91",
        }
    }
}

const BRANCHES: [(&str, &str); 5] = [
    ("中国邮政集团有限公司", "分公司"),
    ("中国电信股份有限公司", "分公司"),
    ("中国移动通信集团广西有限公司", "分公司"),
    ("广西电网有限责任公司", "供电局"),
    ("广西北部湾银行股份有限公司", "支行"),
];

/// Supervising departments review other units' people.
const SUPERVISING_FIELDS: usize = 3;

/// Every unit of the demo's directory, by name unique, in the same order every time.
pub fn generate() -> Vec<DirectoryUnit> {
    base().listed
}

/// Units that people have added themselves and nobody has verified yet: one that is there already under its full name, and two
/// that are new.
pub fn added() -> Vec<DirectoryUnit> {
    let mut units = Units::default();
    for (kind, region, name) in [
        (Kind::Institution, "450103", "南宁市一医院（七星院区）"),
        (Kind::Company, "450103", "广西云栖工程检测有限公司"),
        (Kind::Company, "450203", "柳州市鱼峰区启明托育服务有限公司"),
    ] {
        if let Some(region) = Region::parse(region) {
            // Beyond the numbers of all others.
            units.add_as(kind, region, name.to_owned(), false, 40_000_000 + units.listed.len());
        }
    }
    units.listed.into_iter().map(|unit| DirectoryUnit { verified: false, ..unit }).collect()
}

/// The same and so many more as a whole province has: companies, village schools, clinics, cooperatives of every county,
/// `count` units together (or as many as the words allow, which is some millions).
pub fn province(count: usize) -> Vec<DirectoryUnit> {
    let mut units = base();
    let places: Vec<(Region, String)> = region::guangxi_cities()
        .iter()
        .flat_map(|city| region::counties(*city))
        .map(|county| (*county, place(*county)))
        .collect();
    let mut dice = Dice::new(277_000);
    while units.listed.len() < count {
        let (county, place) = dice.pick(&places);
        let (kind, name) = another(place, &mut dice);
        units.add(kind, *county, name, false);
    }
    units.listed
}

/// A unit of a county like most that there are.
fn another(place: &str, dice: &mut Dice) -> (Kind, String) {
    fn word(words: &'static str, dice: &mut Dice) -> &'static str {
        let words: Vec<_> = words.split_whitespace().collect();
        words[dice.below(words.len())]
    }
    let number = 1 + dice.below(30);
    match dice.below(100) {
        0..=39 => {
            let (brand, second, trade) = (word(BRANDS, dice), word(BRANDS, dice), word(TRADES, dice));
            (Kind::Company, format!("广西{place}{brand}{second}{trade}有限公司"))
        }
        40..=54 => {
            let (brand, trade, form) = (word(BRANDS, dice), word(TRADES, dice), word(COMPANY_FORMS, dice));
            (Kind::Company, format!("{place}{brand}{trade}{form}"))
        }
        55..=69 => {
            let (town, village, what) = (word(TOWNS, dice), word(VILLAGES, dice), word(VILLAGE_INSTITUTIONS, dice));
            (Kind::Institution, format!("{place}{town}{village}{what}"))
        }
        70..=81 => {
            let (brand, shop) = (word(BRANDS, dice), word(SHOPS, dice));
            (Kind::Company, format!("{place}{brand}{shop}（第{number}分店）"))
        }
        82..=91 => {
            let (town, brand, what) = (word(TOWNS, dice), word(BRANDS, dice), word(COOPERATIVES, dice));
            (Kind::Company, format!("{place}{town}{brand}{what}农民专业合作社"))
        }
        _ => {
            let (town, what) = (word(TOWNS, dice), word(TOWN_INSTITUTIONS, dice));
            (Kind::Institution, format!("{place}{town}第{number}{what}"))
        }
    }
}

fn base() -> Units {
    let mut units = Units::default();
    for (kind, code, name, supervising) in [
        (Kind::Institution, "450100", HOSPITAL, false),
        (Kind::Institution, "450000", UNIVERSITY, false),
        (Kind::Authority, "450100", SUPERVISING, true),
    ] {
        if let Some(region) = Region::parse(code) {
            units.add(kind, region, name.to_owned(), supervising);
        }
    }
    if let Some(guangxi) = Region::parse("450000") {
        units.add_authorities(guangxi, guangxi.name(), REGION_AUTHORITIES);
        for name in REGION_INSTITUTIONS.split_whitespace() {
            units.add(Kind::Institution, guangxi, name.to_owned(), false);
        }
    }
    let mut dice = Dice::new(450_000);
    for city in region::guangxi_cities() {
        units.add_authorities(*city, city.name(), CITY_AUTHORITIES);
        for name in CITY_INSTITUTIONS.split_whitespace() {
            units.add(Kind::Institution, *city, format!("{}{name}", city.name()), false);
        }
        for county in region::counties(*city) {
            units.add_county(*county, &mut dice);
        }
    }
    units
}

/// Districts are named with their city; counties stand for themselves.
fn place(county: Region) -> String {
    if county.name().ends_with('区') { county.full_name() } else { county.name().to_owned() }
}

#[derive(Default)]
struct Units {
    listed: Vec<DirectoryUnit>,
    names: HashSet<String>,
}

impl Units {
    fn add(&mut self, kind: Kind, region: Region, name: String, supervising: bool) {
        self.add_as(kind, region, name, supervising, self.listed.len());
    }

    /// `number` makes the code.
    fn add_as(&mut self, kind: Kind, region: Region, name: String, supervising: bool, number: usize) {
        if self.names.contains(&name) {
            return;
        }
        let Ok(credit_code) = CreditCode::from_base17(&base17(kind, region, number)) else { return };
        self.names.insert(name.clone());
        self.listed.push(DirectoryUnit { name, credit_code, region, supervising, verified: true, disabled: false });
    }

    fn add_authorities(&mut self, region: Region, place: &str, names: &str) {
        for (position, name) in names.split_whitespace().enumerate() {
            self.add(Kind::Authority, region, format!("{place}{name}"), position < SUPERVISING_FIELDS);
        }
    }

    fn add_county(&mut self, county: Region, dice: &mut Dice) {
        let place = place(county);
        self.add_authorities(county, &place, COUNTY_AUTHORITIES);
        for name in COUNTY_INSTITUTIONS.split_whitespace() {
            self.add(Kind::Institution, county, format!("{place}{name}"), false);
        }
        let [towns, brands, trades] = [TOWNS, BRANDS, TRADES].map(|words| words.split_whitespace().collect::<Vec<_>>());
        for _ in 0..TOWNS_PER_COUNTY {
            let town = dice.pick(&towns);
            for name in TOWN_INSTITUTIONS.split_whitespace() {
                self.add(Kind::Institution, county, format!("{place}{town}{name}"), false);
            }
        }
        for _ in 0..COMPANIES_PER_COUNTY {
            let (brand, trade) = (dice.pick(&brands), dice.pick(&trades));
            self.add(Kind::Company, county, format!("广西{brand}{trade}有限公司"), false);
        }
        for (company, branch) in BRANCHES {
            self.add(Kind::Company, county, format!("{company}{place}{branch}"), false);
        }
    }
}

/// Kind, region, and an organization code of nine characters, the last of which checks it (GB 11714-1997).
fn base17(kind: Kind, region: Region, number: usize) -> String {
    const WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    // A prime, so that no two numbers meet.
    let body = format!("{:08}", 40_000_000 + number * 611_953 % 49_999_991);
    let sum: usize = body.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    let check = match 11 - sum % 11 {
        10 => "X".to_owned(),
        11 => "0".to_owned(),
        digit => digit.to_string(),
    };
    format!("{}{}{body}{check}", kind.code(), region.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_thousands_of_units_with_names_and_codes_of_their_own() {
        let mut units = generate();
        assert!(units.len() >= 5_000, "{}", units.len());
        units.extend(added());
        let codes: HashSet<_> = units.iter().map(|unit| unit.credit_code.as_str()).collect();
        assert_eq!(codes.len(), units.len());
        for unit in &units {
            assert_eq!(unit.credit_code.region(), Some(unit.region), "{}", unit.name);
        }
        assert!(units.iter().filter(|unit| unit.supervising).count() > 100);
    }

    #[test]
    fn the_demos_own_units_are_the_same_every_time() {
        let units = generate();
        let codes: Vec<_> = units[..3].iter().map(|unit| (unit.name.as_str(), unit.credit_code.as_str())).collect();
        assert_eq!(
            codes,
            [(HOSPITAL, HOSPITAL_CODE), (UNIVERSITY, "12450000406119538E"), (SUPERVISING, "11450100412239069U"),]
        );
    }
}
