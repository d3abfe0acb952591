pub mod change_password;
pub mod read_session;
mod session_view;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up_professional;
