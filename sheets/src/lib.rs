//! Reads the files that units import, and writes the ones that they export.
//!
//! A file comes from outside: [`container`] looks at it before anything in it is believed, [`reading`] takes no more
//! than the template can hold. What is wrong with the file as a whole is a [`Refusal`](refusal::Refusal); what is wrong
//! in its cells, `domain::import` tells.

pub mod container;
pub mod csv;
pub mod encoding;
pub mod reading;
pub mod refusal;
pub mod template;
pub mod workbook;
pub mod writing;
