//! Writes the part of `infra/template.yaml` that follows from the endpoint table.
//!
//! The file is written by hand but for what stands between two marks of the same name: there the functions, the roles
//! and the limits of the routes are, one per row.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use domain::contract::{Access, COMMANDS, Effect, FunctionSize, Grant, Row};

use crate::policy::{Resource, SEALED_FOR, Statement, statements};

/// Requests a second that a route takes from everybody together, and at one instant. The gateway refuses more with 429.
/// Ten times the national peak of 2,670 submissions a second (docs/table.md) would need a higher account limit first;
/// these are what one account's default of 10,000 a second can share out.
struct Throttle {
    rate: u32,
    burst: u32,
}

const READS: Throttle = Throttle { rate: 3_000, burst: 3_000 };
const CHANGES: Throttle = Throttle { rate: 2_000, burst: 2_000 };
/// Nobody has to be signed in: what guesses passwords or makes accounts comes this way. argon2id takes 20 ms of a core.
const OPEN_CHANGES: Throttle = Throttle { rate: 200, burst: 400 };

/// Replaces what follows from the table; everything else stays.
///
/// # Errors
/// If a mark is missing.
pub fn render(text: &str, rows: &[Row]) -> Result<String> {
    let text = replace(text, "routes", &routes(rows))?;
    replace(&text, "functions", &functions(rows))
}

/// Where two texts of the template begin to differ, for people: the line's number, both lines, and the resource.
pub fn difference(is: &str, should_be: &str) -> Option<String> {
    if is == should_be {
        return None;
    }
    let (mut is, mut should_be) = (is.lines(), should_be.lines());
    let mut resource = String::new();
    let mut number = 1;
    loop {
        let (left, right) = (is.next(), should_be.next());
        if left != right {
            let shown = |line: Option<&str>| line.map_or("nothing".to_owned(), |line| format!("`{}`", line.trim()));
            return Some(format!(
                "line {number}, in {resource}: the file has {}, the endpoint table wants {}",
                shown(left),
                shown(right)
            ));
        }
        let line = left?;
        if line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':') {
            resource = line.trim().trim_end_matches(':').to_owned();
        }
        number += 1;
    }
}

fn replace(text: &str, mark: &str, content: &str) -> Result<String> {
    let begins = text
        .lines()
        .find(|line| line.trim_start().starts_with(&format!("# ▼ {mark}")))
        .with_context(|| format!("infra/template.yaml has no line '# ▼ {mark} …'"))?;
    let ends = text
        .lines()
        .find(|line| line.trim_start().starts_with(&format!("# ▲ {mark}")))
        .with_context(|| format!("infra/template.yaml has no line '# ▲ {mark}'"))?;
    let (before, rest) = text.split_once(&format!("{begins}\n")).context("the line was found")?;
    let (_, after) = rest.split_once(&format!("{ends}\n")).context("the marks stand in the wrong order")?;
    ensure!(!after.contains(begins), "infra/template.yaml has '{begins}' twice");
    Ok(format!("{before}{begins}\n{content}{ends}\n{after}"))
}

fn routes(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        let Throttle { rate, burst } = throttle(row);
        writeln!(text, "        {} {}:", row.method.name(), row.path).expect("a string takes everything");
        writeln!(text, "          ThrottlingRateLimit: {rate}").expect("a string takes everything");
        writeln!(text, "          ThrottlingBurstLimit: {burst}").expect("a string takes everything");
    }
    text
}

fn throttle(row: &Row) -> Throttle {
    match (row.access, row.effect) {
        (_, Effect::Read) => READS,
        (Access::Anyone, _) => OPEN_CHANGES,
        _ => CHANGES,
    }
}

fn functions(rows: &[Row]) -> String {
    let endpoints = rows.iter().map(|row| function(row.id, row.grants, row.size, Some((row.method.name(), row.path))));
    endpoints.chain(COMMANDS.iter().map(|command| function(command.id, command.grants, command.size, None))).collect()
}

