//! What professionals do.

use domain::account::SignUpForm;
use domain::contract::accounts::{ChangeEmployerRequest, ChangeMobileRequest, SignOutRequest};
use domain::contract::certificates::IssueCertificateRequest;
use domain::contract::drafts::{DraftSeen, KeepDraftRequest};
use domain::contract::messages::{ListMessagesRequest, MarkMessagesRequest};
use domain::contract::registrations::{BatchRequest, BatchResponse, Seen, SubmitRequest, UpdateRegistrationRequest};
use domain::contract::{
    ChangeEmployer, ChangeMobile, CreateRegistration, DeleteRegistrations, Endpoint, IssueCertificate, KeepDraft,
    ListMessages, MarkMessages, SignOut, SignUpProfessional, SubmitRegistrations, UpdateRegistration,
    WithdrawRegistrations,
};
use domain::id::{DraftId, IdempotencyKey, UnitId, WriterId};
use domain::registration::RegistrationForm;
use domain::review::{State, Status};
use fastrand::Rng;
use functions::store::registrations::Registration;
use functions::store::units;
use tests::fixtures::{PASSWORD, form, identity};

use crate::clients::{Client, Heard};
use crate::installation::Party;
use crate::plan::{Action, Step};
use crate::record::{HistoryContent, of_batch};

/// What is in the hours of a claim: four of them fulfil a year with what platforms deliver.
fn claim(step: &Step, chance: &mut Rng) -> RegistrationForm {
    let hours = *chance.choice(&["16", "40", "60"]).expect("three of them");
    RegistrationForm {
        claimed_hours: hours.to_owned(),
        remarks: "按实际学时申请".to_owned(),
        ..form(&format!("第 {} 步的培训", step.number))
    }
}

fn seen(one: &Registration) -> Seen {
    Seen { id: one.id.clone(), version: one.version }
}

/// Up to so many of them, in any order.
pub fn some(mut of: Vec<Registration>, most: usize, chance: &mut Rng) -> Vec<Seen> {
    chance.shuffle(&mut of);
    of.truncate(chance.usize(1..=most));
    of.iter().map(seen).collect()
}

impl<'r> Client<'r> {
    pub async fn act(&self, step: &Step, chance: &mut Rng) -> String {
        match step.client {
            0..=3 => {
                let own = &self.demo_people.people[[0, 0, 1, 2][step.client]];
                self.act_as_professional(step, own, chance).await
            }
            4..=6 => self.act_for_unit(step, chance).await,
            _ => self.act_for_platform(step, chance).await,
        }
    }

    async fn act_as_professional(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        match step.action {
            Action::SignUp => self.sign_up(step, chance).await,
            Action::Save => self.save(step, own, chance).await,
            Action::Update => self.update(step, own, chance).await,
            Action::Submit | Action::SubmitElsewhere => self.submit(step, own, chance).await,
            Action::Withdraw => {
                let pending = self.own(own, |one| one.state.status() == Status::Pending).await;
                self.act_on_some::<WithdrawRegistrations>(step, own, pending, chance).await
            }
            Action::Delete => {
                let open = self.own(own, |one| one.state.status() != Status::Approved).await;
                self.act_on_some::<DeleteRegistrations>(step, own, open, chance).await
            }
            Action::ChangeEmployer => self.change_employer(step, own, chance).await,
            Action::ReadMessages => self.read_messages(step, own, chance).await,
            Action::ChangeMobile => self.change_mobile(step, own, chance).await,
            Action::KeepDraft => self.keep_draft(step, own, chance).await,
            Action::IssueCertificate => {
                let request = IssueCertificateRequest { year: 2018 };
                let key = self.key(step, chance);
                let heard = self.ask::<IssueCertificate>(&own.account, &request, &key, chance).await;
                if let Heard::Done(certificate) = &heard {
                    self.record.borrow_mut().certificates.insert(certificate.number.as_str().to_owned());
                }
                format!("{heard:?}")
            }
            Action::SignOut => self.sign_out(step, own, chance).await,
            other => unreachable!("{other:?} is nothing for professionals"),
        }
    }

    async fn own(&self, own: &Party, keep: impl Fn(&Registration) -> bool) -> Vec<Registration> {
        self.registrations_of(&own.person).await.into_iter().filter(keep).collect()
    }

