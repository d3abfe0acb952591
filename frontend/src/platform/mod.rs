//! The browser, as the apps need it.

pub mod autofill;
pub mod clock;
pub mod csv;
pub mod download;
pub mod focus;
pub mod location;
pub mod photo;
pub mod storage;
pub mod table_file;
pub mod text_size;
pub mod upload;
pub mod viewport;
pub mod worker;
