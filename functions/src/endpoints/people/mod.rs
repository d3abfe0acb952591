pub mod issue_code;
pub mod merge_person;
pub mod move_people;
pub mod search_people;
pub mod transfer_person;
