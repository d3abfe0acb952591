use domain::contract::directory::CompactDirectoryRequest;
use domain::contract::units::SearchUnitsRequest;
use domain::contract::{CompactDirectory, SearchUnits};
use domain::region::Region;
use domain::timestamp::Timestamp;
use functions::store::directory::{self, Directory, DirectoryUnit, Wanted};
use functions::store::keys::DIRECTORY;
use functions::store::table::{Range, SortRange};
use tests::fixtures::credit_code;
use tests::two_units::operator;
use tests::{Browser, World};

fn listed(n: u32) -> DirectoryUnit {
    DirectoryUnit {
        name: format!("第{n:04}小学"),
        credit_code: credit_code(n),
        region: Region::parse("450103").expect("a region"),
        supervising: false,
        verified: true,
        disabled: n.is_multiple_of(7),
    }
}

async fn add(world: &World, n: u32, at: Timestamp) {
    world.app.table.transact(vec![directory::list(at, &listed(n)).expect("a line")]).await.expect("stored");
}

/// What a process finds that has not looked before.
async fn newcomer_finds(world: &World) -> usize {
    Directory::default().search(&world.app.table, world.app.clock.now(), &Wanted::default(), 0).await.expect("hits").1
}

async fn items(world: &World, prefix: &str) -> usize {
    let range = Range {
        index: None,
        partition: DIRECTORY.to_owned(),
        sort: SortRange::Prefix(prefix.to_owned()),
        newest_first: false,
        consistent: true,
        after: None,
    };
    world.app.table.query_items(range).await.expect("items").len()
}

#[tokio::test]
async fn what_is_known_is_packed_and_what_nobody_reads_any_more_is_gone() {
    let world = World::new().await;
    let operator = operator(&world).await;
    for n in 0..30 {
        add(&world, n, world.app.clock.now()).await;
    }
    let gone = directory::unlist(world.app.clock.now().plus_seconds(1), &credit_code(3)).expect("a line");
    world.app.table.transact(vec![gone]).await.expect("stored");
    let text = SearchUnitsRequest { text: "小学".to_owned(), ..SearchUnitsRequest::default() };
    let early = Browser::anonymous(&world);
    assert_eq!(early.call::<SearchUnits>(&text).await.expect("hits").total, 24);
    world.app.clock.advance_seconds(600);
    add(&world, 30, world.app.clock.now().plus_seconds(-30)).await;
    let compacted = operator.call::<CompactDirectory>(&CompactDirectoryRequest {}).await.expect("compacted");
    assert_eq!(compacted.units, 30);
    // The line of half a minute ago, and the one that tells of the sealing.
    assert_eq!((items(&world, "N#").await, items(&world, "S#").await), (2, 1));
    // Somebody whose clock is slow, and who was on the way while it was compacted.
    add(&world, 31, world.app.clock.now().plus_seconds(-40)).await;
    assert_eq!(newcomer_finds(&world).await, 26);
    assert_eq!(early.call::<SearchUnits>(&text).await.expect("hits").total, 26);
    let again = operator.call::<CompactDirectory>(&CompactDirectoryRequest {}).await.expect("compacted again");
    assert_eq!((again.units, items(&world, "S#").await), (31, 1));
    assert_eq!(newcomer_finds(&world).await, 26);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_and_units_that_come_meanwhile_lose_nothing() {
    let world = World::new().await;
    let operator = operator(&world).await;
    for round in 0..20 {
        world.app.clock.advance_seconds(90);
        let come = async {
            for n in 0..5 {
                add(&world, round * 5 + n, world.app.clock.now()).await;
            }
        };
        let compact = || operator.call::<CompactDirectory>(&CompactDirectoryRequest {});
        let (one, other, ()) = tokio::join!(compact(), compact(), come);
        one.expect("compacted");
        other.expect("compacted");
        let open = (0..(round + 1) * 5).filter(|n| !n.is_multiple_of(7)).count();
        assert_eq!(newcomer_finds(&world).await, open, "round {round}");
    }
    operator.call::<CompactDirectory>(&CompactDirectoryRequest {}).await.expect("compacted");
    assert_eq!(items(&world, "S#").await, 1);
}
