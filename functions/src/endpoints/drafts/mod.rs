pub mod discard_draft;
pub mod keep_draft;
pub mod list_drafts;
