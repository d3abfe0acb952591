use domain::contract::CreateAttachment;
use domain::contract::attachments::{CreateAttachmentRequest, FileKind};
use domain::limits::ATTACHMENT_BYTES_MAX;
use http::StatusCode;
use tests::World;
use tests::attachments::{JPEG, put, request_for};
use tests::fixtures::chief;

#[tokio::test]
async fn the_address_takes_exactly_the_announced_file() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let request = request_for("结业证书.jpg", FileKind::Jpeg, JPEG);
    let upload = member.browser.call::<CreateAttachment>(&request).await.expect("an address");
    let mut other = JPEG.to_vec();
    other[10] ^= 1;
    assert_ne!(put(&world, &upload, &other).await, StatusCode::OK, "another content of the same length");
    assert_ne!(put(&world, &upload, &JPEG[..JPEG.len() - 1]).await, StatusCode::OK, "another length");
    assert_eq!(put(&world, &upload, JPEG).await, StatusCode::OK);
}

#[tokio::test]
async fn a_repeat_gives_the_same_file_another_chance() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let request = request_for("结业证书.jpg", FileKind::Jpeg, JPEG);
    let key = world.key();
    let first = member.browser.keyed::<CreateAttachment>(&request, &key).await.expect("an address");
    let again = member.browser.keyed::<CreateAttachment>(&request, &key).await.expect("an address");
    assert_eq!(first.id, again.id);
    let other = CreateAttachmentRequest { file_name: "其他.jpg".to_owned(), ..request };
    let refused = member.browser.keyed::<CreateAttachment>(&other, &key).await.expect_err("another file");
    assert_eq!(refused.code(), "idempotency_key_reused");
}

#[tokio::test]
async fn files_out_of_bounds_are_refused_before_they_travel() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let right = request_for("结业证书.jpg", FileKind::Jpeg, JPEG);
    for bytes in [0, ATTACHMENT_BYTES_MAX + 1] {
        let request = CreateAttachmentRequest { bytes, file_name: " ".to_owned(), ..right.clone() };
        let refused = member.browser.call::<CreateAttachment>(&request).await.expect_err("out of bounds");
        assert_eq!(refused.fields(), ["file_name:required", "bytes:out_of_range"]);
    }
    let no_digest = CreateAttachmentRequest { sha256: "xyz".to_owned(), ..right };
    let refused = member.browser.call::<CreateAttachment>(&no_digest).await.expect_err("no digest");
    assert_eq!(refused.code(), "malformed_request");
}
