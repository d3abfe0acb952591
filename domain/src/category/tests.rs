use serde_json::{Value, json};

use super::*;
use crate::hours::WallTime;

fn table() -> &'static CategoryTable {
    CategoryTable::built_in()
}

fn suggested(code: &str, period: Option<&Period>, rank: Option<u8>, units: Option<Hours>) -> Option<(String, String)> {
    let subcategory = table().subcategory(code).unwrap();
    let suggested = table().suggested_hours(subcategory, period, rank, units)?;
    Some((suggested.hours.to_string(), suggested.explanation))
}

fn pair(hours: &str, explanation: &str) -> Option<(String, String)> {
    Some((hours.to_owned(), explanation.to_owned()))
}

#[test]
fn the_built_in_table_is_the_one_of_the_json() {
    let json: Value = serde_json::from_str(include_str!("../../data/categories.json")).unwrap();
    assert_eq!(json["version"], table().version);
    assert_eq!(json["provisional"], table().is_provisional());
    assert_eq!(table().effective_from(), parse_date("2016-01-01").unwrap());
    let categories = json["categories"].as_array().unwrap();
    assert_eq!(categories.len(), table().categories().len());
    for (listed, category) in categories.iter().zip(table().categories()) {
        assert_eq!(listed["name"], category.name);
        let subcategories = listed["subcategories"].as_array().unwrap();
        assert_eq!(subcategories.len(), category.subcategories.len());
        for (listed, subcategory) in subcategories.iter().zip(&category.subcategories) {
            assert_eq!(listed["code"], subcategory.code.as_str());
            assert_eq!(listed["name"], subcategory.name);
            assert_eq!(listed["evidence"], json!(subcategory.evidence));
        }
    }
}

#[test]
fn training_alone_suggests_the_hours_of_the_period() {
    let at = |text| WallTime::parse(text).unwrap();
    let period = Period::new(at("2020-05-04T00:00"), at("2020-05-08T00:00")).unwrap();
    let expected = pair("32", "8 个半天 × 4 学时 = 32 学时");
    assert_eq!(suggested("training.lecture", Some(&period), Some(1), Some(Hours::whole(1))), expected);
    assert_eq!(suggested("training.lecture", None, None, None), None);
    for category in table().categories() {
        for subcategory in &category.subcategories {
            let from_period = subcategory.suggestion == Suggestion::Period;
            assert_eq!(from_period, category.code.as_str() == "training", "{}", subcategory.code);
        }
    }
}

#[test]
fn fixed_figures_need_nothing() {
    assert_eq!(suggested("conference.national", None, None, None), pair("12", "参考标准：12 学时"));
}

#[test]
fn ranks_count_from_one_and_end_with_the_table() {
    let rank = |rank| suggested("publication.software_copyright", None, Some(rank), None);
    assert_eq!(rank(0), None);
    assert_eq!(rank(1), pair("16", "参考标准：第 1 完成人 16 学时"));
    assert_eq!(rank(3), pair("8", "参考标准：第 3 完成人 8 学时"));
    assert_eq!(rank(4), None);
    assert_eq!(suggested("publication.software_copyright", None, None, None), None);
}

#[test]
fn units_count_up_to_the_cap() {
    let units = |tenths| suggested("publication.monograph", None, None, Some(Hours::from_tenths(tenths)));
    assert_eq!(units(35), pair("17.5", "3.5 万字 × 5 学时 = 17.5 学时"));
    assert_eq!(units(1), pair("0.5", "0.1 万字 × 5 学时 = 0.5 学时"));
    assert_eq!(units(180), pair("90", "18 万字 × 5 学时 = 90 学时"));
    assert_eq!(units(300), pair("90", "30 万字 × 5 学时 = 150 学时，最高 90 学时"));
    assert_eq!(units(0), None);
    assert_eq!(suggested("publication.monograph", None, None, None), None);
}

#[test]
fn where_the_table_has_no_figure_the_claim_stays_empty() {
    assert_eq!(suggested("other.other", None, Some(1), Some(Hours::whole(1))), None);
}

#[test]
fn the_requirement_starts_in_2016() {
    assert_eq!(table().requirement_for(2015), None);
    for year in [2016, 2026] {
        let requirement = table().requirement_for(year).unwrap();
        let figures = (requirement.total, requirement.specialty, requirement.common);
        assert_eq!(figures, (Hours::whole(90), Hours::whole(60), Hours::ZERO));
    }
}

#[test]
fn a_requirement_travels_in_tenths() {
    let requirement = table().requirement_for(2026).unwrap();
    let wire = json!({"from_year": 2016, "total": 900, "specialty": 600, "common": 0});
    assert_eq!(serde_json::to_value(requirement).unwrap(), wire);
    assert_eq!(serde_json::from_value::<Requirement>(wire).unwrap(), *requirement);
}

#[test]
fn codes_belong_to_a_table() {
    let code = SubcategoryCode::parse(" training.lecture ", table()).unwrap();
    assert_eq!(code.category(), CategoryCode::parse("training", table()).unwrap());
    for (text, mistake) in [
        ("", CategoryMistake::Required),
        ("training", CategoryMistake::Unknown),
        ("training.cooking", CategoryMistake::Unknown),
        ("Training.lecture", CategoryMistake::Unknown),
        ("training.lecture.more", CategoryMistake::Unknown),
    ] {
        assert_eq!(SubcategoryCode::parse(text, table()), Err(mistake), "{text}");
    }
    assert_eq!(CategoryCode::parse("training.lecture", table()), Err(CategoryMistake::Unknown));
}

