pub mod issue_certificate;
pub mod list_certificates;
pub mod verify_certificate;
