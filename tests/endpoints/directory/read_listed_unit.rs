use domain::contract::directory::{ReadListedUnitRequest, UnitAccountState};
use domain::contract::{ReadListedUnit, SignUpUnit};
use domain::id::UnitId;
use domain::unit::UnitSignUpForm;
use tests::fixtures::{PASSWORD, chief, credit_code};
use tests::two_units::operator;
use tests::{Browser, World};

#[tokio::test]
async fn a_unit_is_shown_with_what_an_operator_decides_upon() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    world.department(&unit, "护理部").await;
    world.department(&unit, "外科").await;
    world.professional(1, "韦丽琳", chief(&unit)).await;
    let operator = operator(&world).await;
    let read =
        async || operator.call::<ReadListedUnit>(&ReadListedUnitRequest { id: unit.clone() }).await.expect("a unit");
    let card = read().await;
    assert_eq!((card.unit.name.as_str(), card.unit.credit_code), ("南宁市第一人民医院", credit_code(1)));
    assert_eq!((card.account, card.contact_name.as_str()), (UnitAccountState::None, ""));
    assert_eq!((card.administrators.len(), card.departments, card.people, card.people_more), (0, 2, 1, false));
    let sign_up = UnitSignUpForm {
        credit_code: credit_code(1).as_str().to_owned(),
        name: "南宁市第一人民医院".to_owned(),
        region: "450103".to_owned(),
        contact_name: "黄锋".to_owned(),
        contact_mobile: "13800138000".to_owned(),
        password: PASSWORD.to_owned(),
    };
    Browser::anonymous(&world).call::<SignUpUnit>(&sign_up).await.expect("an account that waits");
    world.administrator(9, "黄锋", chief(&unit)).await;
    let card = read().await;
    assert_eq!((card.account, card.contact_name.as_str()), (UnitAccountState::Unconfirmed, "黄锋"));
    assert_eq!((card.contact_mobile_masked.as_str(), card.administrators.len()), ("138****8000", 1));
}

#[tokio::test]
async fn neither_the_platforms_own_desk_nor_an_unknown_unit_is_one_of_the_directory() {
    let world = World::new().await;
    let operator = operator(&world).await;
    for id in [UnitId::other(), UnitId::from_bits(7)] {
        let refused = operator.call::<ReadListedUnit>(&ReadListedUnitRequest { id }).await.expect_err("none");
        assert_eq!(refused.code(), "not_found");
    }
}
