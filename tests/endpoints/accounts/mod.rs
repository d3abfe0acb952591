mod change_password;
mod read_session;
mod sign_in;
mod sign_out;
mod sign_up_professional;
