//! Learning platforms: machines that deliver completions, each with a key of its own.

use bytes::Bytes;
use domain::completion::{CompletionChange, DeliveryForm};
use domain::contract::completions::{DeliverCompletionsRequest, DeliveryOutcome, DeliveryQuery, DeliveryResults};
use domain::contract::{DeliverCompletions, Endpoint};
use domain::id::{PlatformId, PlatformKeyId};
use domain::identity::IdentityNumber;
use functions::crypto::webhooks::{Message, WebhookId, WebhookSecret};
use functions::http::signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use functions::store::platforms::{self, PlatformKey, PlatformSummary};
use http::{Request, header};

use crate::browser::{Call, send};
use crate::world::{NOW, World};

/// A platform's sending side.
#[derive(Clone)]
pub struct Machine<'w> {
    pub world: &'w World,
    pub id: PlatformId,
    pub key: PlatformKeyId,
    pub secret: WebhookSecret,
}

impl World {
    /// Stores the `n`-th platform with a key, listed as operators list them.
    pub async fn platform(&self, n: u128) -> Machine<'_> {
        let (key, secret) = (PlatformKeyId::from_bits(n), WebhookSecret::fresh());
        let platform = PlatformId::from_bits(n);
        let name = format!("第 {n} 学习平台");
        let stored = PlatformKey::new(&self.app.vault, key.clone(), platform.clone(), name.clone(), &secret);
        let (id, created_by) = (key.clone(), "黄锋".to_owned());
        let listed =
            PlatformSummary { id, platform: platform.clone(), platform_name: name, created_at: NOW, created_by };
        let list = platforms::listed(&self.app).await.expect("a list").with(listed);
        let changes = vec![stored.put().expect("a key as an item"), list.put().expect("a list as an item")];
        self.app.table.transact(changes).await.expect("a new key");
        Machine { world: self, id: platform, key, secret }
    }
}

impl Machine<'_> {
    pub async fn deliver(&self, deliveries: Vec<DeliveryForm>) -> Vec<DeliveryOutcome> {
        let call = self.measured(&DeliverCompletionsRequest { deliveries }).await;
        let results = call.result.expect("a signed delivery is answered").results;
        results.into_iter().map(|result| result.outcome).collect()
    }

    /// The outcome of a delivery on its own.
    pub async fn delivers(&self, delivery: DeliveryForm) -> DeliveryOutcome {
        self.deliver(vec![delivery]).await.remove(0)
    }

    pub async fn measured(&self, request: &DeliverCompletionsRequest) -> Call<DeliveryResults> {
        let body = serde_json::to_vec(request).expect("requests are JSON");
        send::<DeliverCompletions>(self.world, self.request(body, self.world.app.clock.now().seconds())).await
    }

    /// A body as a new message, signed at an instant.
    pub fn request(&self, body: Vec<u8>, seconds: i64) -> Request<Bytes> {
        self.request_as(&self.new_id(), body, seconds)
    }

    /// An id that no other message has.
    pub fn new_id(&self) -> WebhookId {
        format!("msg_{}", self.world.key()).parse().expect("letters, digits and no full stop")
    }

    /// A body as this message, signed at an instant.
    pub fn request_as(&self, id: &WebhookId, body: Vec<u8>, seconds: i64) -> Request<Bytes> {
        let signature = self.secret.sign(Message { id, timestamp: seconds, body: &body });
        Request::builder()
            .method(DeliverCompletions::ROW.method.name())
            .uri(DeliveryQuery::path(&self.key))
            .header(header::CONTENT_TYPE, "application/json")
            .header(ID_HEADER, id.as_str())
            .header(TIMESTAMP_HEADER, seconds)
            .header(SIGNATURE_HEADER, signature)
            .body(Bytes::from(body))
            .expect("a request of known parts")
    }
}

/// Somebody completed a course of so many hours in 2018, the year of [`fixtures::form`](crate::fixtures::form).
pub fn completed(completion: &str, revision: u32, by: &IdentityNumber, hours: &str) -> DeliveryForm {
    DeliveryForm {
        completion: completion.to_owned(),
        revision,
        action: CompletionChange::Complete,
        identity_number: by.expose().to_owned(),
        course: "新时代专业技术人员职业道德".to_owned(),
        hours: hours.to_owned(),
        credited_year: Some(2018),
        completed_on: "2018-06-01".to_owned(),
        ..DeliveryForm::default()
    }
}

pub fn retracted(completion: &str, revision: u32) -> DeliveryForm {
    DeliveryForm {
        completion: completion.to_owned(),
        revision,
        action: CompletionChange::Retract,
        ..DeliveryForm::default()
    }
}
