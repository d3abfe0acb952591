pub mod list_messages;
pub mod mark_messages;
