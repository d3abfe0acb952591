use domain::contract::ListCertificates;
use domain::contract::certificates::{CertificateList, ListCertificatesRequest};
use domain::hours::Hours;
use tests::World;
use tests::fixtures::Member;
use tests::platform::{completed, retracted};
use tests::years::Year;

use super::issue_certificate::issue;

async fn list(member: &Member<'_>) -> CertificateList {
    member.browser.call::<ListCertificates>(&ListCertificatesRequest {}).await.expect("a list")
}

#[tokio::test]
async fn a_void_certificate_stays_listed_and_a_new_one_has_a_new_number() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let member = &year.member;
    assert!(list(member).await.certificates.is_empty() && list(member).await.issuable.is_empty());
    year.approve("60").await;
    year.platform.delivers(completed("C-1", 1, &member.identity, "40")).await;
    let issuable: Vec<_> = list(member).await.issuable.iter().map(|one| (one.year, one.totals.total())).collect();
    assert_eq!(issuable, [(2018, Hours::whole(100))]);
    let first = issue(member, 2018).await.expect("fulfilled");
    assert!(list(member).await.issuable.is_empty());

    // Fewer hours, but enough: still valid, and no longer claiming what is gone.
    year.platform.delivers(completed("C-1", 2, &member.identity, "30")).await;
    let listed = list(member).await.certificates;
    assert_eq!((listed[0].valid, listed[0].totals.total()), (true, Hours::whole(90)));

    year.platform.delivers(retracted("C-1", 3)).await;
    assert!(!list(member).await.certificates[0].valid);
    year.platform.delivers(completed("C-1", 4, &member.identity, "30")).await;
    assert!(!list(member).await.certificates[0].valid, "what is void stays void");
    assert_eq!(list(member).await.issuable.len(), 1);
    let second = issue(member, 2018).await.expect("fulfilled again");
    assert_ne!(second.number, first.number);
    let listed: Vec<_> = list(member).await.certificates.into_iter().map(|one| (one.number, one.valid)).collect();
    assert_eq!(listed, [(second.number, true), (first.number, false)]);
}
