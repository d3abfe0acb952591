//! The clients: each does its steps one after the other, and tells the record what it was told.

use std::cell::RefCell;
use std::time::Duration;

use bytes::Bytes;
use domain::contract::Endpoint;
use domain::id::{AccountId, IdempotencyKey, PersonId};
use domain::timestamp::Timestamp;
use fastrand::Rng;
use functions::http::answer;
use functions::store::people::Person;
use functions::store::registrations::{self, Registration};
use functions::store::{accounts, people};
use http::{Request, Response, StatusCode};
use tests::Browser;
use tests::world::World;

use crate::faults::Turn;
use crate::installation::{Cast, signed_in};
use crate::plan::Step;
use crate::record::{HistoryContent, Record};
use crate::scheduler::VirtualTime;

/// Times that a client asks again when it does not know what became of a request, as the front end does.
const TRIES_MAX: u32 = 3;

/// What a client was answered in the end.
#[derive(Debug)]
pub enum Heard<T> {
    Done(T),
    Refused(StatusCode, String),
    Unknown,
}

impl<T> Heard<T> {
    pub fn told(&self) -> HistoryContent {
        match self {
            Self::Done(_) => HistoryContent::Done,
            Self::Refused(..) => HistoryContent::Refused,
            Self::Unknown => HistoryContent::Unknown,
        }
    }
}

/// One client at work.
pub struct Client<'r> {
    pub number: usize,
    pub seed: u64,
    pub world: &'r World,
    pub demo_people: &'r Cast<'r>,
    pub record: &'r RefCell<Record>,
    pub time: VirtualTime,
    pub turn: Turn,
    /// By account: a client may have several pages open.
    sessions: RefCell<Vec<(AccountId, Browser<'r>)>>,
}

impl<'r> Client<'r> {
    pub fn new(
        number: usize,
        seed: u64,
        world: &'r World,
        demo_people: &'r Cast<'r>,
        record: &'r RefCell<Record>,
        time: VirtualTime,
    ) -> Self {
        Self { number, seed, world, demo_people, record, time, turn: Turn::new(), sessions: RefCell::default() }
    }

    pub async fn work(&self, steps: Vec<Step>) {
        for step in steps {
            self.time.wait(Duration::from_millis(step.after)).await;
            let seed = self.seed ^ (step.number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.turn.with(|chances| chances.begin(seed, step.per_mille));
            let mut chance = Rng::with_seed(seed);
            let told = self.act(&step, &mut chance).await;
            let happened = self.turn.with(|chances| std::mem::take(&mut chances.happened));
            let line = format!("client {} {:?}: {told}  {}", step.client, step.action, happened.join(", "));
            self.record.borrow_mut().lines.push((step.number, line));
        }
    }

    /// A browser in which the account is signed in; `None` where it may not sign in.
    pub async fn browser(&self, account: &AccountId) -> Option<Browser<'r>> {
        let open = self.sessions.borrow().iter().find(|(one, _)| one == account).map(|(_, browser)| browser.clone());
        if open.is_some() {
            return open;
        }
        let browser = signed_in(self.world, account).await?;
        self.sessions.borrow_mut().push((account.clone(), browser.clone()));
        Some(browser)
    }

    pub fn forget_session(&self, account: &AccountId) {
        self.sessions.borrow_mut().retain(|(one, _)| one != account);
    }

    /// A key that no other request has.
    pub fn key(&self, step: &Step, chance: &mut Rng) -> IdempotencyKey {
        let instant = u128::try_from(self.time.milliseconds()).expect("after 1970");
        let low = u128::from(chance.u64(..)) << 12 | u128::try_from(step.number).expect("small");
        IdempotencyKey::from_bits(instant << 80 | low)
    }

    /// Asks as this account, again where no answer comes, with the same key.
    pub async fn ask<E: Endpoint>(
        &self,
        account: &AccountId,
        request: &E::Request,
        key: &IdempotencyKey,
        chance: &mut Rng,
    ) -> Heard<E::Response> {
        let Some(browser) = self.browser(account).await else {
            return Heard::Refused(StatusCode::UNAUTHORIZED, "cannot sign in".to_owned());
        };
        let heard = self.ask_as::<E>(E::ROW.id, chance, || browser.request::<E>(request, key)).await;
        if matches!(heard, Heard::Refused(StatusCode::UNAUTHORIZED, _)) {
            self.forget_session(account);
        }
        heard
    }

    /// The same, of anybody.
    pub async fn ask_as<E: Endpoint>(
        &self,
        what: &str,
        chance: &mut Rng,
        request: impl Fn() -> Request<Bytes>,
    ) -> Heard<E::Response> {
        let mut tries = 0;
        loop {
            tries += 1;
            let answered = self.turn.alive(answer(&self.world.app, request())).await;
            let (response, cause) = match answered {
                Some(answer) => (Some(answer.response), answer.cause),
                None => (None, None),
            };
            let heard = self.heard::<E::Response>(what, response, cause);
            let is_unsure = tries > 1;
            match heard {
                Heard::Refused(StatusCode::UNAUTHORIZED, _) if is_unsure => return Heard::Unknown,
                Heard::Unknown if tries < TRIES_MAX && chance.u8(..4) > 0 => {
                    self.time.wait(Duration::from_millis(chance.u64(50..2_000))).await;
                }
                heard => return heard,
            }
        }
    }

    fn heard<T: serde::de::DeserializeOwned>(
        &self,
        what: &str,
        response: Option<Response<Bytes>>,
        cause: Option<String>,
    ) -> Heard<T> {
        let Some(response) = response else { return Heard::Unknown };
        let (status, body) = (response.status(), response.body());
        if status.is_success() {
            return Heard::Done(serde_json::from_slice(body).expect("a response of its endpoint's shape"));
        }
        let code = serde_json::from_slice::<domain::contract::ErrorBody>(body).map(|body| {
            let fields: Vec<String> = body.fields.iter().map(|one| format!("{}:{}", one.path, one.code)).collect();
            format!("{} {}", body.code, fields.join(" ")).trim_end().to_owned()
        });
        match status {
            StatusCode::INTERNAL_SERVER_ERROR => {
                self.record.borrow_mut().wrong.push(format!("{what} answers 500: {cause:?}"));
                Heard::Unknown
            }
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => Heard::Unknown,
            status => Heard::Refused(status, code.expect("an error body")),
        }
    }

    pub fn now(&self) -> Timestamp {
        self.world.app.clock.now()
    }

    /// Somebody as the table has them.
    pub async fn person(&self, person: &PersonId) -> Option<Person> {
        people::find(&self.world.app, person).await.expect("a read")
    }

    pub async fn registrations_of(&self, person: &PersonId) -> Vec<Registration> {
        registrations::all_now(&self.world.app, person).await.expect("a read")
    }

    /// Everybody's.
    pub async fn registrations(&self) -> Vec<Registration> {
        let known: Vec<PersonId> = self.demo_people.known.borrow().iter().map(|(id, _)| id.clone()).collect();
        let mut all = Vec::new();
        for person in known {
            all.extend(self.registrations_of(&person).await);
        }
        all
    }

    pub async fn account_is_there(&self, account: &AccountId) -> bool {
        accounts::find(&self.world.app, account).await.expect("a read").is_some()
    }
}
