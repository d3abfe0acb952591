//! A unit that signed itself up and that no operator has verified: it can set itself up and serve who joined it, and nothing of
//! it reaches further.

use domain::account::SignUpForm;
use domain::administrator::{AdministratorForm, initial_password};
use domain::contract::accounts::{ChangePasswordRequest, SignInRequest};
use domain::contract::certificates::{IssueCertificateRequest, ListCertificatesRequest};
use domain::contract::directory::{ChangeUnitRequest, ReadListedUnitRequest};
use domain::contract::people::IssueCodeRequest;
use domain::contract::registrations::{CreateUnitRegistrationRequest, ImportOutcome, ImportRequest};
use domain::contract::reviews::{ApproveRequest, SearchPendingRequest};
use domain::contract::unit_management::SearchAdministratorsRequest;
use domain::contract::{
    ApproveRegistrations, ChangePassword, ChangeUnit, CreateAdministrator, CreateRegistration, CreateUnitRegistration,
    ImportRegistrations, IssueCertificate, IssueCode, ListCertificates, ReadListedUnit, SearchAdministrators,
    SearchPending, SignIn, SignUpProfessional, SignUpUnit,
};
use domain::id::{PersonId, UnitId};
use domain::import::ImportRow;
use domain::permission::Role;
use domain::registration::RegistrationForm;
use domain::unit::{ListedUnitForm, UnitSignUpForm};
use tests::fixtures::{Member, PASSWORD, chief, credit_code, form, identity, only, refusal, seen};
use tests::{Browser, World};

/// A unit of somebody's own making, which bears a real one's name, with its account and its administrator.
struct SelfMade<'w> {
    world: &'w World,
    unit: UnitId,
    account: Browser<'w>,
    chief: Browser<'w>,
}

impl<'w> SelfMade<'w> {
    async fn make(world: &'w World) -> Self {
        let mut account = Browser::anonymous(world);
        let signed_up = account
            .signing::<SignUpUnit>(&UnitSignUpForm {
                credit_code: credit_code(66).as_str().to_owned(),
                name: "南宁市第一人民医院".to_owned(),
                region: "450103".to_owned(),
                contact_name: "某人".to_owned(),
                contact_mobile: "13800138000".to_owned(),
                password: PASSWORD.to_owned(),
            })
            .await
            .expect("an account");
        let unit = signed_up.session.expect("a unit that was new is its own at once").unit.id;
        account.call::<CreateAdministrator>(&administrator(8)).await.expect("an administrator of its own");
        let mut chief = Browser::anonymous(world);
        let first = initial_password(&identity(8));
        chief.signing::<SignIn>(&sign_in(Role::Administrator, 8, &first)).await.expect("the initial password");
        let change = ChangePasswordRequest { current_password: first, new_password: PASSWORD.to_owned() };
        chief.signing::<ChangePassword>(&change).await.expect("a password of their own");
        Self { world, unit, account, chief }
    }

    /// Somebody who joins it themselves, with a registration that it has approved.
    async fn approved_member(&self) -> Browser<'w> {
        let mut member = Browser::anonymous(self.world);
        member
            .signing::<SignUpProfessional>(&SignUpForm {
                name: "韦丽琳".to_owned(),
                identity_number: identity(1).expose().to_owned(),
                mobile: "13800138000".to_owned(),
                password: PASSWORD.to_owned(),
                unit: Some(self.unit.clone()),
                department: None,
            })
            .await
            .expect("a member");
        let claim = RegistrationForm {
            claimed_hours: "999.9".to_owned(),
            remarks: "按实际学时申请".to_owned(),
            ..form("区域医师关键技术培训班")
        };
        let draft = member.call::<CreateRegistration>(&claim).await.expect("a draft");
        let person = self.world.app.vault.person_id(&identity(1));
        let registrant = Member { browser: member.clone(), person, identity: identity(1) };
        registrant.submits(&draft, &self.unit).await;
        let pending = self.chief.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("a page").rows;
        let approve =
            ApproveRequest { items: vec![seen(&pending[0])], approved_hours: String::new(), reason: String::new() };
        let approved = self.chief.call::<ApproveRegistrations>(&approve).await.expect("a result");
        assert_eq!(refusal(only(&approved)), None);
        member
    }

    async fn is_verified_by(&self, operator: &Browser<'_>) {
        let card = operator.call::<ReadListedUnit>(&ReadListedUnitRequest { id: self.unit.clone() }).await.expect("it");
        let form = ListedUnitForm {
            name: card.unit.name.clone(),
            region: card.unit.region.as_str().to_owned(),
            supervising: false,
            verified: true,
            disabled: false,
        };
        let change = ChangeUnitRequest { id: self.unit.clone(), version: card.version, form };
        assert!(operator.call::<ChangeUnit>(&change).await.expect("verified").unit.verified);
    }
}

fn administrator(n: u32) -> AdministratorForm {
    AdministratorForm {
        identity_number: identity(n).expose().to_owned(),
        name: "陆晓婷".to_owned(),
        mobile: "13800138000".to_owned(),
        may_sign_in: true,
        ..AdministratorForm::default()
    }
}

fn sign_in(role: Role, n: u32, password: &str) -> SignInRequest {
    SignInRequest { role, login: identity(n).expose().to_owned(), password: password.to_owned() }
}

