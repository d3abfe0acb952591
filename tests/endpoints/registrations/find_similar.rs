use domain::contract::attachments::FileKind;
use domain::contract::registrations::{
    CreateUnitRegistrationRequest, FindSimilarRequest, ImportRequest, SimilarRegistration, SimilarRegistrations,
};
use domain::contract::reviews::RejectRequest;
use domain::contract::{
    CreateRegistration, CreateUnitRegistration, FindSimilar, ImportRegistrations, RejectRegistrations,
};
use domain::hours::{Period, WallTime};
use domain::import::ImportRow;
use domain::limits::{ATTACHMENTS_MAX, COMPARED_MAX, IMPORT_ROWS_PER_REQUEST, SIMILAR_MAX};
use domain::registration::{Likeness, RegistrationForm};
use domain::review::Status;
use tests::attachments::{JPEG, PDF, request_for, uploaded};
use tests::fixtures::{chief, department, form, identity, seen};
use tests::{Browser, World};

fn period(from: &str, until: &str) -> Period {
    let time = |text: &str| WallTime::parse(text).expect("a time");
    Period::new(time(from), time(until)).expect("a period")
}

/// The period of `form`.
fn may_2018() -> Period {
    period("2018-05-07T00:00", "2018-05-09T00:00")
}

fn typed(title: &str) -> FindSimilarRequest {
    FindSimilarRequest { title: title.to_owned(), period: Some(may_2018()), ..FindSimilarRequest::default() }
}

async fn find(browser: &Browser<'_>, request: &FindSimilarRequest) -> SimilarRegistrations {
    browser.call::<FindSimilar>(request).await.expect("an answer")
}

fn told(found: &[SimilarRegistration]) -> Vec<(&str, Likeness)> {
    found.iter().map(|one| (one.title.as_str(), one.likeness)).collect()
}

#[tokio::test]
async fn the_same_an_overlap_and_a_shared_file_are_pointed_out_before_saving() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let browser = &member.browser;
    let evidence = uploaded(browser, "证书.pdf", FileKind::Pdf, PDF).await;
    browser.call::<CreateRegistration>(&form("甲")).await.expect("a draft");
    let elsewhen = RegistrationForm {
        start: "2018-06-01T00:00".to_owned(),
        end: "2018-06-02T00:00".to_owned(),
        claimed_hours: "8".to_owned(),
        attachments: vec![evidence],
        ..form("丙")
    };
    browser.call::<CreateRegistration>(&elsewhen).await.expect("a draft");
    let day_before = RegistrationForm {
        start: "2018-05-06T00:00".to_owned(),
        end: "2018-05-07T00:00".to_owned(),
        claimed_hours: "8".to_owned(),
        ..form("丁")
    };
    browser.call::<CreateRegistration>(&day_before).await.expect("a draft");

    let found = find(browser, &typed(" 甲 ")).await;
    assert_eq!(told(&found.similar), [("甲", Likeness::Same)]);
    assert_eq!(found.similar[0].sentence(), "与“甲”（2018-05-07 上午 – 05-08 下午，待提交）内容和时间相同");
    assert_eq!(found.next, None);
    assert_eq!(told(&find(browser, &typed("乙")).await.similar), [("甲", Likeness::Overlap)]);
    // The same file under another name, before there is a period.
    let sha256 = request_for("另一个名字.pdf", FileKind::Pdf, PDF).sha256;
    let by_file = FindSimilarRequest { period: None, digests: vec![sha256.clone()], ..typed("乙") };
    assert_eq!(told(&find(browser, &by_file).await.similar), [("丙", Likeness::SameEvidence)]);
    let both = FindSimilarRequest { digests: vec![sha256], ..typed("乙") };
    assert_eq!(told(&find(browser, &both).await.similar), [("丙", Likeness::SameEvidence), ("甲", Likeness::Overlap)]);
    let other_file = request_for("照片.jpg", FileKind::Jpeg, JPEG).sha256;
    let neither = FindSimilarRequest { period: None, digests: vec![other_file], ..typed("甲") };
    assert_eq!(told(&find(browser, &neither).await.similar), []);
}

#[tokio::test]
async fn what_is_edited_and_what_was_rejected_are_not_compared() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let reviewer = world.administrator(9, "黄锋", chief(&unit)).await;
    let one = member.drafts("甲").await;
    let editing = FindSimilarRequest { own: Some(one.id.clone()), ..typed("甲") };
    assert_eq!(told(&find(&member.browser, &editing).await.similar), []);
    let pending = member.submits(&one, &unit).await;
    let found = find(&member.browser, &typed("甲")).await;
    assert_eq!(found.similar.first().map(|one| one.status), Some(Status::Pending));
    let reject = RejectRequest { items: vec![seen(&pending)], opinion: "请补充证明".to_owned() };
    reviewer.call::<RejectRegistrations>(&reject).await.expect("a result");
    assert_eq!(told(&find(&member.browser, &typed("甲")).await.similar), []);
}

