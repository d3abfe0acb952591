use domain::contract::ListDepartments;
use domain::contract::units::ListDepartmentsRequest;
use tests::{Browser, World};

#[tokio::test]
async fn it_lists_a_units_own_departments() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let other = world.unit(2, "广西民族大学", false).await;
    world.department(&unit, "护理部").await;
    world.department(&unit, "内科").await;
    world.department(&other, "文学院").await;
    let request = ListDepartmentsRequest { unit };
    let list = Browser::anonymous(&world).call::<ListDepartments>(&request).await.expect("a list");
    let mut names: Vec<_> = list.departments.into_iter().map(|department| department.name).collect();
    names.sort();
    assert_eq!(names, ["内科", "护理部"]);
}
