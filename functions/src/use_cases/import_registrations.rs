//! Rows of an import on their way into the table: each found again by its content, many in one transaction.

use std::collections::HashMap;

use domain::contract::registrations::ImportOutcome;
use domain::field_errors::FieldErrors;
use domain::folding::is_same_name;
use domain::id::{IdempotencyKey, PersonId, RegistrationId};
use domain::import::Import;
use domain::permission::Scope;
use domain::review::Registrar;

use crate::app::App;
use crate::error::Error;
use crate::store::people::{self, Person};
use crate::store::registrations::{self, By, Registration, Saved};
use crate::store::units::{self, UNVERIFIED, Unit};
use crate::store::windows;
use crate::use_cases::registration_person::ELSEWHERE;

/// Rows of one transaction: three changes each, of the hundred that a transaction takes, and the unit's own.
const ROWS_PER_TRANSACTION: usize = 33;
/// Times that one content may have been imported and deleted again.
const ROUNDS_MAX: u32 = 16;

pub struct Importing<'a> {
    pub app: &'a App,
    pub scope: &'a Scope,
    pub unit: &'a Unit,
    pub by: &'a By<'a>,
}

/// A row whose person is known.
struct Ready {
    position: usize,
    import: Import,
    person: Person,
    /// The person is to be stored with this row.
    is_new: bool,
}

impl Importing<'_> {
    /// Stores what is not there yet. Tells what became of each row by its position.
    pub async fn store(&mut self, rows: Vec<(usize, Import)>) -> Result<Vec<(usize, ImportOutcome)>, Error> {
        let mut outcomes = Vec::with_capacity(rows.len());
        let ready = self.find_people(rows, &mut outcomes).await?;
        let ids: Vec<RegistrationId> = ready.iter().map(|one| self.id(one, 0)).collect();
        let there = registrations::which_exist(self.app, &ids).await?;
        let mut missing: Vec<Ready> = Vec::new();
        for (one, id) in ready.into_iter().zip(ids) {
            let repeated = missing.iter().any(|earlier| self.id(earlier, 0) == id);
            if repeated || there.contains(&id) {
                outcomes.push((one.position, ImportOutcome::AlreadyThere));
            } else {
                missing.push(one);
            }
        }
        for group in missing.chunks(ROWS_PER_TRANSACTION) {
            if self.store_group(group).await? {
                outcomes.extend(group.iter().map(|one| (one.position, ImportOutcome::Added)));
                continue;
            }
            // Somebody was quicker with one of them, or one was deleted before: each for itself.
            for one in group {
                outcomes.push((one.position, self.store_one(one).await?));
            }
        }
        Ok(outcomes)
    }

    async fn find_people(
        &self,
        rows: Vec<(usize, Import)>,
        outcomes: &mut Vec<(usize, ImportOutcome)>,
    ) -> Result<Vec<Ready>, Error> {
        let ids: Vec<PersonId> =
            rows.iter().map(|(_, import)| self.app.vault.person_id(&import.identity_number)).collect();
        let mut known: HashMap<PersonId, Person> = people::find_all(self.app, &ids).await?;
        let windows = windows::of_unit(self.app, &self.unit.id).await?;
        let mut ready = Vec::with_capacity(rows.len());
        for ((position, import), id) in rows.into_iter().zip(ids) {
            let is_new = !known.contains_key(&id);
            let person = known.entry(id).or_insert_with(|| {
                Person::new(&self.app.vault, import.name.clone(), &import.identity_number, None, self.scope.clone())
            });
            let mut fields = FieldErrors::default();
            if let Err(closed) = windows.require_open(import.claim.credited_year, self.by.at) {
                fields.note("credited_year", &closed);
            }
            if is_new && !self.unit.verified {
                fields.push("identity_number", "unit_unverified", UNVERIFIED);
            } else if !self.scope.covers(&person.employer) {
                fields.push("identity_number", "elsewhere", ELSEWHERE);
            } else if !is_same_name(&person.name, &import.name) {
                fields.push("name", "other_name", format!("这个证件号码登记的姓名是“{}”，请核对", person.name));
            }
            match fields.is_empty() {
                true => ready.push(Ready { position, person: person.clone(), import, is_new }),
                false => outcomes.push((position, ImportOutcome::Refused { fields })),
            }
        }
        Ok(ready)
    }

    /// The id that follows from the content, so that a repeat names the same registration. It sorts by the period's end.
    fn id(&self, row: &Ready, round: u32) -> RegistrationId {
        let content = row.import.content();
        let digest =
            self.app.vault.digest(&[self.unit.id.as_str().as_bytes(), content.as_bytes(), &round.to_be_bytes()]);
        let end = domain::timestamp::Timestamp::midnight(row.import.claim.period.end().date()).milliseconds();
        let instant = u128::try_from(end).unwrap_or_default() & 0xffff_ffff_ffff;
        let serial = IdempotencyKey::from_bits(instant << 80 | digest >> 48);
        RegistrationId::new(row.person.id.clone(), &serial)
    }

    fn draft(&self, row: &Ready, round: u32) -> Registration {
        let registrar = Registrar::Unit { unit: self.unit.id.clone(), name: self.unit.name.clone() };
        let claim = row.import.claim.clone();
        Registration::draft(self.id(row, round), &row.person, registrar, claim, Vec::new(), self.by.at)
    }

    /// Stores all of them or none; `false` if a condition does not hold.
    async fn store_group(&self, group: &[Ready]) -> Result<bool, Error> {
        let mut also = Vec::new();
        let mut settled: Vec<&PersonId> = Vec::with_capacity(group.len());
        for one in group.iter().filter(|one| one.is_new) {
            also.push(one.person.put()?);
            settled.push(&one.person.id);
        }
        if !settled.is_empty() {
            also.extend(units::require_open(&self.unit.id));
        }
        // Who was known still belongs here; a transaction names each item once.
        for one in group {
            if !settled.contains(&&one.person.id) {
                also.push(people::require_employer(&one.person.id, &one.person.employer)?);
                settled.push(&one.person.id);
            }
        }
        let drafts = group.iter().map(|one| self.draft(one, 0)).collect();
        registrations::create_all(self.app, drafts, self.by, also).await
    }

    async fn store_one(&self, one: &Ready) -> Result<ImportOutcome, Error> {
        for round in 0..ROUNDS_MAX {
            let draft = self.draft(one, round);
            let id = draft.id.clone();
            let person = people::find(self.app, &one.person.id).await?;
            let mut also = Vec::new();
            if person.is_none() {
                also.push(one.person.put()?);
                also.extend(units::require_open(&self.unit.id));
            }
            if let Saved::Done(_) = registrations::create(self.app, draft, self.by, also).await? {
                return Ok(ImportOutcome::Added);
            }
            if registrations::find(self.app, &id).await?.is_some() {
                return Ok(ImportOutcome::AlreadyThere);
            }
            // It was there and has been deleted: its history stays, so it comes back under another serial.
        }
        Err(Error::Busy)
    }
}
