use domain::contract::attachments::{ConfirmAttachmentRequest, FileKind};
use domain::contract::{ConfirmAttachment, CreateAttachment, CreateRegistration};
use domain::registration::RegistrationForm;
use std::time::{Duration, SystemTime};

use domain::limits::UNCONFIRMED_DAYS;
use domain::permission::Role;
use functions::store::keys::{EXPIRY, Key};
use http::StatusCode;
use tests::World;
use tests::attachments::{JPEG, PDF, put, request_for, uploaded};
use tests::fixtures::{chief, form};

/// More than [`UNCONFIRMED_DAYS`].
const LONG: Duration = Duration::from_secs(8 * 24 * 60 * 60);

#[tokio::test]
async fn only_a_file_that_has_been_looked_into_is_evidence() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let request = request_for("结业证书.pdf", FileKind::Pdf, PDF);
    let upload = member.browser.call::<CreateAttachment>(&request).await.expect("an address");
    let with_it = RegistrationForm { attachments: vec![upload.id.clone()], ..form("甲") };
    let confirm = ConfirmAttachmentRequest { id: upload.id.clone(), person: None };

    let refused = member.browser.call::<ConfirmAttachment>(&confirm).await.expect_err("nothing has arrived");
    assert_eq!(refused.code(), "not_uploaded");
    put(&world, &upload, PDF).await;
    let refused = member.browser.call::<CreateRegistration>(&with_it).await.expect_err("not looked into");
    assert_eq!(refused.fields(), ["attachments:not_uploaded"]);
    let attachment = member.browser.call::<ConfirmAttachment>(&confirm).await.expect("a PDF");
    assert_eq!((attachment.file_name.as_str(), attachment.kind), ("结业证书.pdf", FileKind::Pdf));
    member.browser.call::<ConfirmAttachment>(&confirm).await.expect("still a PDF");
    let row = member.browser.call::<CreateRegistration>(&with_it).await.expect("a draft");
    assert_eq!(row.attachment_count, 1);
}

#[tokio::test]
async fn a_file_that_is_not_what_it_claims_is_refused() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    for (content, kind) in [(b"MZ\x90\0 a program".as_slice(), FileKind::Pdf), (JPEG, FileKind::Png)] {
        let upload =
            member.browser.call::<CreateAttachment>(&request_for("证书.pdf", kind, content)).await.expect("an address");
        put(&world, &upload, content).await;
        let confirm = ConfirmAttachmentRequest { id: upload.id, person: None };
        let refused = member.browser.call::<ConfirmAttachment>(&confirm).await.expect_err("something else");
        assert_eq!(refused.fields(), ["attachments:wrong_content"]);
    }
}

/// The bucket's rule and the table's expiry take away what nobody confirmed; what is about to go cannot be confirmed, or
/// a registration could refer to a file that is gone.
#[tokio::test]
async fn an_upload_that_nobody_confirms_in_time_is_sent_again() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let request = request_for("结业证书.pdf", FileKind::Pdf, PDF);
    let key = world.key();
    let upload = member.browser.keyed::<CreateAttachment>(&request, &key).await.expect("an address");
    assert_eq!(put(&world, &upload, PDF).await, StatusCode::OK);
    world.app.clock.advance_seconds((UNCONFIRMED_DAYS - 1) * 24 * 60 * 60);
    // Twelve hours are the most that a session lasts.
    let browser = world.signed_in(&world.account(Role::Professional, "韦丽琳", &member.identity, None)).await;
    let confirm = ConfirmAttachmentRequest { id: upload.id, person: None };
    let refused = browser.call::<ConfirmAttachment>(&confirm).await.expect_err("about to go");
    assert_eq!(refused.code(), "not_uploaded");

    // The same key gives the announcement new time, and the file that is still there will do.
    let upload = browser.keyed::<CreateAttachment>(&request, &key).await.expect("an address");
    assert_eq!(put(&world, &upload, PDF).await, StatusCode::PRECONDITION_FAILED);
    browser.call::<ConfirmAttachment>(&confirm).await.expect("a PDF");
    assert_eq!(world.attachments.sweep_pending(SystemTime::now() + LONG).expect("swept"), 0);
}

#[tokio::test]
async fn an_upload_that_is_never_confirmed_disappears() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let kept = uploaded(&member.browser, "结业证书.pdf", FileKind::Pdf, PDF).await;
    let orphan = request_for("结业证书.pdf", FileKind::Pdf, PDF);
    let orphan = member.browser.call::<CreateAttachment>(&orphan).await.expect("an address");
    assert_eq!(put(&world, &orphan, PDF).await, StatusCode::OK);

    assert_eq!(world.attachments.sweep_pending(SystemTime::now() + LONG).expect("swept"), 1, "the file");
    let expiry = async |id| {
        let item = world.app.table.get_item(&Key::attachment(&member.person, id), true).await.expect("a read");
        item.expect("an announcement").contains_key(EXPIRY)
    };
    assert!(expiry(&orphan.id).await, "what is known of it");
    assert!(!expiry(&kept).await, "what was confirmed stays");
    let form = RegistrationForm { attachments: vec![kept], ..form("甲") };
    member.browser.call::<CreateRegistration>(&form).await.expect("a draft");
}
