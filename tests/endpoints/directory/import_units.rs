use domain::contract::directory::{ImportUnitsRequest, UnitImportOutcome};
use domain::contract::units::SearchUnitsRequest;
use domain::contract::{CreateUnit, ImportUnits, SearchUnits};
use domain::limits::UNITS_PER_REQUEST;
use domain::unit::UnitForm;
use tests::fixtures::{chief, credit_code};
use tests::two_units::operator;
use tests::{Browser, World};

fn row(n: u32, name: &str) -> UnitForm {
    UnitForm { name: name.to_owned(), credit_code: credit_code(n).as_str().to_owned(), region: "450103".to_owned() }
}

/// What became of a row, in one word, with the mistakes.
fn told(outcome: &UnitImportOutcome) -> String {
    match outcome {
        UnitImportOutcome::Added => "added".to_owned(),
        UnitImportOutcome::Changed => "changed".to_owned(),
        UnitImportOutcome::AlreadyThere => "already there".to_owned(),
        UnitImportOutcome::Refused { fields } => {
            fields.iter().map(|error| format!("{}:{}", error.path, error.code)).collect::<Vec<_>>().join(" ")
        }
    }
}

async fn import(operator: &Browser<'_>, rows: Vec<UnitForm>) -> Vec<String> {
    let answer = operator.call::<ImportUnits>(&ImportUnitsRequest { rows }).await.expect("outcomes");
    answer.results.iter().map(told).collect()
}

async fn names(world: &World, text: &str) -> Vec<(String, bool)> {
    let request = SearchUnitsRequest { text: text.to_owned(), ..SearchUnitsRequest::default() };
    let found = Browser::anonymous(world).call::<SearchUnits>(&request).await.expect("hits");
    found.hits.into_iter().map(|hit| (hit.name, hit.verified)).collect()
}

#[tokio::test]
async fn each_row_makes_the_directory_say_what_it_says_and_a_repeat_adds_nothing() {
    let world = World::new().await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    world.unit_account(2, &elsewhere).await;
    let member = world.professional(1, "韦丽琳", chief(&elsewhere)).await;
    member.browser.call::<CreateUnit>(&row(3, "聿建设计公司")).await.expect("an unverified unit");
    let operator = operator(&world).await;
    let rows = vec![
        row(1, "桂平市图书馆"),
        row(2, "广西民族大学附属中学"),
        row(3, "聿建设计公司"),
        UnitForm::default(),
        row(1, "桂平市图书馆"),
        row(1, "桂平图书馆"),
    ];
    let outcomes = ["added", "changed", "changed", "name:required credit_code:required region:required"];
    let outcomes = [outcomes.as_slice(), &["already there", "credit_code:twice"]].concat();
    assert_eq!(import(&operator, rows.clone()).await, outcomes);
    assert_eq!(names(&world, "桂平").await, [("桂平市图书馆".to_owned(), true)]);
    assert_eq!(names(&world, "民族大学").await, [("广西民族大学附属中学".to_owned(), true)]);
    assert_eq!(names(&world, "聿建").await, [("聿建设计公司".to_owned(), true)]);
    let again = import(&operator, rows[..3].to_vec()).await;
    assert_eq!(again, ["already there"; 3]);
}

#[tokio::test]
async fn the_same_request_twice_at_once_adds_each_unit_once() {
    let world = World::new().await;
    let operator = operator(&world).await;
    let request = ImportUnitsRequest { rows: (1..=20).map(|n| row(n, &format!("第{n:02}小学"))).collect() };
    let key = world.key();
    let (one, other) =
        tokio::join!(operator.keyed::<ImportUnits>(&request, &key), operator.keyed::<ImportUnits>(&request, &key));
    let (one, other) = (one.expect("outcomes").results, other.expect("outcomes").results);
    for (one, other) in one.iter().zip(&other) {
        let mut both = [told(one), told(other)];
        both.sort();
        assert_eq!(both, ["added", "already there"]);
    }
    assert_eq!(names(&world, "小学").await.len(), 10);
    let other = ImportUnitsRequest { rows: vec![row(1, "第一小学")] };
    let reused = operator.keyed::<ImportUnits>(&other, &key).await.expect_err("the same key");
    assert_eq!(reused.code(), "idempotency_key_reused");
}

#[tokio::test]
async fn a_request_has_a_row_and_not_too_many() {
    let world = World::new().await;
    let operator = operator(&world).await;
    for rows in [Vec::new(), vec![row(1, "桂平市图书馆"); UNITS_PER_REQUEST + 1]] {
        let refused = operator.call::<ImportUnits>(&ImportUnitsRequest { rows }).await.expect_err("no rows to import");
        assert_eq!(refused.fields(), ["rows:out_of_range"]);
    }
}
