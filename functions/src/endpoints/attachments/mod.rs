pub mod confirm_attachment;
pub mod create_attachment;
pub mod read_attachment;
