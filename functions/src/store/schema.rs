//! The table as it must be: keys and indexes. The cloud's template says the same; this makes it on one machine.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::DisplayErrorContext;
use aws_sdk_dynamodb::operation::get_item::GetItemError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, TimeToLiveSpecification,
};

use super::keys::{
    BY_DEPARTMENT, BY_DEPARTMENT_PARTITION, BY_DEPARTMENT_SORT, BY_INSTANT, BY_INSTANT_PARTITION, BY_INSTANT_SORT,
    BY_REGISTRAR, BY_REGISTRAR_DEPARTMENT, BY_REGISTRAR_DEPARTMENT_PARTITION, BY_REGISTRAR_PARTITION,
    BY_REGISTRAR_SORT, BY_UNIT, BY_UNIT_PARTITION, BY_UNIT_SORT, EXPIRY, Key, PARTITION, SORT,
};
use super::table::key_item;

/// The table could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the table could not be made: {0}")]
pub struct NoTable(String);

/// The indexes with their keys.
const INDEXES: [(&str, &str, &str); 5] = [
    (BY_UNIT, BY_UNIT_PARTITION, BY_UNIT_SORT),
    (BY_DEPARTMENT, BY_DEPARTMENT_PARTITION, BY_DEPARTMENT_SORT),
    (BY_REGISTRAR, BY_REGISTRAR_PARTITION, BY_REGISTRAR_SORT),
    (BY_REGISTRAR_DEPARTMENT, BY_REGISTRAR_DEPARTMENT_PARTITION, BY_REGISTRAR_SORT),
    (BY_INSTANT, BY_INSTANT_PARTITION, BY_INSTANT_SORT),
];

/// The names of the indexes that the handlers read.
pub fn indexes() -> impl Iterator<Item = &'static str> {
    INDEXES.into_iter().map(|(name, ..)| name)
}

/// Makes the table if it is not there.
///
/// # Errors
/// If the engine refuses, for any reason but that the table exists.
pub async fn create_table(client: &Client, name: &str) -> Result<(), NoTable> {
    let failed = |cause: String| NoTable(cause);
    // To describe a table the embedded engine counts its items, which takes a minute where there are millions; to read one
    // tells as well that it is there.
    match client.get_item().table_name(name).set_key(Some(key_item(&Key::directory_head()))).send().await {
        Ok(_) => return Ok(()),
        Err(error) if error.as_service_error().is_some_and(GetItemError::is_resource_not_found_exception) => {}
        Err(error) => return Err(failed(DisplayErrorContext(error).to_string())),
    }
    let mut request = client.create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
    for attribute in [
        PARTITION,
        SORT,
        BY_UNIT_PARTITION,
        BY_UNIT_SORT,
        BY_DEPARTMENT_PARTITION,
        BY_DEPARTMENT_SORT,
        BY_REGISTRAR_PARTITION,
        BY_REGISTRAR_DEPARTMENT_PARTITION,
        BY_REGISTRAR_SORT,
        BY_INSTANT_PARTITION,
        BY_INSTANT_SORT,
    ] {
        let definition = AttributeDefinition::builder()
            .attribute_name(attribute)
            .attribute_type(ScalarAttributeType::S)
            .build()
            .map_err(|error| failed(error.to_string()))?;
        request = request.attribute_definitions(definition);
    }
    for element in key_schema(PARTITION, SORT)? {
        request = request.key_schema(element);
    }
    for (index, partition, sort) in INDEXES {
        let projection = Projection::builder().projection_type(ProjectionType::All).build();
        let index = GlobalSecondaryIndex::builder()
            .index_name(index)
            .set_key_schema(Some(key_schema(partition, sort)?))
            .projection(projection)
            .build()
            .map_err(|error| failed(error.to_string()))?;
        request = request.global_secondary_indexes(index);
    }
    request.send().await.map_err(|error| failed(DisplayErrorContext(error).to_string()))?;
    let expiry = TimeToLiveSpecification::builder()
        .attribute_name(EXPIRY)
        .enabled(true)
        .build()
        .map_err(|error| failed(error.to_string()))?;
    client
        .update_time_to_live()
        .table_name(name)
        .time_to_live_specification(expiry)
        .send()
        .await
        .map_err(|error| failed(DisplayErrorContext(error).to_string()))?;
    Ok(())
}

fn key_schema(partition: &str, sort: &str) -> Result<Vec<KeySchemaElement>, NoTable> {
    [(partition, KeyType::Hash), (sort, KeyType::Range)]
        .into_iter()
        .map(|(attribute, kind)| {
            KeySchemaElement::builder()
                .attribute_name(attribute)
                .key_type(kind)
                .build()
                .map_err(|error| NoTable(error.to_string()))
        })
        .collect()
}
