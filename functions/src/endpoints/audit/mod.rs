pub mod read_load;
pub mod search_audit;
