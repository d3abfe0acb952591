use domain::contract::registrations::{FindSimilarRequest, SimilarRegistration, SimilarRegistrations};
use domain::field_errors::FieldErrors;
use domain::id::PersonId;
use domain::limits::{ATTACHMENTS_MAX, SIMILAR_MAX};
use domain::registration::Compared;
use domain::review::{Status, may_read};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::registrations::Outline;
use crate::store::{people, registrations, usage};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Acting,
    request: FindSimilarRequest,
) -> Result<SimilarRegistrations, Error> {
    if request.digests.len() > ATTACHMENTS_MAX {
        let mut errors = FieldErrors::default();
        errors.push("digests", "too_many", format!("最多 {ATTACHMENTS_MAX} 个附件，请删去一些"));
        return Err(Error::Invalid(errors));
    }
    let person = whose(&cx, &caller, request.person.as_ref()).await?;
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
            && may_read(&other.transition_subject(), &actor);
        let likeness = typed.likeness(&other.compared()).filter(|_| is_compared)?;
        Some(SimilarRegistration { status: other.status(), title: other.title, period: other.period, likeness })
    };
    let (outlines, last) = registrations::outlines(cx.app, &person, cursor.as_ref()).await?;
    let compared = outlines.len();
    let mut similar: Vec<SimilarRegistration> = outlines.into_iter().filter_map(similar).collect();
    similar.truncate(SIMILAR_MAX);
    usage::note_left_out(compared - similar.len());
    let next = last.filter(|_| similar.len() < SIMILAR_MAX).map(|last| last.serial().to_owned());
    Ok(SimilarRegistrations { similar, next })
}

/// The person whose registrations are compared: oneself, or somebody of the administrator's scope.
async fn whose(cx: &RequestContext<'_>, caller: &Acting, named: Option<&PersonId>) -> Result<PersonId, Error> {
    match (caller, named) {
        (Acting::Professional(caller), None) => Ok(caller.person.clone()),
        (Acting::Professional(caller), Some(named)) if caller.person == *named => Ok(named.clone()),
        (Acting::Administrator(caller), Some(named)) => {
            let person = people::find_lagging(cx.app, named).await?.ok_or(Error::NotFound)?;
            if caller.scope.covers(&person.employer) { Ok(person.id) } else { Err(Error::NotFound) }
        }
        _ => Err(Error::NotFound),
    }
}
