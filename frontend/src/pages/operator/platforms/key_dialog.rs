//! 新建密钥, for a new platform or for one that has keys already; the secret is shown once.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::CreatePlatformKey;
use domain::contract::completions::DeliveryQuery;
use domain::contract::platforms::{CreatePlatformKeyRequest, CreatedPlatformKey};
use domain::field_errors::FieldErrors;

use crate::components::dialog::secret::secret_dialog;
use crate::components::feedback::copy_button::copy_button;
use crate::components::form::field::{Field, Typing, text_field};
use crate::pages::operator::platforms::Page;
use crate::state::query::Ask;

const FIELDS: [Field; 1] = [Field::required("platform_name", "平台名称").hint("个人查询公需科目学时时会看到")];

pub fn key_dialog(page: Page) -> AnyView {
    let title = Signal::derive(move || {
        page.making_for.with(|platform| match platform {
            Some(platform) => format!("为 {} 新建密钥", platform.name),
            None => "新建平台和密钥".to_owned(),
        })
    });
    secret_dialog(page.make_open, title, move |stays| content(page, stays))
}

fn content(page: Page, stays: RwSignal<bool>) -> AnyView {
    let made = RwSignal::new(None::<CreatedPlatformKey>);
    // The dialog ends with what was made, however it is closed.
    on_cleanup(move || page.loader.refresh());
    (move || match made.get() {
        None => form(page, stays, made),
        Some(made) => shown_once(page, &made),
    })
    .into_any()
}

fn form(page: Page, stays: RwSignal<bool>, made: RwSignal<Option<CreatedPlatformKey>>) -> AnyView {
    let platform = page.making_for.get_untracked();
    let is_new = platform.is_none();
    let name = RwSignal::new(platform.as_ref().map(|platform| platform.name.clone()).unwrap_or_default());
    let id = platform.map(|platform| platform.id);
    let saved = SaveForm::new(
        "platform-key",
        &FIELDS,
        move || judge(&name.read()),
        move |mutation| {
            let platform_name = name.get_untracked().trim().to_owned();
            let request = CreatePlatformKeyRequest { platform: id.clone(), platform_name };
            async move { mutation.call_keyed::<CreatePlatformKey>(&request).await }
        },
        move |key| made.set(Some(key)),
    );
    // Neither what is on its way nor what has come is lost by Escape.
    Effect::new(move || stays.set(saved.is_busy() || made.with(Option::is_some)));
    let controls = if is_new {
        text_field(saved.errors(), FIELDS[0], Typing::TEXT.autocomplete("organization"), name.into())
    } else {
        view! { <p>"新密钥与原有密钥同时有效。平台换用新密钥后，再停用原有密钥，推送不会中断。"</p> }.into_any()
    };
    saved.in_dialog(controls, "primary", "新建密钥", move || page.make_open.set(false))
}

fn shown_once(page: Page, made: &CreatedPlatformKey) -> AnyView {
    let site = window().location().origin().unwrap_or_default();
    let address = format!("{site}{}", DeliveryQuery::path(&made.key.id));
    view! {
        <div class="stack" role="status">
            <dl class="facts">
                <div><dt>"平台"</dt><dd>{made.key.platform_name.clone()}</dd></div>
                <div><dt>"密钥编号"</dt><dd class="row">
                    <span class="secret">{made.key.id.as_str().to_owned()}</span>
                    {copy_button("密钥编号", made.key.id.as_str().to_owned())}
                </dd></div>
                <div><dt>"推送地址"</dt><dd class="row">
                    <span class="secret">{address.clone()}</span>
                    {copy_button("推送地址", address)}
                </dd></div>
                <div><dt>"密钥"</dt><dd class="row">
                    <span class="secret">{made.secret.clone()}</span>
                    {copy_button("密钥", made.secret.clone())}
                </dd></div>
            </dl>
            <p class="warning">"密钥只显示这一次，关闭后不能再查看。请将推送地址和密钥以可靠的方式交给学习平台的技术人员；推送按 Standard Webhooks 规范签名。"</p>
        </div>
        <div class="dialog-actions">
            <button type="button" class="button primary" on:click=move |_| page.make_open.set(false)>"已保存，关闭"</button>
        </div>
    }
    .into_any()
}

fn judge(name: &str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if name.trim().is_empty() {
        errors.push("platform_name", "required", "请填写平台名称");
    }
    errors
}
