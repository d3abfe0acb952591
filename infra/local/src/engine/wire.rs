//! What can happen on the way between the SDK and the engine, for tests to make happen.
//!
//! The engine itself never refuses for contention or load, and no reply of it is ever lost; DynamoDB does and networks
//! do. A [`Wire`] lets a test bring these about, watch what is said, or hold one request back until another is through.

use std::fmt;
use std::pin::Pin;

use super::Reply;

/// Sees every request before the engine does, and every reply before the SDK does.
pub trait Wire: Send + Sync + fmt::Debug + 'static {
    /// `operation` is DynamoDB's name for it, `body` its JSON.
    fn before(&self, operation: &str, body: &[u8]) -> Verdict {
        let _ = (operation, body);
        Verdict::Pass
    }

    /// The engine has carried the request out.
    fn after(&self, operation: &str, body: &[u8], reply: Reply) -> Delivery {
        let _ = (operation, body);
        Delivery::Deliver(reply)
    }
}

/// What becomes of a request.
pub enum Verdict {
    Pass,
    /// It passes once this is over: the place for whatever is to happen meanwhile.
    PassAfter(Pin<Box<dyn Future<Output = ()> + Send>>),
    /// It is answered without the engine, for example with [`Reply::error`].
    Answer(Reply),
    /// It never arrives: the SDK sees a broken connection, and the engine nothing.
    Lose,
}

/// What becomes of a reply.
pub enum Delivery {
    Deliver(Reply),
    /// It never arrives: the SDK sees a broken connection although the engine has acted.
    Lose,
}

/// A wire on which nothing happens.
#[derive(Debug, Clone, Copy)]
pub struct PlainWire;

impl Wire for PlainWire {}
