//! Every setting, in one typed place, from the environment, checked at start.
//!
//! What [`Settings`] holds differs between installations of any kind; [`Surroundings`] is what a Lambda function finds
//! around itself. No setting is a secret: the master key comes encrypted, and only the function's own role can have it
//! opened.

use std::fmt::{self, Display};
use std::path::PathBuf;

use data_encoding::BASE64;
use domain::contract::{COMMANDS, Command, ENDPOINTS, Row};

/// A key that nobody guesses.
const EDGE_KEY_CHARACTERS_MIN: usize = 32;

/// What is wrong with the environment: each variable with its problem, all at once.
#[derive(Default, PartialEq, Eq, thiserror::Error)]
pub struct SettingErrors(pub Vec<(&'static str, String)>);

impl Display for SettingErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (variable, problem)) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(f, "{separator}{variable} {problem}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for SettingErrors {
    /// The same words: it is what a process says that cannot start.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
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

/// What a Lambda function finds around itself.
#[derive(Clone)]
pub struct Surroundings {
    /// `_HANDLER`, set by Lambda from the function's handler.
    pub handler: Handler,
    pub settings: Settings,
    /// `XUESHI_ENCRYPTED_MASTER_KEY`: the master key as KMS encrypted it, in base 64.
    pub encrypted_master_key: Vec<u8>,
    /// `AWS_REGION`, set by Lambda.
    pub region: String,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`: the role's, set by Lambda.
    pub access_key: AccessKey,
    /// `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL_KMS`: other places than the region's own,
    /// for tests and private endpoints.
    pub dynamodb_url: Option<String>,
    pub s3_url: Option<String>,
    pub kms_url: Option<String>,
    /// `XUESHI_TLS_ROOTS`: which certificates a connection to AWS may end at.
    pub tls_roots: TlsRoots,
    /// `XUESHI_EDGE_KEY`: what CloudFront adds to every request of the API. Where it is set, requests that come past
    /// CloudFront, and so past WAF, are refused.
    pub edge_key: Option<String>,
}

/// What a function does.
#[derive(Debug, Clone, Copy)]
pub enum Handler {
    Endpoint(&'static Row),
    Command(&'static Command),
}

impl Handler {
    pub fn id(self) -> &'static str {
        match self {
            Self::Endpoint(row) => row.id,
            Self::Command(command) => command.id,
        }
    }

    fn find(id: &str) -> Option<Self> {
        let endpoint = ENDPOINTS.iter().find(|row| row.id == id).map(Self::Endpoint);
        endpoint.or_else(|| COMMANDS.iter().find(|command| command.id == id).map(Self::Command))
    }
}

/// What the role proves itself with.
#[derive(Clone)]
pub struct AccessKey {
    pub id: String,
    pub secret: String,
    pub session: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsRoots {
    /// Amazon Trust Services', which are built in: nothing to read at a cold start.
    Amazon,
    /// The operating system's: for a region with other authorities, or a private endpoint.
    System,
    /// Those of a PEM file: for a private endpoint with an authority of its own.
    File(PathBuf),
}

impl fmt::Debug for Surroundings {
    /// Without the access key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("handler", &self.handler.id()).field("settings", &self.settings).finish()
    }
}

impl Surroundings {
    /// # Errors
    /// Names every variable that is missing or not usable.
    pub fn from_environment() -> Result<Self, SettingErrors> {
        Self::from(|variable| std::env::var(variable).ok())
    }

    /// The same from any source of variables.
    ///
    /// # Errors
    /// Names every variable that is missing or not usable.
    pub fn from(find: impl Fn(&str) -> Option<String>) -> Result<Self, SettingErrors> {
        let mut reader = Reader { find, errors: SettingErrors::default() };
        let handler =
            reader.parsed("_HANDLER", |id| Handler::find(id).ok_or_else(|| format!("names no endpoint: {id}")));
        let settings = Settings {
            table: reader.required("XUESHI_TABLE"),
            attachments: reader.required("XUESHI_ATTACHMENTS"),
            origin: reader.parsed("XUESHI_ORIGIN", origin).unwrap_or_default(),
        };
        let encrypted_master_key = reader.parsed("XUESHI_ENCRYPTED_MASTER_KEY", |text| {
            BASE64.decode(text.as_bytes()).map_err(|_| "is not base 64".to_owned())
        });
        let region = reader.required("AWS_REGION");
        let access_key = AccessKey {
            id: reader.required("AWS_ACCESS_KEY_ID"),
            secret: reader.required("AWS_SECRET_ACCESS_KEY"),
            session: reader.optional("AWS_SESSION_TOKEN"),
        };
        let tls_roots = match reader.optional("XUESHI_TLS_ROOTS").as_deref() {
            None | Some("amazon") => TlsRoots::Amazon,
            Some("system") => TlsRoots::System,
            Some(path) if path.starts_with('/') => TlsRoots::File(PathBuf::from(path)),
            Some(_) => {
                let problem = "must be amazon, system or the path of a PEM file".to_owned();
                reader.errors.0.push(("XUESHI_TLS_ROOTS", problem));
                TlsRoots::Amazon
            }
        };
        let edge_key = reader.optional("XUESHI_EDGE_KEY");
        if edge_key.as_ref().is_some_and(|key| key.len() < EDGE_KEY_CHARACTERS_MIN) {
            let problem = format!("must have at least {EDGE_KEY_CHARACTERS_MIN} characters");
            reader.errors.0.push(("XUESHI_EDGE_KEY", problem));
        }
        let urls = ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_KMS"]
            .map(|variable| reader.optional(variable));
        let [dynamodb_url, s3_url, kms_url] = urls;
        match (handler, encrypted_master_key) {
            (Some(handler), Some(encrypted_master_key)) if reader.errors.0.is_empty() => Ok(Self {
                handler,
                settings,
                encrypted_master_key,
                region,
                access_key,
                dynamodb_url,
                s3_url,
                kms_url,
                tls_roots,
                edge_key,
            }),
            _ => Err(reader.errors),
        }
    }
}

/// Reads variables and remembers what was wrong with them.
struct Reader<F> {
    find: F,
    errors: SettingErrors,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    fn optional(&self, variable: &'static str) -> Option<String> {
        (self.find)(variable).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn parsed<T>(&mut self, variable: &'static str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.optional(variable).ok_or_else(|| "is not set".to_owned());
        match value.and_then(|value| parse(&value)) {
            Ok(parsed) => Some(parsed),
            Err(problem) => {
                self.errors.0.push((variable, problem));
                None
            }
        }
    }

    fn required(&mut self, variable: &'static str) -> String {
        self.parsed(variable, |value| Ok(value.to_owned())).unwrap_or_default()
    }
}

fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains('/') => Ok(text.to_owned()),
        _ => Err("must look like https://xueshi.example.cn, without a path".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(variable: &str) -> Option<String> {
        let value = match variable {
            "_HANDLER" => "sign_in",
            "XUESHI_TABLE" | "XUESHI_ATTACHMENTS" => "xueshi",
            "XUESHI_ORIGIN" => "https://xueshi.example.cn",
            "XUESHI_ENCRYPTED_MASTER_KEY" => "ZW5jcnlwdGVk",
            "AWS_REGION" => "cn-north-1",
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => "key",
            _ => return None,
        };
        Some(value.to_owned())
    }

    fn mistakes(find: impl Fn(&str) -> Option<String>) -> String {
        Surroundings::from(find).expect_err("a mistake").to_string()
    }

    #[test]
    fn a_complete_environment_is_read() {
        let around = Surroundings::from(complete).expect("complete");
        assert_eq!((around.handler.id(), around.encrypted_master_key.as_slice()), ("sign_in", b"encrypted".as_slice()));
        assert_eq!((around.tls_roots, around.kms_url), (TlsRoots::Amazon, None));
    }

    #[test]
    fn every_missing_variable_is_named_at_once() {
        let said = mistakes(|_| None);
        for variable in [
            "_HANDLER",
            "XUESHI_TABLE",
            "XUESHI_ATTACHMENTS",
            "XUESHI_ORIGIN",
            "XUESHI_ENCRYPTED_MASTER_KEY",
            "AWS_REGION",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
        ] {
            assert!(said.contains(&format!("{variable} is not set")), "{said}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_reason() {
        for (variable, value, reason) in [
            ("_HANDLER", "sign_inn", "names no endpoint: sign_inn"),
            ("XUESHI_ORIGIN", "xueshi.example.cn", "must look like https://"),
            ("XUESHI_ORIGIN", "https://xueshi.example.cn/", "without a path"),
            ("XUESHI_ENCRYPTED_MASTER_KEY", "not base 64!", "is not base 64"),
            ("XUESHI_TLS_ROOTS", "mozilla", "must be amazon, system or the path"),
            ("XUESHI_EDGE_KEY", "short", "at least 32 characters"),
        ] {
            let said = mistakes(|asked| if asked == variable { Some(value.to_owned()) } else { complete(asked) });
            assert!(said.starts_with(variable) && said.contains(reason), "{said}");
        }
    }
}
