use domain::audit_event::AuditEvent;
use domain::contract::platforms::{CreatePlatformKeyRequest, CreatedPlatformKey};
use domain::field_errors::FieldErrors;
use domain::id::{PlatformId, PlatformKeyId, UnitId};
use domain::limits::{PLATFORM_KEYS_MAX, PLATFORM_NAME_CHARACTERS_MAX};
use domain::registration::text;

use crate::crypto::webhooks::WebhookSecret;
use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::platforms::{self, KeyList, PlatformKey, PlatformSummary};
use crate::store::table::NotDone;
use crate::store::unit_log;

/// Times that the key is listed anew because another operator made one in the same moment.
const RACES_MAX: u32 = 4;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: CreatePlatformKeyRequest,
) -> Result<CreatedPlatformKey, Error> {
    let app = cx.app;
    let author = caller.author(&cx);
    // The request's key is the key's id, and a new platform's: a repeat names the same ones.
    let id: PlatformKeyId = cx.repeat.key()?.as_str().parse()?;
    for _ in 0..RACES_MAX {
        let list = platforms::listed(app).await?;
        if unit_log::was_done(app, &UnitId::other(), &cx.repeat, id.as_str()).await? {
            return repeated(&cx, &list, &id).await;
        }
        let (platform, platform_name) = owner(&cx, &list, &request)?;
        let secret = WebhookSecret::fresh();
        let key = PlatformKey::new(&app.vault, id.clone(), platform.clone(), platform_name.clone(), &secret);
        let created_by = caller.name.clone();
        let listed = PlatformSummary { id: id.clone(), platform, platform_name, created_at: author.at, created_by };
        let mut changes = vec![key.put()?, list.with(listed.clone()).put()?];
        changes.extend(unit_log::note(&author, AuditEvent::PlatformKeyCreated, id.as_str())?);
        match app.table.transact(changes).await {
            Ok(()) => return Ok(CreatedPlatformKey { key: key.row(&listed), secret: secret.text() }),
            Err(NotDone::Condition(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(Error::Busy)
}

/// The platform that the key is for: one that has keys, or a new one, whose name no other has.
fn owner(
    cx: &RequestContext<'_>,
    list: &KeyList,
    request: &CreatePlatformKeyRequest,
) -> Result<(PlatformId, String), Error> {
    let mut errors = FieldErrors::default();
    if list.keys.len() >= PLATFORM_KEYS_MAX {
        errors.push("platform", "too_many", format!("全部密钥（含已停用的）最多 {PLATFORM_KEYS_MAX} 个"));
    }
    let owner = match &request.platform {
        Some(platform) => {
            let name = list.name_of(platform);
            if name.is_none() {
                errors.push("platform", "unknown", "没有找到这个学习平台，请刷新后重新选择");
            }
            (platform.clone(), name.unwrap_or_default().to_owned())
        }
        None => {
            let name = text(&request.platform_name, 1, PLATFORM_NAME_CHARACTERS_MAX, "请填写学习平台的名称");
            let name = errors.keep("platform_name", name).unwrap_or_default();
            if list.keys.iter().any(|key| key.platform_name == name) {
                errors.push("platform_name", "taken", "已有这个名称的学习平台；要为它增加密钥，请在列表中选择它");
            }
            (cx.repeat.key()?.as_str().parse()?, name)
        }
    };
    errors.finish(|| owner).map_err(Error::Invalid)
}

/// A repeat after a lost answer gets what was encrypted, as it would get the same one-time code.
async fn repeated(cx: &RequestContext<'_>, list: &KeyList, id: &PlatformKeyId) -> Result<CreatedPlatformKey, Error> {
    let key = platforms::find_key(cx.app, id).await?;
    let (Some(key), Some(listed)) = (key, list.key(id)) else { return Err(Error::internal("a key is not listed")) };
    let secret = key.secret(&cx.app.vault)?.text();
    Ok(CreatedPlatformKey { key: key.row(listed), secret })
}
