//! `cargo xtask deploy`: the product into an account of AWS, by the tools that everybody uses for that: `aws` and `sam`.
//!
//! It prints each call before it makes it; with `--dry-run` it makes none. It reads no secret and writes none: the master
//! key is made inside KMS and leaves it encrypted. Doing it twice changes nothing.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::package::{self, SiteFile};
use crate::process::{self, command};
use crate::project::Project;
use crate::template;

const USAGE: &str = "\
cargo xtask deploy --stack NAME [--origin https://HOST] [--region REGION] [--dry-run] [Parameter=Value ...]

  --stack NAME      what everything is called; another name is another installation
  --origin URL      where browsers will find it; without it, CloudFront's own name (not in China)
  --region REGION   else what the AWS configuration says
  --dry-run         say what would be done
  Parameter=Value   parameters of infra/template.yaml, such as AlarmEmail=ops@example.cn
";

/// Stands for what only a stack that exists can say, in a dry run.
const UNKNOWN: &str = "<known then>";
/// Where the front end would be if it had an address yet.
const NO_ORIGIN: &str = "https://origin.invalid";

#[derive(Debug, PartialEq, Eq)]
struct Options {
    stack: String,
    origin: Option<String>,
    region: Option<String>,
    is_dry: bool,
    parameters: Vec<String>,
}

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let options = parse(arguments)?;
    let mut cloud = Cloud { project, options: &options, said: Vec::new() };
    let files = if options.is_dry {
        println!("would make target/package (`cargo xtask package`), put its files into the bucket, and call:");
        Vec::new()
    } else {
        ready(&options)?;
        template::update(project)?;
        package::make(project)?
    };
    deploy(&mut cloud, &files)
}

/// What to install where the AWS CLI is not there, or is its older version, which knows other options.
pub fn missing_aws() -> Option<&'static str> {
    let is_2 = process::read(command("aws").arg("--version")).is_ok_and(|said| said.starts_with("aws-cli/2."));
    (!is_2).then_some(
        "the AWS CLI 2 (`aws`): https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    )
}

/// Before minutes are spent on a package: are the tools there, and does the account know us?
fn ready(options: &Options) -> Result<()> {
    let mut missing = Vec::new();
    missing.extend(missing_aws());
    if !process::answers("sam", &["--version"]) {
        missing.push("the SAM CLI (`sam`): pip install aws-sam-cli");
    }
    if !missing.is_empty() {
        bail!("deploying needs {}.\n`--dry-run` works without.", missing.join("\nand "));
    }
    let mut who = command("aws");
    who.args(["sts", "get-caller-identity", "--query", "Arn", "--output", "text"]);
    if let Some(region) = &options.region {
        who.env("AWS_REGION", region).env("AWS_DEFAULT_REGION", region);
    }
    let who = process::read(&mut who).context(
        "AWS does not know us: sign in with `aws sso login` or `aws configure`, and name a region with --region. Credentials stay \
         where the AWS CLI keeps them; nothing here asks for one",
    )?;
    println!("as {}", who.trim());
    Ok(())
}

