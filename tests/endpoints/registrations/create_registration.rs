use domain::contract::registrations::ListRegistrationsRequest;
use domain::contract::{CreateRegistration, ListRegistrations};
use domain::registration::RegistrationForm;
use domain::review::Status;
use tests::World;
use tests::fixtures::{chief, form};

#[tokio::test]
async fn it_keeps_a_draft_that_is_listed_at_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let row = member.browser.call::<CreateRegistration>(&form("区域医师关键技术培训班")).await.expect("a draft");
    assert_eq!((row.status, row.version, row.claimed_hours.tenths()), (Status::Draft, 1, 160));
    let page = member.browser.call::<ListRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
    assert_eq!(page.rows, [row]);
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_and_another_content_is_refused() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let key = world.key();
    let first = member.browser.keyed::<CreateRegistration>(&form("甲"), &key).await.expect("a draft");
    let again = member.browser.keyed::<CreateRegistration>(&form("甲"), &key).await.expect("the same draft");
    assert_eq!(first, again);
    let refused = member.browser.keyed::<CreateRegistration>(&form("乙"), &key).await.expect_err("another content");
    assert_eq!(refused.code(), "idempotency_key_reused");
    let page = member.browser.call::<ListRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
    assert_eq!(page.rows.len(), 1);
}

#[tokio::test]
async fn the_function_judges_what_the_browser_should_have() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let empty = member.browser.call::<CreateRegistration>(&RegistrationForm::default()).await.expect_err("empty");
    let fields = [
        "category:required",
        "subcategory:required",
        "title:required",
        "start:required",
        "end:required",
        "claimed_hours:required",
        "credited_year:required",
        "pledged:required",
    ];
    assert_eq!(empty.fields(), fields);
    let above = RegistrationForm { claimed_hours: "40".to_owned(), ..form("甲") };
    let refused = member.browser.call::<CreateRegistration>(&above).await.expect_err("no reason given");
    assert_eq!(refused.fields(), ["remarks:reason_required"]);
    let future = RegistrationForm { credited_year: "2027".to_owned(), ..form("甲") };
    let refused = member.browser.call::<CreateRegistration>(&future).await.expect_err("next year");
    assert_eq!(refused.fields(), ["credited_year:year_not_open"]);
}
