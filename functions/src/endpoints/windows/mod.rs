pub mod close_early;
pub mod read_open_years;
pub mod read_windows;
mod window_rows;
