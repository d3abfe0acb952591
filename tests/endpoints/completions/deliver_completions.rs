use domain::account::SignUpForm;
use domain::contract::completions::{DeliverCompletionsRequest, DeliveryOutcome};
use domain::contract::platforms::{CreatePlatformKeyRequest, ListPlatformKeysRequest};
use domain::contract::registrations::ReadTotalsRequest;
use domain::contract::{
    CreatePlatformKey, DeliverCompletions, Endpoint, ListPlatformKeys, ReadTotals, SignUpProfessional,
};
use domain::hours::Hours;
use domain::limits::{DELIVERIES_MAX, SIGNATURE_SECONDS_MAX};
use functions::crypto::webhooks::{Message, WebhookSecret};
use functions::http::signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use functions::store::table::Item;
use tests::browser::send;
use tests::fixtures::{chief, identity};
use tests::platform::{Machine, completed, retracted};
use tests::{Browser, World};

async fn common_hours(browser: &Browser<'_>) -> Hours {
    let totals = browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    totals.years.iter().find(|year| year.year == 2018).map_or(Hours::ZERO, |year| year.totals.common)
}

#[tokio::test]
async fn totals_follow_deliveries_corrections_and_retractions() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let platform = world.platform(1).await;
    let number = &member.identity;
    assert_eq!(platform.delivers(completed("C-1", 1, number, "8")).await, DeliveryOutcome::Applied);
    assert_eq!(platform.delivers(completed("C-2", 1, number, "2.5")).await, DeliveryOutcome::Applied);
    assert_eq!(common_hours(&member.browser).await, Hours::from_tenths(105));
    assert_eq!(platform.delivers(completed("C-1", 2, number, "6")).await, DeliveryOutcome::Applied);
    assert_eq!(common_hours(&member.browser).await, Hours::from_tenths(85));
    assert_eq!(platform.delivers(retracted("C-2", 2)).await, DeliveryOutcome::Applied);
    assert_eq!(common_hours(&member.browser).await, Hours::whole(6));
    assert_eq!(platform.delivers(completed("C-2", 3, number, "1")).await, DeliveryOutcome::Applied);
    assert_eq!(common_hours(&member.browser).await, Hours::whole(7));
}

#[tokio::test]
async fn what_arrives_again_late_or_out_of_order_changes_nothing() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let platform = world.platform(1).await;
    let number = &member.identity;
    assert_eq!(platform.delivers(completed("C-1", 2, number, "6")).await, DeliveryOutcome::Applied);
    assert_eq!(platform.delivers(completed("C-1", 2, number, "6")).await, DeliveryOutcome::Repeated);
    let late = platform.delivers(completed("C-1", 1, number, "8")).await;
    assert_eq!(late, DeliveryOutcome::Superseded { revision: 2 });
    let reused = platform.delivers(completed("C-1", 2, number, "7")).await;
    assert!(matches!(reused, DeliveryOutcome::Refused { ref code, .. } if code == "revision_reused"), "{reused:?}");
    // A retraction may overtake what it retracts.
    assert_eq!(platform.delivers(retracted("C-9", 2)).await, DeliveryOutcome::Applied);
    let overtaken = platform.delivers(completed("C-9", 1, number, "50")).await;
    assert_eq!(overtaken, DeliveryOutcome::Superseded { revision: 2 });
    assert_eq!(common_hours(&member.browser).await, Hours::whole(6));
    // Another platform's completion of the same name is another completion.
    world.platform(2).await.delivers(completed("C-1", 1, number, "1")).await;
    assert_eq!(common_hours(&member.browser).await, Hours::whole(7));
}

#[tokio::test]
async fn a_correction_moves_hours_to_the_right_person_and_year() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let wrong = world.professional(1, "韦丽琳", chief(&unit)).await;
    let right = world.professional(2, "覃志明", chief(&unit)).await;
    let platform = world.platform(1).await;
    platform.delivers(completed("C-1", 1, &wrong.identity, "8")).await;
    platform.delivers(completed("C-1", 2, &right.identity, "8")).await;
    assert_eq!(
        (common_hours(&wrong.browser).await, common_hours(&right.browser).await),
        (Hours::ZERO, Hours::whole(8))
    );
    let mut other_year = completed("C-1", 3, &right.identity, "8");
    other_year.credited_year = Some(2019);
    platform.delivers(other_year).await;
    assert_eq!(common_hours(&right.browser).await, Hours::ZERO);
}

