//! `cargo xtask operator`: makes an operator (平台管理员), by a function without a route in the cloud or by the program of one
//! machine, and shows once what they sign in with. Nothing of it is written into a file.

use anyhow::{Context, Result, bail};

use crate::process::{self, command};
use crate::project::Project;
use crate::{deploy, server};

const USAGE: &str = "\
cargo xtask operator [--stack NAME [--region REGION]] --login LOGIN --name NAME [--another] [--dry-run]

  --stack NAME      the installation in AWS; without it, this machine's (.data), whose server must not be running
  --region REGION   else what the AWS configuration says
  --login LOGIN     what the operator signs in with: 3 to 32 letters, digits, dots and hyphens
  --name NAME       the operator's name
  --another         make one more, though there is an operator
  --dry-run         say what would be called
";

#[derive(Debug, PartialEq, Eq)]
struct Options {
    stack: Option<String>,
    region: Option<String>,
    login: String,
    name: String,
    is_another: bool,
    is_dry: bool,
}

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let options = parse(arguments)?;
    let mut call = match &options.stack {
        Some(stack) => {
            let mut call = command("aws");
            call.args(invocation(stack, &options));
            if let Some(region) = &options.region {
                call.env("AWS_REGION", region).env("AWS_DEFAULT_REGION", region);
            }
            call
        }
        None => {
            let mut call = command(server::executable(project));
            call.arg("operator").arg("--data").arg(project.root().join(".data"));
            call.args(["--login", &options.login, "--name", &options.name]);
            call.args(options.is_another.then_some("--another"));
            call
        }
    };
    if options.is_dry {
        println!("would call {}", process::describe(&call));
        return Ok(());
    }
    if options.stack.is_none() {
        server::build(project)?;
        return process::run(&mut call);
    }
    if let Some(missing) = deploy::missing_aws() {
        bail!("this needs {missing}\n`--dry-run` works without.");
    }
    let answer = process::read(&mut call).context("the function that makes operators was not reached")?;
    println!("{}", told(&answer)?);
    Ok(())
}

/// `cargo xtask code`: what the device of the demo's operator shows now.
pub fn show_code(project: &Project) -> Result<()> {
    server::build(project)?;
    process::run(command(server::executable(project)).arg("code"))
}

/// The function's answer goes to standard output, which is a pipe to this process; so does what the tool says of it.
fn invocation(stack: &str, options: &Options) -> Vec<String> {
    let payload = format!(
        r#"{{"login":{},"name":{},"another":{}}}"#,
        quoted(&options.login),
        quoted(&options.name),
        options.is_another
    );
    let function = format!("{stack}-create_operator");
    [
        "lambda",
        "invoke",
        "--function-name",
        &function,
        "--cli-binary-format",
        "raw-in-base64-out",
        "--payload",
        &payload,
    ]
    .into_iter()
    .chain(["--query", "FunctionError", "--output", "text", "/dev/stdout"])
    .map(str::to_owned)
    .collect()
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|sign| match sign {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            control if control.is_control() => format!("\\u{:04x}", u32::from(control)),
            other => other.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

/// What the function said: `{"done":"…"}` or `{"refused":"…"}`.
fn told(answer: &str) -> Result<String> {
    let text = |key: &str| {
        let rest = answer.split_once(&format!("{{\"{key}\":\""))?.1;
        let (text, _) = rest.split_once("\"}")?;
        Some(text.replace("\\n", "\n"))
    };
    match (text("done"), text("refused")) {
        (Some(done), _) => Ok(done),
        (None, Some(refused)) => bail!("{refused}"),
        // An error of the function's process. It has not answered, so there is no secret in it.
        (None, None) => bail!("the function has failed: {}", answer.trim()),
    }
}

fn parse(arguments: &[String]) -> Result<Options> {
    let (mut stack, mut region, mut login, mut name) = (None, None, None, None);
    let (mut is_another, mut is_dry) = (false, false);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().cloned().with_context(|| format!("{argument} needs a value\n\n{USAGE}"));
        match argument.as_str() {
            "--stack" => stack = Some(value()?),
            "--region" => region = Some(value()?),
            "--login" => login = Some(value()?),
            "--name" => name = Some(value()?),
            "--another" => is_another = true,
            "--dry-run" => is_dry = true,
            unknown => bail!("'operator' takes no '{unknown}'\n\n{USAGE}"),
        }
    }
    Ok(Options {
        stack,
        region,
        login: login.with_context(|| format!("--login is missing\n\n{USAGE}"))?,
        name: name.with_context(|| format!("--name is missing\n\n{USAGE}"))?,
        is_another,
        is_dry,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        parse(&line.split_whitespace().map(String::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_function_is_told_who() {
        let options = parsed("--stack xueshi --login huang.feng --name 黄锋 --another").expect("valid");
        let call = invocation("xueshi", &options).join(" ");
        for part in ["--function-name xueshi-create_operator", r#"{"login":"huang.feng","name":"黄锋","another":true}"#]
        {
            assert!(call.contains(part), "{call}");
        }
        assert!(call.ends_with("/dev/stdout"), "nothing goes into a file: {call}");
        assert_eq!(quoted("a\"b\\c\n"), r#""a\"b\\c\u000a""#);
    }

    #[test]
    fn what_the_function_says_is_told() {
        assert_eq!(told("{\"done\":\"登录名  a\\n动态口令  b\"}None\n").expect("done"), "登录名  a\n动态口令  b");
        let refused = told("{\"refused\":\"已有平台管理员\"}None\n").expect_err("refused").to_string();
        assert_eq!(refused, "已有平台管理员");
        assert!(told("{\"errorType\":\"Crash\"}Unhandled\n").expect_err("dead").to_string().contains("has failed"));
    }

    #[test]
    fn mistakes_are_explained() {
        for (line, said) in [
            ("--login a", "--name is missing"),
            ("--name a", "--login is missing"),
            ("--stack", "--stack needs a value"),
            ("--user a", "no '--user'"),
        ] {
            let mistake = format!("{:#}", parsed(line).expect_err("a mistake"));
            assert!(mistake.contains(said), "{line}: {mistake}");
        }
    }
}
