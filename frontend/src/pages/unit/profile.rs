//! 单位信息维护: what the unit says of itself, and whether it reviews twice.

use crate::components::form::save_form::SaveForm;
use crate::platform::location;
use crate::prelude::*;
use domain::contract::unit_management::{ReadUnitRequest, UnitProfileView, UpdateUnitRequest};
use domain::contract::{ReadUnit, UpdateUnit};
use domain::unit::UnitProfileForm;

use crate::api::call;
use crate::bind;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Field, Typing, checkbox_field, select_field, text_field};
use crate::components::list::loaded::loaded;
use crate::components::page::heading::heading;
use crate::features::units::region_tree::region_choices;
use crate::session;
use crate::state::query::{Ask, Query, query};

const FIELDS: [Field; 5] = [
    Field::required("name", "单位名称").hint("与公章一致的全称。改名后须由平台重新核实"),
    Field::required("region", "单位属地"),
    Field::required("contact_name", "联系人"),
    Field::required("contact_mobile", "联系电话"),
    Field::optional("final_review", "开启终审"),
];

pub fn profile_page() -> AnyView {
    let loader = query(|| call::<ReadUnit>(&ReadUnitRequest {}));
    view! {
        <header class="page-head">{heading("单位信息维护".to_owned())}</header>
        <div class="measure">{loaded(loader, 3, move |unit| form(unit, loader))}</div>
    }
    .into_any()
}

fn form(unit: UnitProfileView, loader: Query<UnitProfileView>) -> AnyView {
    let form = RwSignal::new(UnitProfileForm {
        name: unit.name.clone(),
        region: unit.region.map(|region| region.as_str().to_owned()).unwrap_or_default(),
        contact_name: unit.contact_name.clone(),
        contact_mobile: String::new(),
        final_review: unit.final_review,
    });
    let saved_as_typed = location::ask_before_losing(form, form.get_untracked());
    let has_mobile = !unit.contact_mobile_masked.is_empty();
    let version = unit.version;
    let saved = SaveForm::new(
        "profile",
        &FIELDS,
        move || form.read().parse(has_mobile).err().unwrap_or_default(),
        move |mutation| {
            let request = UpdateUnitRequest { version, form: form.get_untracked() };
            async move {
                let unit = mutation.call_keyed::<UpdateUnit>(&request).await?;
                say("单位信息已保存");
                // The name stands in the menu as well.
                session::resume().await?;
                Ok(unit)
            }
        },
        move |unit| {
            saved_as_typed();
            loader.put(unit);
        },
    );
    let errors = saved.errors();
    let mobile = Field {
        hint: has_mobile.then_some("留空则不更改已登记的号码"), required: !has_mobile, ..FIELDS[3]
    };
    let code = unit.credit_code.map(|code| code.as_str().to_owned()).unwrap_or_default();
    let controls = view! {
        <dl class="facts">
            <div><dt>"统一社会信用代码"</dt><dd class="digits">{code}</dd></div>
            <div><dt>"核实情况"</dt><dd>{standing(unit.verified, unit.supervising)}</dd></div>
            {has_mobile.then(|| view! {
                <div><dt>"已登记的联系电话"</dt><dd class="digits">{unit.contact_mobile_masked.clone()}</dd></div>
            })}
        </dl>
        {text_field(errors, FIELDS[0], Typing::TEXT.autocomplete("organization"), bind!(form.name))}
        {select_field(errors, FIELDS[1], Some("请选择"), Signal::stored(region_choices()), bind!(form.region))}
        <div class="two-columns">
            {text_field(errors, FIELDS[2], Typing::TEXT, bind!(form.contact_name))}
            {text_field(errors, mobile, Typing::DIGITS, bind!(form.contact_mobile))}
        </div>
        {checkbox_field(
            errors,
            FIELDS[4],
            Signal::derive(move || form.read().final_review),
            Callback::new(move |yes| form.update(|form| form.final_review = yes)),
        )}
        <p class="hint">"开启后，二级管理员初审通过的登记，再由总管理员终审；总管理员直接审核的，一次完成。关闭后，已在终审的登记仍由总管理员审核。"</p>
    };
    saved.view("card form", controls, view! { <div class="row">{saved.button("保存", "保存")}</div> })
}

fn standing(verified: bool, supervising: bool) -> AnyView {
    view! {
        {if verified {
            view! { <span class="chip ok">"✓ 已核实"</span> }.into_any()
        } else {
            view! { <span class="chip draft">"待平台核实"</span>" "<span class="small muted">"不影响使用"</span> }.into_any()
        }}
        {supervising.then(|| view! { " "<span class="chip ok">"主管部门"</span> })}
    }
    .into_any()
}
