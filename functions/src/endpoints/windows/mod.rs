pub mod close_early;
pub mod read_open_years;
pub mod read_platform_windows;
pub mod read_windows;
pub mod set_window;
