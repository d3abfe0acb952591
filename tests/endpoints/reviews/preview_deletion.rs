use domain::contract::certificates::{IssueCertificateRequest, Verification, VerifyCertificateRequest};
use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::{ApproveRequest, DeleteReviewedRequest, PreviewDeletionRequest};
use domain::contract::{
    ApproveRegistrations, DeleteReviewed, IssueCertificate, PreviewDeletion, UndoDecisions, VerifyCertificate,
};
use tests::fixtures::{Member, batch, chief, done, only, refusal, seen};
use tests::{Browser, World};

async fn approved(
    member: &Member<'_>,
    administrator: &Browser<'_>,
    unit: &domain::id::UnitId,
    n: u32,
) -> RegistrationRow {
    let pending = member.submits(&member.drafts(&format!("第 {n} 期")).await, unit).await;
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    done(only(&administrator.call::<ApproveRegistrations>(&approve).await.expect("a result")))
}

#[tokio::test]
async fn it_names_the_certificate_that_becomes_void_and_no_other() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let mut rows = Vec::new();
    // Sixteen hours each: 96 of the 90 that a year asks for.
    for n in 0..6 {
        rows.push(approved(&member, &administrator, &unit, n).await);
    }
    let last = rows.last().expect("six of them");
    let preview = async |row: &RegistrationRow| {
        let request = PreviewDeletionRequest { id: row.id.clone() };
        administrator.call::<PreviewDeletion>(&request).await.expect("a preview").voids
    };
    assert_eq!(preview(last).await, None, "nothing has been issued yet");
    let issued = member.browser.call::<IssueCertificate>(&IssueCertificateRequest { year: 2018 }).await;
    let number = issued.expect("a fulfilled year").number;
    assert_eq!(preview(last).await, Some(number.clone()));
    let undone = administrator.call::<UndoDecisions>(&batch(&[last])).await.expect("a result");
    assert_eq!(refusal(only(&undone)), Some("certificate_depends"));
    let delete = DeleteReviewedRequest { items: vec![seen(last)], reason: "登记有误".to_owned() };
    assert_eq!(refusal(only(&administrator.call::<DeleteReviewed>(&delete).await.expect("a result"))), None);
    let verify = VerifyCertificateRequest { number: number.to_string() };
    let verified = Browser::anonymous(&world).call::<VerifyCertificate>(&verify).await.expect("an answer");
    assert!(matches!(verified, Verification::Void { .. }), "what was shown beforehand is what happened");
    assert_eq!(preview(&rows[0]).await, None, "a void one cannot become void again");
}
