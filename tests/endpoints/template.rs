//! `infra/template.yaml` against the endpoint table, the schema of the table, and the headers of one machine.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cloud::template::{difference, render};
use domain::contract::{COMMANDS, ENDPOINTS};
use domain::limits::UNCONFIRMED_DAYS;
use functions::http::EDGE_KEY_HEADER;
use functions::store::attachment_files::PENDING;
use functions::store::keys;
use local::server::SECURITY_HEADERS;
use sha2::{Digest, Sha256};

fn template() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/template.yaml");
    std::fs::read_to_string(path).expect("infra/template.yaml")
}

/// One resource, parameter or section: its lines below its name, folded.
///
/// # Panics
/// If there is none with this name.
fn of(name: &str) -> String {
    let text = template();
    let begin = format!("\n  {name}:\n");
    let after = text.split_once(&begin).unwrap_or_else(|| panic!("the template has no {name}")).1;
    let is_inside = |line: &&str| line.starts_with("   ") || line.trim().is_empty();
    folded(&after.lines().take_while(is_inside).collect::<Vec<_>>().join("\n"))
}

/// If you're here because this assertion failed: what `name` in infra/template.yaml promises is no longer there. Bring it
/// back, or change docs/deploying.md and docs/security.md first.
fn promises(name: &str, parts: &[&str]) {
    let text = of(name);
    for part in parts {
        assert!(text.contains(part), "{name} does not say `{part}` any more: {text}");
    }
}

/// The text with every run of white space as one space, because long values are folded.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// If you're here because this assertion failed: the endpoint table has changed. Call `cargo xtask template` and look at
/// what it changes in infra/template.yaml: it is what the cloud will allow.
#[test]
fn functions_routes_and_policies_are_those_of_the_endpoint_table() {
    let is = template();
    let should_be = render(&is, ENDPOINTS).expect("marks");
    if let Some(difference) = difference(&is, &should_be) {
        panic!("infra/template.yaml differs from the endpoint table in {difference}; call `cargo xtask template`");
    }
}

/// If you're here because this assertion failed: a function has another size than it needs. What hashes passwords, and what
/// has the directory of units in memory, needs a whole processor, which Lambda gives with 1,769 MB; everything else waits for
/// the table. Steps, batches and imports may take as long as the gateway waits.
#[test]
fn functions_have_the_memory_and_the_time_of_their_rows() {
    const WHOLE_PROCESSOR: [(&str, u32); 14] = [
        ("ChangePassword", 15),
        ("CompactDirectory", 29),
        ("CreateAdministrator", 15),
        ("CreateOperator", 15),
        ("FindUnits", 15),
        ("IssueCode", 15),
        ("RedeemCode", 15),
        ("ResetAdministratorPassword", 15),
        ("ResetUnitPassword", 15),
        ("SearchUnits", 15),
        ("SignIn", 15),
        ("SignInOperator", 15),
        ("SignUpProfessional", 15),
        ("SignUpUnit", 15),
    ];
    for (name, seconds) in WHOLE_PROCESSOR {
        promises(&format!("{name}Function"), &[&format!("MemorySize: 1769 Timeout: {seconds} ")]);
    }
    promises("ListMessagesFunction", &["MemorySize: 512 Timeout: 15 "]);
    for name in ["DeliverCompletions", "ImportRegistrations", "MergeUnits", "ApproveRegistrations"] {
        promises(&format!("{name}Function"), &["MemorySize: 512 Timeout: 29 "]);
    }
    let text = folded(&template());
    assert_eq!(text.matches("MemorySize: 1769 ").count(), WHOLE_PROCESSOR.len());
    assert_eq!(text.matches("MemorySize: ").count(), ENDPOINTS.len() + COMMANDS.len(), "none is left to a default");
    // The gateway gives up after 30 s, and a browser is to hear from us before that.
    assert!(ENDPOINTS.iter().all(|row| row.size.timeout_seconds < 30));
}