    async fn act_on_some<E>(&self, step: &Step, own: &Party, of: Vec<Registration>, chance: &mut Rng) -> String
    where
        E: Endpoint<Request = BatchRequest, Response = BatchResponse>,
    {
        let items = some(of, 3, chance);
        if items.is_empty() {
            return "nothing to act on".to_owned();
        }
        let key = self.key(step, chance);
        let heard = self.ask::<E>(&own.account, &BatchRequest { items: items.clone() }, &key, chance).await;
        self.note_batch(step, &key, &items, &heard)
    }

    /// Notes what a batch of items was answered with.
    pub fn note_batch(
        &self,
        step: &Step,
        key: &IdempotencyKey,
        items: &[Seen],
        heard: &Heard<BatchResponse>,
    ) -> String {
        let (subjects, line) = match heard {
            Heard::Done(response) => {
                let subjects = of_batch(response);
                let line = response.results.iter().map(|one| outcome(&one.outcome)).collect::<Vec<_>>().join(" ");
                (subjects, line)
            }
            other => {
                let told = other.told();
                (items.iter().map(|one| (one.id.serial().to_owned(), told)).collect(), format!("{other:?}"))
            }
        };
        let of: Vec<&str> = items.iter().map(|one| one.id.serial()).collect();
        self.record.borrow_mut().registrations(step.number, key, subjects);
        format!("{line} of {}", of.join(" "))
    }

    async fn sign_up(&self, step: &Step, chance: &mut Rng) -> String {
        let number = identity(100 + u32::try_from(step.number).expect("small"));
        let unit = self.any_unit(chance);
        let departments = units::all_departments(&self.world.app, &unit).await.expect("a read");
        let department = chance.choice(&departments).filter(|_| true).map(|one| one.id.clone());
        let request = SignUpForm {
            name: format!("新人{}", step.number),
            identity_number: number.expose().to_owned(),
            mobile: "13800138000".to_owned(),
            password: PASSWORD.to_owned(),
            unit: Some(unit),
            department,
        };
        let key = self.key(step, chance);
        let anonymous = tests::Browser::anonymous(self.world);
        let ask = || anonymous.request::<SignUpProfessional>(&request, &key);
        let heard = self.ask_as::<SignUpProfessional>("sign_up_professional", chance, ask).await;
        let person = self.world.app.vault.person_id(&number);
        let is_there = self.person(&person).await.is_some();
        if is_there != (heard.told() == HistoryContent::Done) && heard.told() != HistoryContent::Unknown {
            self.record
                .borrow_mut()
                .wrong
                .push(format!("sign-up told {:?}, the person is there: {is_there}", heard.told()));
        }
        self.demo_people.known.borrow_mut().push((person, number));
        match heard {
            Heard::Done(_) => "Done".to_owned(),
            Heard::Refused(_, code) => code,
            Heard::Unknown => "Unknown".to_owned(),
        }
    }

    async fn save(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        let key = self.key(step, chance);
        let request = claim(step, chance);
        let heard = self.ask::<CreateRegistration>(&own.account, &request, &key, chance).await;
        let serial = functions::idempotency::stored_key(&key).as_str().to_owned();
        let line = format!("{:?} {serial}", short(&heard));
        self.record.borrow_mut().registrations(step.number, &key, vec![(serial, heard.told())]);
        line
    }

    async fn update(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        let open = self.own(own, |one| matches!(one.state, State::Draft | State::Rejected { .. })).await;
        let Some(one) = chance.choice(&open) else { return "nothing to update".to_owned() };
        let request = UpdateRegistrationRequest { id: one.id.clone(), version: one.version, form: claim(step, chance) };
        let key = self.key(step, chance);
        let heard = self.ask::<UpdateRegistration>(&own.account, &request, &key, chance).await;
        let line = format!("{:?} {}", short(&heard), one.id.serial());
        self.record.borrow_mut().registrations(step.number, &key, vec![(one.id.serial().to_owned(), heard.told())]);
        line
    }

    async fn submit(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        let Some(person) = self.person(&own.person).await else { return "nobody".to_owned() };
        let open = self.own(own, |one| matches!(one.state, State::Draft | State::Rejected { .. })).await;
        let items = some(open, 3, chance);
        if items.is_empty() {
            return "nothing to submit".to_owned();
        }
        let unit = if step.action == Action::Submit { person.employer.unit } else { self.any_unit(chance) };
        let key = self.key(step, chance);
        let request = SubmitRequest { items: items.clone(), unit };
        let heard = self.ask::<SubmitRegistrations>(&own.account, &request, &key, chance).await;
        self.note_batch(step, &key, &items, &heard)
    }

