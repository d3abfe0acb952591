//! What nearly every module of the apps needs: Leptos's signals, and [`dom`](crate::dom) in place of its views.

pub use leptos::leptos_dom::helpers::*;
pub use leptos::reactive::callback::*;
pub use leptos::reactive::computed::*;
pub use leptos::reactive::effect::*;
pub use leptos::reactive::graph::untrack;
pub use leptos::reactive::owner::*;
pub use leptos::reactive::prelude::*;
pub use leptos::reactive::signal::*;
pub use leptos::reactive::wrappers::read::*;
pub use leptos::reactive::wrappers::write::*;

pub use crate::dom::{AnyView, CollectView, Effect, IntoView, NodeRef, view};
