mod read_load;
mod search_audit;
