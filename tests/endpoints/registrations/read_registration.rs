use domain::contract::ReadRegistration;
use domain::contract::registrations::{Happening, ReadRegistrationRequest};
use domain::registration::RegistrationForm;
use tests::World;
use tests::fixtures::{chief, form};

#[tokio::test]
async fn it_shows_the_claim_as_typed_and_what_happened_since() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let request = ReadRegistrationRequest { id: pending.id.clone() };
    let detail = member.browser.call::<ReadRegistration>(&request).await.expect("one's own");
    assert_eq!(detail.row, pending);
    assert_eq!(detail.form, RegistrationForm { pledged: false, ..form("甲") });
    let happenings: Vec<_> = detail.history.iter().map(|entry| entry.happening).collect();
    assert_eq!(happenings, [Happening::Created, Happening::Submitted]);
    assert_eq!(detail.history[1].note.as_deref(), Some("南宁市第一人民医院"));
    assert_eq!(detail.history[1].actor, "韦丽琳");
}
