use domain::contract::SearchUnits;
use domain::contract::units::SearchUnitsRequest;
use domain::credit_code::CreditCode;
use domain::id::UnitId;
use domain::region::Region;
use functions::store::directory::{self, DirectoryUnit};
use tests::fixtures::credit_code;
use tests::{Browser, World};

fn listed(n: u32, name: &str, region: &str, supervising: bool, verified: bool) -> DirectoryUnit {
    let region = Region::parse(region).expect("a region");
    DirectoryUnit { name: name.to_owned(), credit_code: credit_code(n), region, supervising, verified, disabled: false }
}

async fn world() -> World {
    let world = World::new().await;
    let units = [
        listed(1, "南宁市第一人民医院", "450103", false, true),
        listed(2, "南宁市第一人民医院江南分院", "450105", false, true),
        listed(3, "广西南宁市第一人民医院健康管理中心", "450103", false, false),
        listed(4, "宾阳县甘棠镇林业站", "450126", false, true),
        listed(5, "南宁市人力资源和社会保障局", "450100", true, true),
    ];
    directory::compact(&world.app.table, units.to_vec(), world.app.clock.now()).await.expect("compacted");
    world
}

async fn names(world: &World, request: SearchUnitsRequest) -> (Vec<String>, u32) {
    let found = Browser::anonymous(world).call::<SearchUnits>(&request).await.expect("hits");
    (found.hits.into_iter().map(|hit| hit.name).collect(), found.total)
}

fn text(text: &str) -> SearchUnitsRequest {
    SearchUnitsRequest { text: text.to_owned(), ..SearchUnitsRequest::default() }
}

#[tokio::test]
async fn any_part_of_a_name_or_code_finds_it_best_first() {
    let world = world().await;
    let hospitals = ["南宁市第一人民医院", "南宁市第一人民医院江南分院", "广西南宁市第一人民医院健康管理中心"];
    assert_eq!(names(&world, text("南宁市第一人民医院")).await, (hospitals.map(str::to_owned).to_vec(), 3));
    assert_eq!(names(&world, text("甘棠镇")).await.0, ["宾阳县甘棠镇林业站"]);
    let code = credit_code(4);
    assert_eq!(names(&world, text(&code.as_str()[3..17].to_lowercase())).await.0, ["宾阳县甘棠镇林业站"]);
    assert_eq!(names(&world, text("不存在的单位")).await, (vec![], 0));
    assert_eq!(names(&world, text("其他单位")).await, (vec!["其他单位".to_owned()], 1));
}

#[tokio::test]
async fn a_region_takes_in_its_counties_and_supervision_is_a_filter() {
    let world = world().await;
    let in_nanning = SearchUnitsRequest { region: "450100".to_owned(), ..text("") };
    assert_eq!(names(&world, in_nanning).await.1, 5);
    let in_county = SearchUnitsRequest { region: "450126".to_owned(), ..text("") };
    assert_eq!(names(&world, in_county).await.0, ["宾阳县甘棠镇林业站"]);
    let supervising = SearchUnitsRequest { supervising: true, ..text("南宁") };
    assert_eq!(names(&world, supervising).await.0, ["南宁市人力资源和社会保障局"]);
    let nowhere = SearchUnitsRequest { region: "999999".to_owned(), ..text("南宁") };
    let refused = Browser::anonymous(&world).call::<SearchUnits>(&nowhere).await.expect_err("no such region");
    assert_eq!(refused.fields(), ["region:unknown"]);
}

#[tokio::test]
async fn every_page_is_reachable() {
    let world = World::new().await;
    let units: Vec<_> = (0..25).map(|n| listed(n, &format!("第{n:02}小学"), "450103", false, true)).collect();
    directory::compact(&world.app.table, units.clone(), world.app.clock.now()).await.expect("compacted");
    let mut all = Vec::new();
    for (page, expected) in [(0, 10), (1, 10), (2, 5), (3, 0)] {
        let (names, total) = names(&world, SearchUnitsRequest { page, ..text("小学") }).await;
        assert_eq!((names.len(), total), (expected, 25));
        all.extend(names);
    }
    let expected: Vec<_> = units.into_iter().map(|unit| unit.name).collect();
    assert_eq!(all, expected);
}

#[tokio::test]
async fn a_warm_search_reads_one_small_range() {
    let world = world().await;
    let browser = Browser::anonymous(&world);
    browser.measured::<SearchUnits>(&text("南宁"), &world.key()).await;
    let warm = browser.measured::<SearchUnits>(&text("南宁"), &world.key()).await;
    // One item: what was logged in the minute before the last search is read again, here the sealing itself.
    assert_eq!((warm.usage.calls, warm.usage.items_read), (1, 1));
    // Who has asked since has nothing to read again.
    world.app.clock.advance_seconds(61);
    browser.measured::<SearchUnits>(&text("南宁"), &world.key()).await;
    let later = browser.measured::<SearchUnits>(&text("南宁"), &world.key()).await;
    assert_eq!((later.usage.calls, later.usage.items_read), (1, 0));
}

#[tokio::test]
async fn a_searcher_who_was_there_before_sees_renames_removals_and_whatever_a_slow_clock_wrote() {
    let world = world().await;
    assert_eq!(names(&world, text("健康管理中心")).await.1, 1);
    let table = &world.app.table;
    let change = |seconds, unit: DirectoryUnit| directory::list(world.app.clock.now().plus_seconds(seconds), &unit);
    let renamed = listed(3, "广西健康体检中心", "450103", false, true);
    table.transact(vec![change(0, renamed).expect("a change")]).await.expect("renamed");
    assert_eq!(names(&world, text("健康管理中心")).await.1, 0);
    assert_eq!(names(&world, text("健康体检中心")).await.0, ["广西健康体检中心"]);
    // Another function's clock is half a minute slow; its change comes later all the same.
    let late = listed(6, "南宁健康驿站", "450103", false, false);
    table.transact(vec![change(-30, late).expect("a change")]).await.expect("added");
    assert_eq!(names(&world, text("健康驿站")).await.0, ["南宁健康驿站"]);
    let gone = directory::unlist(world.app.clock.now().plus_seconds(1), &credit_code(6)).expect("a change");
    table.transact(vec![gone]).await.expect("removed");
    assert_eq!(names(&world, text("健康驿站")).await.1, 0);
}

#[tokio::test]
async fn a_directory_that_is_sealed_anew_is_read_anew() {
    let world = world().await;
    assert_eq!(names(&world, text("")).await.1, 5);
    world.app.clock.advance_seconds(3_600);
    let units = vec![listed(7, "北海市图书馆", "450500", false, true)];
    directory::compact(&world.app.table, units, world.app.clock.now()).await.expect("compacted");
    assert_eq!(names(&world, text("")).await, (vec!["北海市图书馆".to_owned()], 1));
}

#[tokio::test]
async fn among_equally_good_ones_those_near_come_first() {
    let world = world().await;
    // A unit of Binyang by its code, which is all that the request tells of it.
    let code = CreditCode::from_base17("12450126400000001").expect("a base of 17");
    let near = SearchUnitsRequest { near: Some(UnitId::of(&code)), ..text("") };
    assert_eq!(names(&world, near).await.0[0], "宾阳县甘棠镇林业站");
    assert_ne!(names(&world, text("")).await.0[0], "宾阳县甘棠镇林业站");
}
