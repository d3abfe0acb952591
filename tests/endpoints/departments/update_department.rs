use domain::contract::unit_management::UpdateDepartmentRequest;
use domain::contract::{CreateDepartment, UpdateDepartment};
use tests::World;

use super::{all, form};

#[tokio::test]
async fn a_department_is_renamed_by_who_saw_it_last() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    let added = of_unit.call::<CreateDepartment>(&form("财务部")).await.expect("a department");
    of_unit.call::<CreateDepartment>(&form("人力资源部")).await.expect("a department");
    let rename = |name: &str| UpdateDepartmentRequest { id: added.id.clone(), version: 1, form: form(name) };
    let taken = of_unit.call::<UpdateDepartment>(&rename("人力资源部")).await.expect_err("the same name");
    assert_eq!(taken.fields(), ["name:taken"]);
    let key = world.key();
    let renamed = of_unit.keyed::<UpdateDepartment>(&rename("计财部"), &key).await.expect("another name");
    assert_eq!((renamed.name.as_str(), renamed.version), ("计财部", 2));
    assert_eq!(of_unit.keyed::<UpdateDepartment>(&rename("计财部"), &key).await.expect("a repeat"), renamed);
    let stale = of_unit.call::<UpdateDepartment>(&rename("财务科")).await.expect_err("an old version");
    assert_eq!(stale.code(), "changed_meanwhile");
    assert!(all(&of_unit).await.contains(&renamed));
}
