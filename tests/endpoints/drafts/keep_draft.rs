use domain::limits::{DRAFT_BYTES_MAX, DRAFTS_MAX};
use domain::permission::Role;
use tests::World;
use tests::fixtures::{chief, identity};

use super::{contents, keep, seen};

const PHONE: u128 = 1;
const DESK: u128 = 2;

#[tokio::test]
async fn what_was_begun_on_one_device_is_gone_on_with_on_another() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let phone = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    let account = world.account(Role::Professional, "韦丽琳", &identity(1), None);
    let desk = world.signed_in(&account).await;
    assert_eq!(keep(&phone, seen(7, 0, PHONE), "甲").await, Ok(1));
    assert_eq!(keep(&phone, seen(7, 1, PHONE), "甲乙").await, Ok(2));
    assert_eq!(contents(&desk).await, ["甲乙"]);
    assert_eq!(keep(&desk, seen(7, 2, DESK), "甲乙丙").await, Ok(3));
    assert_eq!(contents(&phone).await, ["甲乙丙"]);
}

#[tokio::test]
async fn who_has_not_seen_what_another_wrote_does_not_write_over_it() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let browser = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    keep(&browser, seen(7, 0, PHONE), "甲").await.expect("kept");
    keep(&browser, seen(7, 1, DESK), "乙").await.expect("kept");
    for version in [0, 1, 3] {
        let refused = keep(&browser, seen(7, version, PHONE), "丙").await.expect_err("not seen");
        assert_eq!(refused.code(), "changed_meanwhile", "version {version}");
    }
    assert_eq!(contents(&browser).await, ["乙"]);
    // The page goes on under another id, and both are there.
    world.app.clock.advance_seconds(1);
    keep(&browser, seen(8, 0, PHONE), "丙").await.expect("kept");
    assert_eq!(contents(&browser).await, ["丙", "乙"]);
}

/// An answer that got lost costs nothing: a page knows what it wrote itself.
#[tokio::test]
async fn a_page_writes_over_its_own_last_words_whether_it_has_heard_of_them_or_not() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let browser = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    for (content, version) in [("甲", 1), ("甲", 2), ("甲乙", 3)] {
        assert_eq!(keep(&browser, seen(7, 0, PHONE), content).await, Ok(version));
    }
    assert_eq!(contents(&browser).await, ["甲乙"]);
}

#[tokio::test]
async fn two_at_once_keep_both_or_are_told() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let browser = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    keep(&browser, seen(7, 0, PHONE), "甲").await.expect("kept");
    let (one, other) = tokio::join!(keep(&browser, seen(7, 1, PHONE), "乙"), keep(&browser, seen(7, 1, DESK), "丙"));
    let won: Vec<&str> =
        [(&one, "乙"), (&other, "丙")].into_iter().filter(|(result, _)| result.is_ok()).map(|(_, text)| text).collect();
    assert_eq!(won.len(), 1, "{one:?} {other:?}");
    assert_eq!(contents(&browser).await, won);
}

#[tokio::test]
async fn a_draft_that_is_gone_does_not_come_back_under_its_id() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let browser = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    let refused = keep(&browser, seen(7, 3, PHONE), "甲").await.expect_err("discarded elsewhere");
    assert_eq!(refused.code(), "changed_meanwhile");
    assert_eq!(contents(&browser).await, [""; 0]);
}

#[tokio::test]
async fn there_are_so_many_and_each_so_long() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let browser = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    let longest = "x".repeat(DRAFT_BYTES_MAX);
    let refused = keep(&browser, seen(1, 0, PHONE), &format!("{longest}x")).await.expect_err("too long");
    assert_eq!(refused.fields(), ["content:too_long"]);
    keep(&browser, seen(1, 0, PHONE), &longest).await.expect("kept");
    for n in 2..=DRAFTS_MAX as u128 {
        keep(&browser, seen(n, 0, PHONE), "甲").await.expect("kept");
    }
    let refused = keep(&browser, seen(99, 0, PHONE), "甲").await.expect_err("too many");
    assert_eq!(refused.fields(), ["content:too_many"]);
    keep(&browser, seen(2, 1, PHONE), "乙").await.expect("one that is there is still written");
}