/// A function with its role; and the route that leads to it, unless it is a command's.
fn function(id: &str, grants: &[Grant], size: FunctionSize, route: Option<(&str, &str)>) -> String {
    let name = logical_name(id);
    let FunctionSize { memory_megabytes, timeout_seconds } = size;
    let route = route.map_or(String::new(), |(method, path)| {
        format!(
            "      Events:
        Route:
          Type: HttpApi
          Properties:
            ApiId: !Ref Api
            Method: {method}
            Path: {path}
"
        )
    });
    let mut text = format!(
        "
  {name}Function:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${{AWS::StackName}}-{id}
      Handler: {id}
      MemorySize: {memory_megabytes}
      Timeout: {timeout_seconds}
      Role: !GetAtt {name}Role.Arn
{route}  {name}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {{ Service: lambda.amazonaws.com }}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: {id}
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: [logs:CreateLogStream, logs:PutLogEvents]
                Resource: !Sub ${{Log.Arn}}:*
"
    );
    for statement in statements(grants) {
        text += &policy_statement(&statement);
    }
    text
}

fn policy_statement(statement: &Statement) -> String {
    let indent = "                ";
    let mut text = format!("              - Effect: Allow\n{indent}Action: [{}]\n", statement.actions.join(", "));
    match statement.resources.as_slice() {
        [one] => text += &format!("{indent}Resource: {}\n", spelled(one)),
        many => {
            text += &format!("{indent}Resource:\n");
            for resource in many {
                text += &format!("{indent}  - {}\n", spelled(resource));
            }
        }
    }
    if statement.resources.contains(&Resource::MasterKey) {
        text += &format!(
            "{indent}Condition:\n{indent}  StringEquals: {{ 'kms:EncryptionContext:{}': {} }}\n",
            SEALED_FOR.0, SEALED_FOR.1
        );
    }
    if !statement.leading_keys.is_empty() {
        let keys: Vec<String> = statement.leading_keys.iter().map(|key| format!("'{key}'")).collect();
        // A call without partition keys, such as Scan, must not pass for one whose keys are all allowed.
        text += &format!(
            "{indent}Condition:
{indent}  ForAllValues:StringLike: {{ 'dynamodb:LeadingKeys': [{}] }}
{indent}  'Null': {{ 'dynamodb:LeadingKeys': 'false' }}
",
            keys.join(", ")
        );
    }
    text
}

fn spelled(resource: &Resource) -> String {
    match resource {
        Resource::Table => "!GetAtt Table.Arn".to_owned(),
        Resource::Index(index) => format!("!Sub ${{Table.Arn}}/index/{index}"),
        Resource::Objects(pattern) => format!("!Sub ${{Attachments.Arn}}/{pattern}"),
        Resource::MasterKey => "!Ref MasterKeyArn".to_owned(),
    }
}

/// `sign_in` as `SignIn`: names in a template are letters and digits.
fn logical_name(id: &str) -> String {
    id.split('_')
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_uppercase() + rest
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::contract::ENDPOINTS;

    use super::*;

    const EMPTY: &str =
        "Resources:\n  Api:\n        # ▼ routes\n        # ▲ routes\n  # ▼ functions\n  # ▲ functions\n";

    #[test]
    fn rendering_twice_changes_nothing() {
        let once = render(EMPTY, ENDPOINTS).expect("marks");
        assert_eq!(render(&once, ENDPOINTS).expect("marks"), once);
        let without = render(&once, &[]).expect("marks");
        assert!(!without.contains("HttpApi"), "nothing but commands, which have no route: {without}");
    }

    #[test]
    fn a_missing_mark_is_named() {
        let said = render("Resources:\n", ENDPOINTS).expect_err("no marks").to_string();
        assert!(said.contains("▼ routes"), "{said}");
    }

    #[test]
    fn a_difference_is_told_with_its_place() {
        let right = render(EMPTY, ENDPOINTS).expect("marks");
        assert_eq!(difference(&right, &right), None);
        let wrong = right.replace("Handler: sign_out\n", "Handler: sign_in\n");
        let told = difference(&wrong, &right).expect("a difference");
        assert!(
            told.contains("in SignOutFunction: the file has `Handler: sign_in`, the endpoint table wants"),
            "{told}"
        );
        let shorter = render(EMPTY, &ENDPOINTS[1..]).expect("marks");
        assert!(difference(&shorter, &right).expect("a row is missing").contains(ENDPOINTS[0].path));
    }

    #[test]
    fn guessing_is_slowed_down() {
        let sign_in = ENDPOINTS.iter().find(|row| row.id == "sign_in").expect("a row");
        assert_eq!(throttle(sign_in).rate, OPEN_CHANGES.rate);
    }
}