/// A unit hears of what it may read anyway, of people of the scope, and of nothing else.
#[tokio::test]
async fn a_unit_hears_of_what_it_may_read_of_its_own_people() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let surgery = world.department(&unit, "外科").await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_nursing = world.administrator(7, "陆晓婷", department(&unit, &nursing)).await;
    let of_surgery = world.administrator(8, "农建华", department(&unit, &surgery)).await;
    let abroad = world.administrator(9, "梁燕", chief(&elsewhere)).await;
    let entered = CreateUnitRegistrationRequest {
        identity_number: identity(1).expose().to_owned(),
        name: "韦丽琳".to_owned(),
        form: form("甲"),
    };
    of_nursing.call::<CreateUnitRegistration>(&entered).await.expect("a registration");
    let own = nurse.drafts("乙").await;
    nurse.submits(&own, &elsewhere).await;
    let about = |person| FindSimilarRequest { person, ..typed("丙") };
    let known = about(Some(nurse.person.clone()));
    assert_eq!(told(&find(&of_nursing, &known).await.similar), [("甲", Likeness::Overlap)]);
    let all = [("乙", Likeness::Overlap), ("甲", Likeness::Overlap)];
    assert_eq!(told(&find(&nurse.browser, &about(None)).await.similar), all);
    assert_eq!(told(&find(&nurse.browser, &known).await.similar), all);
    let other = world.professional(2, "覃志明", chief(&unit)).await.browser;
    for (browser, request) in [(&of_surgery, &known), (&abroad, &known), (&other, &known), (&of_nursing, &about(None))]
    {
        let refused = browser.call::<FindSimilar>(request).await.expect_err("not theirs");
        assert_eq!(refused.code(), "not_found");
    }
}

#[tokio::test]
async fn a_few_are_told_of_many_and_malformed_requests_refused() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    for n in 0..=SIMILAR_MAX {
        member.drafts(&format!("第 {n} 期")).await;
    }
    assert_eq!(find(&member.browser, &typed("甲")).await.similar.len(), SIMILAR_MAX);
    let many = FindSimilarRequest { digests: vec![String::new(); ATTACHMENTS_MAX + 1], ..typed("甲") };
    let refused = member.browser.call::<FindSimilar>(&many).await.expect_err("too many files");
    assert_eq!(refused.fields(), ["digests:too_many"]);
    let cursor = FindSimilarRequest { cursor: Some("#".to_owned()), ..typed("甲") };
    let refused = member.browser.call::<FindSimilar>(&cursor).await.expect_err("no cursor of ours");
    assert_eq!(refused.code(), "malformed_request");
}

/// However many registrations somebody has, each is looked at, and one request reads so many and no more.
#[tokio::test]
async fn every_registration_is_compared_in_bounded_requests() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let row = |n: usize| ImportRow {
        identity_number: identity(1).expose().to_owned(),
        name: "韦丽琳".to_owned(),
        category: "培训进修类".to_owned(),
        subcategory: "专题讲座".to_owned(),
        title: format!("第 {n} 期"),
        start: "2026-05-07".to_owned(),
        end: "2026-05-08".to_owned(),
        ..ImportRow::default()
    };
    let rows: Vec<ImportRow> = (0..COMPARED_MAX + 50).map(row).collect();
    for rows in rows.chunks(IMPORT_ROWS_PER_REQUEST) {
        of_unit.call::<ImportRegistrations>(&ImportRequest { rows: rows.to_vec() }).await.expect("a result");
    }
    member.drafts("甲").await;
    // Keys of the test sort before all that were made of content: 甲 is the last that is read.
    let call = member.browser.measured::<FindSimilar>(&typed("乙"), &world.key()).await;
    let first = call.result.expect("an answer");
    assert_eq!(told(&first.similar), []);
    assert!(call.usage.items_read as usize <= COMPARED_MAX + 2, "{:?}", call.usage);
    let next = FindSimilarRequest { cursor: first.next.clone(), ..typed("乙") };
    let second = find(&member.browser, &next).await;
    assert_eq!((told(&second.similar), second.next), (vec![("甲", Likeness::Overlap)], None));
}
