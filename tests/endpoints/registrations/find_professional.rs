use domain::contract::FindProfessional;
use domain::contract::registrations::FindProfessionalRequest;
use tests::World;
use tests::fixtures::{chief, department, identity};

fn number(n: u32) -> FindProfessionalRequest {
    FindProfessionalRequest { identity_number: identity(n).expose().to_lowercase() }
}

#[tokio::test]
async fn it_tells_the_name_within_the_scope_and_nothing_beyond() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let found = of_unit.call::<FindProfessional>(&number(1)).await.expect("a person");
    assert_eq!((found.person, found.name.as_deref()), (nurse.person.clone(), Some("韦丽琳")));
    let unknown = of_unit.call::<FindProfessional>(&number(2)).await.expect("nobody yet");
    assert_eq!(unknown.name, None);
    let of_surgery = world.administrator(8, "农建华", department(&unit, &surgery)).await;
    let refused = of_surgery.call::<FindProfessional>(&number(1)).await.expect_err("not theirs");
    assert_eq!(refused.fields(), ["identity_number:elsewhere"]);
    assert!(!format!("{:?}", refused.body).contains("韦丽琳"));
}

#[tokio::test]
async fn what_is_no_number_finds_nobody() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let request = FindProfessionalRequest { identity_number: "450103198802290122".to_owned() };
    let refused = administrator.call::<FindProfessional>(&request).await.expect_err("a wrong check character");
    assert_eq!(refused.body.fields.len(), 1);
    assert!(!refused.body.message.contains("450103198802290122"));
}
