//! Does what people do, through the very handlers that answer them, at instants of the past. So the demo's data obeys every
//! rule, and its totals are exact.

use anyhow::{Context, Result, anyhow, bail};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use domain::contract::attachments::{ConfirmAttachmentRequest, CreateAttachmentRequest, FileKind};
use domain::contract::registrations::{
    BatchResponse, CreateUnitRegistrationRequest, Outcome, RegistrationRow, Seen, SubmitRequest,
};
use domain::contract::reviews::{ApproveRequest, RejectRequest};
use domain::contract::{self, Endpoint};
use domain::id::{AttachmentId, IdempotencyKey, PersonId, UnitId};
use domain::registration::RegistrationForm;
use domain::timestamp::Timestamp;
use functions::app::App;
use functions::clock::Clock;
use functions::crypto::vault::sha256_hex;
use functions::endpoints::{attachments, registrations, reviews};
use functions::error::Error;
use functions::http::caller::{Acting, Administrator, Professional};
use functions::http::request::KEY_HEADER;
use functions::http::{RequestContext, receive};
use functions::store::keys::attachment_object;
use functions::store::people;
use functions::store::platforms::Platform;
use http::header;

use super::dice::Dice;
use crate::attachment_store::BUCKET;

pub struct Desk<'h> {
    pub app: &'h App,
    pub files: &'h Client,
    pub dice: Dice,
}

impl<'h> Desk<'h> {
    /// Sets the clock of the app.
    fn at(&self, instant: Timestamp) {
        let now = self.app.clock.now();
        if let Clock::Set(_) = self.app.clock {
            self.app.clock.advance_seconds(instant.seconds() - now.seconds());
        }
    }

    /// A key as a browser makes it: the instant, then chance.
    fn key(&mut self, at: Timestamp) -> IdempotencyKey {
        let instant = u128::try_from(at.milliseconds()).unwrap_or_default() & 0xffff_ffff_ffff;
        let chance = (u128::from(self.dice.bits()) << 64 | u128::from(self.dice.bits())) >> 48;
        IdempotencyKey::from_bits(instant << 80 | chance)
    }

    pub fn cx<E: Endpoint>(&mut self, request: &E::Request, at: Timestamp) -> Result<(RequestContext<'h>, E::Request)> {
        self.cx_of_platform::<E>(request, at, None)
    }

