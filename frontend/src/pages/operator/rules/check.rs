//! Every mistake in the text of a new version, each with its place, before it is sent. What passes here is read once more by
//! [`CategoryTable`], whose word is the last.

use std::collections::HashSet;

use domain::category::{CategoryCode, CategoryTable, SubcategoryCode};
use domain::hours::parse_date;
use domain::limits::RULES_BYTES_MAX;
use serde_json::Value;
use time::Date;

/// The table in the text, or everything that is wrong with it, or with its following `before`.
pub fn check(text: &str, before: Option<&CategoryTable>, today: Date) -> Result<CategoryTable, Vec<String>> {
    if text.trim().is_empty() {
        return Err(vec!["请选择文件，或填写内容".to_owned()]);
    }
    if text.len() > RULES_BYTES_MAX {
        return Err(vec![format!("内容超过 {} KB", RULES_BYTES_MAX / 1024)]);
    }
    let value: Value = serde_json::from_str(text)
        .map_err(|error| vec![format!("第 {} 行不是正确的 JSON，请检查引号、逗号和括号", error.line())])?;
    let mut mistakes = Mistakes::default();
    mistakes.head(&value, today);
    mistakes.requirements(value.get("requirement"));
    mistakes.categories(value.get("categories"));
    if !mistakes.0.is_empty() {
        return Err(mistakes.0);
    }
    let table: CategoryTable =
        serde_json::from_str(text).map_err(|_| vec!["内容与格式不符，请与正在使用的版本对照".to_owned()])?;
    before.map_or(Ok(()), |before| table.follow(before, today)).map_err(|mistakes| mistakes.0)?;
    Ok(table)
}

#[derive(Default)]
struct Mistakes(Vec<String>);

impl Mistakes {
    fn note(&mut self, place: &str, what: &str) {
        self.0.push(if place.is_empty() { what.to_owned() } else { format!("{place}：{what}") });
    }

    fn head(&mut self, value: &Value, today: Date) {
        if value.get("version").and_then(whole).is_none() {
            self.note("", "version 应为整数（发布时改为下一个版本号）");
        }
        if !matches!(value.get("provisional"), Some(Value::Bool(_))) {
            self.note("", "provisional（暂行）应为 true 或 false");
        }
        match value.get("effective_from").and_then(Value::as_str).and_then(|text| parse_date(text).ok()) {
            None => self.note("", "effective_from（生效日期）应为日期，例如 2027-01-01"),
            Some(day) if day <= today => self.note("", "effective_from（生效日期）最早为明天"),
            Some(_) => {}
        }
    }

    fn requirements(&mut self, all: Option<&Value>) {
        let Some(all) = all.and_then(Value::as_array).filter(|all| !all.is_empty()) else {
            return self.note("", "requirement（学时要求）至少要有一项");
        };
        let mut before = None;
        for (one, number) in all.iter().zip(1..) {
            let place = format!("学时要求第 {number} 项");
            let year = one.get("from_year").and_then(Value::as_i64);
            if year.and_then(|year| i32::try_from(year).ok()).is_none() {
                self.note(&place, "from_year（年度）应为整数");
            }
            if before.is_some() && year.is_some() && year <= before {
                self.note(&place, "年度须从早到晚，不能重复");
            }
            before = year.or(before);
            for (key, name) in [("total", "总学时"), ("specialty", "专业科目"), ("common", "公需科目")] {
                self.hours(&place, one.get(key), &format!("{key}（{name}）"));
            }
        }
    }

    fn categories(&mut self, all: Option<&Value>) {
        let Some(all) = all.and_then(Value::as_array).filter(|all| !all.is_empty()) else {
            return self.note("", "categories（认定类型）至少要有一项");
        };
        let mut codes = HashSet::new();
        for (category, number) in all.iter().zip(1..) {
            let code = category.get("code").and_then(Value::as_str).unwrap_or_default();
            let place = self.named(category, &format!("认定类型第 {number} 项"));
            if CategoryCode::try_from(code.to_owned()).is_err() {
                self.note(&place, "code 应由小写字母、数字和下划线组成");
            } else if !codes.insert(code.to_owned()) {
                self.note(&place, &format!("code {code} 重复"));
            }
            let Some(within) = category.get("subcategories").and_then(Value::as_array).filter(|all| !all.is_empty())
            else {
                self.note(&place, "至少要有一个二级类型");
                continue;
            };
            for (one, number) in within.iter().zip(1..) {
                self.subcategory(one, code, &place, number, &mut codes);
            }
        }
    }

    fn subcategory(&mut self, one: &Value, of: &str, place: &str, number: usize, codes: &mut HashSet<String>) {
        let code = one.get("code").and_then(Value::as_str).unwrap_or_default();
        let place = self.named(one, &format!("{place} 第 {number} 项"));
        match SubcategoryCode::try_from(code.to_owned()) {
            Err(_) => self.note(&place, &format!("code 应写成 {of}.名称，由小写字母、数字和下划线组成")),
            Ok(right) if right.category().as_str() != of => self.note(&place, &format!("code {code} 应以 {of}. 开头")),
            Ok(_) if !codes.insert(code.to_owned()) => self.note(&place, &format!("code {code} 重复")),
            Ok(_) => {}
        }
        self.suggestion(&place, one.get("suggestion"));
        let evidence = one.get("evidence").and_then(Value::as_array);
        if !evidence.is_some_and(|all| all.iter().all(|one| one.is_string())) {
            self.note(&place, "evidence（证明材料）应为文字列表");
        }
    }

