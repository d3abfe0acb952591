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
async fn a_malformed_number_is_told_apart_from_an_unknown_one() {
    let world = World::new().await;
    assert_eq!(verify(&world, "7K3M-9XQ2-0AZ4-51TW").await, Verification::Unknown);
    for (number, code) in [("", "required"), ("7K3M", "malformed"), ("韦丽琳", "malformed"), ("100%", "malformed")] {
        let request = VerifyCertificateRequest { number: number.to_owned() };
        let refused = Browser::anonymous(&world).call::<VerifyCertificate>(&request).await.expect_err("no number");
        assert_eq!(refused.fields(), [format!("number:{code}")], "{number}");
    }
}

#[tokio::test]
async fn a_number_is_found_whatever_a_chat_app_has_hung_around_it() {
    let world = World::new().await;
    let year = Year::of(&world).await;
    year.approve("60").await;
    year.platform.delivers(completed("C-1", 1, &year.member.identity, "30")).await;
    let number = issue(&year.member, 2018).await.expect("fulfilled").number.to_string();
    for pasted in [
        format!("{number}&appinstall=0"),
        format!("{number}?from=singlemessage&isappinstalled=0"),
        format!("证书编号:{number}"),
        format!("\u{200B}{}", number.replace('-', "－")),
    ] {
        assert!(matches!(verify(&world, &pasted).await, Verification::Valid { .. }), "{pasted}");
    }
}