    /// A visit that a learning platform has signed.
    pub fn cx_of_platform<E: Endpoint>(
        &mut self,
        request: &E::Request,
        at: Timestamp,
        platform: Option<&Platform>,
    ) -> Result<(RequestContext<'h>, E::Request)> {
        self.at(at);
        let mut http = http::Request::builder()
            .method(E::ROW.method.name())
            .uri(E::ROW.path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(KEY_HEADER, self.key(at).as_str())
            .body(Bytes::from(serde_json::to_vec(request)?))?;
        if let Some(platform) = platform {
            http.extensions_mut().insert(platform.clone());
        }
        receive::<E>(self.app, &http).map_err(told)
    }

    pub async fn register(&mut self, by: &Person, form: &RegistrationForm, at: Timestamp) -> Result<RegistrationRow> {
        let (cx, form) = self.cx::<contract::CreateRegistration>(form, at)?;
        registrations::create_registration::handle(cx, by.professional(), form).await.map_err(told)
    }

    /// The unit registers for one of its people.
    pub async fn register_for(
        &mut self,
        by: &Reviewer,
        whom: &Person,
        form: RegistrationForm,
        at: Timestamp,
    ) -> Result<RegistrationRow> {
        let record = people::find(self.app, &whom.person).await.map_err(told)?.context("one of the demo_accounts")?;
        let identity_number = record.identity_number(&self.app.vault).map_err(told)?;
        let request = CreateUnitRegistrationRequest { identity_number, name: record.name, form };
        let (cx, request) = self.cx::<contract::CreateUnitRegistration>(&request, at)?;
        let made = registrations::create_unit_registration::handle(cx, by.administrator(), request).await;
        Ok(made.map_err(told)?.row)
    }

    pub async fn submit(
        &mut self,
        by: Acting,
        row: RegistrationRow,
        unit: &UnitId,
        at: Timestamp,
    ) -> Result<RegistrationRow> {
        let request = SubmitRequest { items: vec![seen(&row)], unit: unit.clone() };
        let (cx, request) = self.cx::<contract::SubmitRegistrations>(&request, at)?;
        done(registrations::submit_registrations::handle(cx, by, request).await.map_err(told)?)
    }

    /// Approves as claimed, or with fewer hours and a reason.
    pub async fn approve(
        &mut self,
        by: &Reviewer,
        row: RegistrationRow,
        lowered: Option<(String, &str)>,
        at: Timestamp,
    ) -> Result<RegistrationRow> {
        let (approved_hours, reason) = lowered.unwrap_or_default();
        let request = ApproveRequest { items: vec![seen(&row)], approved_hours, reason: reason.to_owned() };
        let (cx, request) = self.cx::<contract::ApproveRegistrations>(&request, at)?;
        done(reviews::approve_registrations::handle(cx, by.administrator(), request).await.map_err(told)?)
    }

    pub async fn reject(
        &mut self,
        by: &Reviewer,
        row: RegistrationRow,
        opinion: &str,
        at: Timestamp,
    ) -> Result<RegistrationRow> {
        let request = RejectRequest { items: vec![seen(&row)], opinion: opinion.to_owned() };
        let (cx, request) = self.cx::<contract::RejectRegistrations>(&request, at)?;
        done(reviews::reject_registrations::handle(cx, by.administrator(), request).await.map_err(told)?)
    }

    /// Uploads a file of a person's and has it looked into.
    pub async fn attach(
        &mut self,
        by: &Acting,
        of: &PersonId,
        file_name: &str,
        content: Vec<u8>,
        at: Timestamp,
    ) -> Result<AttachmentId> {
        let kind = FileKind::sniff(&content).context("the demo data attach what is no evidence")?;
        // A professional's own evidence needs no saying whose.
        let person = matches!(by, Acting::Administrator(_)).then(|| of.clone());
        let sha256 = sha256_hex(&content);
        let request = CreateAttachmentRequest {
            file_name: file_name.to_owned(),
            bytes: content.len() as u64,
            kind,
            sha256,
            person: person.clone(),
        };
        let (cx, request) = self.cx::<contract::CreateAttachment>(&request, at)?;
        let upload = attachments::create_attachment::handle(cx, by.clone(), request).await.map_err(told)?;
        let put = self.files.put_object().bucket(BUCKET).key(attachment_object(of, &upload.id));
        put.content_type(kind.media_type()).body(ByteStream::from(content)).send().await?;
        let request = ConfirmAttachmentRequest { id: upload.id, person };
        let (cx, request) = self.cx::<contract::ConfirmAttachment>(&request, at)?;
        let confirmed = attachments::confirm_attachment::handle(cx, by.clone(), request).await.map_err(told)?;
        Ok(confirmed.id)
    }
}

/// Who registers.
#[derive(Clone)]
pub struct Person {
    pub account: domain::id::AccountId,
    pub person: domain::id::PersonId,
    pub name: String,
    /// The own unit.
    pub unit: UnitId,
    pub department: Option<&'static str>,
}

impl Person {
    pub fn acting(&self) -> Acting {
        Acting::Professional(self.professional())
    }

    pub fn professional(&self) -> Professional {
        Professional { account: self.account.clone(), person: self.person.clone(), name: self.name.clone() }
    }
}

/// Who reviews.
#[derive(Clone)]
pub struct Reviewer {
    pub account: domain::id::AccountId,
    pub role: domain::permission::Role,
    /// `None`: an operator's.
    pub own_person: Option<domain::id::PersonId>,
    pub name: String,
    pub scope: domain::permission::Scope,
    pub epoch: u32,
}

impl Reviewer {
    pub fn acting(&self) -> Acting {
        Acting::Administrator(self.administrator())
    }

    fn administrator(&self) -> Administrator {
        Administrator {
            account: self.account.clone(),
            role: self.role,
            own_person: self.own_person.clone(),
            name: self.name.clone(),
            scope: self.scope.clone(),
            epoch: self.epoch,
        }
    }
}

fn seen(row: &RegistrationRow) -> Seen {
    Seen { id: row.id.clone(), version: row.version }
}

/// The one result of a batch of one.
fn done(response: BatchResponse) -> Result<RegistrationRow> {
    match response.results.into_iter().next().map(|result| result.outcome) {
        Some(Outcome::Done { row: Some(row) }) => Ok(*row),
        Some(Outcome::Refused { code, message, .. }) => bail!("the demo data break a rule: {code}: {message}"),
        _ => bail!("the demo data lost a registration"),
    }
}

/// A failure while making demo data is a mistake of the program; its inside helps to find it.
pub fn told(failure: Error) -> anyhow::Error {
    anyhow!("the demo data break a rule: {failure:?}")
}
