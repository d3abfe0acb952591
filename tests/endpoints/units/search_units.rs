use domain::contract::SearchUnits;
use domain::contract::units::SearchUnitsRequest;
use domain::region::Region;
use functions::store::directory::{self, Listed};
use tests::fixtures::credit_code;
use tests::{Browser, World};

fn listed(n: u32, name: &str, region: &str, supervising: bool, verified: bool) -> Listed {
    let region = Region::parse(region).expect("a region");
    Listed { name: name.to_owned(), credit_code: credit_code(n), region, supervising, verified }
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
    directory::seal(&world.house.table, &units).await.expect("sealed");
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
    directory::seal(&world.house.table, &units).await.expect("sealed");
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
    assert_eq!((warm.usage.calls, warm.usage.items_read), (1, 0));
}
