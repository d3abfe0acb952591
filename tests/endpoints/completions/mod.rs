mod deliver_completions;
mod list_completions;
