//! Regions (单位属地): provinces, and Guangxi's cities and counties, by their GB/T 2260 codes.

mod table;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const GUANGXI: Region = Region("450000");

/// A place of the table by its six-digit GB/T 2260 code: a province (`450000`), a city (`450100`) or a county
/// (`450103`) of Guangxi.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(&'static str);

static PROVINCES: [Region; table::PROVINCES.len()] = codes(&table::PROVINCES);
static CITIES: [Region; table::CITIES.len()] = codes(&table::CITIES);
static COUNTIES: [Region; table::COUNTIES.len()] = codes(&table::COUNTIES);
static PROVINCE_NAMES: [&str; table::PROVINCES.len()] = names(&table::PROVINCES);
static CITY_NAMES: [&str; table::CITIES.len()] = names(&table::CITIES);
static COUNTY_NAMES: [&str; table::COUNTIES.len()] = names(&table::COUNTIES);

const fn codes<const N: usize>(table: &[(&'static str, &'static str); N]) -> [Region; N] {
    let mut codes = [GUANGXI; N];
    let mut index = 0;
    while index < N {
        codes[index] = Region(table[index].0);
        index += 1;
    }
    codes
}

const fn names<const N: usize>(table: &[(&'static str, &'static str); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut index = 0;
    while index < N {
        names[index] = table[index].1;
        index += 1;
    }
    names
}

/// All provinces, autonomous regions and municipalities of the table, by code.
pub fn provinces() -> &'static [Region] {
    &PROVINCES
}

/// The 14 cities of Guangxi, by code.
pub fn guangxi_cities() -> &'static [Region] {
    &CITIES
}

/// The counties of a city, by code; empty for anything but a city.
pub fn counties(city: Region) -> &'static [Region] {
    if city.level() != Level::City {
        return &[];
    }
    let from = COUNTIES.partition_point(|county| county.0[..4] < city.0[..4]);
    let until = COUNTIES.partition_point(|county| county.0[..4] <= city.0[..4]);
    &COUNTIES[from..until]
}

/// Whether a two-digit code may begin a resident identity number: one of GB/T 2260's provinces, 71 (Taiwan, which
/// the table of unit regions leaves out) included.
pub fn is_province_code(code: &str) -> bool {
    code == "71" || PROVINCES.iter().any(|province| &province.0[..2] == code)
}

/// The three levels of GB/T 2260.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    Province,
    City,
    County,
}

impl Region {
    /// The region of a six-digit code, if the table knows it.
    pub fn parse(code: &str) -> Option<Self> {
        [&PROVINCES[..], &CITIES, &COUNTIES]
            .into_iter()
            .find_map(|regions| regions.binary_search_by(|region| region.0.cmp(code)).ok().map(|at| regions[at]))
    }

    /// The smallest known region that a six-digit code lies in.
    ///
    /// Codes inside identifiers outlive their county: 横县 was 450127 until it became 横州市, 450181.
    pub fn covering(code: &str) -> Option<Self> {
        let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code {
            return None;
        }
        Self::parse(code)
            .or_else(|| CITIES.iter().find(|city| city.0[..4] == code[..4]).copied())
            .or_else(|| PROVINCES.iter().find(|province| province.0[..2] == code[..2]).copied())
    }

    /// The six-digit code.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    pub fn level(self) -> Level {
        match (&self.0[2..4], &self.0[4..]) {
            ("00", _) => Level::Province,
            (_, "00") => Level::City,
            _ => Level::County,
        }
    }

    /// The name of the place alone: `青秀区`.
    pub fn name(self) -> &'static str {
        let (regions, names): (&[Self], &[&str]) = match self.level() {
            Level::Province => (&PROVINCES, &PROVINCE_NAMES),
            Level::City => (&CITIES, &CITY_NAMES),
            Level::County => (&COUNTIES, &COUNTY_NAMES),
        };
        regions.binary_search(&self).map_or("", |at| names[at])
    }

    /// The name with its city: `南宁市青秀区`; of a city or a province the name alone.
    pub fn full_name(self) -> String {
        match (self.level(), self.city()) {
            (Level::County, Some(city)) => city.name().to_owned() + self.name(),
            _ => self.name().to_owned(),
        }
    }

    /// The city that it is or lies in; nothing for a province.
    pub fn city(self) -> Option<Self> {
        CITIES.iter().find(|city| city.0[..4] == self.0[..4]).copied()
    }

    /// The city of a county, the province of a city, nothing for a province.
    pub fn parent(self) -> Option<Self> {
        match self.level() {
            Level::Province => None,
            Level::City => Some(GUANGXI),
            Level::County => self.city(),
        }
    }

    /// Whether it is `other` or lies in it, as a filter by region needs.
    pub fn lies_in(self, other: Self) -> bool {
        self == other || self.parent().is_some_and(|parent| parent.lies_in(other))
    }
}