/// CloudFormation takes 500 resources. Three make one endpoint: function, role, permission of the route.
#[test]
fn the_endpoints_fit_into_one_stack() {
    // Two per endpoint stand in the file; the permission, the stage and the deployment come with the routes.
    let resources = template().matches("\n    Type: AWS::").count() + ENDPOINTS.len() + 2;
    assert!(resources <= 480, "{resources} resources: it is time for a second stack");
}

#[test]
fn the_table_is_the_one_that_the_store_makes() {
    let text = folded(&template());
    for (index, partition, sort) in [
        (keys::BY_UNIT, keys::BY_UNIT_PARTITION, keys::BY_UNIT_SORT),
        (keys::BY_DEPARTMENT, keys::BY_DEPARTMENT_PARTITION, keys::BY_DEPARTMENT_SORT),
        (keys::BY_REGISTRAR, keys::BY_REGISTRAR_PARTITION, keys::BY_REGISTRAR_SORT),
        (keys::BY_REGISTRAR_DEPARTMENT, keys::BY_REGISTRAR_DEPARTMENT_PARTITION, keys::BY_REGISTRAR_SORT),
        (keys::BY_INSTANT, keys::BY_INSTANT_PARTITION, keys::BY_INSTANT_SORT),
    ] {
        let wanted = format!(
            "- IndexName: {index} KeySchema: - {{ AttributeName: {partition}, KeyType: HASH }} - {{ AttributeName: {sort}, \
             KeyType: RANGE }} Projection: {{ ProjectionType: ALL }}"
        );
        assert!(text.contains(&wanted), "the template has no index {wanted}");
    }
    let key = format!(
        "KeySchema: - {{ AttributeName: {}, KeyType: HASH }} - {{ AttributeName: {}, KeyType: RANGE }}",
        keys::PARTITION,
        keys::SORT
    );
    assert!(text.contains(&key), "the template has no {key}");
    let expiry = format!("TimeToLiveSpecification: {{ AttributeName: {}, Enabled: true }}", keys::EXPIRY);
    assert!(text.contains(&expiry), "the template has no {expiry}");
}

/// If you're here because this assertion failed: a header of one machine (`infra/local/src/server/headers.rs`) is not
/// what CloudFront sends. Evidence goes to the bucket's own address there, and to nowhere else.
#[test]
fn cloudfront_sends_the_headers_of_one_machine() {
    let text = folded(&template()).replace(" https://${Attachments.RegionalDomainName}", "");
    for (name, value) in SECURITY_HEADERS {
        let is_there = match name.as_str() {
            "x-content-type-options" => text.contains("ContentTypeOptions: { Override: true }"),
            "referrer-policy" => text.contains(&format!("ReferrerPolicy: {value}, Override: true")),
            _ => text.contains(value),
        };
        assert!(is_there, "CloudFront does not send {name}: {value}");
    }
}

#[test]
fn the_master_key_is_opened_for_what_it_was_sealed_for() {
    assert_eq!(cloud::policy::SEALED_FOR, functions::runtime::aws::kms::SEALED_FOR);
    let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/src/deploy.rs");
    let (name, value) = cloud::policy::SEALED_FOR;
    let deploy = std::fs::read_to_string(deploy).expect("xtask/src/deploy.rs");
    assert!(deploy.contains(&format!("\"{name}={value}\"")), "deploy encrypts the master key in another context");
}

#[test]
fn nothing_names_a_partition() {
    for fixed in ["arn:aws:", "arn:aws-cn:", ".amazonaws.com.cn"] {
        assert!(!template().contains(fixed), "the template names a partition: {fixed}");
    }
}

#[test]
fn commands_have_a_function_and_no_route() {
    for command in COMMANDS {
        let text = template();
        let handler = format!("      Handler: {}\n", command.id);
        let (_, after) = text.split_once(&handler).unwrap_or_else(|| panic!("{} has no function", command.id));
        let function = after.split("\n  ").take_while(|line| line.starts_with(' ')).collect::<String>();
        assert!(!function.contains("Events"), "{} can be called by browsers: {function}", command.id);
    }
}

