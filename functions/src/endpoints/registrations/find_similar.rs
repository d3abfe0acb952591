use domain::contract::registrations::{FindSimilarRequest, SimilarRegistration, SimilarRegistrations};
use domain::field_errors::FieldErrors;
use domain::id::PersonId;
use domain::limits::{ATTACHMENTS_MAX, SIMILAR_MAX};
use domain::registration::Compared;
use domain::review::{Status, may_read};

use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::registrations::Outline;
use crate::store::{people, registrations, usage};

pub async fn room(
    visit: Visit<'_>,
    caller: Acting,
    request: FindSimilarRequest,
) -> Result<SimilarRegistrations, Failure> {
    if request.digests.len() > ATTACHMENTS_MAX {
        let mut errors = FieldErrors::default();
        errors.push("digests", "too_many", format!("最多 {ATTACHMENTS_MAX} 个附件，请删去一些"));
        return Err(Failure::Invalid(errors));
    }
    let person = whose(&visit, &caller, request.person.as_ref()).await?;
    let cursor = request.cursor.as_deref().map(str::parse::<domain::id::IdempotencyKey>).transpose()?;
    let typed = Compared {
        title: &request.title,
        period: request.period,
        digests: request.digests.iter().map(String::as_str).collect(),
    };
    let actor = caller.actor();
    let similar = |other: Outline| {
        let is_compared = other.status() != Status::Rejected
            && request.own.as_ref() != Some(&other.id)
            && may_read(&other.standing(), &actor);
        let likeness = typed.likeness(&other.compared()).filter(|_| is_compared)?;
        Some(SimilarRegistration { status: other.status(), title: other.title, period: other.period, likeness })
    };
    let (outlines, last) = registrations::outlines(visit.house, &person, cursor.as_ref()).await?;
    let compared = outlines.len();
    let mut similar: Vec<SimilarRegistration> = outlines.into_iter().filter_map(similar).collect();
    similar.truncate(SIMILAR_MAX);
    usage::note_left_out(compared - similar.len());
    let next = last.filter(|_| similar.len() < SIMILAR_MAX).map(|last| last.serial().to_owned());
    Ok(SimilarRegistrations { similar, next })
}

/// The person whose registrations are compared: oneself, or somebody of the administrator's scope.
async fn whose(visit: &Visit<'_>, caller: &Acting, named: Option<&PersonId>) -> Result<PersonId, Failure> {
    match (caller, named) {
        (Acting::Professional(caller), None) => Ok(caller.person.clone()),
        (Acting::Professional(caller), Some(named)) if caller.person == *named => Ok(named.clone()),
        (Acting::Administrator(caller), Some(named)) => {
            let person = people::find_lagging(visit.house, named).await?.ok_or(Failure::NotFound)?;
            if caller.scope.covers(&person.home) { Ok(person.id) } else { Err(Failure::NotFound) }
        }
        _ => Err(Failure::NotFound),
    }
}
