use domain::contract::unit_management::SearchAdministratorsRequest;
use domain::contract::{CreateAdministrator, SearchAdministrators};
use tests::World;
use tests::fixtures::identity;

use super::form;

#[tokio::test]
async fn they_are_found_by_number_and_by_any_part_of_the_name_chiefs_first() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.unit_account(1, &unit).await;
    for (n, name, department) in [(1, "陆晓婷", Some(nursing)), (2, "黄锋", None), (3, "黄晓", None)] {
        of_unit.call::<CreateAdministrator>(&form(n, name, department)).await.expect("an administrator");
    }
    let names = async |identity_number: &str, name: &str| {
        let request =
            SearchAdministratorsRequest { identity_number: identity_number.to_owned(), name: name.to_owned() };
        let found = of_unit.call::<SearchAdministrators>(&request).await.expect("administrators");
        found.administrators.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(names("", "").await, ["黄晓", "黄锋", "陆晓婷"]);
    assert_eq!(names("", "晓").await, ["黄晓", "陆晓婷"]);
    assert_eq!(names(identity(2).expose(), "").await, ["黄锋"]);
    assert_eq!(names(identity(2).expose(), "晓").await, Vec::<String>::new());
    let wrong = SearchAdministratorsRequest { identity_number: "4501".to_owned(), name: String::new() };
    let refused = of_unit.call::<SearchAdministrators>(&wrong).await.expect_err("no number");
    assert_eq!(refused.fields(), ["identity_number:length"]);
}
