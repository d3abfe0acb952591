mod list_rules;
mod publish_rules;
mod read_rules;
