use domain::contract::registrations::{PersonTotals, SearchTotalsRequest};
use domain::contract::reviews::ApproveRequest;
use domain::contract::{ApproveRegistrations, SearchTotals};
use domain::hours::Hours;
use domain::limits::EXPORT_ROWS_PER_PAGE;
use functions::store::people::Person;
use tests::fixtures::{Member, chief, department, done, identity, only, seen};
use tests::{Browser, World};

fn of_2018() -> SearchTotalsRequest {
    SearchTotalsRequest { year: 2018, ..SearchTotalsRequest::default() }
}

async fn rows(browser: &Browser<'_>, request: SearchTotalsRequest) -> Vec<PersonTotals> {
    browser.call::<SearchTotals>(&request).await.expect("a page").rows
}

async fn names(browser: &Browser<'_>, request: SearchTotalsRequest) -> Vec<String> {
    rows(browser, request).await.into_iter().map(|row| row.name).collect()
}

/// Has 16 hours of 2018 approved.
async fn approved(member: &Member<'_>, administrator: &Browser<'_>, unit: &domain::id::UnitId, title: &str) {
    let pending = member.submits(&member.drafts(title).await, unit).await;
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    done(only(&administrator.call::<ApproveRegistrations>(&approve).await.expect("a result")));
}

#[tokio::test]
async fn it_counts_what_was_approved_in_the_year_and_says_who_fulfils_it() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    world.professional(2, "覃志明", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    for n in 0..6 {
        approved(&nurse, &administrator, &unit, &format!("第 {n} 期")).await;
    }
    let all = rows(&administrator, of_2018()).await;
    let of_nurse = all.iter().find(|row| row.name == "韦丽琳").expect("the nurse");
    assert_eq!((of_nurse.totals.specialty, of_nurse.fulfilled), (Hours::whole(96), Some(true)));
    let fulfilled = |wanted| SearchTotalsRequest { fulfilled: Some(wanted), ..of_2018() };
    assert_eq!(names(&administrator, fulfilled(true)).await, ["韦丽琳"]);
    assert_eq!(names(&administrator, fulfilled(false)).await, ["覃志明"]);
    let other_year = SearchTotalsRequest { year: 2019, ..of_2018() };
    assert!(rows(&administrator, other_year).await.iter().all(|row| row.totals == Default::default()));
    let named = SearchTotalsRequest { name: "韦".to_owned(), ..of_2018() };
    assert_eq!(names(&administrator, named).await, ["韦丽琳"]);
    let numbered = SearchTotalsRequest { identity_number: identity(2).expose().to_owned(), ..of_2018() };
    assert_eq!(names(&administrator, numbered).await, ["覃志明"]);
}

#[tokio::test]
async fn a_scope_sees_its_own_people_only() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    world.professional(2, "覃志明", department(&unit, &surgery)).await;
    world.professional(3, "梁燕", chief(&elsewhere)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    assert_eq!(names(&of_unit, of_2018()).await.len(), 2);
    assert_eq!(names(&of_nursing, of_2018()).await, ["韦丽琳"]);
    let one = SearchTotalsRequest { department: Some(surgery.clone()), ..of_2018() };
    assert_eq!(names(&of_unit, one.clone()).await, ["覃志明"]);
    assert_eq!(of_nursing.call::<SearchTotals>(&one).await.expect_err("not theirs").code(), "not_found");
    for n in [2, 3] {
        let numbered = SearchTotalsRequest { identity_number: identity(n).expose().to_owned(), ..of_2018() };
        assert_eq!(names(&of_nursing, numbered).await, [""; 0], "a number must not find what the list hides");
    }
}

#[tokio::test]
async fn pages_follow_each_other_and_an_export_takes_larger_ones() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let people: u32 = 1_200;
    let put = |n: u32| {
        let person = Person::new(&world.app.vault, format!("人员 {n:04}"), &identity(n), None, chief(&unit));
        person.put().expect("an item")
    };
    for first in (0..people).step_by(100) {
        world.app.table.transact((first..first + 100).map(put).collect()).await.expect("new people");
    }
    for (for_export, pages) in [(false, 24), (true, 2)] {
        let mut request = SearchTotalsRequest { for_export, ..of_2018() };
        let (mut found, mut asked) = (Vec::new(), 0);
        loop {
            let page = administrator.call::<SearchTotals>(&request).await.expect("a page");
            assert!(page.rows.len() <= EXPORT_ROWS_PER_PAGE);
            found.extend(page.rows.into_iter().map(|row| row.name));
            asked += 1;
            match page.next {
                Some(next) => request.cursor = Some(next),
                None => break,
            }
        }
        assert_eq!((found.len(), asked), (people as usize, pages));
        assert!(found.is_sorted_by(|one, next| one < next), "each once, by name");
    }
}

#[tokio::test]
async fn mistakes_are_told_at_their_fields() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let request = SearchTotalsRequest { year: 2027, identity_number: "1".to_owned(), ..SearchTotalsRequest::default() };
    let refused = administrator.call::<SearchTotals>(&request).await.expect_err("two mistakes");
    assert_eq!(refused.fields(), ["year:unknown", "identity_number:length"]);
}