#[tokio::test]
async fn hours_wait_for_a_person_who_signs_up_later() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let platform = world.platform(1).await;
    platform.delivers(completed("C-1", 1, &identity(7), "8")).await;
    let mut browser = Browser::anonymous(&world);
    let form = SignUpForm {
        name: "韦丽琳".to_owned(),
        identity_number: identity(7).expose().to_owned(),
        mobile: "13800138000".to_owned(),
        password: "三月的雨 1987".to_owned(),
        unit: Some(unit),
        department: None,
    };
    browser.signing::<SignUpProfessional>(&form).await.expect("hours are nobody's account");
    assert_eq!(common_hours(&browser).await, Hours::whole(8));
    let again = Browser::anonymous(&world).call::<SignUpProfessional>(&form).await.expect_err("now it is somebody's");
    assert_eq!(again.fields(), ["identity_number:taken"]);
}

#[tokio::test]
async fn each_delivery_has_a_result_of_its_own() {
    let world = World::new().await;
    let platform = world.platform(1).await;
    let results = platform
        .deliver(vec![
            completed("C-1", 1, &identity(1), "8"),
            completed("C-2", 0, &identity(1), "八"),
            completed("C-1", 2, &identity(1), "9"),
            completed("C-3", 1, &identity(2), "1"),
        ])
        .await;
    let codes: Vec<_> = results
        .iter()
        .map(|outcome| match outcome {
            DeliveryOutcome::Refused { code, fields, .. } => format!("{code} {}", fields.len()),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(codes, ["Applied", "invalid_input 2", "twice_in_batch 0", "Applied"]);
}

#[tokio::test]
async fn a_thousand_go_at_once_many_to_a_person_and_a_repeat_resumes() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let platform = world.platform(1).await;
    let half: Vec<_> = (0..DELIVERIES_MAX / 2)
        .map(|n| {
            let number = if n % 5 == 0 { member.identity.clone() } else { identity(1_000 + n as u32 / 10) };
            completed(&format!("C-{n}"), 1, &number, "0.1")
        })
        .collect();
    let mut all = half.clone();
    all.extend((0..DELIVERIES_MAX / 2).map(|n| completed(&format!("D-{n}"), 1, &member.identity, "0.1")));
    assert!(platform.deliver(half).await.iter().all(|outcome| *outcome == DeliveryOutcome::Applied));
    let outcomes = platform.deliver(all.clone()).await;
    let count = |wanted: &DeliveryOutcome| outcomes.iter().filter(|outcome| *outcome == wanted).count();
    assert_eq!((count(&DeliveryOutcome::Repeated), count(&DeliveryOutcome::Applied)), (500, 500));
    assert_eq!(common_hours(&member.browser).await, Hours::from_tenths(600));
    all.push(completed("E-1", 1, &member.identity, "0.1"));
    let refused = platform.measured(&DeliverCompletionsRequest { deliveries: all }).await.result;
    assert_eq!(refused.expect_err("one too many").fields(), ["deliveries:too_many"]);
    let refused = platform.measured(&DeliverCompletionsRequest { deliveries: Vec::new() }).await.result;
    assert_eq!(refused.expect_err("nothing").fields(), ["deliveries:required"]);
}

/// A request for one completion of 8 hours by the first person.
fn body(completion: &str) -> Vec<u8> {
    let deliveries = vec![completed(completion, 1, &identity(1), "8")];
    serde_json::to_vec(&DeliverCompletionsRequest { deliveries }).expect("JSON")
}

async fn refused(platform: &Machine<'_>, change: impl FnOnce(&mut http::Request<bytes::Bytes>)) -> String {
    let mut request = platform.request(body("C-1"), platform.world.app.clock.now().seconds());
    change(&mut request);
    let refused = send::<DeliverCompletions>(platform.world, request).await.result.expect_err("not signed");
    assert_eq!(refused.status, 401);
    format!("{} {}", refused.code(), refused.body.message)
}

#[tokio::test]
async fn wrong_signatures_and_unknown_keys_look_alike() {
    let world = World::new().await;
    let platform = world.platform(1).await;
    let wrong = refused(&platform, |request| {
        let value = request.headers_mut().get_mut(SIGNATURE_HEADER).expect("a signature");
        *value = format!("v1,{}=", "A".repeat(43)).parse().expect("ASCII");
    });
    let wrong = wrong.await;
    assert!(wrong.starts_with("wrong_signature "));
    let unknown = Machine { key: domain::id::PlatformKeyId::from_bits(99), ..platform.clone() };
    assert_eq!(refused(&unknown, |_| {}).await, wrong);
    let mistyped = Machine { secret: WebhookSecret::fresh(), ..platform.clone() };
    assert_eq!(refused(&mistyped, |_| {}).await, wrong);
    for header in [ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER] {
        assert_eq!(refused(&platform, |request| drop(request.headers_mut().remove(header))).await, wrong, "{header}");
        let other =
            refused(&platform, |request| drop(request.headers_mut().insert(header, "1".parse().expect("ASCII"))));
        assert_eq!(other.await, wrong, "{header} is signed as well");
    }
    for query in ["", "?key=", "?key=1", "?other=1"] {
        let path = format!("{}{query}", DeliverCompletions::ROW.path);
        let unnamed = refused(&platform, |request| *request.uri_mut() = path.parse().expect("a path")).await;
        assert_eq!(unnamed, wrong, "{query}");
    }
    let altered = refused(&platform, |request| {
        let body = String::from_utf8(request.body().to_vec()).expect("JSON").replace("\"8\"", "\"9\"");
        *request.body_mut() = body.into();
    });
    assert_eq!(altered.await, wrong);
    let later = refused(&platform, |request| {
        let value = request.headers_mut().get_mut(TIMESTAMP_HEADER).expect("a timestamp");
        *value = (platform.world.app.clock.now().seconds() + 1).into();
    });
    assert_eq!(later.await, wrong, "the timestamp is signed as well");
}

#[tokio::test]
async fn a_signature_is_good_for_five_minutes_around_its_time() {
    let world = World::new().await;
    let platform = world.platform(1).await;
    let body = body("C-1");
    let now = world.app.clock.now().seconds();
    for (seconds, passes) in [
        (now - SIGNATURE_SECONDS_MAX - 1, false),
        (now - SIGNATURE_SECONDS_MAX, true),
        (now + SIGNATURE_SECONDS_MAX, true),
        (now + SIGNATURE_SECONDS_MAX + 1, false),
    ] {
        let result = send::<DeliverCompletions>(&world, platform.request(body.clone(), seconds)).await.result;
        match result {
            Ok(_) => assert!(passes, "{}", seconds - now),
            Err(refused) => assert_eq!((refused.code(), passes), ("signature_expired", false)),
        }
    }
}

#[tokio::test]
async fn a_platform_that_changes_its_key_signs_with_both_and_names_either() {
    let world = World::new().await;
    let old = world.platform(1).await;
    let operator = world.operator("huang.feng").await.browser;
    let create = CreatePlatformKeyRequest { platform: Some(old.id.clone()), platform_name: String::new() };
    let created = operator.call::<CreatePlatformKey>(&create).await.expect("a second key");
    let new = Machine { key: created.key.id, secret: created.secret.parse().expect("a secret"), ..old.clone() };
    for (machine, completion) in [(&old, "C-1"), (&new, "C-2")] {
        let body = body(completion);
        let (id, timestamp) = (machine.new_id(), world.app.clock.now().seconds());
        let mut request = machine.request_as(&id, body.clone(), timestamp);
        let message = Message { id: &id, timestamp, body: &body };
        let both = format!("{} v1a,AAAA {}", old.secret.sign(message), new.secret.sign(message));
        request.headers_mut().insert(SIGNATURE_HEADER, both.parse().expect("ASCII"));
        let results = send::<DeliverCompletions>(&world, request).await.result.expect("signed").results;
        assert_eq!(results[0].outcome, DeliveryOutcome::Applied, "{completion}");
    }
}

#[tokio::test]
async fn a_message_that_comes_again_does_nothing_twice() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let operator = world.operator("huang.feng").await.browser;
    let platform = world.platform(1).await;
    let id = platform.new_id();
    let now = world.app.clock.now().seconds();
    let deliver = async |id, seconds| {
        let request = platform.request_as(id, body("C-1"), seconds);
        send::<DeliverCompletions>(&world, request).await.result.expect("signed").results.remove(0).outcome
    };
    assert_eq!(deliver(&id, now).await, DeliveryOutcome::Applied);
    let listed = async || operator.call::<ListPlatformKeys>(&ListPlatformKeysRequest {}).await.expect("the keys").keys;
    let before = listed().await;
    assert_eq!(before[0].delivered, 1);
    // Its answer was lost; the sender signs it anew, a minute later.
    world.app.clock.advance_seconds(60);
    assert_eq!(deliver(&id, now + 60).await, DeliveryOutcome::Repeated);
    assert_eq!(listed().await, before);
    assert_eq!(common_hours(&member.browser).await, Hours::whole(8));
    // The same again as a new message: nothing changes either, and it counts.
    assert_eq!(deliver(&platform.new_id(), now + 60).await, DeliveryOutcome::Repeated);
    assert_eq!(listed().await[0].delivered, 2);
}

