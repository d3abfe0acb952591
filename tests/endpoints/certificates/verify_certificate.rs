use domain::contract::VerifyCertificate;
use domain::contract::certificates::{PublicCertificate, Verification, VerifyCertificateRequest};
use domain::hours::Hours;
use tests::platform::{completed, retracted};
use tests::years::Year;
use tests::{Browser, World};

use super::issue_certificate::issue;

async fn verify(world: &World, number: &str) -> Verification {
    let request = VerifyCertificateRequest { number: number.to_owned() };
    Browser::anonymous(world).call::<VerifyCertificate>(&request).await.expect("an answer")
}

#[tokio::test]
async fn the_public_sees_validity_and_a_masked_name_and_nothing_else() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    year.approve("60").await;
    year.platform.delivers(completed("C-1", 1, &year.member.identity, "30")).await;
    let number = issue(&year.member, 2018).await.expect("fulfilled").number;
    let certificate = PublicCertificate {
        name: "韦**".to_owned(),
        year: 2018,
        common: Hours::whole(30),
        specialty: Hours::whole(60),
        total: Hours::whole(90),
    };
    assert_eq!(verify(&world, &number.to_string()).await, Verification::Valid { certificate: certificate.clone() });
    let typed = number.to_string().to_lowercase().replace('-', " ");
    assert_eq!(verify(&world, &typed).await, Verification::Valid { certificate });
    year.platform.delivers(retracted("C-1", 2)).await;
    let certificate = PublicCertificate {
        name: "韦**".to_owned(),
        year: 2018,
        common: Hours::ZERO,
        specialty: Hours::whole(60),
        total: Hours::whole(60),
    };
    assert_eq!(verify(&world, number.as_str()).await, Verification::Void { certificate });
}

#[tokio::test]
async fn unknown_and_malformed_numbers_look_alike() {
    let world = World::new().await;
    for number in ["7K3M-9XQ2-0AZ4-51TW", "", "7K3M", "韦丽琳", "450103198802290121"] {
        assert_eq!(verify(&world, number).await, Verification::Unknown, "{number}");
    }
}
