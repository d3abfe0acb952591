mod list_messages;
mod mark_messages;
