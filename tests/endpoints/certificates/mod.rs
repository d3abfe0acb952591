mod issue_certificate;
mod list_certificates;
mod verify_certificate;

pub use issue_certificate::issue;