#[test]
fn what_is_kept_outlives_the_stack_and_can_be_brought_back() {
    promises(
        "Table",
        &[
            "DeletionPolicy: Retain",
            "UpdateReplacePolicy: Retain",
            "BillingMode: PAY_PER_REQUEST",
            "DeletionProtectionEnabled: true",
            "PointInTimeRecoveryEnabled: true",
            "SSEType: KMS, KMSMasterKeyId: !Ref DataKeyArn",
        ],
    );
    promises(
        "Attachments",
        &["DeletionPolicy: Retain", "VersioningConfiguration: { Status: Enabled }", "NoncurrentDays: 90", "aws:kms"],
    );
    promises("Exports", &["DeletionPolicy: Retain", "ExpirationInDays: 90", "aws:kms"]);
    promises(
        "NightlyExport",
        &[
            "aws-sdk:dynamodb:exportTableToPointInTime",
            "ScheduleExpression: cron(0 3 * * ? *) ScheduleExpressionTimezone: Asia/Shanghai",
            r#""TableArn": "${Table.Arn}", "S3Bucket": "${Exports}""#,
        ],
    );
    promises(
        "NightlyExportRole",
        &[
            "Action: dynamodb:ExportTableToPointInTime, Resource: !GetAtt Table.Arn",
            "Resource: !Sub '${Exports.Arn}/*'",
        ],
    );
}

#[test]
fn buckets_are_private_and_take_tls_only() {
    for bucket in ["Attachments", "Exports", "AccessLogs", "Site"] {
        promises(
            bucket,
            &[
                "BlockPublicAcls: true",
                "BlockPublicPolicy: true",
                "IgnorePublicAcls: true",
                "RestrictPublicBuckets: true",
                "ObjectOwnership: BucketOwnerEnforced",
                "BucketEncryption",
            ],
        );
        let policy = format!("{bucket}Policy");
        promises(
            &policy,
            &[
                &format!("Bucket: !Ref {bucket}"),
                "Sid: TlsOnly Effect: Deny Principal: '*' Action: s3:*",
                "aws:SecureTransport: 'false'",
            ],
        );
    }
}

/// What the functions mark is what the bucket's rule looks for, for as long as the handlers suppose.
#[test]
fn uploads_that_nobody_confirmed_go() {
    let (key, value) = PENDING.split_once('=').expect("a tag");
    let rule = format!("TagFilters: [{{ Key: {key}, Value: '{value}' }}] ExpirationInDays: {UNCONFIRMED_DAYS} ");
    promises("Attachments", &["Id: UploadsThatNobodyConfirmedGo Status: Enabled", &rule]);
    // A delete marker is all that would stay of each.
    promises("Attachments", &["ExpiredObjectDeleteMarker: true", "AbortIncompleteMultipartUpload"]);
}

#[test]
fn the_front_end_and_the_api_are_one_origin() {
    promises(
        "Distribution",
        &[
            "PathPattern: /api/* TargetOriginId: api ViewerProtocolPolicy: https-only",
            "PathPattern: /assets/* TargetOriginId: site",
            "DefaultCacheBehavior: TargetOriginId: site",
            "OriginProtocolPolicy: https-only, OriginSSLProtocols: [TLSv1.2]",
            "MinimumProtocolVersion: TLSv1.2_2021",
            "WebACLId: !If [HasWebAcl, !Ref WebAclArn, !Ref AWS::NoValue]",
            // Managed-CachingDisabled: no answer of the API is kept on the way.
            "CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        ],
    );
    let text = of("Distribution");
    // The API, the hashed files and the pages.
    for on_all in ["Compress: true", "ResponseHeadersPolicyId: !Ref Headers"] {
        assert_eq!(text.matches(on_all).count(), 3, "{on_all}");
    }
}

/// A distribution-wide error page would turn errors of the API into pages; the function that leads addresses of screens to
/// their application stands at the pages' behaviour alone.
#[test]
fn errors_of_the_api_stay_what_they_are() {
    let text = of("Distribution");
    assert!(!text.contains("CustomErrorResponses"));
    assert_eq!(text.matches("FunctionAssociations").count(), 1);
    let (behaviours, pages) = text.split_once("DefaultCacheBehavior").expect("pages");
    assert!(behaviours.contains("/api/*") && pages.contains("FunctionAssociations"));
}

/// What is named by its content is never asked for again; the rest is, every time.
#[test]
fn hashed_files_are_immutable_and_pages_are_not() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/src/package.rs");
    let package = std::fs::read_to_string(package).expect("xtask/src/package.rs");
    let rule = "if name.starts_with(\"assets/\") { \"public, max-age=31536000, immutable\" } else { \"no-cache\" }";
    assert!(folded(&package).contains(rule), "xtask/src/package.rs serves files otherwise");
}

