//! What runs the handlers: the Lambda executable, its way to AWS, the settings and the clock.

pub mod aws;
pub mod clock;
pub mod lambda;
pub mod settings;