/// The six-digit code.
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Region {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Region {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).ok_or_else(|| de::Error::custom("unknown region"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn region(code: &str) -> Region {
        Region::parse(code).unwrap()
    }

    fn listed(value: &Value) -> Vec<(String, String)> {
        let text = |entry: &Value, field: &str| entry[field].as_str().unwrap().to_owned();
        value.as_array().unwrap().iter().map(|entry| (text(entry, "code"), text(entry, "name"))).collect()
    }

    fn known(regions: &[Region]) -> Vec<(String, String)> {
        regions.iter().map(|region| (region.to_string(), region.name().to_owned())).collect()
    }

    #[test]
    fn the_table_is_the_one_of_the_json() {
        let json: Value = serde_json::from_str(include_str!("../data/regions.json")).unwrap();
        let short: Vec<_> = known(provinces()).into_iter().map(|(code, name)| (code[..2].to_owned(), name)).collect();
        assert_eq!(short, listed(&json["provinces"]));
        assert_eq!(known(guangxi_cities()), listed(&json["guangxi"]));
        assert_eq!(guangxi_cities().len(), 14);
        for city in json["guangxi"].as_array().unwrap() {
            let code = city["code"].as_str().unwrap();
            assert_eq!(known(counties(region(code))), listed(&city["counties"]), "{code}");
        }
        let all: usize = guangxi_cities().iter().map(|city| counties(*city).len()).sum();
        assert_eq!(all, COUNTIES.len());
    }

    #[test]
    fn every_region_is_found_and_lies_in_its_parent() {
        for known in [provinces(), guangxi_cities(), &COUNTIES].into_iter().flatten().copied() {
            assert_eq!(Region::parse(known.as_str()), Some(known));
            assert!(!known.name().is_empty());
            assert!(known.lies_in(known));
            assert_eq!(known.as_str().starts_with("45"), known.lies_in(GUANGXI));
        }
    }

    #[test]
    fn counties_cities_and_provinces_know_their_place() {
        let (county, city, province) = (region("450103"), region("450100"), region("450000"));
        assert_eq!((county.level(), city.level(), province.level()), (Level::County, Level::City, Level::Province));
        assert_eq!((county.name(), county.full_name().as_str()), ("青秀区", "南宁市青秀区"));
        assert_eq!((city.name(), city.full_name().as_str()), ("南宁市", "南宁市"));
        assert_eq!(province.full_name(), "广西壮族自治区");
        assert_eq!((county.parent(), city.parent(), province.parent()), (Some(city), Some(province), None));
        assert_eq!((county.city(), city.city(), province.city()), (Some(city), Some(city), None));
        assert!(!city.lies_in(county) && !county.lies_in(region("450200")));
        assert!(counties(county).is_empty() && counties(province).is_empty());
    }

    #[test]
    fn unknown_codes_are_no_regions() {
        for code in ["", "45", "4501", "450199", "990000", "440100", "4501030", "45010\u{FF13}", "南宁"] {
            assert_eq!(Region::parse(code), None, "{code}");
        }
    }

    #[test]
    fn a_code_that_is_gone_falls_back_to_what_it_lay_in() {
        for (code, covering) in [
            ("450103", Some("450103")),
            ("450127", Some("450100")),
            ("459999", Some("450000")),
            ("440305", Some("440000")),
            ("100000", None),
            ("45010", None),
            ("MA5P0R", None),
            ("广西", None),
        ] {
            assert_eq!(Region::covering(code).map(Region::as_str), covering, "{code}");
        }
    }

    #[test]
    fn provinces_of_identity_numbers_include_taiwan() {
        for code in ["11", "45", "65", "71"] {
            assert!(is_province_code(code), "{code}");
        }
        for code in ["17", "00", "66", "81", "91", "4", "450", ""] {
            assert!(!is_province_code(code), "{code}");
        }
    }

    #[test]
    fn the_wire_form_is_judged_again() {
        assert_eq!(serde_json::to_string(&region("450103")).unwrap(), "\"450103\"");
        assert_eq!(serde_json::from_str::<Region>("\"450103\"").unwrap(), region("450103"));
        assert!(serde_json::from_str::<Region>("\"450199\"").is_err());
    }
}
