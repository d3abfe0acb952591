use domain::contract::accounts::{ChangeEmployerRequest, Profile};
use domain::contract::registrations::{BatchRequest, RegistrationRow, UpdateRegistrationRequest};
use domain::contract::reviews::{ApproveRequest, SearchPendingRequest, SearchResultsRequest};
use domain::contract::{
    ApproveRegistrations, ChangeEmployer, SearchPending, SearchResults, UpdateRegistration, WithdrawRegistrations,
};
use domain::id::{DepartmentId, UnitId};
use domain::review::Status;
use tests::fixtures::{Member, chief, department, done, form, only, refusal, seen};
use tests::{Browser, Refused, World};

async fn moves(member: &Member<'_>, unit: &UnitId, department: Option<&DepartmentId>) -> Result<Profile, Refused> {
    let request = ChangeEmployerRequest { unit: unit.clone(), department: department.cloned() };
    member.browser.call::<ChangeEmployer>(&request).await
}

async fn drafts_of(administrator: &Browser<'_>) -> Vec<RegistrationRow> {
    let drafts = SearchResultsRequest {
        status: Status::Draft,
        name: String::new(),
        identity_number: String::new(),
        cursor: None,
    };
    administrator.call::<SearchResults>(&drafts).await.expect("a page").rows
}

#[tokio::test]
async fn what_is_under_review_stays_and_drafts_come_along() {
    let world = World::new().await;
    let before = world.unit(1, "南宁市第一人民医院", false).await;
    let after = world.unit(2, "广西民族大学", false).await;
    let nursing = world.department(&before, "护理部").await;
    let clinic = world.department(&after, "校医院").await;
    let member = world.professional(1, "韦丽琳", department(&before, &nursing)).await;
    let (left, joined) =
        (world.administrator(8, "黄锋", chief(&before)).await, world.administrator(9, "陆晓婷", chief(&after)).await);
    let in_department = world.administrator(10, "农建华", department(&after, &clinic)).await;
    let draft = member.drafts("草稿").await;
    for title in ["在审", "撤回"] {
        member.submits(&member.drafts(title).await, &before).await;
    }

    let profile = moves(&member, &after, Some(&clinic)).await.expect("moved");
    assert_eq!(profile.unit.name, "广西民族大学");
    assert_eq!(profile.department.map(|department| department.name).as_deref(), Some("校医院"));
    assert!(drafts_of(&left).await.is_empty(), "the unit that was left sees no draft any more");
    assert_eq!(drafts_of(&joined).await.len(), 1);
    assert_eq!(drafts_of(&in_department).await.len(), 1);

    let waiting = left.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("a page").rows;
    assert_eq!(waiting.len(), 2, "what was submitted there stays there");
    let now = |title: &str| waiting.iter().find(|row| row.title == title).expect("it waits");
    let request = BatchRequest { items: vec![seen(now("撤回"))] };
    let back = member.browser.call::<WithdrawRegistrations>(&request).await.expect("a result");
    done(only(&back));
    assert_eq!(drafts_of(&joined).await.len(), 2, "what is taken back comes employer to the new unit");
    let approve =
        ApproveRequest { items: vec![seen(now("在审"))], approved_hours: String::new(), reason: String::new() };
    let refused = joined.call::<ApproveRegistrations>(&approve).await.expect("a result");
    assert_eq!(refusal(only(&refused)), Some("not_found"));
    done(only(&left.call::<ApproveRegistrations>(&approve).await.expect("a result")));

    // A tab that shows the draft as it was is told; what it writes does not bring the draft back to the unit left.
    let mut update = UpdateRegistrationRequest { id: draft.id.clone(), version: draft.version, form: form("改过") };
    let refused = member.browser.call::<UpdateRegistration>(&update).await.expect_err("it has moved");
    assert_eq!(refused.code(), "changed_meanwhile");
    update.version += 1;
    member.browser.call::<UpdateRegistration>(&update).await.expect("changed");
    assert!(drafts_of(&left).await.is_empty());

    moves(&member, &after, None).await.expect("without a department");
    assert!(drafts_of(&in_department).await.is_empty());
    assert_eq!(drafts_of(&joined).await.len(), 2);
    moves(&member, &after, None).await.expect("a repeat does no harm");
}

#[tokio::test]
async fn places_that_do_not_exist_are_told() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let nowhere = moves(&member, &UnitId::from_bits(1), None).await.expect_err("no such unit");
    assert_eq!(nowhere.fields(), ["unit:unknown"]);
    let nowhere = moves(&member, &unit, Some(&DepartmentId::from_bits(1))).await.expect_err("no such department");
    assert_eq!(nowhere.fields(), ["department:unknown"]);
}
