//! The index against brute force.

use proptest::prelude::*;

use super::*;

fn unit(n: usize, name: &str, region: &str, verified: bool) -> DirectoryUnit {
    let region = Region::parse(region).expect("a region");
    let credit_code = CreditCode::from_base17(&format!("91{}{n:09}", region.as_str())).expect("a base of 17");
    DirectoryUnit {
        name: name.to_owned(),
        credit_code,
        region,
        supervising: n.is_multiple_of(3),
        verified,
        disabled: n.is_multiple_of(5),
    }
}

#[test]
fn every_word_is_found_anywhere_and_offices_by_what_they_are_called_for_short() {
    let names = [
        "南宁市人力资源和社会保障局",
        "柳州市人力资源和社会保障局",
        "南宁市第一人民医院",
        "广西人社培训中心",
        "南宁市卫生健康委员会",
        "CPR 培训（南宁）有限公司",
    ];
    let units = names.iter().enumerate().map(|(n, name)| unit(n + 1, name, "450103", true));
    let units: Vec<DirectoryUnit> = units.map(|unit| DirectoryUnit { disabled: false, ..unit }).collect();
    let index = Index::new(units);
    let found = |text: &str| {
        let wanted = Wanted { text: text.to_owned(), ..Wanted::default() };
        let (found, total) = index.search(&Changes::default(), &wanted, 0..10);
        assert_eq!(found.len(), total, "each once");
        let mut names: Vec<String> = found.into_iter().map(|unit| unit.name).collect();
        names.sort();
        names
    };
    assert_eq!(found("人社"), ["南宁市人力资源和社会保障局", "广西人社培训中心", "柳州市人力资源和社会保障局"]);
    assert_eq!(found("南宁人社局"), ["南宁市人力资源和社会保障局"]);
    assert_eq!(found("人社 柳州"), ["柳州市人力资源和社会保障局"]);
    assert_eq!(found("医院\u{3000}南宁"), ["南宁市第一人民医院"]);
    assert_eq!(found("南宁 卫健"), ["南宁市卫生健康委员会"]);
    assert_eq!(found("cpr 南宁"), ["CPR 培训（南宁）有限公司"]);
    assert_eq!(found("南宁 小学"), [""; 0]);
}