#[test]
fn nothing_stands_in_a_page_but_what_the_loading_screen_needs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let digest = |text: String| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let style = digest(read("frontend/styles/tokens.css") + &read("frontend/styles/shell.css"));
    let script = digest(read("frontend/first_paint.js"));
    let policy =
        format!("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {script}; style-src 'self' {style}; img-src");
    promises("Headers", &[&policy]);
    let served = SECURITY_HEADERS.into_iter().find(|(name, _)| *name == http::header::CONTENT_SECURITY_POLICY);
    let (_, served) = served.expect("one machine has a policy");
    assert!(served.starts_with(&policy), "one machine allows something else than what stands in the page: {policy}");
    let text = of("Headers");
    assert!(!text.contains("'unsafe-inline'") && !text.contains("'unsafe-eval'"), "{text}");
    promises(
        "Headers",
        &[
            "frame-ancestors 'none'",
            "FrameOption: DENY, Override: true",
            "ContentTypeOptions: { Override: true }",
            "AccessControlMaxAgeSec: 63072000, IncludeSubdomains: true, Override: true",
            "ReferrerPolicy: same-origin, Override: true",
            "cross-origin-opener-policy, Value: same-origin, Override: true",
        ],
    );
}

/// Behind CloudFront there is a way round it and WAF, the API's own address. The functions refuse who comes by it.
#[test]
fn nobody_comes_past_the_edge() {
    let key = "{{resolve:secretsmanager:${EdgeKey}}}";
    promises("Distribution", &[&format!("HeaderName: {EDGE_KEY_HEADER}, HeaderValue: !Sub '{key}'")]);
    assert!(folded(&template()).contains(&format!("XUESHI_EDGE_KEY: !Sub '{key}'")), "functions do not know the key");
    // Made in the account: nobody types it, and it stands in no file.
    promises("EdgeKey", &["GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true }"]);
}

#[test]
fn every_route_is_throttled() {
    let text = folded(&template());
    for row in ENDPOINTS {
        let route = format!("{} {}: ThrottlingRateLimit: ", row.method.name(), row.path);
        let after = text.split_once(&route).unwrap_or_else(|| panic!("{} is not throttled", row.id)).1;
        let mut words = after.split(' ');
        let rate: u32 = words.next().and_then(|word| word.parse().ok()).expect("requests a second");
        assert_eq!(words.next(), Some("ThrottlingBurstLimit:"), "{}", row.id);
        assert!((1..=3_000).contains(&rate), "{}: {rate}", row.id);
    }
    // What has no route of its own.
    promises("Api", &["DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 100 }"]);
}

/// The Cybersecurity Law of China, article 21: six months at least.
#[test]
fn logs_are_kept_for_half_a_year_at_least_and_encrypted() {
    let choices = of("LogRetentionDays");
    let choices = choices.split_once("AllowedValues: [").expect("choices").1.split_once(']').expect("their end").0;
    for days in choices.split(", ") {
        assert!(days.parse::<u32>().expect("days") >= 180, "{days}");
    }
    for log in ["Log", "ApiLog"] {
        promises(log, &["RetentionInDays: !Ref LogRetentionDays", "KmsKeyId: !Ref DataKeyArn"]);
    }
    promises("AccessLogs", &["ExpirationInDays: !Ref LogRetentionDays"]);
}

