//! Any interleaving of approvals, decisions taken back, deletions, deliveries, corrections (also to another person),
//! retractions and repeats leaves totals equal to the sum of their parts, and certificates valid exactly as long as their
//! year was fulfilled.

use domain::category::CategoryTable;
use domain::certificate::CertificateNumber;
use domain::completion::DeliveryForm;
use domain::contract::certificates::{
    IssueCertificateRequest, ListCertificatesRequest, Verification, VerifyCertificateRequest,
};
use domain::contract::completions::ListCompletionsRequest;
use domain::contract::registrations::{
    BatchRequest, BatchResponse, ListRegistrationsRequest, ReadTotalsRequest, RegistrationRow,
};
use domain::contract::reviews::{ApproveRequest, DeleteReviewedRequest};
use domain::contract::{
    ApproveRegistrations, DeleteReviewed, IssueCertificate, ListCertificates, ListCompletions, ListRegistrations,
    ReadTotals, UndoDecisions, VerifyCertificate,
};
use domain::hours::Hours;
use domain::id::IdempotencyKey;
use domain::review::Status;
use domain::totals::Totals;
use local::engine::{Delivery, Reply, Verdict, Wire};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::atomic::{AtomicU32, Ordering};
use tests::fixtures::{Member, batch, chief, done, only, refusal, seen};
use tests::platform::{completed, retracted};
use tests::years::Year;
use tests::{Browser, World};

/// What somebody does next. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Step {
    Approve {
        hours: u32,
    },
    Delete {
        which: usize,
    },
    /// The decision goes back: the registration waits again.
    Undo {
        which: usize,
    },
    /// An approval, a deletion or an undo is sent once more, under its own key.
    Again {
        which: usize,
    },
    Deliver {
        completion: u32,
        revision: u32,
        hours: u32,
        /// For the other person.
        to_other: bool,
    },
    Retract {
        completion: u32,
        revision: u32,
    },
    /// Something that was delivered before is sent again.
    Repeat {
        which: usize,
    },
    Issue,
    /// Two deletions, a delivery and an approval at the same moment.
    AtOnce {
        which: usize,
        completion: u32,
        revision: u32,
        hours: u32,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (completion, revision, hours) = (0_u32..4, 1_u32..6, 1_u32..60);
    prop_oneof![
        (20_u32..60).prop_map(|hours| Step::Approve { hours }),
        any::<usize>().prop_map(|which| Step::Delete { which }),
        any::<usize>().prop_map(|which| Step::Undo { which }),
        any::<usize>().prop_map(|which| Step::Again { which }),
        (completion.clone(), revision.clone(), hours.clone(), prop::bool::weighted(0.2)).prop_map(
            |(completion, revision, hours, to_other)| Step::Deliver { completion, revision, hours, to_other }
        ),
        (completion.clone(), revision.clone())
            .prop_map(|(completion, revision)| Step::Retract { completion, revision }),
        any::<usize>().prop_map(|which| Step::Repeat { which }),
        Just(Step::Issue),
        (any::<usize>(), completion, revision, hours).prop_map(|(which, completion, revision, hours)| Step::AtOnce {
            which,
            completion,
            revision,
            hours
        }),
    ]
}

/// What has happened so far, as somebody who watches knows it.
#[derive(Default)]
struct Story {
    approved: Vec<RegistrationRow>,
    decided: Vec<(Decision, IdempotencyKey)>,
    sent: Vec<DeliveryForm>,
    issued: Vec<(CertificateNumber, Held)>,
}

/// What a chief has asked for.
#[derive(Clone)]
enum Decision {
    Approve(ApproveRequest),
    Undo(BatchRequest),
    Delete(DeleteReviewedRequest),
}

impl Decision {
    async fn send(&self, chief: &Browser<'_>, key: &IdempotencyKey) -> BatchResponse {
        let response = match self {
            Decision::Approve(request) => chief.keyed::<ApproveRegistrations>(request, key).await,
            Decision::Undo(request) => chief.keyed::<UndoDecisions>(request, key).await,
            Decision::Delete(request) => chief.keyed::<DeleteReviewed>(request, key).await,
        };
        response.expect("a result")
    }
}

/// Whether a certificate's year has been fulfilled ever since its issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Yes,
    No,
    /// It was not, if of things at the same moment the one that took hours back came before the one that added some.
    Perhaps,
}

async fn delete(chief: &Browser<'_>, row: &RegistrationRow) {
    let request = DeleteReviewedRequest { items: vec![seen(row)], reason: "材料有误".to_owned() };
    chief.call::<DeleteReviewed>(&request).await.expect("a result");
}

