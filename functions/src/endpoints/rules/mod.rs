pub mod list_rules;
pub mod publish_rules;
pub mod read_rules;