#[tokio::test]
async fn its_hours_count_and_the_certificate_waits_until_it_is_verified() {
    let world = World::new().await;
    let made = SelfMade::make(&world).await;
    let member = made.approved_member().await;
    let issue = IssueCertificateRequest { year: 2018 };
    let refused = member.call::<IssueCertificate>(&issue).await.expect_err("anybody can be a unit");
    assert_eq!(refused.code(), "unit_unverified");
    assert!(refused.body.message.contains("南宁市第一人民医院"), "{}", refused.body.message);
    let listed = member.call::<ListCertificates>(&ListCertificatesRequest {}).await.expect("a list").issuable;
    assert_eq!((listed[0].year, listed[0].waits_for.as_slice()), (2018, &["南宁市第一人民医院".to_owned()][..]));

    made.is_verified_by(&world.operator("huang.feng").await.browser).await;
    let listed = member.call::<ListCertificates>(&ListCertificatesRequest {}).await.expect("a list").issuable;
    assert!(listed[0].waits_for.is_empty());
    assert!(member.call::<IssueCertificate>(&issue).await.expect("verified").valid);
}

#[tokio::test]
async fn it_enters_nobody_by_number_and_hands_out_no_codes() {
    let world = World::new().await;
    let made = SelfMade::make(&world).await;
    made.approved_member().await;
    let enter = |n: u32| CreateUnitRegistrationRequest {
        identity_number: identity(n).expose().to_owned(),
        name: "覃志明".to_owned(),
        form: form("继续教育培训班"),
    };
    let refused = made.chief.call::<CreateUnitRegistration>(&enter(2)).await.expect_err("a stranger");
    assert_eq!(refused.fields(), ["identity_number:unit_unverified"]);
    let row = ImportRow {
        identity_number: identity(2).expose().to_owned(),
        name: "覃志明".to_owned(),
        category: "培训进修类".to_owned(),
        subcategory: "专题讲座".to_owned(),
        title: "继续教育培训班".to_owned(),
        start: "2026-05-07".to_owned(),
        end: "2026-05-08".to_owned(),
        ..ImportRow::default()
    };
    let imported = made.chief.call::<ImportRegistrations>(&ImportRequest { rows: vec![row] }).await.expect("results");
    let ImportOutcome::Refused { fields } = &imported.results[0] else { panic!("{imported:?}") };
    assert_eq!(fields.at("identity_number").map(|error| &*error.code), Some("unit_unverified"));
    let stranger = world.app.vault.person_id(&identity(2));
    assert!(functions::store::people::find(&world.app, &stranger).await.expect("a read").is_none());

    // Who has joined it is served.
    let own = CreateUnitRegistrationRequest { name: "韦丽琳".to_owned(), ..enter(1) };
    made.chief.call::<CreateUnitRegistration>(&own).await.expect("a member");
    let code = |person: PersonId| IssueCodeRequest { person };
    let refused = made.chief.call::<IssueCode>(&code(world.app.vault.person_id(&identity(1)))).await;
    assert_eq!(refused.map(|_| ()).expect_err("it opens somebody's account").code(), "unit_unverified");

    made.is_verified_by(&world.operator("huang.feng").await.browser).await;
    made.chief.call::<CreateUnitRegistration>(&enter(2)).await.expect("verified");
    let issued = made.chief.call::<IssueCode>(&code(stranger)).await;
    assert!(issued.is_ok());
}

#[tokio::test]
async fn what_it_holds_keeps_no_verified_unit_from_appointing_somebody() {
    let world = World::new().await;
    let made = SelfMade::make(&world).await;
    let unit = world.unit(1, "南宁市第二人民医院", false).await;
    let real = world.unit_account(1, &unit).await;
    real.call::<CreateAdministrator>(&administrator(8)).await.expect("their real unit goes before");
    let ended = made.chief.call::<SearchPending>(&SearchPendingRequest::default()).await.expect_err("displaced");
    assert_eq!(ended.code(), "session_ended");
    let mut browser = Browser::anonymous(&world);
    let session = browser.signing::<SignIn>(&sign_in(Role::Administrator, 8, &initial_password(&identity(8)))).await;
    assert_eq!(session.expect("appointed anew").unit.id, unit);
    let left = SearchAdministratorsRequest::default();
    let left = made.account.call::<SearchAdministrators>(&left).await.expect("a list").administrators;
    assert!(left.is_empty(), "{left:?}");

    // Never the other way round, nor between two that are verified.
    let refused = made.account.call::<CreateAdministrator>(&administrator(8)).await.expect_err("appointed elsewhere");
    assert_eq!(refused.fields(), ["identity_number:taken"]);
    let third = world.unit(3, "南宁市第三人民医院", false).await;
    let third = world.unit_account(3, &third).await;
    let refused = third.call::<CreateAdministrator>(&administrator(8)).await.expect_err("appointed elsewhere");
    assert_eq!(refused.fields(), ["identity_number:taken"]);
}

/// Whoever appoints themselves in a unit of their own making is not in charge of the real one once the two are merged.
#[tokio::test]
async fn merged_into_a_real_one_its_administrator_is_in_charge_of_nothing() {
    let world = World::new().await;
    let made = SelfMade::make(&world).await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let real = world.unit_account(1, &unit).await;
    let victim = world.professional(2, "覃志明", chief(&unit)).await;
    victim.submits(&victim.drafts("甲").await, &unit).await;
    tests::two_units::to_the_end(&world.operator("huang.feng").await.browser, &made.unit, &unit).await;
    let refused = Browser::anonymous(&world).call::<SignIn>(&sign_in(Role::Administrator, 8, PASSWORD)).await;
    assert_eq!(refused.expect_err("not let in").code(), "wrong_credentials");
    let there = real.call::<SearchAdministrators>(&SearchAdministratorsRequest::default()).await.expect("a list");
    let there: Vec<_> = there.administrators.iter().map(|one| (one.name.as_str(), one.may_sign_in)).collect();
    assert_eq!(there, [("陆晓婷", false)]);
}
