pub mod deliver_completions;
pub mod list_completions;
