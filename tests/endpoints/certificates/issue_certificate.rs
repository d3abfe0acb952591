use domain::contract::IssueCertificate;
use domain::contract::certificates::{Certificate, IssueCertificateRequest};
use domain::hours::Hours;
use tests::fixtures::{Member, chief};
use tests::platform::completed;
use tests::years::Year;
use tests::{Refused, World};

pub async fn issue(member: &Member<'_>, year: i32) -> Result<Certificate, Refused> {
    member.browser.call::<IssueCertificate>(&IssueCertificateRequest { year }).await
}

#[tokio::test]
async fn only_a_fulfilled_year_has_a_certificate_and_only_one() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    let member = &year.member;
    year.approve("60").await;
    assert_eq!(issue(member, 2018).await.expect_err("60 of 90").code(), "not_fulfilled");
    year.platform.delivers(completed("C-1", 1, &member.identity, "30")).await;
    let certificate = issue(member, 2018).await.expect("fulfilled");
    assert!(certificate.valid);
    assert_eq!((certificate.name.as_str(), certificate.unit.as_str()), ("韦丽琳", "南宁市第一人民医院"));
    assert_eq!(certificate.totals.total(), Hours::whole(90));
    assert_eq!(issue(member, 2018).await.expect("the same again"), certificate);
    for other in [2017, 2019, 2015, 3000] {
        assert_eq!(issue(member, other).await.expect_err("no hours").code(), "not_fulfilled", "{other}");
    }
    let somebody = world.professional(2, "覃志明", chief(&year.unit)).await;
    assert_eq!(issue(&somebody, 2018).await.expect_err("not theirs").code(), "not_fulfilled");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asking_twice_at_once_issues_one() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    year.approve("90").await;
    let (one, other) = tokio::join!(issue(&year.member, 2018), issue(&year.member, 2018));
    assert_eq!(one.expect("issued"), other.expect("the same"));
}
