//! `infra/template.yaml` against the endpoint table, the schema of the table, and the headers of one machine.

use std::path::Path;

use cloud::template::{difference, render};
use domain::contract::ENDPOINTS;
use functions::store::keys;
use local::server::SECURITY_HEADERS;

fn template() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/template.yaml");
    std::fs::read_to_string(path).expect("infra/template.yaml")
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
    assert_eq!(cloud::policy::SEALED_FOR, functions::aws::kms::SEALED_FOR);
    let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/src/deploy.rs");
    let (name, value) = cloud::policy::SEALED_FOR;
    let deploy = std::fs::read_to_string(deploy).expect("xtask/src/deploy.rs");
    assert!(deploy.contains(&format!("\"{name}={value}\"")), "deploy seals the master key in another context");
}

#[test]
fn nothing_names_a_partition() {
    for fixed in ["arn:aws:", "arn:aws-cn:", ".amazonaws.com.cn"] {
        assert!(!template().contains(fixed), "the template names a partition: {fixed}");
    }
}