fn deploy(cloud: &mut Cloud, files: &[SiteFile]) -> Result<()> {
    let stack = cloud.options.stack.clone();
    let keys = format!("{stack}-keys");
    let parameter = format!("/xueshi/{stack}/encrypted-master-key");

    cloud.say("the keys, in a stack of their own that outlives the product's");
    cloud.aws(&[
        "cloudformation",
        "deploy",
        "--stack-name",
        &keys,
        "--template-file",
        "infra/key.yaml",
        "--no-fail-on-empty-changeset",
    ])?;
    let master_key = cloud.output(&keys, "MasterKeyArn")?;
    let data_key = cloud.output(&keys, "DataKeyArn")?;

    cloud.say("the master key, once: KMS makes it and hands it out encrypted");
    if !cloud.exists(&["ssm", "get-parameter", "--name", &parameter]) {
        let encrypted = cloud.read(&[
            "kms",
            "generate-data-key-without-plaintext",
            "--key-id",
            &master_key,
            "--key-spec",
            "AES_256",
            "--encryption-context",
            "xueshi=master-key",
            "--query",
            "CiphertextBlob",
            "--output",
            "text",
        ])?;
        // Without --overwrite a key that is there stays, whoever was quicker.
        cloud.aws(&["ssm", "put-parameter", "--name", &parameter, "--type", "String", "--value", &encrypted])?;
    }

    let given = [
        format!("MasterKeyArn={master_key}"),
        format!("DataKeyArn={data_key}"),
        format!("EncryptedMasterKey={parameter}"),
    ];
    let product = |cloud: &mut Cloud, origin: &str| {
        let origin = format!("Origin={origin}");
        let mut call = vec![
            "deploy",
            "--template-file",
            "infra/template.yaml",
            "--stack-name",
            &stack,
            "--resolve-s3",
            "--capabilities",
            "CAPABILITY_IAM",
            "CAPABILITY_AUTO_EXPAND",
            "--no-fail-on-empty-changeset",
            "--no-confirm-changeset",
            "--parameter-overrides",
            &origin,
        ];
        call.extend(given.iter().map(String::as_str));
        let own = cloud.options.parameters.clone();
        call.extend(own.iter().map(String::as_str));
        cloud.sam(&call)
    };
    match cloud.options.origin.clone() {
        Some(origin) => {
            cloud.say("the product");
            product(cloud, &origin)?;
        }
        None => {
            cloud.say("the product; CloudFront's name for it is known only afterwards");
            let known = cloud.exists(&["cloudformation", "describe-stacks", "--stack-name", &stack]);
            if !known {
                product(cloud, NO_ORIGIN)?;
            }
            let origin = format!("https://{}", cloud.output(&stack, "DistributionDomainName")?);
            cloud.say("the same under that name");
            product(cloud, &origin)?;
        }
    }

    cloud.say("the front end: what pages refer to first, pages last");
    let bucket = cloud.output(&stack, "SiteBucket")?;
    for file in files {
        let body = package::directory(cloud.project).join("site").join(&file.name).display().to_string();
        for key in object_keys(&file.name) {
            let mut call = vec![
                "s3api",
                "put-object",
                "--bucket",
                &bucket,
                "--key",
                &key,
                "--body",
                &body,
                "--content-type",
                file.media_type,
                "--cache-control",
                file.cache_control,
            ];
            if file.is_brotli {
                call.extend(["--content-encoding", "br"]);
            }
            cloud.aws(&call)?;
        }
    }
    let distribution = cloud.output(&stack, "DistributionId")?;
    // Hashed files never change; all others are asked for again.
    let changed: Vec<String> = files
        .iter()
        .map(|file| &file.name)
        .filter(|name| !name.starts_with("assets/"))
        .flat_map(|name| object_keys(name))
        .map(|key| format!("/{key}"))
        .collect();
    let mut invalidate = vec!["cloudfront", "create-invalidation", "--distribution-id", &distribution, "--paths", "/"];
    invalidate.extend(changed.iter().map(String::as_str));
    cloud.aws(&invalidate)?;

    let url = cloud.output(&stack, "Url")?;
    cloud.say(&format!("done: {url}"));
    Ok(())
}

/// The keys that a file has in the bucket. The page of an application is also its folder's, so that `/verify/`, which stands in
/// the QR code of every certificate, is answered where CloudFront has no functions.
fn object_keys(name: &str) -> Vec<String> {
    let folder = name.strip_suffix("/index.html");
    let of_the_folder = folder.into_iter().flat_map(|folder| [format!("{folder}/"), folder.to_owned()]);
    std::iter::once(name.to_owned()).chain(of_the_folder).collect()
}

/// The account, by its command-line tools.
struct Cloud<'p> {
    project: &'p Project,
    options: &'p Options,
    said: Vec<String>,
}

impl Cloud<'_> {
    fn say(&mut self, line: &str) {
        println!("\n# {line}");
        self.said.push(format!("# {line}"));
    }

    /// Prints a call, as one would type it.
    fn announce(&mut self, program: &str, arguments: &[&str]) {
        let quoted = |word: &&str| {
            if word.contains([' ', '<', '*']) { format!("'{word}'") } else { (*word).to_owned() }
        };
        let line = format!("{program} {}", arguments.iter().map(quoted).collect::<Vec<_>>().join(" "));
        println!("{line}");
        self.said.push(line);
    }

    fn prepared(&self, program: &str, arguments: &[&str]) -> Command {
        let mut call = command(program);
        call.current_dir(self.project.root()).args(arguments);
        if let Some(region) = &self.options.region {
            call.env("AWS_REGION", region).env("AWS_DEFAULT_REGION", region);
        }
        call
    }

    fn call(&mut self, program: &str, arguments: &[&str]) -> Result<()> {
        self.announce(program, arguments);
        if self.options.is_dry { Ok(()) } else { process::run(&mut self.prepared(program, arguments)) }
    }

    fn aws(&mut self, arguments: &[&str]) -> Result<()> {
        self.call("aws", arguments)
    }

    fn sam(&mut self, arguments: &[&str]) -> Result<()> {
        self.call("sam", arguments)
    }

    fn read(&mut self, arguments: &[&str]) -> Result<String> {
        self.announce("aws", arguments);
        if self.options.is_dry {
            return Ok(UNKNOWN.to_owned());
        }
        let text = process::read(&mut self.prepared("aws", arguments))?.trim().to_owned();
        if text.is_empty() || text == "None" {
            bail!("aws {} gave nothing", arguments.join(" "));
        }
        Ok(text)
    }

    /// Whether a question has an answer. A dry run supposes an empty account.
    fn exists(&mut self, arguments: &[&str]) -> bool {
        self.announce("aws", arguments);
        !self.options.is_dry && process::read(&mut self.prepared("aws", arguments)).is_ok()
    }

    fn output(&mut self, stack: &str, key: &str) -> Result<String> {
        let query = format!("Stacks[0].Outputs[?OutputKey=='{key}'].OutputValue");
        self.read(&["cloudformation", "describe-stacks", "--stack-name", stack, "--query", &query, "--output", "text"])
    }
}

