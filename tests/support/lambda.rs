//! What the tests of the Lambda executable need besides [`local::lambda`].

pub use local::lambda::{Fleet, Function, Surroundings, event, response, services};

/// Every setting that a function asks for, where it will have nothing to connect to.
pub fn unconnected() -> Surroundings {
    let nowhere = "http://127.0.0.1:9".to_owned();
    Surroundings {
        services: nowhere.clone(),
        s3: nowhere,
        table: "xueshi".to_owned(),
        bucket: "attachments".to_owned(),
        origin: "http://xueshi.test".to_owned(),
        access_key: ("test".to_owned(), "test-secret".to_owned()),
    }
}
