//! One handler per endpoint: `<area>/<verb_noun>.rs`, read from top to bottom: parse, load, decide, store, reply.

use std::pin::Pin;

use bytes::Bytes;
use domain::contract::{self, Endpoint, Row};
use http::{Request, Response};

use crate::app::App;
use crate::error::Error;
use crate::http::caller::{Caller, FromCaller};

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

/// What goes on in a handler. Boxed, and made by a function of its own, so that neither the future nor the stack of who waits for
/// it is as large as all handlers together.
type Entered<'h> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Error>> + Send + 'h>>;

macro_rules! handlers {
    ($($name:ident $area:ident::$handler:ident),+) => {
        /// Leads a request into its endpoint's handler. A row of the table without a handler does not compile.
        pub(crate) async fn dispatch(
            app: &App,
            row: &Row,
            caller: Option<Caller>,
            request: Request<Bytes>,
        ) -> Result<Response<Bytes>, Error> {
            $(if row.id == <contract::$name as Endpoint>::ROW.id {
                fn enter(app: &App, caller: Option<Caller>, request: Request<Bytes>) -> Entered<'_> {
                    Box::pin(async move {
                        let (cx, request) = crate::http::receive::<contract::$name>(app, &request)?;
                        let reply = $area::$handler::handle(cx, FromCaller::from_caller(caller)?, request).await?;
                        crate::http::response::of_reply::<contract::$name>(reply.into())
                    })
                }
                return enter(app, caller, request).await;
            })+
            Err(Error::NotFound)
        }
    };
}

domain::for_each_endpoint!(handlers);