/// The definition for one word: folded text in folded name or code; ordered as the documentation of `search` says.
fn brute_force(units: &[DirectoryUnit], wanted: &Wanted) -> Vec<DirectoryUnit> {
    let folded = |text: &str| {
        let mut folded = String::new();
        fold(text, &mut folded);
        folded
    };
    let text = folded(wanted.text.trim());
    let fit = |whole: &str| match whole {
        _ if text.is_empty() || whole == text => Some(0),
        _ if whole.starts_with(&text) => Some(1),
        _ if whole.contains(&text) => Some(2),
        _ => None,
    };
    let mut found: Vec<_> = units
        .iter()
        .filter(|unit| !wanted.supervising || unit.supervising)
        .filter(|unit| match wanted.shown {
            Shown::Open => !unit.disabled,
            Shown::All => true,
            Shown::Unverified => !unit.verified,
            Shown::Disabled => unit.disabled,
        })
        .filter(|unit| wanted.region.is_none_or(|region| unit.region.lies_in(region)))
        .filter_map(|unit| {
            let fits = [fit(&folded(&unit.name)), fit(unit.credit_code.as_str())];
            let fit = fits.into_iter().flatten().min()?;
            let is_far = wanted.near.is_some_and(|near| !unit.region.lies_in(near));
            Some((fit, is_far, !unit.verified, unit.rank(), unit))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(.., unit)| unit.clone()).collect()
}

// `DirectoryUnit` has no order of its own; the rank before it is unique, so this one is never asked.
impl PartialOrd for DirectoryUnit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DirectoryUnit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

fn any_unit() -> impl Strategy<Value = DirectoryUnit> {
    let name = "[甲乙丙aB1(（)）]{1,6}";
    let region = prop::sample::select(vec!["450100", "450103", "450126", "450200", "450203"]);
    (0..400_usize, name, region, prop::bool::ANY)
        .prop_map(|(n, name, region, verified)| unit(n, &name, region, verified))
}

fn any_search() -> impl Strategy<Value = Wanted> {
    let text = prop_oneof![3 => "[甲乙丙Ab1(（]{0,3}", 1 => "[019]{1,4}", 1 => "[45]{2}[0-9]{1,6}"];
    let region = || prop::option::of(prop::sample::select(vec!["450000", "450100", "450103", "450200"]));
    let shown = prop::sample::select(vec![Shown::Open, Shown::All, Shown::Unverified, Shown::Disabled]);
    (text, region(), region(), prop::bool::ANY, shown).prop_map(|(text, region, near, supervising, shown)| Wanted {
        text,
        region: region.and_then(Region::parse),
        near: near.and_then(Region::parse),
        supervising,
        shown,
    })
}

fn without_repeats(units: Vec<DirectoryUnit>) -> Vec<DirectoryUnit> {
    let by_code: HashMap<_, _> = units.into_iter().map(|unit| (unit.credit_code.clone(), unit)).collect();
    by_code.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every page of every search is what brute force finds, also after units were added, renamed and removed.
    #[test]
    fn finds_what_brute_force_finds(
        units in prop::collection::vec(any_unit(), 0..60),
        later in prop::collection::vec((any_unit(), prop::bool::ANY), 0..12),
        wanted in any_search(),
        rows in 1..7_usize,
    ) {
        let units = without_repeats(units);
        let index = Index::new(units.clone());
        let latest: HashMap<_, _> =
            later.into_iter().map(|(unit, stays)| (unit.credit_code.clone(), stays.then_some(unit))).collect();
        let now: Vec<_> = units
            .into_iter()
            .filter(|unit| !latest.contains_key(&unit.credit_code))
            .chain(latest.values().flatten().cloned())
            .collect();
        let changes = Changes::new(latest);
        let expected = brute_force(&now, &wanted);
        let mut found = Vec::new();
        for page in 0..=expected.len() / rows + 1 {
            let (hits, total) = index.search(&changes, &wanted, page * rows..(page + 1) * rows);
            prop_assert_eq!(total, expected.len());
            prop_assert!(hits.len() <= rows);
            found.extend(hits);
        }
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn no_part_of_many_units_is_passed_over_wrongly() {
    let places = ["宾阳县", "桂平市", "柳州市鱼峰区", "𠮷祥村", "A镇"];
    let kinds = ["小学", "卫生院", "林业站", "医院", "有限公司", "𠮷"];
    let units: Vec<_> = (0..9_000)
        .map(|n| {
            let name = format!("{}第{n}{}", places[n % 5], kinds[n % 6]);
            unit(n, &name, "450103", n % 7 > 0)
        })
        .collect();
    let index = Index::new(units.clone());
    for text in ["第77", "宾阳县第8", "𠮷", "祥村第", "院", "a镇第1", "医学", "峰区第 ", "公司", "第8999"]
    {
        let wanted = Wanted { text: text.to_owned(), shown: Shown::All, ..Wanted::default() };
        let expected = brute_force(&units, &wanted);
        let (found, total) = index.search(&Changes::default(), &wanted, 0..50);
        assert_eq!(total, expected.len(), "{text}");
        assert_eq!(found, expected[..50.min(total)], "{text}");
    }
}

#[test]
fn width_and_case_do_not_matter() {
    let index = Index::new(vec![unit(1, "广西ＴＣＬ（南宁）有限公司", "450103", true)]);
    for text in ["tcl(南", "TCL（南", "ＴＣＬ", " 广西tcl "] {
        let wanted = Wanted { text: text.to_owned(), ..Wanted::default() };
        assert_eq!(index.search(&Changes::default(), &wanted, 0..10).1, 1, "{text}");
    }
}

#[test]
fn a_line_of_a_segment_is_read_as_it_was_written() {
    let mut lines = String::new();
    let units = [unit(3, "宾阳县甘棠镇林业站", "450126", true), unit(4, "第二小学", "450103", false)];
    units.iter().for_each(|unit| unit.write(&mut lines));
    let read: Vec<_> = lines.lines().filter_map(DirectoryUnit::parse).collect();
    assert_eq!(read, units);
}