#[test]
fn codes_of_an_older_table_can_still_be_read_but_no_nonsense() {
    assert!(serde_json::from_str::<SubcategoryCode>("\"abolished.type\"").is_ok());
    let long = "a.".to_owned() + &"b".repeat(63);
    assert!(serde_json::from_value::<SubcategoryCode>(json!(long[..64])).is_ok());
    for text in ["", "training", "a.", ".a", "a.b.c", "a.B", "a b.c", long.as_str()] {
        assert!(serde_json::from_value::<SubcategoryCode>(json!(text)).is_err(), "{text}");
    }
}

/// A table with one subcategory, which the caller spoils.
fn small_table() -> Value {
    json!({
        "version": 2, "effective_from": "2027-01-01", "provisional": false,
        "requirement": [
            {"from_year": 2016, "total": 90, "specialty": 60, "common": 0},
            {"from_year": 2027, "total": 100, "specialty": 70, "common": 20}
        ],
        "categories": [{"code": "a", "name": "甲", "subcategories": [
            {"code": "a.b", "name": "乙", "suggestion": {"kind": "none"}, "evidence": []}
        ]}]
    })
}

#[test]
fn a_later_requirement_replaces_the_earlier_from_its_year_on() {
    let table = CategoryTable::from_json(&small_table().to_string()).unwrap();
    assert_eq!(table.requirement_for(2026).unwrap().total, Hours::whole(90));
    assert_eq!(table.requirement_for(2027).unwrap().total, Hours::whole(100));
}

#[test]
fn a_table_that_contradicts_itself_is_refused() {
    let spoilt = |pointer: &str, value: Value| {
        let mut table = small_table();
        *table.pointer_mut(pointer).unwrap() = value;
        CategoryTable::from_json(&table.to_string()).is_err()
    };
    let category = small_table()["categories"][0].clone();
    let subcategory = category["subcategories"][0].clone();
    assert!(!spoilt("/version", json!(3)));
    assert!(spoilt("/effective_from", json!("2027-02-29")));
    assert!(spoilt("/requirement", json!([])));
    assert!(spoilt("/requirement/1/from_year", json!(2016)));
    assert!(spoilt("/categories", json!([])));
    assert!(spoilt("/categories", json!([category, category])));
    assert!(spoilt("/categories/0/subcategories", json!([])));
    assert!(spoilt("/categories/0/subcategories", json!([subcategory, subcategory])));
    assert!(spoilt("/categories/0/subcategories/0/code", json!("x.b")));
    assert!(spoilt("/categories/0/subcategories/0/suggestion", json!({"kind": "fixed", "hours": -1})));
    assert!(spoilt("/categories/0/subcategories/0/suggestion", json!({"kind": "guess"})));
}

#[test]
fn everything_that_contradicts_itself_is_named_at_once() {
    let mut table = small_table();
    table["effective_from"] = json!("next year");
    table["categories"][0]["name"] = json!(" ");
    table["categories"][0]["subcategories"][0]["code"] = json!("x.b");
    let told = CategoryTable::from_json(&table.to_string()).unwrap_err().to_string();
    for part in ["生效日期 effective_from 不是日期", "认定类型 a 没有名称", "二级类型 x.b 不属于 a"]
    {
        assert!(told.contains(part), "{told}");
    }
}

/// The table that follows the small one, which the caller spoils.
fn next_table() -> Value {
    let mut table = small_table();
    table["version"] = json!(3);
    table["effective_from"] = json!("2028-01-01");
    table
}

#[test]
fn a_version_follows_another_from_a_day_to_come_and_forgets_nothing() {
    let before = CategoryTable::from_json(&small_table().to_string()).unwrap();
    let on = |table: &Value, today: &str| {
        let table = CategoryTable::from_json(&table.to_string()).unwrap();
        table.follow(&before, parse_date(today).unwrap()).map_err(|mistakes| mistakes.0.len())
    };
    assert_eq!(on(&next_table(), "2027-12-31"), Ok(()));
    assert_eq!(on(&next_table(), "2028-01-01"), Err(1));

    let mut forgetful = next_table();
    forgetful["categories"][0]["subcategories"][0]["code"] = json!("a.c");
    assert_eq!(on(&forgetful, "2027-12-31"), Err(1));
    forgetful["categories"][0]["subcategories"] = json!([
        {"code": "a.b", "name": "乙", "suggestion": {"kind": "none"}, "evidence": [], "offered": false},
        {"code": "a.c", "name": "丙", "suggestion": {"kind": "none"}, "evidence": []}
    ]);
    assert_eq!(on(&forgetful, "2027-12-31"), Ok(()));

    let mut stricter = next_table();
    stricter["requirement"][1]["total"] = json!(120);
    assert_eq!(on(&stricter, "2027-12-31"), Err(1), "2027 has begun");
    assert_eq!(on(&stricter, "2026-12-31"), Ok(()), "2027 is yet to come");
}
