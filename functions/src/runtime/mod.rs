//! What runs the handlers: the Lambda executable, its way to AWS, and the settings.

pub mod aws;
pub mod lambda;
pub mod settings;
