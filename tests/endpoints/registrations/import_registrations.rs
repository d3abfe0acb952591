use domain::contract::registrations::{ImportOutcome, ImportRequest, ListRegistrationsRequest};
use domain::contract::windows::CloseEarlyRequest;
use domain::contract::{CloseEarly, DeleteRegistrations, ImportRegistrations, ListUnitRegistrations};
use domain::import::ImportRow;
use domain::limits::IMPORT_ROWS_PER_REQUEST;
use tests::fixtures::{batch, chief, department, identity};
use tests::{Browser, World};

fn row(n: u32, name: &str, title: &str) -> ImportRow {
    ImportRow {
        identity_number: identity(n).expose().to_owned(),
        name: name.to_owned(),
        category: "培训进修类".to_owned(),
        subcategory: "专题讲座".to_owned(),
        title: title.to_owned(),
        start: "2026-05-07".to_owned(),
        end: "2026-05-08".to_owned(),
        ..ImportRow::default()
    }
}

async fn import(browser: &Browser<'_>, rows: Vec<ImportRow>) -> Vec<ImportOutcome> {
    browser.call::<ImportRegistrations>(&ImportRequest { rows }).await.expect("a result for each row").results
}

async fn titles(browser: &Browser<'_>) -> Vec<String> {
    let page = browser.call::<ListUnitRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
    let mut titles: Vec<String> = page.rows.into_iter().map(|row| row.title).collect();
    titles.sort();
    titles
}

/// The codes at the cells of a refused row.
fn cells(outcome: &ImportOutcome) -> Vec<String> {
    match outcome {
        ImportOutcome::Refused { fields } => {
            fields.iter().map(|error| format!("{}:{}", error.path, error.code)).collect()
        }
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[tokio::test]
async fn good_rows_are_kept_whatever_becomes_of_the_others() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    world.professional(1, "韦丽琳", chief(&unit)).await;
    world.professional(2, "覃志明", chief(&elsewhere)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let rows = vec![
        row(1, "韦丽琳", "甲"),
        row(1, "韦丽林", "甲"),
        row(2, "覃志明", "甲"),
        row(3, "梁燕", " "),
        row(3, "梁燕", "乙"),
        row(3, "梁艳", "丙"),
    ];
    let outcomes = import(&administrator, rows).await;
    assert_eq!((&outcomes[0], &outcomes[4]), (&ImportOutcome::Added, &ImportOutcome::Added));
    assert_eq!(cells(&outcomes[1]), ["name:other_name"]);
    assert_eq!(cells(&outcomes[2]), ["identity_number:elsewhere"]);
    assert_eq!(cells(&outcomes[3]), ["title:required"]);
    assert_eq!(cells(&outcomes[5]), ["name:other_name"], "the first name of a new person counts");
    assert_eq!(titles(&administrator).await, ["乙", "甲"]);
}

#[tokio::test]
async fn a_repeat_adds_nothing_twice_and_an_interrupted_import_goes_on() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let colleague = world.administrator(8, "陆晓婷", chief(&unit)).await;
    let all: Vec<ImportRow> = (0..70).map(|n| row(n % 7, &format!("人员 {}", n % 7), &format!("第 {n} 期"))).collect();
    assert!(import(&administrator, all[..40].to_vec()).await.iter().all(|one| *one == ImportOutcome::Added));
    let again = import(&colleague, all.clone()).await;
    assert!(again[..40].iter().all(|one| *one == ImportOutcome::AlreadyThere));
    assert!(again[40..].iter().all(|one| *one == ImportOutcome::Added));
    assert!(import(&administrator, all).await.iter().all(|one| *one == ImportOutcome::AlreadyThere));
    let twice = import(&administrator, vec![row(50, "韦丽琳", "甲"), row(50, "韦丽琳", "甲")]).await;
    assert_eq!(twice, [ImportOutcome::Added, ImportOutcome::AlreadyThere]);
}

#[tokio::test]
async fn two_at_once_add_each_row_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let one = world.administrator(9, "黄锋", chief(&unit)).await;
    let other = world.administrator(8, "陆晓婷", chief(&unit)).await;
    let rows: Vec<ImportRow> = (0..40).map(|n| row(n, &format!("人员 {n}"), "甲")).collect();
    let (left, right) = tokio::join!(import(&one, rows.clone()), import(&other, rows));
    for (left, right) in left.iter().zip(&right) {
        let added = [left, right].into_iter().filter(|one| **one == ImportOutcome::Added).count();
        assert_eq!(added, 1, "{left:?} {right:?}");
    }
    assert_eq!(titles(&one).await.len(), 40);
}

#[tokio::test]
async fn what_was_deleted_can_be_imported_again() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    for _ in 0..2 {
        assert_eq!(import(&administrator, vec![row(1, "韦丽琳", "甲")]).await, [ImportOutcome::Added]);
        let page = administrator.call::<ListUnitRegistrations>(&ListRegistrationsRequest::default()).await;
        let rows = page.expect("a page").rows;
        administrator.call::<DeleteRegistrations>(&batch(&[&rows[0]])).await.expect("a result");
    }
    assert_eq!(titles(&administrator).await, [""; 0]);
}

#[tokio::test]
async fn a_request_takes_so_many_rows_and_no_more() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let rows: Vec<ImportRow> = (0..IMPORT_ROWS_PER_REQUEST).map(|n| row(1, "韦丽琳", &format!("第 {n} 期"))).collect();
    assert!(import(&administrator, rows.clone()).await.iter().all(|one| *one == ImportOutcome::Added));
    for rows in [Vec::new(), [rows, vec![row(1, "韦丽琳", "甲")]].concat()] {
        let refused = administrator.call::<ImportRegistrations>(&ImportRequest { rows }).await.expect_err("too many");
        assert_eq!(refused.fields(), ["rows:out_of_range"]);
    }
}

#[tokio::test]
async fn a_department_imports_for_its_own_people_and_for_new_ones() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let (medicine, surgery) = (world.department(&unit, "内科").await, world.department(&unit, "外科").await);
    world.professional(1, "韦丽琳", department(&unit, &medicine)).await;
    world.professional(2, "覃志明", department(&unit, &surgery)).await;
    world.professional(3, "梁燕", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", department(&unit, &medicine)).await;
    let rows = vec![row(1, "韦丽琳", "甲"), row(2, "覃志明", "甲"), row(3, "梁燕", "甲"), row(4, "莫桂兰", "甲")];
    let outcomes = import(&administrator, rows.clone()).await;
    assert_eq!((&outcomes[0], &outcomes[3]), (&ImportOutcome::Added, &ImportOutcome::Added));
    assert_eq!(cells(&outcomes[1]), ["identity_number:elsewhere"]);
    assert_eq!(cells(&outcomes[2]), ["identity_number:elsewhere"]);
    // Whoever was new belongs to the department that entered them.
    let other = world.administrator(8, "陆晓婷", department(&unit, &surgery)).await;
    let outcomes = import(&other, rows).await;
    assert_eq!(outcomes[1], ImportOutcome::Added);
    assert_eq!(cells(&outcomes[3]), ["identity_number:elsewhere"]);
}

#[tokio::test]
async fn a_year_that_the_unit_has_closed_takes_no_rows() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let close = CloseEarlyRequest { year: 2026, last_day: "2026-01-31".to_owned(), version: 0 };
    administrator.call::<CloseEarly>(&close).await.expect("closed");
    let outcomes = import(&administrator, vec![row(1, "韦丽琳", "甲")]).await;
    assert_eq!(cells(&outcomes[0]), ["credited_year:window_closed"]);
    assert_eq!(titles(&administrator).await, [""; 0]);
}
