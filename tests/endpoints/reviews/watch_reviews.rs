use domain::contract::reviews::{ApproveRequest, RejectRequest, WatchReviewsRequest};
use domain::contract::{ApproveRegistrations, RejectRegistrations, WatchReviews};
use domain::review::{Stage, Status};
use tests::World;
use tests::fixtures::{chief, department, seen};

fn since(stage: Stage, since: domain::timestamp::Timestamp) -> WatchReviewsRequest {
    WatchReviewsRequest { stage, since }
}

#[tokio::test]
async fn it_tells_what_others_decided_and_what_arrived() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let one = world.administrator(9, "黄锋", chief(&unit)).await;
    let other = world.administrator(8, "陆晓婷", chief(&unit)).await;
    let first = member.submits(&member.drafts("甲").await, &unit).await;
    let second = member.submits(&member.drafts("乙").await, &unit).await;
    world.app.clock.advance_seconds(60);
    let start = world.app.clock.now();
    let quiet = one.call::<WatchReviews>(&since(Stage::First, start)).await.expect("news");
    assert!(quiet.decided.is_empty() && quiet.arrived.is_empty());
    world.app.clock.advance_seconds(3);
    let approve = ApproveRequest { items: vec![seen(&first)], approved_hours: String::new(), reason: String::new() };
    other.call::<ApproveRegistrations>(&approve).await.expect("a result");
    let reject = RejectRequest { items: vec![seen(&second)], opinion: "材料不全".to_owned() };
    other.call::<RejectRegistrations>(&reject).await.expect("a result");
    let third = member.submits(&member.drafts("丙").await, &unit).await;
    let news = one.call::<WatchReviews>(&since(Stage::First, quiet.now)).await.expect("news");
    let decided: Vec<_> = news.decided.iter().map(|row| (row.id.clone(), row.status)).collect();
    assert_eq!(decided, [(first.id, Status::Approved), (second.id, Status::Rejected)]);
    assert_eq!(news.arrived, [third]);
    assert!(news.now > quiet.now);
}

#[tokio::test]
async fn what_passes_the_first_stage_leaves_one_queue_and_comes_into_the_other() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", true).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    world.app.clock.advance_seconds(3_000);
    let start = world.app.clock.now();
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    of_nursing.call::<ApproveRegistrations>(&approve).await.expect("a result");
    let first = of_unit.call::<WatchReviews>(&since(Stage::First, start)).await.expect("news");
    assert_eq!(first.decided.first().and_then(|row| row.stage), Some(Stage::Final));
    let last = of_unit.call::<WatchReviews>(&since(Stage::Final, start)).await.expect("news");
    assert_eq!(last.arrived.first().map(|row| row.id.clone()), Some(pending.id));
    assert!(last.decided.is_empty());
    let refused = of_nursing.call::<WatchReviews>(&since(Stage::Final, start)).await.expect_err("the chief's");
    assert_eq!(refused.code(), "not_found");
}
