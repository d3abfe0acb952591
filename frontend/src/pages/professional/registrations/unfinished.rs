//! 未完成的草稿: what was typed into 新登记培训 and not saved, on whichever device. Without a network, what this one has.

use crate::prelude::*;
use domain::id::DraftId;
use leptos::task::spawn_local;

use crate::api::CallError;
use crate::apps::professional::route::Route;
use crate::components::dialog::confirm_dialog;
use crate::drafts::kept;
use crate::drafts::kept::Kept;
use crate::state::mutation::Mutation;

pub fn unfinished() -> AnyView {
    let here = kept::on_device().into_iter().filter_map(|(key, kept)| Some((key.id()?, kept)));
    let drafts = RwSignal::new(here.collect::<Vec<_>>());
    spawn_local(async move {
        if let Ok(all) = kept::unfinished().await {
            drafts.try_set(all);
        }
    });
    let (asking, attempt) = (RwSignal::new(None), Mutation::new());
    let open = RwSignal::new(false);
    let ask = Callback::new(move |draft: (DraftId, Kept)| {
        attempt.clear();
        asking.set(Some(draft));
        open.set(true);
    });
    let question = move || {
        let title = asking.with(|draft: &Option<(DraftId, Kept)>| draft.as_ref().map(|(_, kept)| title(kept)));
        format!("确定删除“{}”吗？填写的内容不能恢复。", title.unwrap_or_default())
    };
    let discard = Callback::new(move |()| {
        if let Some((id, kept)) = asking.get_untracked() {
            let gone = id.clone();
            attempt.run(discard(id, kept), move |()| {
                drafts.update(|drafts| drafts.retain(|(one, _)| *one != gone));
                open.set(false);
            });
        }
    });
    view! {
        {move || drafts.with(|drafts| !drafts.is_empty()).then(|| view! {
            <section class="card pane" aria-label="未完成的草稿">
                <h2>"未完成的草稿"</h2>
                <ul role="list" class="stack">
                    {drafts.get().into_iter().map(|draft| line(draft, ask)).collect_view()}
                </ul>
            </section>
        })}
        {confirm_dialog(
            open,
            Signal::stored("删除草稿".to_owned()),
            Signal::derive(question),
            "删除",
            attempt,
            discard,
        )}
    }
    .into_any()
}

fn title(kept: &Kept) -> String {
    match kept.draft.form.title.trim() {
        "" => "没有填写认定内容".to_owned(),
        title => title.to_owned(),
    }
}

fn line(draft: (DraftId, Kept), ask: Callback<(DraftId, Kept)>) -> AnyView {
    let (id, kept) = draft.clone();
    view! {
        <li class="spread">
            <span>
                {title(&kept)}
                {(!kept.is_sent).then(|| view! { <span class="small muted">" 只在本机"</span> })}
            </span>
            <span class="row">
                <a class="button" href=Route::Draft(id).path()>"继续填写"</a>
                <button type="button" class="button quiet danger" on:click=move |_| ask.run(draft.clone())>"删除"</button>
            </span>
        </li>
    }
    .into_any()
}

async fn discard(id: DraftId, kept: Kept) -> Result<(), CallError> {
    if let Some(seen) = kept.seen(&id) {
        kept::discard(seen).await?;
    }
    kept::remove_from_device(&id);
    Ok(())
}