/// The gateway's line names a route and an outcome; who asked, and for what, stands in no log.
#[test]
fn the_gateways_log_names_nobody() {
    let text = of("Api");
    for personal in ["sourceIp", "querystring", "userAgent", "$context.identity", "$context.path", "authorizer"] {
        assert!(!text.contains(personal), "the log of the gateway has {personal}");
    }
}

#[test]
fn alarms_ring_for_what_people_would_notice() {
    for (alarm, metric) in [
        ("FunctionErrors", "Namespace: AWS/Lambda MetricName: Errors Statistic: Sum"),
        ("FunctionThrottles", "Namespace: AWS/Lambda MetricName: Throttles"),
        ("TableReadThrottles", "MetricName: ReadThrottleEvents"),
        ("TableWriteThrottles", "MetricName: WriteThrottleEvents"),
        ("Slow", "MetricName: Latency Dimensions: [{ Name: ApiId, Value: !Ref Api }] ExtendedStatistic: p99"),
        ("BurningFast", "ALARM(\"${BurnHour}\") AND ALARM(\"${BurnFiveMinutes}\")"),
        ("BurningSlowly", "ALARM(\"${BurnSixHours}\") AND ALARM(\"${BurnHalfHour}\")"),
    ] {
        promises(alarm, &[metric, "AlarmActions: [!Ref Alarms]", "OKActions: [!Ref Alarms]"]);
    }
    promises("Slow", &["Threshold: 1000"]);
    promises("AlarmsByEmail", &["TopicArn: !Ref Alarms, Protocol: email, Endpoint: !Ref AlarmEmail"]);
}

/// Google's workbook: the window in which so much of a month's budget burns, with a twelfth of it to end the alarm.
#[test]
fn the_error_budget_burns_as_fast_as_the_alarms_suppose() {
    const BUDGET: f64 = 0.001;
    const MONTH_SECONDS: f64 = 30.0 * 86_400.0;
    for (long, short, seconds, share) in
        [("BurnHour", "BurnFiveMinutes", 3_600, 0.02), ("BurnSixHours", "BurnHalfHour", 21_600, 0.05)]
    {
        let threshold = share * MONTH_SECONDS / f64::from(seconds) * BUDGET;
        let threshold = (threshold * 1e6).round() / 1e6;
        for (alarm, seconds) in [(long, seconds), (short, seconds / 12)] {
            promises(
                alarm,
                &[
                    &format!("Threshold: {threshold} "),
                    "Expression: 'failed / FILL(count, 1)'",
                    "MetricName: 5xx",
                    "MetricName: Count",
                ],
            );
            assert_eq!(of(alarm).matches(&format!("Period: {seconds} ")).count(), 2, "{alarm}");
        }
    }
}

#[test]
fn the_dashboard_shows_load_latency_and_failures() {
    promises(
        "Dashboard",
        &["\"Count\"", "\"5xx\"", "\"stat\": \"p99\"", "ConsumedWriteCapacityUnits", "by endpoint", "cause, panic"],
    );
}

/// The executable is told what it needs and no secret: what it finds in its environment opens nothing by itself.
#[test]
fn the_functions_are_told_every_setting() {
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../functions/src/runtime/settings.rs");
    let settings = std::fs::read_to_string(settings).expect("functions/src/runtime/settings.rs");
    let code = settings.split("#[cfg(test)]").next().expect("code");
    let text = template();
    let mut names: Vec<&str> = code.split('"').filter(|word| word.starts_with("XUESHI_")).collect();
    names.sort_unstable();
    names.dedup();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        assert!(text.contains(&format!("        {name}: ")), "the template does not set {name}");
    }
}

/// A panic has to unwind to become an answer (`functions/src/lambda.rs`).
#[test]
fn functions_unwind() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).expect("Cargo.toml");
    for profile in ["[profile.function]", "[profile.release]"] {
        let section =
            manifest.split_once(profile).map_or("", |(_, after)| after.split("\n[").next().unwrap_or_default());
        assert!(!section.contains("panic"), "{profile} says what a panic does");
    }
}
