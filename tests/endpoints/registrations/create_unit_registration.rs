use domain::contract::attachments::FileKind;
use domain::contract::registrations::{
    CreateUnitRegistrationRequest, ListRegistrationsRequest, ReadRegistrationRequest, SubmitRequest, UnitRegistration,
    UpdateRegistrationRequest,
};
use domain::contract::reviews::ApproveRequest;
use domain::contract::{
    ApproveRegistrations, ConfirmAttachment, CreateAttachment, CreateUnitRegistration, DeleteRegistrations,
    ListUnitRegistrations, ReadRegistration, SubmitRegistrations, UpdateRegistration, WithdrawRegistrations,
};
use domain::registration::RegistrationForm;
use domain::review::{Registrar, Status};
use tests::attachments::{PDF, put, request_for};
use tests::fixtures::{batch, chief, department, done, form, identity, only, refusal, seen};
use tests::{Browser, World};

fn of(n: u32, name: &str, title: &str) -> CreateUnitRegistrationRequest {
    CreateUnitRegistrationRequest {
        identity_number: identity(n).expose().to_owned(),
        name: name.to_owned(),
        form: form(title),
    }
}

async fn created(browser: &Browser<'_>, n: u32, name: &str, title: &str) -> UnitRegistration {
    browser.call::<CreateUnitRegistration>(&of(n, name, title)).await.expect("a registration")
}

#[tokio::test]
async fn an_unknown_person_is_recorded_in_the_scope_and_a_known_one_found() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_nursing = world.administrator(9, "黄锋", department(&unit, &nursing)).await;
    let known = created(&of_nursing, 1, "韦丽琳", "甲").await;
    assert_eq!((known.row.id.person(), known.needs_activation), (&nurse.person, false));
    assert!(matches!(&known.row.registrar, Registrar::Unit { unit: by, .. } if *by == unit));
    let unknown = created(&of_nursing, 2, "覃志明", "甲").await;
    assert!(unknown.needs_activation);
    let stored = functions::store::people::find(&world.app, unknown.row.id.person()).await.expect("a table");
    assert_eq!(stored.expect("a person").employer, department(&unit, &nursing));
    assert_eq!(unknown.row.status, Status::Draft);
}

#[tokio::test]
async fn every_mistake_about_person_and_claim_is_named_at_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    world.professional(1, "韦丽琳", chief(&unit)).await;
    world.professional(2, "覃志明", chief(&elsewhere)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let fields = async |request: CreateUnitRegistrationRequest| {
        administrator.call::<CreateUnitRegistration>(&request).await.expect_err("a mistake").fields()
    };
    let nothing = CreateUnitRegistrationRequest { form: form(" "), ..Default::default() };
    assert_eq!(fields(nothing).await, ["identity_number:required", "name:required", "title:required"]);
    assert_eq!(fields(of(1, "韦丽林", "甲")).await, ["name:other_name"]);
    assert_eq!(fields(of(2, "覃志明", "甲")).await, ["identity_number:elsewhere"]);
}

#[tokio::test]
async fn a_repeat_records_person_and_registration_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let key = world.key();
    let first = administrator.keyed::<CreateUnitRegistration>(&of(1, "韦丽琳", "甲"), &key).await.expect("a draft");
    let again = administrator.keyed::<CreateUnitRegistration>(&of(1, "韦丽琳", "甲"), &key).await;
    assert_eq!(again.expect("the same"), first);
    let other = administrator.keyed::<CreateUnitRegistration>(&of(1, "韦丽琳", "乙"), &key).await;
    assert_eq!(other.expect_err("another content").code(), "idempotency_key_reused");
}

#[tokio::test]
async fn the_unit_holds_what_it_entered_through_its_whole_life() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let supervising = world.unit(2, "南宁市卫生健康委员会", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let colleague = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let row = created(&of_unit, 1, "韦丽琳", "甲").await.row;
    let update = UpdateRegistrationRequest { id: row.id.clone(), version: row.version, form: form("乙") };
    let row = colleague.call::<UpdateRegistration>(&update).await.expect("edited");
    let submit = SubmitRequest { items: vec![seen(&row)], unit: supervising.clone() };
    let row = done(only(&of_unit.call::<SubmitRegistrations>(&submit).await.expect("a result")));
    let row = done(only(&of_unit.call::<WithdrawRegistrations>(&batch(&[&row])).await.expect("a result")));
    let submit = SubmitRequest { items: vec![seen(&row)], unit: unit.clone() };
    let row = done(only(&of_unit.call::<SubmitRegistrations>(&submit).await.expect("a result")));
    // It lies with the person's department, although the chief submitted it.
    let approve = ApproveRequest { items: vec![seen(&row)], approved_hours: String::new(), reason: String::new() };
    let row = done(only(&colleague.call::<ApproveRegistrations>(&approve).await.expect("a result")));
    assert_eq!(row.status, Status::Approved);
    let detail = nurse.browser.call::<ReadRegistration>(&ReadRegistrationRequest { id: row.id }).await;
    let actors: Vec<_> = detail.expect("their own").history.into_iter().map(|entry| entry.actor).collect();
    assert_eq!(actors.first().map(String::as_str), Some("黄锋（单位管理员）"));
    let second = created(&of_unit, 1, "韦丽琳", "丙").await.row;
    let deleted = of_unit.call::<DeleteRegistrations>(&batch(&[&second])).await.expect("a result");
    assert_eq!(refusal(only(&deleted)), None);
}

