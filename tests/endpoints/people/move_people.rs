use domain::contract::people::{MovePeopleRequest, PersonMoved};
use domain::contract::registrations::{BatchRequest, ReadRegistrationRequest};
use domain::contract::reviews::{ApproveRequest, SearchPendingRequest};
use domain::contract::{
    ApproveRegistrations, MovePeople, ReadRegistration, SearchPending, SubmitRegistrations, WithdrawRegistrations,
};
use domain::id::{DepartmentId, PersonId};
use tests::fixtures::{chief, department, done, only, refusal, seen};
use tests::{Browser, World};

fn to(people: &[&PersonId], department: Option<&DepartmentId>) -> MovePeopleRequest {
    MovePeopleRequest { people: people.iter().map(|id| (*id).clone()).collect(), department: department.cloned() }
}

async fn waiting(browser: &Browser<'_>) -> usize {
    browser.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("a page").rows.len()
}

#[tokio::test]
async fn what_waits_goes_along_and_is_no_longer_the_old_departments() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "南宁市人力资源和社会保障局", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let of_surgery = world.administrator(7, "农建华", department(&unit, &surgery)).await;
    let of_other = world.administrator(6, "梁燕", chief(&elsewhere)).await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let pending = nurse.submits(&nurse.drafts("甲").await, &unit).await;
    nurse.submits(&nurse.drafts("乙").await, &elsewhere).await;
    let draft = nurse.drafts("丙").await;
    assert_eq!((waiting(&of_nursing).await, waiting(&of_surgery).await), (1, 0));

    let (key, request) = (world.key(), to(&[&nurse.person], Some(&surgery)));
    let moved = of_unit.keyed::<MovePeople>(&request, &key).await.expect("a result");
    assert_eq!(moved.results, [PersonMoved { id: nurse.person.clone(), refusal: None, pending: 1 }]);
    of_unit.keyed::<MovePeople>(&request, &key).await.expect("a repeat");
    assert_eq!((waiting(&of_nursing).await, waiting(&of_surgery).await), (0, 1));
    assert_eq!(waiting(&of_other).await, 1, "what waits with another unit stays there");

    // The old department's page still shows it: it is gone for them, and to be looked at again by the chief.
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    let old = of_nursing.call::<ApproveRegistrations>(&approve).await.expect("a result");
    assert_eq!(refusal(only(&old)), Some("not_found"));
    let read = ReadRegistrationRequest { id: pending.id.clone() };
    assert_eq!(of_nursing.call::<ReadRegistration>(&read).await.expect_err("not theirs").code(), "not_found");
    let stale = of_unit.call::<ApproveRegistrations>(&approve).await.expect("a result");
    assert_eq!(refusal(only(&stale)), Some("changed_meanwhile"));
    let detail = of_surgery.call::<ReadRegistration>(&read).await.expect("theirs now");
    let last = detail.history.last().expect("an entry");
    assert_eq!((last.happening.name(), last.note.as_deref()), ("人员调动", Some("外科")));
    let again = ApproveRequest { items: vec![seen(&detail.row)], ..approve };
    done(only(&of_surgery.call::<ApproveRegistrations>(&again).await.expect("a result")));

    // What is submitted from now on goes to the new department by itself.
    let fresh = nurse.browser.call::<ReadRegistration>(&ReadRegistrationRequest { id: draft.id }).await.expect("own");
    nurse.submits(&fresh.row, &unit).await;
    assert_eq!((waiting(&of_nursing).await, waiting(&of_surgery).await), (0, 1));
}

#[tokio::test]
async fn sixty_registrations_follow_in_several_transactions() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    let mut items = Vec::new();
    for n in 0..60 {
        items.push(seen(&nurse.drafts(&format!("第 {n} 期")).await));
    }
    let submit = domain::contract::registrations::SubmitRequest { items, unit: unit.clone() };
    nurse.browser.call::<SubmitRegistrations>(&submit).await.expect("a result");
    let moved = of_unit.call::<MovePeople>(&to(&[&nurse.person], Some(&nursing))).await.expect("a result");
    assert_eq!(moved.results[0].pending, 60);
    assert_eq!(waiting(&of_nursing).await, 50, "a page is full");
    let back = of_unit.call::<MovePeople>(&to(&[&nurse.person], None)).await.expect("a result");
    assert_eq!(back.results[0].pending, 60);
    assert_eq!(waiting(&of_nursing).await, 0);
}

#[tokio::test]
async fn each_person_is_told_for_themselves() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let own = world.professional(1, "韦丽琳", chief(&unit)).await;
    let foreign = world.professional(2, "覃志明", chief(&elsewhere)).await;
    let nobody = PersonId::from_bits(1);
    let request = to(&[&foreign.person, &own.person, &nobody], Some(&nursing));
    let results = of_unit.call::<MovePeople>(&request).await.expect("results").results;
    let told: Vec<_> = results.iter().map(|one| one.refusal.as_deref()).collect();
    let missing = Some("没有找到这个人，可能已调出本单位");
    assert_eq!(told, [missing, None, missing], "a foreign person looks like none at all");
    let gone = to(&[&own.person], Some(&DepartmentId::from_bits(7)));
    let refused = of_unit.call::<MovePeople>(&gone).await.expect_err("no such department");
    assert_eq!(refused.fields(), ["department:unknown"]);
}

/// The person submits and withdraws while the chief moves them to and fro: whatever comes first, the registration ends
/// up where its person is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moving_races_submitting_and_nothing_is_left_behind() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let of_surgery = world.administrator(7, "农建华", department(&unit, &surgery)).await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let mut row = nurse.drafts("甲").await;
    for round in 0..60 {
        let (target, there, gone) =
            if round % 2 == 0 { (&surgery, &of_surgery, &of_nursing) } else { (&nursing, &of_nursing, &of_surgery) };
        let submit = domain::contract::registrations::SubmitRequest { items: vec![seen(&row)], unit: unit.clone() };
        let request = to(&[&nurse.person], Some(target));
        let (moved, submitted) =
            tokio::join!(of_unit.call::<MovePeople>(&request), nurse.browser.call::<SubmitRegistrations>(&submit));
        assert_eq!(moved.expect("a result").results[0].refusal, None);
        let submitted = submitted.expect("a result");
        let lost = refusal(only(&submitted)).map(str::to_owned);
        assert!(
            lost.as_deref().is_none_or(|code| ["moved_meanwhile", "changed_meanwhile", "busy"].contains(&code)),
            "{lost:?}"
        );
        let read = ReadRegistrationRequest { id: row.id.clone() };
        row = nurse.browser.call::<ReadRegistration>(&read).await.expect("one's own").row;
        if lost.is_some() {
            row = nurse.submits(&row, &unit).await;
        }
        assert_eq!((waiting(there).await, waiting(gone).await), (1, 0), "round {round}");
        let withdraw = BatchRequest { items: vec![seen(&row)] };
        row = done(only(&nurse.browser.call::<WithdrawRegistrations>(&withdraw).await.expect("a result")));
    }
}
