use domain::contract::people::{MovePeopleRequest, PeopleMoved, PersonMoved};
use domain::field_errors::FieldErrors;
use domain::limits::PEOPLE_MOVED_MAX;
use domain::permission::Scope;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Chief;
use crate::store::{units, usage};
use crate::use_cases::move_person::{Destination, move_person};

pub async fn handle(
    cx: RequestContext<'_>,
    Chief(caller): Chief,
    request: MovePeopleRequest,
) -> Result<PeopleMoved, Error> {
    let app = cx.app;
    let unit = &caller.scope.unit;
    let mut errors = FieldErrors::default();
    if request.people.is_empty() {
        errors.push("people", "required", "请先勾选人员");
    }
    if request.people.len() > PEOPLE_MOVED_MAX {
        errors.push("people", "too_many", format!("一次最多 {PEOPLE_MOVED_MAX} 人，请分批操作"));
    }
    let name = match &request.department {
        None => "不分部门".to_owned(),
        Some(department) => match units::find_department(app, unit, department).await? {
            Some(found) => found.name,
            None => {
                errors.push("department", "unknown", "这个部门已被删除，请重新选择");
                String::new()
            }
        },
    };
    errors.finish(|| ())?;
    let scope = Scope { unit: unit.clone(), department: request.department };
    let to = Destination { scope, name, unit_name: None };
    let author = caller.author(&cx);
    let mut results = Vec::with_capacity(request.people.len());
    for id in request.people {
        let (refusal, pending) = match move_person(app, &author, &id, &to).await {
            Ok(moved) => (None, moved.pending),
            Err(failure) => {
                if let Error::Internal(cause) = &failure {
                    usage::note_cause(cause);
                }
                (Some(refusal(&failure)), 0)
            }
        };
        results.push(PersonMoved { id, refusal, pending });
    }
    Ok(PeopleMoved { results })
}

fn refusal(failure: &Error) -> String {
    match failure {
        Error::NotFound => "没有找到这个人，可能已调出本单位".to_owned(),
        other => other.message(),
    }
}
