//! What more than one screen reads, one function for each.

use domain::contract::certificates::ListCertificatesRequest;
use domain::contract::directory::ReadListedUnitRequest;
use domain::contract::drafts::ListDraftsRequest;
use domain::contract::platforms::ListPlatformKeysRequest;
use domain::contract::registrations::{ReadRegistrationRequest, ReadTotalsRequest};
use domain::contract::rules::{ListRulesRequest, ReadRulesRequest};
use domain::contract::unit_management::ListUnitDepartmentsRequest;
use domain::contract::units::ListDepartmentsRequest;
use domain::contract::{
    Endpoint, ListCertificates, ListDepartments, ListDrafts, ListPlatformKeys, ListRules, ListUnitDepartments,
    ReadListedUnit, ReadRegistration, ReadRules, ReadTotals,
};
use domain::id::{RegistrationId, UnitId};

use crate::api::client::call;
use crate::api::error::CallError;

type Answer<E> = Result<<E as Endpoint>::Response, CallError>;

/// A registration with its history and its evidence.
pub async fn registration(id: RegistrationId) -> Answer<ReadRegistration> {
    call::<ReadRegistration>(&ReadRegistrationRequest { id }).await
}

/// The hours of every year, of who asks.
pub async fn totals() -> Answer<ReadTotals> {
    call::<ReadTotals>(&ReadTotalsRequest {}).await
}

/// The certificates of who asks.
pub async fn certificates() -> Answer<ListCertificates> {
    call::<ListCertificates>(&ListCertificatesRequest {}).await
}

/// What who asks has typed into new registrations and not saved.
pub async fn drafts() -> Answer<ListDrafts> {
    call::<ListDrafts>(&ListDraftsRequest {}).await
}

/// The departments of any unit, by name.
pub async fn departments(unit: UnitId) -> Answer<ListDepartments> {
    call::<ListDepartments>(&ListDepartmentsRequest { unit }).await
}

/// The departments of the own unit, as it maintains them.
pub async fn unit_departments() -> Answer<ListUnitDepartments> {
    call::<ListUnitDepartments>(&ListUnitDepartmentsRequest {}).await
}

/// A unit of the directory, as an operator sees it.
pub async fn listed_unit(id: UnitId) -> Answer<ReadListedUnit> {
    call::<ReadListedUnit>(&ReadListedUnitRequest { id }).await
}

/// The keys of all learning platforms.
pub async fn platform_keys() -> Answer<ListPlatformKeys> {
    call::<ListPlatformKeys>(&ListPlatformKeysRequest {}).await
}

/// One version of the categories and the hours table; `None`: the one in force.
pub async fn rules(version: Option<u32>) -> Answer<ReadRules> {
    call::<ReadRules>(&ReadRulesRequest { version }).await
}

/// All versions of the categories and the hours table, the newest first.
pub async fn rules_versions() -> Answer<ListRules> {
    call::<ListRules>(&ListRulesRequest {}).await
}
