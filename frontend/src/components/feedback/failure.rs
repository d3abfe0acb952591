//! What is shown when something did not work.

use crate::prelude::*;

use crate::api::CallError;

/// The message of a failed attempt with 重试 where a repeat can help; nothing while there is no failure.
pub fn failure_notice(failure: impl Into<Signal<Option<CallError>>>, again: Callback<()>) -> AnyView {
    let failure = failure.into();
    let content = move || failure.get().map(|error| notice(&error, again));
    view! { <div role="alert">{content}</div> }.into_any()
}

fn notice(error: &CallError, again: Callback<()>) -> AnyView {
    let retry = error.is_worth_repeating().then(|| {
        view! { <button type="button" class="button" on:click=move |_| again.run(())>"重试"</button> }
    });
    let reload = (*error == CallError::Outdated).then(|| {
        let reload = |_| drop(window().location().reload());
        view! { <button type="button" class="button" on:click=reload>"重新加载"</button> }
    });
    let request = match error {
        CallError::Refused(body) if body.code == "internal" => Some(format!("请求编号 {}", body.request_id)),
        _ => None,
    };
    view! {
        <div class="failure">
            <p><span aria-hidden="true">"⚠ "</span>{error.message()}</p>
            {request.map(|request| view! { <p class="small muted">{request}</p> })}
            {retry}
            {reload}
        </div>
    }
    .into_any()
}
