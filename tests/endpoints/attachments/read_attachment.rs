use domain::contract::attachments::{FileKind, ReadAttachmentRequest};
use domain::contract::{CreateAttachment, CreateRegistration, ReadAttachment};
use domain::id::AttachmentId;
use domain::registration::RegistrationForm;
use tests::World;
use tests::attachments::{PDF, get, request_for, uploaded};
use tests::fixtures::{chief, form};

#[tokio::test]
async fn the_person_and_the_reviewer_download_it_under_its_own_name() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let attachment = uploaded(&member.browser, "结业证书.pdf", FileKind::Pdf, PDF).await;
    let with_it = RegistrationForm { attachments: vec![attachment.clone()], ..form("甲") };
    let row = member.browser.call::<CreateRegistration>(&with_it).await.expect("a draft");
    let pending = member.submits(&row, &unit).await;
    let request = ReadAttachmentRequest { registration: Some(pending.id.clone()), attachment };
    for browser in [&member.browser, &administrator] {
        let download = browser.call::<ReadAttachment>(&request).await.expect("an address");
        let (headers, body) = get(&world, &download.url).await;
        assert_eq!(body, PDF);
        let disposition = headers["content-disposition"].to_str().expect("ASCII");
        assert_eq!(disposition, "attachment; filename*=UTF-8''%E7%BB%93%E4%B8%9A%E8%AF%81%E4%B9%A6.pdf");
        assert_eq!(headers["content-type"], "application/pdf");
    }
    let other = ReadAttachmentRequest { registration: Some(pending.id), attachment: AttachmentId::from_bits(1) };
    let refused = member.browser.call::<ReadAttachment>(&other).await.expect_err("not of this registration");
    assert_eq!(refused.code(), "not_found");
}

#[tokio::test]
async fn what_no_registration_has_yet_is_downloaded_by_its_owner_alone() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let colleague = world.professional(2, "陆海燕", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let attachment = uploaded(&member.browser, "结业证书.pdf", FileKind::Pdf, PDF).await;
    let request = ReadAttachmentRequest { registration: None, attachment };
    let download = member.browser.call::<ReadAttachment>(&request).await.expect("an address");
    assert_eq!(get(&world, &download.url).await.1, PDF);
    for browser in [&colleague.browser, &administrator] {
        assert_eq!(browser.call::<ReadAttachment>(&request).await.expect_err("not theirs").code(), "not_found");
    }
    let announced = request_for("证书.pdf", FileKind::Pdf, PDF);
    let upload = member.browser.call::<CreateAttachment>(&announced).await.expect("a place");
    let request = ReadAttachmentRequest { registration: None, attachment: upload.id };
    let refused = member.browser.call::<ReadAttachment>(&request).await.expect_err("nothing has arrived");
    assert_eq!(refused.code(), "not_found");
}
