use domain::contract::directory::{FindUnitsRequest, UnitState};
use domain::contract::units::SearchUnitsRequest;
use domain::contract::{FindUnits, SearchUnits};
use domain::region::Region;
use functions::store::directory::{self, DirectoryUnit};
use tests::fixtures::credit_code;
use tests::two_units::operator;
use tests::{Browser, World};

fn listed(n: u32, name: &str, flags: &str) -> DirectoryUnit {
    DirectoryUnit {
        name: name.to_owned(),
        credit_code: credit_code(n),
        region: Region::parse("450103").expect("a region"),
        supervising: flags.contains('s'),
        verified: flags.contains('v'),
        disabled: flags.contains('d'),
    }
}

#[tokio::test]
async fn an_operator_finds_every_unit_and_what_is_to_be_done_about_some() {
    let world = World::new().await;
    let compacted =
        [listed(1, "南宁市第一中学", "v"), listed(2, "南宁市第二中学", "vd"), listed(3, "南宁市教育局", "vs")];
    directory::compact(&world.app.table, compacted.to_vec(), world.app.clock.now()).await.expect("compacted");
    let new = directory::list(world.app.clock.now(), &listed(4, "南宁市第四中学", "")).expect("a line");
    let closed = directory::list(world.app.clock.now(), &listed(1, "南宁市第一中学", "vd")).expect("a line");
    world.app.table.transact(vec![new, closed]).await.expect("stored");
    let operator = operator(&world).await;
    let names = async |text: &str, state: Option<UnitState>| {
        let request = FindUnitsRequest { text: text.to_owned(), state, ..FindUnitsRequest::default() };
        let found = operator.call::<FindUnits>(&request).await.expect("units");
        assert_eq!(found.total as usize, found.units.len());
        let mut names: Vec<_> = found.units.into_iter().map(|unit| unit.name).collect();
        names.sort();
        names
    };
    let mut all = ["南宁市教育局", "南宁市第一中学", "南宁市第二中学", "南宁市第四中学"];
    all.sort_unstable();
    assert_eq!(names("南宁市", None).await, all);
    assert_eq!(names("", Some(UnitState::Unverified)).await, ["南宁市第四中学"]);
    assert_eq!(names("", Some(UnitState::Supervising)).await, ["南宁市教育局"]);
    let mut disabled = ["南宁市第一中学", "南宁市第二中学"];
    disabled.sort_unstable();
    assert_eq!(names("中学", Some(UnitState::Disabled)).await, disabled);
    // What nobody may choose is offered to nobody, and 其他单位 is no unit of the directory.
    let request = SearchUnitsRequest { text: "中学".to_owned(), ..SearchUnitsRequest::default() };
    let hits = Browser::anonymous(&world).call::<SearchUnits>(&request).await.expect("hits");
    assert_eq!((hits.total, hits.hits[0].name.as_str()), (1, "南宁市第四中学"));
    assert!(names("其他单位", None).await.is_empty());
}

#[tokio::test]
async fn what_is_typed_wrong_is_said_all_at_once() {
    let world = World::new().await;
    let request =
        FindUnitsRequest { text: "院".repeat(101), region: "999999".to_owned(), ..FindUnitsRequest::default() };
    let refused = operator(&world).await.call::<FindUnits>(&request).await.expect_err("mistakes");
    assert_eq!(refused.fields(), ["region:unknown", "text:too_long"]);
}
