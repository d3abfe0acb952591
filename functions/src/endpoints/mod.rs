//! One room per endpoint: `<area>/<verb_noun>.rs`, read from top to bottom: parse, load, decide, store, reply.

use std::pin::Pin;

use bytes::Bytes;
use domain::contract::{self, Endpoint, Row};
use http::{Request, Response};

use crate::house::House;
use crate::http::caller::{Caller, FromCaller};
use crate::http::failure::Failure;

pub mod accounts;
pub mod administrators;
pub mod attachments;
pub mod audit;
pub mod certificates;
pub mod completions;
pub mod departments;
pub mod directory;
pub mod drafts;
pub mod messages;
pub mod people;
pub mod platforms;
pub mod registrations;
pub mod reviews;
pub mod rules;
pub mod units;
pub mod windows;

/// What goes on in a room. Boxed, and made by a function of its own, so that neither the future nor the stack of who waits for
/// it is as large as all rooms together.
type Entered<'h> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Failure>> + Send + 'h>>;

macro_rules! rooms {
    ($($name:ident $area:ident::$room:ident),+) => {
        /// Leads a request into its endpoint's room. A row of the table without a room does not compile.
        pub(crate) async fn dispatch(
            house: &House,
            row: &Row,
            caller: Option<Caller>,
            request: Request<Bytes>,
        ) -> Result<Response<Bytes>, Failure> {
            $(if row.id == <contract::$name as Endpoint>::ROW.id {
                fn enter(house: &House, caller: Option<Caller>, request: Request<Bytes>) -> Entered<'_> {
                    Box::pin(async move {
                        let (visit, request) = crate::http::at_the_door::<contract::$name>(house, &request)?;
                        let reply = $area::$room::room(visit, FromCaller::from_caller(caller)?, request).await?;
                        crate::http::success::<contract::$name>(reply.into())
                    })
                }
                return enter(house, caller, request).await;
            })+
            Err(Failure::NotFound)
        }
    };
}

domain::for_each_endpoint!(rooms);
