//! 证件号码, masked until the reviewer asks for it; asking is on record.

use crate::prelude::*;
use domain::contract::RevealIdentity;
use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::RevealIdentityRequest;

use crate::api::call;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::state::mutation::Mutation;

pub fn identity(row: &RegistrationRow) -> AnyView {
    let (id, masked) = (row.id.clone(), row.identity_masked.clone());
    let revealed = RwSignal::new(None::<String>);
    let attempt = Mutation::new();
    let reveal = Callback::new(move |()| {
        let request = RevealIdentityRequest { id: id.clone() };
        attempt.run(async move { call::<RevealIdentity>(&request).await }, move |answer| {
            revealed.set(Some(answer.identity_number));
            say("已显示完整证件号码，本次查看已记录");
        });
    });
    let is_revealed = Memo::new(move |_| revealed.with(Option::is_some));
    let switch = move |_| if is_revealed.get_untracked() { revealed.set(None) } else { reveal.run(()) };
    view! {
        <span class="row identity">
            <span class="digits">{move || revealed.get().unwrap_or_else(|| masked.clone())}</span>
            <button type="button" class="button quiet" aria-describedby="identity-note"
                aria-busy=move || attempt.is_busy().to_string() on:click=switch>
                {move || if is_revealed.get() { "隐藏" } else { "显示" }}
            </button>
        </span>
        <span class="small muted" id="identity-note">"显示完整号码会留下记录"</span>
        {failure_notice(attempt.failure(), reveal)}
    }
    .into_any()
}