impl Story {
    async fn take(&mut self, year: &Year<'_>, other: &Member<'_>, step: &Step) {
        match step {
            Step::Approve { hours } => {
                let pending = year.submit(&hours.to_string()).await;
                let items = vec![seen(&pending)];
                let request = ApproveRequest { items, approved_hours: String::new(), reason: String::new() };
                let approved = self.decide(year, Decision::Approve(request)).await;
                self.approved.push(done(only(&approved)));
            }
            Step::Delete { which } => {
                if let Some(row) = self.take_one(*which) {
                    let request = DeleteReviewedRequest { items: vec![seen(&row)], reason: "材料有误".to_owned() };
                    self.decide(year, Decision::Delete(request)).await;
                }
            }
            Step::Undo { which } => {
                if let Some(row) = self.take_one(*which) {
                    let is_certified = self.is_certified_by(&row, parts(&year.member.browser).await);
                    let undone = self.decide(year, Decision::Undo(batch(&[&row]))).await;
                    if is_certified {
                        assert_eq!(refusal(only(&undone)), Some("certificate_depends"));
                        self.approved.push(row);
                    } else {
                        assert_eq!(done(only(&undone)).status, Status::Pending);
                    }
                }
            }
            Step::Again { which } => {
                if let Some((decision, key)) = self.decided.get(which % self.decided.len().max(1)) {
                    decision.send(&year.chief, key).await;
                }
            }
            Step::Deliver { completion, revision, hours, to_other } => {
                let person = if *to_other { &other.identity } else { &year.member.identity };
                let form = completed(&format!("C-{completion}"), *revision, person, &hours.to_string());
                self.send(year, form).await;
            }
            Step::Retract { completion, revision } => {
                self.send(year, retracted(&format!("C-{completion}"), *revision)).await;
            }
            Step::Repeat { which } => {
                if !self.sent.is_empty() {
                    let again = self.sent[which % self.sent.len()].clone();
                    year.platform.deliver(vec![again]).await;
                }
            }
            Step::Issue => {
                let request = IssueCertificateRequest { year: 2018 };
                let issued = year.member.browser.call::<IssueCertificate>(&request).await;
                assert_eq!(
                    issued.is_ok(),
                    is_fulfilled(parts(&year.member.browser).await),
                    "a certificate for a fulfilled year alone"
                );
                if let Ok(certificate) = issued
                    && self.issued.iter().all(|(number, _)| *number != certificate.number)
                {
                    self.issued.push((certificate.number, Held::Yes));
                }
            }
            Step::AtOnce { which, completion, revision, hours } => {
                let form = completed(&format!("C-{completion}"), *revision, &year.member.identity, &hours.to_string());
                self.sent.push(form.clone());
                let before = parts(&year.member.browser).await;
                let pending = year.submit(&hours.to_string()).await;
                let approval = ApproveRequest {
                    items: vec![seen(&pending)],
                    approved_hours: String::new(),
                    reason: String::new(),
                };
                let deliveries = vec![form];
                let deleting = self.take_one(*which);
                let deletion = async {
                    if let Some(row) = &deleting {
                        tokio::join!(delete(&year.chief, row), delete(&year.chief, row));
                    }
                };
                let (approved, _, ()) = tokio::join!(
                    year.chief.call::<ApproveRegistrations>(&approval),
                    year.platform.deliver(deliveries),
                    deletion
                );
                self.approved.push(done(only(&approved.expect("a result"))));
                // One delivery takes the common hours straight from what they were to what they are; the specialty hours
                // are lowest if the deletion came before the approval.
                let deleted = deleting.and_then(|row| row.approved_hours).unwrap_or_default();
                let lowest = Totals {
                    common: before.common.min(parts(&year.member.browser).await.common),
                    specialty: before.specialty.checked_sub(deleted).expect("what was approved counted"),
                };
                if !is_fulfilled(lowest) {
                    let held = self.issued.iter_mut().filter(|(_, held)| *held == Held::Yes);
                    held.for_each(|(_, held)| *held = Held::Perhaps);
                }
            }
        }
    }

    fn take_one(&mut self, which: usize) -> Option<RegistrationRow> {
        (!self.approved.is_empty()).then(|| self.approved.swap_remove(which % self.approved.len()))
    }

    /// Whether a valid certificate rests on the hours of `row`, where `before` are the totals with them.
    fn is_certified_by(&self, row: &RegistrationRow, before: Totals) -> bool {
        let specialty = before.specialty.checked_sub(row.approved_hours.unwrap_or_default());
        let without = Totals { specialty: specialty.expect("what was approved counted"), ..before };
        self.issued.iter().any(|(_, held)| *held == Held::Yes) && !is_fulfilled(without)
    }

    /// What was refused is not repeated: it would be judged anew.
    async fn decide(&mut self, year: &Year<'_>, decision: Decision) -> BatchResponse {
        let key = year.member.browser.world.key();
        let response = decision.send(&year.chief, &key).await;
        if refusal(only(&response)).is_none() {
            self.decided.push((decision, key));
        }
        response
    }

    async fn send(&mut self, year: &Year<'_>, form: DeliveryForm) {
        self.sent.push(form.clone());
        year.platform.deliver(vec![form]).await;
    }

