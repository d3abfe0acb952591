use domain::contract::DeleteDepartment;
use domain::contract::SearchPending;
use domain::contract::reviews::SearchPendingRequest;
use domain::contract::unit_management::{DeleteDepartmentRequest, DepartmentDeletion, MoveTo};
use domain::id::DepartmentId;
use tests::World;
use tests::fixtures::{chief, department};

use super::all;

fn request(id: &DepartmentId, to: Option<Option<&DepartmentId>>) -> DeleteDepartmentRequest {
    let move_to = to.map(|department| MoveTo { department: department.cloned() });
    DeleteDepartmentRequest { id: id.clone(), move_to }
}

#[tokio::test]
async fn an_empty_department_is_deleted_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.unit_account(1, &unit).await;
    let key = world.key();
    for _ in 0..2 {
        let outcome = of_unit.keyed::<DeleteDepartment>(&request(&nursing, None), &key).await.expect("an outcome");
        assert_eq!(outcome, DepartmentDeletion::Deleted);
    }
    let missing = of_unit.call::<DeleteDepartment>(&request(&nursing, None)).await.expect_err("another request");
    assert_eq!(missing.code(), "not_found");
    assert_eq!(all(&of_unit).await, []);
}

#[tokio::test]
async fn who_is_in_a_department_is_told_and_nobody_is_moved_unasked() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    let of_unit = world.unit_account(1, &unit).await;
    world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    // Not even on request while the department has an administrator: whom to put in charge of what is not for a list.
    for to in [None, Some(Some(&surgery))] {
        let outcome = of_unit.call::<DeleteDepartment>(&request(&nursing, to)).await.expect("an outcome");
        let DepartmentDeletion::Occupied(who) = outcome else { panic!("{outcome:?}") };
        assert_eq!(
            (who.people, who.names, who.administrators),
            (1, vec!["韦丽琳".to_owned()], vec!["陆晓婷".to_owned()])
        );
    }
    assert_eq!(all(&of_unit).await.len(), 2);
}

/// A whole department moves while what its people submitted is under review.
#[tokio::test]
async fn a_department_is_moved_some_people_at_a_time_with_what_waits_and_then_deleted() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    let of_unit = world.unit_account(1, &unit).await;
    let of_surgery = world.administrator(8, "陆晓婷", department(&unit, &surgery)).await;
    let of_hospital = world.administrator(9, "黄锋", chief(&unit)).await;
    for n in 0..25 {
        let member = world.professional(100 + n, &format!("护士{n:02}"), department(&unit, &nursing)).await;
        member.submits(&member.drafts("急救培训").await, &unit).await;
    }
    let waiting = async || {
        let pending = SearchPendingRequest::default();
        let at = |page: domain::contract::registrations::RegistrationPage| page.rows.len();
        (
            at(of_surgery.call::<SearchPending>(&pending).await.expect("a page")),
            at(of_hospital.call::<SearchPending>(&pending).await.expect("a page")),
        )
    };
    assert_eq!(waiting().await, (0, 25));
    let mut outcomes = Vec::new();
    loop {
        let outcome =
            of_unit.call::<DeleteDepartment>(&request(&nursing, Some(Some(&surgery)))).await.expect("an outcome");
        outcomes.push(outcome.clone());
        if outcome == DepartmentDeletion::Deleted {
            break;
        }
    }
    let moving = |moved| DepartmentDeletion::Moving { moved };
    assert_eq!(outcomes, [moving(20), moving(5), DepartmentDeletion::Deleted]);
    assert_eq!(waiting().await, (25, 25));
    assert_eq!(all(&of_unit).await.len(), 1);
    let missing = of_unit.call::<DeleteDepartment>(&request(&surgery, Some(Some(&nursing)))).await.expect("told");
    assert!(matches!(missing, DepartmentDeletion::Occupied(_)), "its administrator is in the way");
}