#[tokio::test]
async fn a_batch_of_several_people_goes_each_to_their_department() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let nurse = created(&of_unit, 1, "韦丽琳", "甲").await.row;
    let other = created(&of_unit, 2, "覃志明", "甲").await.row;
    let submit = SubmitRequest { items: vec![seen(&nurse), seen(&other)], unit: unit.clone() };
    let results = of_unit.call::<SubmitRegistrations>(&submit).await.expect("results").results;
    let rows: Vec<_> = results.iter().map(done).collect();
    let approve = |row| ApproveRequest { items: vec![seen(row)], approved_hours: String::new(), reason: String::new() };
    let answer = of_nursing.call::<ApproveRegistrations>(&approve(&rows[1])).await.expect("a result");
    assert_eq!(refusal(only(&answer)), Some("not_found"), "who has no department is the chief's");
    done(only(&of_nursing.call::<ApproveRegistrations>(&approve(&rows[0])).await.expect("a result")));
}

#[tokio::test]
async fn evidence_can_be_uploaded_for_somebody_who_is_not_recorded_yet() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let person = world.app.vault.person_id(&identity(1));
    let announce = domain::contract::attachments::CreateAttachmentRequest {
        person: Some(person.clone()),
        ..request_for("结业证书.pdf", FileKind::Pdf, PDF)
    };
    let upload = administrator.call::<CreateAttachment>(&announce).await.expect("an address");
    put(&world, &upload, PDF).await;
    let confirm =
        domain::contract::attachments::ConfirmAttachmentRequest { id: upload.id.clone(), person: Some(person) };
    administrator.call::<ConfirmAttachment>(&confirm).await.expect("a usable file");
    let request = CreateUnitRegistrationRequest {
        form: RegistrationForm { attachments: vec![upload.id], ..form("甲") },
        ..of(1, "韦丽琳", "甲")
    };
    let row = administrator.call::<CreateUnitRegistration>(&request).await.expect("a registration").row;
    assert_eq!(row.attachment_count, 1);
    // From now on the person is somebody's, and nobody else uploads for them.
    let foreign = world.administrator(8, "梁燕", chief(&elsewhere)).await;
    assert_eq!(foreign.call::<CreateAttachment>(&announce).await.expect_err("not theirs").code(), "not_found");
}

#[tokio::test]
async fn a_unit_takes_back_and_deletes_several_at_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let drafts =
        [created(&administrator, 1, "韦丽琳", "甲").await.row, created(&administrator, 2, "覃志明", "乙").await.row];
    let submit = SubmitRequest { items: drafts.iter().map(seen).collect(), unit: unit.clone() };
    let submitted = administrator.call::<SubmitRegistrations>(&submit).await.expect("results");
    let waiting: Vec<_> = submitted.results.iter().map(done).collect();
    let waiting: Vec<_> = waiting.iter().collect();
    let withdrawn = administrator.call::<WithdrawRegistrations>(&batch(&waiting)).await.expect("results");
    let back: Vec<_> = withdrawn.results.iter().map(done).collect();
    assert!(back.iter().all(|row| row.status == Status::Draft));
    let back: Vec<_> = back.iter().collect();
    let deleted = administrator.call::<DeleteRegistrations>(&batch(&back)).await.expect("results");
    assert!(deleted.results.iter().all(|result| refusal(result).is_none()), "{deleted:?}");
    let left = administrator.call::<ListUnitRegistrations>(&ListRegistrationsRequest::default()).await.expect("a page");
    assert!(left.rows.is_empty());
}

#[tokio::test]
async fn a_name_is_the_same_name_with_other_dots_and_blanks() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let first = created(&administrator, 1, "阿依古丽\u{2022}买买提", "甲").await;
    assert_eq!(first.row.person_name, "阿依古丽\u{B7}买买提");
    for name in ["阿依古丽\u{B7}买买提", "阿依古丽.买买提", "阿依古丽 \u{30FB} 买买提"] {
        let again = created(&administrator, 1, name, name).await;
        assert_eq!(again.row.id.person(), first.row.id.person(), "{name}");
    }
}