    /// Everything that must hold between two steps.
    async fn check(&mut self, year: &Year<'_>, other: &Member<'_>) {
        let browser = &year.member.browser;
        let parts = parts(browser).await;
        let totals = totals(browser).await;
        assert_eq!(totals, parts, "totals are the sum of their parts");
        assert_eq!(self::totals(&other.browser).await, self::parts(&other.browser).await, "the other person's as well");
        let specialty: Hours = self.approved.iter().filter_map(|row| row.approved_hours).sum();
        assert_eq!(totals.specialty, specialty, "what was approved and not deleted counts, and nothing else");
        let listed = browser.call::<ListCertificates>(&ListCertificatesRequest {}).await.expect("a list");
        for (number, held) in &mut self.issued {
            if !is_fulfilled(parts) {
                *held = Held::No;
            }
            let request = VerifyCertificateRequest { number: number.to_string() };
            let verified = browser.call::<VerifyCertificate>(&request).await.expect("an answer");
            let is_valid = matches!(verified, Verification::Valid { .. });
            if *held == Held::Perhaps {
                *held = if is_valid { Held::Yes } else { Held::No };
            }
            assert_eq!(is_valid, *held == Held::Yes, "{verified:?}");
            let of_number = listed.certificates.iter().find(|one| one.number == *number);
            assert_eq!(of_number.map(|one| one.valid), Some(is_valid));
        }
        let valid = self.issued.iter().filter(|(_, held)| *held == Held::Yes).count();
        assert!(valid <= 1, "one valid certificate at most");
    }
}

async fn totals(browser: &Browser<'_>) -> Totals {
    let totals = browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    totals.years.iter().find(|one| one.year == 2018).map(|one| one.totals).unwrap_or_default()
}

/// The sums of what is listed: approved registrations, and completions.
async fn parts(browser: &Browser<'_>) -> Totals {
    let mut totals = Totals::default();
    let mut request =
        ListRegistrationsRequest { status: Some(Status::Approved), ..ListRegistrationsRequest::default() };
    loop {
        let page = browser.call::<ListRegistrations>(&request).await.expect("a page");
        totals.specialty = totals.specialty + page.rows.iter().filter_map(|row| row.approved_hours).sum();
        request.cursor = page.next;
        if request.cursor.is_none() {
            break;
        }
    }
    let list = browser.call::<ListCompletions>(&ListCompletionsRequest { year: 2018 }).await.expect("a list");
    totals.common = list.completions.iter().map(|one| one.hours).sum();
    totals
}

fn is_fulfilled(totals: Totals) -> bool {
    CategoryTable::built_in().requirement_for(2018).is_some_and(|requirement| totals.meet(requirement))
}

/// Lets some transactions meet another one, and loses the reply of others.
#[derive(Debug, Default)]
struct BadWire(AtomicU32);

impl Wire for BadWire {
    fn before(&self, operation: &str, _: &[u8]) -> Verdict {
        if operation == "TransactWriteItems" && self.0.fetch_add(1, Ordering::SeqCst) % 5 == 4 {
            return Verdict::Answer(Reply::transaction_cancelled(&["TransactionConflict", "None"]));
        }
        Verdict::Pass
    }

    fn after(&self, operation: &str, _: &[u8], reply: Reply) -> Delivery {
        if operation == "TransactWriteItems" && self.0.load(Ordering::SeqCst) % 7 == 3 {
            return Delivery::Lose;
        }
        Delivery::Deliver(reply)
    }
}

#[test]
fn totals_are_the_sum_of_their_parts_and_certificates_hold_as_long_as_the_year_is_fulfilled() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut runner =
        TestRunner::new(Config { cases: 12, failure_persistence: None, max_shrink_iters: 16, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 1..30), |steps| {
        runtime.block_on(play(&steps));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

/// How many approvals count at the end, and how long each certificate has held.
async fn play(steps: &[Step]) -> (usize, Vec<Held>) {
    let world = World::over(BadWire::default()).await;
    let year = Year::of(&world).await;
    let other = world.professional(2, "覃志明", chief(&year.unit)).await;
    let mut story = Story::default();
    for step in steps {
        story.take(&year, &other, step).await;
        story.check(&year, &other).await;
    }
    (story.approved.len(), story.issued.iter().map(|(_, held)| *held).collect())
}

/// What the dice may pass over: a certificate, an approval that it rests on, and the end of both.
#[tokio::test]
async fn a_certificate_keeps_the_approvals_it_rests_on_and_ends_with_one_that_is_deleted() {
    // A year asks for 90 hours, 60 of them of specialty courses.
    let mut steps =
        vec![Step::Approve { hours: 50 }, Step::Approve { hours: 60 }, Step::Issue, Step::Undo { which: 0 }];
    assert_eq!(play(&steps).await, (2, vec![Held::Yes]), "60 hours are too few");
    steps.push(Step::Deliver { completion: 1, revision: 1, hours: 40, to_other: false });
    // The first has gone to the end of the list.
    steps.push(Step::Undo { which: 1 });
    assert_eq!(play(&steps).await, (1, vec![Held::Yes]), "60 and 40 are enough");
    steps.push(Step::Delete { which: 0 });
    assert_eq!(play(&steps).await, (0, vec![Held::No]));
}
