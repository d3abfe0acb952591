mod issue_code;
mod merge_person;
mod move_people;
mod search_people;
mod transfer_person;
