use domain::contract::drafts::{DraftSeen, KeepDraftRequest, KeptDraft, ListDraftsRequest};
use domain::contract::{KeepDraft, ListDrafts};
use domain::id::{DraftId, WriterId};
use tests::{Browser, Refused};

mod discard_draft;
mod keep_draft;
mod list_drafts;

/// The draft `n` as the page `writer` knows it.
fn seen(n: u128, version: u32, writer: u128) -> DraftSeen {
    DraftSeen { id: DraftId::from_bits(n), version, writer: WriterId::from_bits(writer) }
}

/// Keeps a draft; gives back its version, or the refusal.
async fn keep(browser: &Browser<'_>, draft: DraftSeen, content: &str) -> Result<u32, Refused> {
    let request = KeepDraftRequest { draft, content: content.to_owned() };
    browser.call::<KeepDraft>(&request).await.map(|kept| kept.version)
}

async fn list(browser: &Browser<'_>) -> Vec<KeptDraft> {
    browser.call::<ListDrafts>(&ListDraftsRequest {}).await.expect("the drafts").drafts
}

async fn contents(browser: &Browser<'_>) -> Vec<String> {
    list(browser).await.into_iter().map(|draft| draft.content).collect()
}