    fn suggestion(&mut self, place: &str, value: Option<&Value>) {
        let Some(value) = value else { return self.note(place, "缺少 suggestion（参考学时）") };
        match value.get("kind").and_then(Value::as_str) {
            Some("period" | "none") => {}
            Some("fixed") => self.hours(place, value.get("hours"), "hours（学时）"),
            Some("by_rank") => match value.get("hours").and_then(Value::as_array).filter(|all| !all.is_empty()) {
                Some(all) => all.iter().for_each(|one| self.hours(place, Some(one), "hours（学时）")),
                None => self.note(place, "hours（各完成人的学时）应为整数列表"),
            },
            Some("per_unit") => {
                if value.get("unit").and_then(Value::as_str).is_none_or(str::is_empty) {
                    self.note(place, "unit（单位，如 万字）应为文字");
                }
                self.hours(place, value.get("hours"), "hours（学时）");
                self.hours(place, value.get("cap"), "cap（最高学时）");
            }
            _ => self.note(place, "suggestion 的 kind 应为 period、fixed、by_rank、per_unit 或 none"),
        }
    }

    fn hours(&mut self, place: &str, value: Option<&Value>, name: &str) {
        if value.and_then(whole).is_none() {
            self.note(place, &format!("{name}应为 0 至 65535 的整数"));
        }
    }

    /// The place of a part, by its name where it has one.
    fn named(&mut self, part: &Value, otherwise: &str) -> String {
        match part.get("name").and_then(Value::as_str).filter(|name| !name.trim().is_empty()) {
            Some(name) => name.to_owned(),
            None => {
                self.note(otherwise, "缺少 name（名称）");
                otherwise.to_owned()
            }
        }
    }
}

fn whole(value: &Value) -> Option<u16> {
    value.as_i64().and_then(|number| u16::try_from(number).ok())
}

/// The text with another effective day.
pub fn with_effective_day(text: &str, day: &str) -> String {
    const KEY: &str = "\"effective_from\"";
    let value = text.find(KEY).map(|at| at + KEY.len()).and_then(|behind| {
        let open = behind + text[behind..].find('"')?;
        // Nothing but the colon may stand between.
        let between = text[behind..open].trim();
        let close = open + 1 + text[open + 1..].find('"')?;
        (between == ":").then_some((open + 1, close))
    });
    match (value, text.find('{')) {
        (Some((from, until)), _) => [&text[..from], day, &text[until..]].concat(),
        (None, Some(brace)) => format!("{}\n {KEY}: \"{day}\",{}", &text[..=brace], &text[brace + 1..]),
        (None, None) => text.to_owned(),
    }
}

/// The effective day that stands in the text.
pub fn effective_day(text: &str) -> String {
    let value: Option<Value> = serde_json::from_str(text).ok();
    value.and_then(|value| value.get("effective_from")?.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{
 "version": 1, "effective_from": "2027-01-01", "provisional": false,
 "requirement": [{"from_year": 2016, "total": 90, "specialty": 60, "common": 0}],
 "categories": [{"code": "a", "name": "甲", "subcategories": [
  {"code": "a.b", "name": "乙", "suggestion": {"kind": "by_rank", "hours": [4, 2]}, "evidence": ["证书"]}]}]
}"#;

    fn today() -> Date {
        parse_date("2026-11-24").expect("a date")
    }

    fn mistakes(text: &str) -> Vec<String> {
        check(text, None, today()).expect_err("mistakes")
    }

    #[test]
    fn the_built_in_table_passes_with_a_day_to_come() {
        assert!(check(GOOD, None, today()).is_ok());
        let built_in = include_str!("../../../../../domain/data/categories.json");
        assert_eq!(mistakes(built_in), ["effective_from（生效日期）最早为明天"]);
        assert!(check(&with_effective_day(built_in, "2026-11-25"), None, today()).is_ok());
    }

    #[test]
    fn what_the_version_before_has_may_not_be_forgotten() {
        let before: CategoryTable = serde_json::from_str(GOOD).expect("a table");
        let next = with_effective_day(GOOD, "2028-01-01");
        assert!(check(&next, Some(&before), today()).is_ok());
        let forgetful = check(&next.replace("a.b", "a.c"), Some(&before), today()).expect_err("a mistake");
        assert!(forgetful.len() == 1 && forgetful[0].contains("a.b"), "{forgetful:?}");
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        let wrong = GOOD
            .replace("2027-01-01", "2027-02-29")
            .replace("\"provisional\": false", "\"provisional\": 1")
            .replace("\"total\": 90", "\"total\": -1")
            .replace("\"a.b\"", "\"x.b\"")
            .replace("[4, 2]", "[4, \"二\"]")
            .replace("[\"证书\"]", "\"证书\"");
        assert_eq!(
            mistakes(&wrong),
            [
                "provisional（暂行）应为 true 或 false",
                "effective_from（生效日期）应为日期，例如 2027-01-01",
                "学时要求第 1 项：total（总学时）应为 0 至 65535 的整数",
                "乙：code x.b 应以 a. 开头",
                "乙：hours（学时）应为 0 至 65535 的整数",
                "乙：evidence（证明材料）应为文字列表",
            ]
        );
        assert_eq!(mistakes("{\n \"version\": 1,,\n}"), ["第 2 行不是正确的 JSON，请检查引号、逗号和括号"]);
        assert_eq!(mistakes("{}").len(), 5);
    }

    #[test]
    fn the_effective_day_is_written_into_the_text() {
        assert_eq!(effective_day(GOOD), "2027-01-01");
        let later = with_effective_day(GOOD, "2028-01-01");
        assert_eq!(effective_day(&later), "2028-01-01");
        assert_eq!(later.replace("2028-01-01", "2027-01-01"), GOOD);
        let added = with_effective_day("{\"version\": 1}", "2028-01-01");
        assert_eq!(effective_day(&added), "2028-01-01");
    }
}