#[tokio::test]
async fn neither_identity_numbers_nor_secrets_are_readable_in_the_table() {
    let world = World::new().await;
    let platform = world.platform(1).await;
    platform.delivers(completed("C-1", 1, &identity(1), "8")).await;
    let client = local::engine::client(&world.engine);
    let items: Vec<Item> = client.scan().table_name("xueshi").send().await.expect("a scan").items.unwrap_or_default();
    let raw = format!("{items:?}");
    assert!(raw.contains("职业道德"), "the scan sees the completion");
    assert!(!raw.contains(identity(1).expose()) && !raw.contains(&platform.secret.text()));
}

#[tokio::test]
async fn one_that_cannot_be_read_is_refused_for_itself_and_named() {
    let world = World::new().await;
    let platform = world.platform(1).await;
    let right =
        |completion: &str| serde_json::to_value(completed(completion, 1, &identity(1), "1.50")).expect("a delivery");
    let with = |completion: &str, member: &str, value: serde_json::Value| {
        let mut delivery = right(completion);
        delivery[member] = value;
        delivery
    };
    let deliveries = serde_json::json!({"deliveries": [
        right("C-1"),
        with("C-2", "hours", 1.5.into()),
        with("C-3", "operator", "x".into()),
        7,
        right("C-4"),
    ]});
    let body = serde_json::to_vec(&deliveries).expect("JSON");
    let request = platform.request(body, world.app.clock.now().seconds());
    let results = send::<DeliverCompletions>(&world, request).await.result.expect("an answer for each").results;
    let told: Vec<(String, String)> = results
        .into_iter()
        .map(|result| match result.outcome {
            DeliveryOutcome::Refused { message, fields, .. } => {
                assert!(!message.contains("刷新"), "{message}");
                let paths: Vec<_> = fields.iter().map(|error| error.path.to_string()).collect();
                (result.completion, format!("{} {}", message.split('条').next().unwrap_or_default(), paths[0]))
            }
            other => (result.completion, format!("{other:?}")),
        })
        .collect();
    let expected = [
        ("C-1", "Applied"),
        ("C-2", "第 2  hours"),
        ("C-3", "第 3  operator"),
        ("", "第 4  delivery"),
        ("C-4", "Applied"),
    ];
    assert_eq!(told, expected.map(|(completion, told)| (completion.to_owned(), told.to_owned())));
}
