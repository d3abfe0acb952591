pub mod confirm_attachment;
pub mod create_attachment;
mod owner;
pub mod read_attachment;
