//! What units and the platform do.

use domain::administrator::AdministratorForm;
use domain::contract::completions::DeliverCompletionsRequest;
use domain::contract::directory::{ChangeUnitRequest, MergeUnitsRequest};
use domain::contract::people::{MergePersonRequest, MovePeopleRequest, TransferPersonRequest};
use domain::contract::registrations::{BatchRequest, CreateUnitRegistrationRequest};
use domain::contract::reviews::{ApproveRequest, DeleteReviewedRequest, RejectRequest};
use domain::contract::unit_management::{
    AdministratorRequest, DeleteDepartmentRequest, DepartmentDeletion, MoveTo, UpdateAdministratorRequest,
    UpdateDepartmentRequest,
};
use domain::contract::{
    ApproveRegistrations, ChangeUnit, CreateAdministrator, CreateDepartment, CreateUnitRegistration,
    DeleteAdministrator, DeleteDepartment, DeleteReviewed, DeliverCompletions, MergePerson, MergeUnits, MovePeople,
    RejectRegistrations, TransferPerson, UndoDecisions, UpdateAdministrator, UpdateDepartment,
};
use domain::id::{AccountId, UnitId};
use domain::review::Status;
use domain::unit::{DepartmentForm, ListedUnitForm};
use fastrand::Rng;
use functions::idempotency::stored_key;
use functions::store::administrators::{self, Administrator};
use functions::store::registrations::Registration;
use functions::store::{people, units};
use tests::fixtures::{form, identity};
use tests::platform::{completed, retracted};

use crate::clients::{Client, Heard};
use crate::plan::{Action, Step};
use crate::professionals::{short, some};
use crate::record::HistoryContent;

/// Completions that are delivered, corrected and retracted again and again.
const COMPLETIONS: u32 = 4;