    pub fn any_unit(&self, chance: &mut Rng) -> UnitId {
        let units = [&self.demo_people.first, &self.demo_people.second, &self.demo_people.third];
        (*chance.choice(&units).expect("three of them")).clone()
    }

    async fn change_employer(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        let unit = self.any_unit(chance);
        let departments = units::all_departments(&self.world.app, &unit).await.expect("a read");
        let department = chance.choice(&departments).map(|one| one.id.clone()).filter(|_| chance.bool());
        let key = self.key(step, chance);
        let request = ChangeEmployerRequest { unit: unit.clone(), department };
        let heard = self.ask::<ChangeEmployer>(&own.account, &request, &key, chance).await;
        format!("{:?} to {unit}", short(&heard))
    }

    async fn read_messages(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        let key = self.key(step, chance);
        let request = ListMessagesRequest::default();
        let Heard::Done(page) = self.ask::<ListMessages>(&own.account, &request, &key, chance).await else {
            return "not shown".to_owned();
        };
        let request = MarkMessagesRequest { count: page.count };
        let heard = self.ask::<MarkMessages>(&own.account, &request, &key, chance).await;
        format!("{:?} of {}", short(&heard), page.count)
    }

    async fn change_mobile(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        // Two pages of one person would overwrite each other.
        if step.client == 1 {
            return "left to the other page".to_owned();
        }
        let mobile = format!("1380013{:04}", step.number);
        let key = self.key(step, chance);
        let request = ChangeMobileRequest { mobile: mobile.clone() };
        let heard = self.ask::<ChangeMobile>(&own.account, &request, &key, chance).await;
        let mut record = self.record.borrow_mut();
        record.mobiles.entry(own.person.clone()).or_default().wrote(mobile, heard.told());
        format!("{:?}", short(&heard))
    }

    /// Each page goes on with a draft of its own.
    async fn keep_draft(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        let id = DraftId::from_bits(u128::try_from(self.number).expect("small") + 7);
        let writer = WriterId::from_bits(u128::try_from(self.number).expect("small") + 7);
        let before = functions::store::drafts::list(&self.world.app, &own.person).await.expect("a read");
        let version = before.iter().find(|one| one.id == id).map_or(0, |one| one.version);
        let content = format!("第 {} 步", step.number);
        let request =
            KeepDraftRequest { draft: DraftSeen { id: id.clone(), version, writer }, content: content.clone() };
        let key = self.key(step, chance);
        let heard = self.ask::<KeepDraft>(&own.account, &request, &key, chance).await;
        let mut record = self.record.borrow_mut();
        if let Heard::Refused(_, code) = &heard
            && code == "changed_meanwhile"
        {
            record.wrong.push(format!("step {}: a draft was overtaken by nobody", step.number));
        }
        let known = record.drafts.entry((own.person.clone(), id.as_str().to_owned())).or_default();
        known.wrote(content, heard.told());
        format!("{:?}", short(&heard))
    }

    async fn sign_out(&self, step: &Step, own: &Party, chance: &mut Rng) -> String {
        let Some(browser) = self.browser(&own.account).await else { return "not signed in".to_owned() };
        let key = self.key(step, chance);
        let heard = self.ask::<SignOut>(&own.account, &SignOutRequest {}, &key, chance).await;
        if heard.told() == HistoryContent::Done {
            self.record.borrow_mut().signed_out.extend(browser.cookie);
        }
        self.forget_session(&own.account);
        format!("{:?}", short(&heard))
    }
}

/// What came of an item, without what it is now.
fn outcome(outcome: &domain::contract::registrations::Outcome) -> String {
    use domain::contract::registrations::Outcome;
    match outcome {
        Outcome::Done { .. } => "Done".to_owned(),
        Outcome::Refused { code, .. } => code.clone(),
    }
}

/// The same of an answer.
pub fn short<T>(heard: &Heard<T>) -> Heard<()> {
    match heard {
        Heard::Done(_) => Heard::Done(()),
        Heard::Refused(status, code) => Heard::Refused(*status, code.clone()),
        Heard::Unknown => Heard::Unknown,
    }
}
