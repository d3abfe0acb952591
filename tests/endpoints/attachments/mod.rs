mod confirm_attachment;
mod create_attachment;
mod read_attachment;
