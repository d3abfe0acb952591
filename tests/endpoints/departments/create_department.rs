use domain::contract::CreateDepartment;
use tests::World;

use super::{all, form};

#[tokio::test]
async fn a_department_is_added_once_and_under_a_name_of_its_own() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    let key = world.key();
    let added = of_unit.keyed::<CreateDepartment>(&form("财务部"), &key).await.expect("a department");
    assert_eq!(of_unit.keyed::<CreateDepartment>(&form("财务部"), &key).await.expect("a repeat"), added);
    assert_eq!((added.name.as_str(), added.remarks.as_str()), ("财务部", "行政楼三层"));
    let taken = of_unit.call::<CreateDepartment>(&form(" 财务部 ")).await.expect_err("the same name");
    assert_eq!(taken.fields(), ["name:taken"]);
    let empty = of_unit.call::<CreateDepartment>(&form(" ")).await.expect_err("no name");
    assert_eq!(empty.fields(), ["name:required"]);
    assert_eq!(all(&of_unit).await, [added]);
}
