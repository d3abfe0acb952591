use domain::contract::drafts::{DiscardDraftRequest, DraftSeen};
use domain::contract::{CreateRegistration, DiscardDraft};
use domain::registration::RegistrationForm;
use tests::fixtures::{chief, form};
use tests::{Browser, Refused, World};

use super::{contents, keep, seen};

async fn discard(browser: &Browser<'_>, draft: DraftSeen) -> Result<(), Refused> {
    browser.call::<DiscardDraft>(&DiscardDraftRequest { draft }).await.map(drop)
}

#[tokio::test]
async fn only_what_was_seen_is_discarded_and_a_repeat_does_no_harm() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let browser = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    keep(&browser, seen(7, 0, 1), "甲").await.expect("kept");
    keep(&browser, seen(7, 1, 2), "乙").await.expect("kept by another page");
    let refused = discard(&browser, seen(7, 1, 1)).await.expect_err("another page has written since");
    assert_eq!(refused.code(), "changed_meanwhile");
    assert_eq!(contents(&browser).await, ["乙"]);
    discard(&browser, seen(7, 2, 3)).await.expect("seen");
    discard(&browser, seen(7, 2, 3)).await.expect("a repeat");
    assert_eq!(contents(&browser).await, [""; 0]);
}

#[tokio::test]
async fn nobody_discards_what_is_anothers() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let one = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    let other = world.professional(2, "覃志明", chief(&unit)).await.browser;
    keep(&one, seen(7, 0, 1), "甲").await.expect("kept");
    discard(&other, seen(7, 1, 1)).await.expect("there is none of theirs");
    assert_eq!(contents(&one).await, ["甲"]);
}

#[tokio::test]
async fn a_saved_registration_discards_its_draft_once_and_not_what_another_device_typed_since() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let browser = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    let typed = |draft: DraftSeen| RegistrationForm { draft: Some(draft), ..form("甲") };
    keep(&browser, seen(7, 0, 1), "甲").await.expect("kept");
    keep(&browser, seen(8, 0, 1), "乙").await.expect("kept");
    let key = world.key();
    let created = browser.keyed::<CreateRegistration>(&typed(seen(7, 1, 1)), &key).await.expect("saved");
    assert_eq!(contents(&browser).await, ["乙"]);
    let again = browser.keyed::<CreateRegistration>(&typed(seen(7, 1, 1)), &key).await.expect("a repeat");
    assert_eq!(created, again);
    // A form that does not pass discards nothing.
    let wrong = RegistrationForm { title: String::new(), ..typed(seen(8, 1, 1)) };
    browser.call::<CreateRegistration>(&wrong).await.expect_err("no title");
    keep(&browser, seen(8, 1, 2), "乙丙").await.expect("kept by another page");
    browser.call::<CreateRegistration>(&typed(seen(8, 1, 1))).await.expect("saved");
    assert_eq!(contents(&browser).await, ["乙丙"]);
}
