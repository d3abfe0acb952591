//! Every setting, in one typed place, from the environment, checked at start.

/// A variable of the environment that is missing or unusable.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct SettingError {
    pub variable: &'static str,
    pub problem: String,
}

/// What differs between installations.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `XUESHI_TABLE`: the DynamoDB table.
    pub table: String,
    /// `XUESHI_ATTACHMENTS`: the S3 bucket of the evidence.
    pub attachments: String,
    /// `XUESHI_ORIGIN`: where browsers find the product, `https://host` without a path. Mutations from elsewhere are
    /// refused.
    pub origin: String,
}

impl Settings {
    /// # Errors
    /// Names the first variable that is missing or not usable.
    pub fn from_environment() -> Result<Self, SettingError> {
        let origin = required("XUESHI_ORIGIN")?;
        if !(origin.starts_with("https://") || origin.starts_with("http://")) || origin.matches('/').count() != 2 {
            return Err(SettingError {
                variable: "XUESHI_ORIGIN",
                problem: "must look like https://xueshi.example.cn, without a path".to_owned(),
            });
        }
        Ok(Self { table: required("XUESHI_TABLE")?, attachments: required("XUESHI_ATTACHMENTS")?, origin })
    }
}

/// A variable that must be there and not be empty.
///
/// # Errors
/// If it is missing or empty.
pub fn required(variable: &'static str) -> Result<String, SettingError> {
    match std::env::var(variable) {
        Ok(value) if !value.trim().is_empty() => Ok(value),
        _ => Err(SettingError { variable, problem: "is not set".to_owned() }),
    }
}
