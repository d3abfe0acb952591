use domain::contract::attachments::{Download, ReadAttachmentRequest};

use super::owner::owner;
use crate::act::find_readable;
use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::attachments;

pub async fn room(visit: Visit<'_>, caller: Acting, request: ReadAttachmentRequest) -> Result<Download, Failure> {
    let person = match &request.registration {
        Some(id) => {
            let registration = find_readable(&visit, &caller, id).await?;
            if !registration.evidence.iter().any(|evidence| evidence.id == request.attachment) {
                return Err(Failure::NotFound);
            }
            registration.id.person().clone()
        }
        None => owner(visit.house, &caller, None).await?,
    };
    let file = attachments::find(visit.house, &person, &request.attachment).await?.filter(|file| file.confirmed);
    let file = file.ok_or(Failure::NotFound)?;
    Ok(Download { url: visit.house.attachments.presign_get(&file.object(&person), &file.file_name, file.kind).await? })
}
