use domain::limits::DRAFT_DAYS;
use domain::permission::Role;
use tests::World;
use tests::fixtures::{chief, identity};

use super::{contents, keep, list, seen};

#[tokio::test]
async fn everybody_sees_their_own_and_what_was_written_last_first() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let one = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    let other = world.professional(2, "覃志明", chief(&unit)).await.browser;
    keep(&one, seen(7, 0, 1), "甲").await.expect("kept");
    world.app.clock.advance_seconds(1);
    keep(&one, seen(8, 0, 1), "乙").await.expect("kept");
    assert_eq!(contents(&one).await, ["乙", "甲"]);
    world.app.clock.advance_seconds(1);
    keep(&one, seen(7, 1, 1), "甲甲").await.expect("kept");
    let drafts = list(&one).await;
    assert_eq!((drafts[0].content.as_str(), drafts[0].version), ("甲甲", 2));
    assert_eq!(drafts[0].kept_at, world.app.clock.now());
    assert!(list(&other).await.is_empty());
    // The same id in another's hand is another draft.
    assert_eq!(keep(&other, seen(7, 0, 2), "丙").await, Ok(1));
    assert_eq!(contents(&one).await, ["甲甲", "乙"]);
}

#[tokio::test]
async fn what_nobody_touched_for_half_a_year_is_gone_and_its_page_can_keep_it_anew() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let first = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    keep(&first, seen(7, 0, 1), "甲").await.expect("kept");
    let account = world.account(Role::Professional, "韦丽琳", &identity(1), None);
    world.app.clock.advance_seconds(DRAFT_DAYS * 24 * 60 * 60 - 1);
    let later = world.signed_in(&account).await;
    assert_eq!(contents(&later).await, ["甲"]);
    world.app.clock.advance_seconds(1);
    assert!(list(&later).await.is_empty());
    let refused = keep(&later, seen(7, 1, 1), "甲乙").await.expect_err("its time is over");
    assert_eq!(refused.code(), "changed_meanwhile");
    assert_eq!(keep(&later, seen(7, 0, 1), "甲乙").await, Ok(2));
    assert_eq!(contents(&later).await, ["甲乙"]);
}
