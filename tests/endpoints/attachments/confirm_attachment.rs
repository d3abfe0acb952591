use domain::contract::attachments::{ConfirmAttachmentRequest, FileKind};
use domain::contract::{ConfirmAttachment, CreateAttachment, CreateRegistration};
use domain::registration::RegistrationForm;
use tests::World;
use tests::attachments::{JPEG, PDF, put, request_for};
use tests::fixtures::{chief, form};

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
