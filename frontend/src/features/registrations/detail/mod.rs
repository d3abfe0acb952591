//! One registration as its reviewer sees it: the claim, who it is of, the evidence, what happened so far.

pub mod evidence;
mod identity;

use crate::prelude::*;
use crate::session::categories;
use domain::contract::registrations::{RegistrationDetail, RegistrationRow};
use domain::registration::Deviation;
use domain::review::Registrar;

use crate::components::page::status_chip::status_chip;
use crate::components::page::timeline::timeline;
use crate::features::registrations::wording::{rules_name, type_name};

/// 登记机构, in the words of the filter.
pub fn registrar_name(registrar: &Registrar) -> &'static str {
    match registrar {
        Registrar::Person => "本人",
        Registrar::Unit { .. } => "单位",
    }
}

/// 登记日期: when it was submitted, which is what the filters of review go by.
pub fn registered_on(row: &RegistrationRow) -> String {
    row.submitted_at.unwrap_or(row.created_at).display_date()
}

/// What stands out, each with a sign as well as a colour.
pub fn flags(row: &RegistrationRow) -> AnyView {
    let flag = |sentence: String| view! { <p class="flag"><span aria-hidden="true">"▲ "</span>{sentence}</p> };
    let lowered = row.proposed_hours.map(|hours| format!("初审核定 {hours} 学时"));
    row.deviations.iter().map(Deviation::sentence).chain(lowered).map(flag).collect_view().into_any()
}

/// Name, status and title: known from the list, before anything is loaded.
pub fn head(row: &RegistrationRow, id: Option<&'static str>) -> AnyView {
    view! {
        <div class="spread">
            <h2 id=id tabindex="-1">{row.person_name.clone()}</h2>
            {status_chip(row.status)}
        </div>
        <p><strong>{row.title.clone()}</strong></p>
        {flags(row)}
    }
    .into_any()
}

/// Everything else about it: the claim first, the evidence beside it, then what is needed less often.
pub fn body(detail: RegistrationDetail) -> AnyView {
    let id = detail.row.id.clone();
    view! {
        {claim(&detail)}
        <section class="stack" aria-label="附件">
            <h3>"附件"</h3>
            {evidence::evidence(id, detail.attachments.clone())}
        </section>
        <section class="stack" aria-label="登记内容">
            <h3>"登记内容"</h3>
            {particulars(&detail)}
        </section>
        <section class="stack" aria-label="审核进度">
            <h3>"审核进度"</h3>
            {timeline(detail.history)}
        </section>
    }
    .into_any()
}

/// Who claims how much, for when, and why.
fn claim(detail: &RegistrationDetail) -> AnyView {
    let RegistrationDetail { row, form, .. } = detail;
    let above = row.claimed_hours.checked_sub(detail.suggested_hours.unwrap_or(row.claimed_hours));
    let above = above.filter(|above| above.tenths() > 0).map(|above| {
        view! { <span class="flag inline">{format!("多 {above}")}</span> }
    });
    view! {
        <dl class="facts">
            <div><dt>"证件号码"</dt><dd>{identity::identity(row)}</dd></div>
            {fact(("时间", row.period.display()))}
            {fact(("参考学时", explained(detail).unwrap_or_default()))}
            <div>
                <dt>"申请学时"</dt>
                <dd><strong>{row.claimed_hours.to_string()}</strong>" 学时 " {above}</dd>
            </div>
            {fact(("初审学时", row.proposed_hours.map(|hours| format!("{hours} 学时")).unwrap_or_default()))}
            {fact(("批准学时", row.approved_hours.map(|hours| format!("{hours} 学时")).unwrap_or_default()))}
            {fact(("审核意见", row.opinion.clone().unwrap_or_default()))}
            {fact(("说明", form.remarks.clone()))}
        </dl>
    }
    .into_any()
}

fn particulars(detail: &RegistrationDetail) -> AnyView {
    let RegistrationDetail { row, form, .. } = detail;
    let registrar = match &row.registrar {
        Registrar::Person => registrar_name(&row.registrar).to_owned(),
        Registrar::Unit { name, .. } => format!("{} · {name}", registrar_name(&row.registrar)),
    };
    let facts = [
        ("认定类型", type_name(&row.subcategory)),
        ("认定标准", rules_name(detail.rules_version)),
        ("计入年度", row.credited_year.to_string()),
        ("本人排名", form.rank.clone()),
        ("数量", form.amount.clone()),
        ("证书编号", form.document_number.clone()),
        ("登记机构", registrar),
        ("登记日期", row.submitted_at.unwrap_or(row.created_at).display()),
    ];
    view! { <dl class="facts">{facts.map(fact).collect_view()}</dl> }.into_any()
}

/// One line; nothing where there is nothing to say.
fn fact((name, value): (&'static str, String)) -> AnyView {
    let line = (!value.is_empty()).then(|| view! { <div><dt>{name}</dt><dd class="prose">{value}</dd></div> });
    line.into_any()
}

/// How the suggested hours come about: by the period or by the hours table.
fn explained(detail: &RegistrationDetail) -> Option<String> {
    let suggested = detail.suggested_hours?;
    match detail.form.suggestion(categories::table()) {
        // The claim keeps the table that it was made under; an explanation of today's figure would not be its own.
        Some(explained) if explained.hours == suggested => Some(explained.explanation),
        _ => Some(format!("{suggested} 学时")),
    }
}
