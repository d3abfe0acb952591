use domain::completion::DeliveryForm;
use domain::contract::completions::DeliveryOutcome;
use domain::contract::platforms::ImportCompletionsRequest;
use domain::contract::registrations::ReadTotalsRequest;
use domain::contract::{ImportCompletions, ReadTotals};
use domain::hours::Hours;
use domain::id::PlatformId;
use domain::limits::DELIVERIES_MAX;
use tests::fixtures::{chief, identity};
use tests::platform::{completed, retracted};
use tests::{Browser, World};

use super::{listed, noted};

fn import(platform: &PlatformId, deliveries: Vec<DeliveryForm>) -> ImportCompletionsRequest {
    ImportCompletionsRequest { platform: platform.clone(), deliveries }
}

async fn imported(operator: &Browser<'_>, request: &ImportCompletionsRequest) -> Vec<String> {
    let results = operator.call::<ImportCompletions>(request).await.expect("results").results;
    let word = |outcome: DeliveryOutcome| match outcome {
        DeliveryOutcome::Refused { code, .. } => code,
        DeliveryOutcome::Superseded { revision } => format!("superseded by {revision}"),
        other => format!("{other:?}"),
    };
    results.into_iter().map(|result| word(result.outcome)).collect()
}

#[tokio::test]
async fn a_file_counts_as_the_platform_itself_would() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    let platform = world.platform(1).await;
    let number = &nurse.identity;
    let before = [("C-1", 1, "8"), ("C-2", 2, "2"), ("C-5", 1, "3")];
    platform.deliver(before.map(|(id, revision, hours)| completed(id, revision, number, hours)).to_vec()).await;
    let file = vec![
        completed("C-1", 1, number, "8"),
        completed("C-2", 1, number, "5"),
        completed("C-3", 1, number, "1.5"),
        completed("C-3", 2, number, "1"),
        completed("C-4", 0, number, "1"),
        retracted("C-5", 2),
    ];
    let outcomes = imported(&operator, &import(&platform.id, file)).await;
    let expected = ["Repeated", "superseded by 2", "Applied", "twice_in_batch", "invalid_input", "Applied"];
    assert_eq!(outcomes, expected);
    let totals = nurse.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    let year = totals.years.iter().find(|year| year.year == 2018).expect("the year");
    assert_eq!(year.totals.common, Hours::from_tenths(115));
    // No key has brought it.
    assert_eq!(listed(&operator).await[0].delivered, 3);
}

#[tokio::test]
async fn each_request_is_on_record_and_a_repeat_changes_nothing() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let platform = world.platform(1).await;
    let (key, request) = (world.key(), import(&platform.id, vec![completed("C-1", 1, &identity(1), "8")]));
    let first = operator.keyed::<ImportCompletions>(&request, &key).await.expect("results").results;
    assert_eq!(first[0].outcome, DeliveryOutcome::Applied);
    assert_eq!(noted(&world, &key, platform.id.as_str()).await.as_deref(), Some("completions_imported"));
    let again = operator.keyed::<ImportCompletions>(&request, &key).await.expect("a repeat").results;
    assert_eq!(again[0].outcome, DeliveryOutcome::Repeated);
    let other = import(&platform.id, vec![completed("C-2", 1, &identity(1), "8")]);
    let reused = operator.keyed::<ImportCompletions>(&other, &key).await.expect_err("another content");
    assert_eq!(reused.code(), "idempotency_key_reused");
}

#[tokio::test]
async fn a_platform_without_a_key_and_an_empty_or_endless_file_are_refused() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let platform = world.platform(1).await;
    let one = completed("C-1", 1, &identity(1), "8");
    let many = (0..=DELIVERIES_MAX).map(|n| completed(&format!("C-{n}"), 1, &identity(1), "8")).collect();
    for (request, expected) in [
        (import(&PlatformId::from_bits(99), vec![one]), "platform:unknown"),
        (import(&platform.id, Vec::new()), "deliveries:required"),
        (import(&platform.id, many), "deliveries:too_many"),
    ] {
        let refused = operator.call::<ImportCompletions>(&request).await.expect_err("a mistake");
        assert_eq!(refused.fields(), [expected]);
    }
}