impl Client<'_> {
    /// The unit that a client acts for, and its chief's account.
    fn office(&self, step: &Step) -> (UnitId, AccountId) {
        match step.client {
            4 => (self.demo_people.first.clone(), self.demo_people.chiefs[0].clone()),
            5 => (self.demo_people.first.clone(), self.demo_people.chiefs[1].clone()),
            _ => (self.demo_people.second.clone(), self.demo_people.chief_of_second.clone()),
        }
    }

    pub async fn act_for_unit(&self, step: &Step, chance: &mut Rng) -> String {
        let (unit, chief) = self.office(step);
        match step.action {
            Action::Approve | Action::Reject | Action::Undo | Action::DeleteApproved => {
                self.review(step, &unit, &chief, chance).await
            }
            Action::MovePerson | Action::Transfer | Action::MergePeople => {
                self.act_on_people(step, &unit, &chief, chance).await
            }
            Action::EnterSomebody => self.enter(step, &chief, chance).await,
            Action::CreateDepartment | Action::RenameDepartment | Action::DeleteDepartment => {
                self.change_departments(step, &unit, chance).await
            }
            _ => self.change_chiefs(step, &unit, chance).await,
        }
    }

    async fn review(&self, step: &Step, unit: &UnitId, chief: &AccountId, chance: &mut Rng) -> String {
        let wanted = |one: &Registration| match (step.action, one.state.status()) {
            (Action::Approve | Action::Reject, status) => status == Status::Pending,
            (Action::DeleteApproved, status) => status == Status::Approved,
            (_, status) => matches!(status, Status::Approved | Status::Rejected),
        };
        let all = self.registrations().await.into_iter();
        let items = some(all.filter(|one| one.place.unit == *unit && wanted(one)).collect(), 4, chance);
        if items.is_empty() {
            return "nothing to decide".to_owned();
        }
        let key = self.key(step, chance);
        let heard = match step.action {
            Action::Approve => {
                let request =
                    ApproveRequest { items: items.clone(), approved_hours: String::new(), reason: String::new() };
                self.ask::<ApproveRegistrations>(chief, &request, &key, chance).await
            }
            Action::Reject => {
                let request = RejectRequest { items: items.clone(), opinion: "材料不全".to_owned() };
                self.ask::<RejectRegistrations>(chief, &request, &key, chance).await
            }
            Action::Undo => {
                self.ask::<UndoDecisions>(chief, &BatchRequest { items: items.clone() }, &key, chance).await
            }
            _ => {
                let request = DeleteReviewedRequest { items: items.clone(), reason: "重复".to_owned() };
                self.ask::<DeleteReviewed>(chief, &request, &key, chance).await
            }
        };
        self.note_batch(step, &key, &items, &heard)
    }

    async fn act_on_people(&self, step: &Step, unit: &UnitId, chief: &AccountId, chance: &mut Rng) -> String {
        let known = self.demo_people.known.borrow().clone();
        let mut here = Vec::new();
        for (id, number) in known {
            if self.person(&id).await.is_some_and(|person| person.employer.unit == *unit) {
                here.push((id, number));
            }
        }
        // One of them is wanted by everybody at once.
        let wanted = here.iter().find(|(id, _)| *id == self.demo_people.people[0].person).filter(|_| chance.bool());
        let person = wanted.or(chance.choice(&here)).map(|(id, _)| id.clone());
        let Some(person) = person else { return "nobody is here".to_owned() };
        let key = self.key(step, chance);
        match step.action {
            Action::MovePerson => {
                let departments = units::all_departments(&self.world.app, unit).await.expect("a read");
                let department = chance.choice(&departments).map(|one| one.id.clone()).filter(|_| chance.bool());
                let request = MovePeopleRequest { people: vec![person.clone()], department };
                let heard = self.ask::<MovePeople>(chief, &request, &key, chance).await;
                format!("{:?} {person}", short(&heard))
            }
            Action::Transfer => {
                let request = TransferPersonRequest { person: person.clone(), unit: self.any_unit(chance) };
                let heard = self.ask::<TransferPerson>(chief, &request, &key, chance).await;
                format!("{:?} {person} to {}", short(&heard), request.unit)
            }
            _ => {
                let Some(wrong) = self.without_account(&here, chance).await else { return "nobody".to_owned() };
                let number = chance.choice(&here).map(|(_, number)| number.clone()).expect("somebody is here");
                let request = MergePersonRequest { person: wrong, identity_number: number.expose().to_owned() };
                let heard = self.ask::<MergePerson>(chief, &request, &key, chance).await;
                format!("{:?} {} into {}", short(&heard), request.person, self.world.app.vault.person_id(&number))
            }
        }
    }

    /// Somebody whom a unit has entered and who has never signed in.
    async fn without_account(
        &self,
        here: &[(domain::id::PersonId, domain::identity::IdentityNumber)],
        chance: &mut Rng,
    ) -> Option<domain::id::PersonId> {
        let mut all = Vec::new();
        for (id, number) in here {
            let account =
                self.world.app.vault.account_id(domain::permission::Role::Professional, &number.lookup_form());
            if !self.account_is_there(&account).await {
                all.push(id.clone());
            }
        }
        chance.choice(&all).cloned()
    }

    async fn enter(&self, step: &Step, chief: &AccountId, chance: &mut Rng) -> String {
        let n = 300 + chance.u32(..4);
        let number = identity(n);
        let person = self.world.app.vault.person_id(&number);
        if self.demo_people.known.borrow().iter().all(|(id, _)| *id != person) {
            self.demo_people.known.borrow_mut().push((person, number.clone()));
        }
        let request = CreateUnitRegistrationRequest {
            identity_number: number.expose().to_owned(),
            name: "梁雪松".to_owned(),
            form: form(&format!("第 {} 步由单位登记", step.number)),
        };
        let key = self.key(step, chance);
        let heard = self.ask::<CreateUnitRegistration>(chief, &request, &key, chance).await;
        let serial = stored_key(&key).as_str().to_owned();
        self.record.borrow_mut().registrations(step.number, &key, vec![(serial, heard.told())]);
        format!("{:?}", short(&heard))
    }

    async fn change_departments(&self, step: &Step, unit: &UnitId, chance: &mut Rng) -> String {
        let account = &self.demo_people.unit_account;
        let all = units::all_departments(&self.world.app, unit).await.expect("a read");
        let names = ["护理部", "外科", "内科", "儿科"];
        let form =
            DepartmentForm { name: (*chance.choice(&names).expect("four of them")).to_owned(), remarks: String::new() };
        let key = self.key(step, chance);
        let one = chance.choice(&all).cloned();
        match (step.action, one) {
            (Action::CreateDepartment, _) => {
                // From two pages at once, as if it had been pressed in both.
                let other = self.key(step, chance);
                let mut chance_of_other = chance.fork();
                let (heard, beside) = both(
                    self.ask::<CreateDepartment>(account, &form, &key, chance),
                    self.ask::<CreateDepartment>(account, &form, &other, &mut chance_of_other),
                )
                .await;
                let mut record = self.record.borrow_mut();
                record.event(step.number, &key, stored_key(&key).as_str(), heard.told());
                record.event(step.number, &other, stored_key(&other).as_str(), beside.told());
                format!("{:?} {:?} {}", short(&heard), short(&beside), form.name)
            }
            (Action::RenameDepartment, Some(one)) => {
                let request = UpdateDepartmentRequest { id: one.id.clone(), version: one.version, form };
                let heard = self.ask::<UpdateDepartment>(account, &request, &key, chance).await;
                self.record.borrow_mut().event(step.number, &key, one.id.as_str(), heard.told());
                format!("{:?} {} → {}", short(&heard), one.name, request.form.name)
            }
            (_, Some(one)) => {
                let request =
                    DeleteDepartmentRequest { id: one.id.clone(), move_to: Some(MoveTo { department: None }) };
                let heard = self.ask::<DeleteDepartment>(account, &request, &key, chance).await;
                if let Heard::Done(DepartmentDeletion::Deleted) = &heard {
                    self.record.borrow_mut().event(step.number, &key, one.id.as_str(), HistoryContent::Done);
                }
                format!("{heard:?} {}", one.name)
            }
            _ => "no department".to_owned(),
        }
    }

    async fn change_chiefs(&self, step: &Step, unit: &UnitId, chance: &mut Rng) -> String {
        let account = &self.demo_people.unit_account;
        let all = administrators::all(&self.world.app, unit).await.expect("a read");
        let key = self.key(step, chance);
        let one: Option<Administrator> = chance.choice(&all).cloned();
        match (step.action, one) {
            (Action::AppointChief, _) => {
                let request = AdministratorForm {
                    identity_number: identity(400 + u32::try_from(step.number).expect("small")).expose().to_owned(),
                    ..office("覃海燕", true)
                };
                let heard = self.ask::<CreateAdministrator>(account, &request, &key, chance).await;
                format!("{:?}", short(&heard))
            }
            (Action::DisableChief, Some(one)) => {
                let form = office(&one.name, !one.may_sign_in);
                let request = UpdateAdministratorRequest { id: one.id.clone(), version: one.version, form };
                let heard = self.ask::<UpdateAdministrator>(account, &request, &key, chance).await;
                self.record.borrow_mut().event(step.number, &key, one.id.as_str(), heard.told());
                format!("{:?} may sign in: {}", short(&heard), !one.may_sign_in)
            }
            (_, Some(one)) => {
                let request = AdministratorRequest { id: one.id.clone(), version: one.version };
                let heard = self.ask::<DeleteAdministrator>(account, &request, &key, chance).await;
                self.record.borrow_mut().event(step.number, &key, one.id.as_str(), heard.told());
                format!("{:?}", short(&heard))
            }
            _ => "no administrator".to_owned(),
        }
    }

    pub async fn act_for_platform(&self, step: &Step, chance: &mut Rng) -> String {
        let operator = &self.demo_people.operator;
        let key = self.key(step, chance);
        match step.action {
            Action::MergeUnits => {
                let request =
                    MergeUnitsRequest { from: self.demo_people.third.clone(), into: self.demo_people.second.clone() };
                let heard = self.ask::<MergeUnits>(operator, &request, &key, chance).await;
                format!("{heard:?}")
            }
            Action::DisableUnit => {
                let unit = units::find_now(&self.world.app, &self.demo_people.third).await.expect("a read");
                let unit = unit.expect("the third unit");
                let form = ListedUnitForm {
                    name: unit.name.clone(),
                    region: "450103".to_owned(),
                    verified: true,
                    supervising: false,
                    disabled: !unit.disabled,
                };
                let request = ChangeUnitRequest { id: unit.id.clone(), version: unit.version, form };
                let heard = self.ask::<ChangeUnit>(operator, &request, &key, chance).await;
                format!("{:?} disabled: {}", short(&heard), !unit.disabled)
            }
            _ => self.deliver(step, chance).await,
        }
    }

    async fn deliver(&self, step: &Step, chance: &mut Rng) -> String {
        let revision = u32::try_from(step.number).expect("small") + 1;
        let of = chance.u32(..COMPLETIONS);
        let (completion, party) = (format!("C-{of}"), &self.demo_people.people[(of % 3) as usize]);
        let delivery = if chance.u8(..4) == 0 {
            retracted(&completion, revision)
        } else {
            completed(
                &completion,
                revision,
                &party.identity,
                chance.choice(&["30", "40", "90"]).expect("three of them"),
            )
        };
        let request = DeliverCompletionsRequest { deliveries: vec![delivery] };
        let body = serde_json::to_vec(&request).expect("requests are JSON");
        let ask = || self.demo_people.platform.request(body.clone(), self.now().seconds());
        let heard = self.ask_as::<DeliverCompletions>("deliver_completions", chance, ask).await;
        if let Heard::Done(told) = &heard {
            for result in &told.results {
                self.record.borrow_mut().delivered(&result.completion, revision, &result.outcome);
            }
        }
        format!("{heard:?}")
    }

    /// Asks the operator's endpoint until two units are one.
    pub async fn merge_to_the_end(&self, chance: &mut Rng) {
        let step = Step { number: 9_000, client: 7, action: Action::MergeUnits, after: 0, per_mille: 0 };
        let unit = units::find_now(&self.world.app, &self.demo_people.third).await.expect("a read");
        if unit.is_none_or(|unit| unit.merged_into.is_none_or(|merged| merged.done)) {
            return;
        }
        for _ in 0..100 {
            let key = self.key(&step, chance);
            let request =
                MergeUnitsRequest { from: self.demo_people.third.clone(), into: self.demo_people.second.clone() };
            match self.ask::<MergeUnits>(&self.demo_people.operator, &request, &key, chance).await {
                Heard::Done(domain::contract::directory::UnitsMerged::Merged { .. }) => return,
                Heard::Done(_) => {}
                other => {
                    self.record.borrow_mut().wrong.push(format!("the units do not become one: {other:?}"));
                    return;
                }
            }
        }
        self.record.borrow_mut().wrong.push("the units never become one".to_owned());
    }

    /// Whoever finds a record on its way to another one brings it there.
    pub async fn merge_people_to_the_end(&self, chance: &mut Rng) {
        let step = Step { number: 9_001, client: 4, action: Action::MergePeople, after: 0, per_mille: 0 };
        let known = self.demo_people.known.borrow().clone();
        for (id, _) in &known {
            let Some(person) = people::find(&self.world.app, id).await.expect("a read") else { continue };
            let Some(right) = person.merged_into else { continue };
            let number = known.iter().find(|(id, _)| *id == right).map(|(_, number)| number.expose().to_owned());
            let request = MergePersonRequest { person: id.clone(), identity_number: number.expect("somebody known") };
            let chief = if person.employer.unit == self.demo_people.first {
                let all = administrators::all(&self.world.app, &person.employer.unit).await.expect("a read");
                let acting = all.into_iter().find(Administrator::is_acting_chief);
                acting.map(|one| one.id).expect("a unit has a chief")
            } else {
                self.demo_people.chief_of_second.clone()
            };
            let key = self.key(&step, chance);
            let heard = self.ask::<MergePerson>(&chief, &request, &key, chance).await;
            if heard.told() != HistoryContent::Done {
                self.record.borrow_mut().wrong.push(format!("{id} is not brought to its end: {:?}", short(&heard)));
            }
        }
    }
}

fn office(name: &str, may_sign_in: bool) -> AdministratorForm {
    AdministratorForm {
        name: name.to_owned(),
        mobile: "13800138000".to_owned(),
        may_sign_in,
        ..AdministratorForm::default()
    }
}

/// Both at once.
async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut other) = (Box::pin(one), Box::pin(other));
    let (mut of_one, mut of_other) = (None, None);
    std::future::poll_fn(|context| {
        if of_one.is_none()
            && let std::task::Poll::Ready(told) = one.as_mut().poll(context)
        {
            of_one = Some(told);
        }
        if of_other.is_none()
            && let std::task::Poll::Ready(told) = other.as_mut().poll(context)
        {
            of_other = Some(told);
        }
        match (of_one.take(), of_other.take()) {
            (Some(one), Some(other)) => std::task::Poll::Ready((one, other)),
            (one, other) => {
                (of_one, of_other) = (one, other);
                std::task::Poll::Pending
            }
        }
    })
    .await
}