fn parse(arguments: &[String]) -> Result<Options> {
    let (mut stack, mut origin, mut region, mut is_dry, mut parameters) = (None, None, None, false, Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().cloned().with_context(|| format!("{argument} needs a value\n\n{USAGE}"));
        match argument.as_str() {
            "--stack" => stack = Some(value()?),
            "--origin" => origin = Some(value()?),
            "--region" => region = Some(value()?),
            "--dry-run" => is_dry = true,
            parameter if parameter.contains('=') && !parameter.starts_with('-') => {
                parameters.push(parameter.to_owned())
            }
            unknown => bail!("'deploy' takes no '{unknown}'\n\n{USAGE}"),
        }
    }
    let stack = stack.with_context(|| format!("--stack is missing\n\n{USAGE}"))?;
    let is_name = stack.len() <= 32
        && stack.starts_with(|first: char| first.is_ascii_alphabetic())
        && stack.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if !is_name {
        bail!("--stack takes a name of letters, digits and hyphens, at most 32, not '{stack}'");
    }
    if origin.as_ref().is_some_and(|origin| !origin.starts_with("https://") || origin.matches('/').count() != 2) {
        bail!("--origin takes something like https://xueshi.example.cn, without a path");
    }
    Ok(Options { stack, origin, region, is_dry, parameters })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        parse(&line.split_whitespace().map(String::from).collect::<Vec<_>>())
    }

    fn dry_run(line: &str) -> Vec<String> {
        let options = parsed(&format!("--dry-run {line}")).expect("valid");
        let project = Project::locate().expect("a checkout");
        let mut cloud = Cloud { project: &project, options: &options, said: Vec::new() };
        let page =
            SiteFile { name: "index.html".into(), media_type: "text/html", is_brotli: true, cache_control: "no-cache" };
        deploy(&mut cloud, &[page]).expect("nothing is called");
        cloud.said
    }

    fn position(said: &[String], part: &str) -> usize {
        said.iter().position(|line| line.contains(part)).unwrap_or_else(|| panic!("nothing says {part}: {said:#?}"))
    }

    #[test]
    fn a_dry_run_says_everything_in_its_order() {
        let said = dry_run("--stack xueshi --origin https://xueshi.example.cn AlarmEmail=ops@example.cn");
        let order = [
            "infra/key.yaml",
            "generate-data-key-without-plaintext",
            "put-parameter",
            "sam deploy",
            "s3api put-object",
            "create-invalidation",
        ]
        .map(|part| position(&said, part));
        assert!(order.is_sorted(), "{said:#?}");
        let product = &said[order[3]];
        for part in
            ["Origin=https://xueshi.example.cn", "AlarmEmail=ops@example.cn", "/xueshi/xueshi/encrypted-master-key"]
        {
            assert!(product.contains(part), "{product}");
        }
        assert!(said[order[4]].contains("--content-encoding br"));
    }

    #[test]
    fn the_page_of_an_application_answers_for_its_folder() {
        assert_eq!(object_keys("verify/index.html"), ["verify/index.html", "verify/", "verify"]);
        assert_eq!(object_keys("index.html"), ["index.html"]);
        assert_eq!(object_keys("assets/app-00ff.js"), ["assets/app-00ff.js"]);
    }

    #[test]
    fn the_master_key_never_leaves_kms_in_plain_text() {
        let said = dry_run("--stack xueshi");
        assert!(!said.iter().any(|line| line.contains("generate-data-key ") || line.contains(" decrypt ")));
    }

    #[test]
    fn without_an_origin_the_product_is_deployed_under_cloudfronts_name() {
        let said = dry_run("--stack xueshi");
        let products: Vec<_> = said.iter().filter(|line| line.starts_with("sam deploy")).collect();
        assert_eq!(products.len(), 2);
        assert!(products[0].contains(NO_ORIGIN) && products[1].contains(&format!("Origin=https://{UNKNOWN}")));
    }

    #[test]
    fn mistakes_are_explained() {
        for (line, said) in [
            ("", "--stack is missing"),
            ("--stack my_stack", "letters, digits and hyphens"),
            ("--stack a --origin xueshi.example.cn", "https://"),
            ("--stack a --profile", "no '--profile'"),
        ] {
            let mistake = format!("{:#}", parsed(line).expect_err("a mistake"));
            assert!(mistake.contains(said), "{line}: {mistake}");
        }
    }
}
