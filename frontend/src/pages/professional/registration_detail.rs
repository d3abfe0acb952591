//! 查看: everything about one registration, and how it has fared.

use crate::prelude::*;
use domain::contract::attachments::Attachment;
use domain::contract::attachments::ReadAttachmentRequest;
use domain::contract::registrations::{RegistrationDetail, RegistrationRow};
use domain::id::RegistrationId;
use domain::registration::Deviation;
use domain::review::{Registrar, Status};

use crate::api::queries;
use crate::apps::professional::route::Route;
use crate::components::list::figures::hours_figure;
use crate::components::list::loaded::loaded;
use crate::components::page::heading::heading;
use crate::components::page::status_chip::{standing, status_chip};
use crate::components::page::timeline::timeline;
use crate::features::registrations::actions::Actions;
use crate::features::registrations::evidence_preview::{fetch_button, preview};
use crate::features::registrations::permitted::{
    DELETE, Recipient, SUBMIT, WITHDRAW, may_delete, may_edit, may_submit, may_withdraw,
};
use crate::features::registrations::wording::{file_size, rules_name, type_name};
use crate::platform::location;
use crate::state::query::{Ask, query};

pub fn detail_page(id: RegistrationId) -> AnyView {
    let loader = query(move || queries::registration(id.clone()));
    let actions = Actions::new(Callback::new(move |response: domain::contract::registrations::BatchResponse| {
        let deleted = response
            .results
            .iter()
            .any(|result| matches!(result.outcome, domain::contract::registrations::Outcome::Done { row: None }));
        if deleted { location::go(&Route::Registrations.path()) } else { loader.refresh() }
    }));
    view! {
        <header class="page-head">
            <a class="back" href=Route::Registrations.path() aria-label="返回">"‹"</a>
            {heading("登记详情".to_owned())}
        </header>
        {loaded(loader, 3, move |detail| content(detail, actions))}
        {actions.dialogs()}
    }
    .into_any()
}

fn content(detail: RegistrationDetail, actions: Actions) -> AnyView {
    let RegistrationDetail { row, form, attachments, suggested_hours, rules_version, history } = detail;
    let standing = standing(&row);
    let deviations = row.deviations.iter().map(Deviation::sentence);
    let deviations = deviations.map(|one| view! { <p class="flag">"▲ "{one}</p> }).collect_view();
    let id = row.id.clone();
    view! {
        <section class="card pane">
            <div class="spread">
                <h2>{row.title.clone()}</h2>
                {hours_figure(row.approved_hours.unwrap_or(row.claimed_hours))}
            </div>
            <p class="row">{status_chip(row.status)} {standing}</p>
            {deviations}
            {buttons(&row, actions)}
        </section>
        <div class="detail-columns">
            <section class="card pane">
                <h2>"登记内容"</h2>
                {facts(&row, &form, suggested_hours, rules_version)}
                <h3>"附件"</h3>
                {files(id, attachments)}
            </section>
            <section class="card pane">
                <h2>"审核进度"</h2>
                {timeline(history)}
            </section>
        </div>
    }
    .into_any()
}

fn buttons(row: &RegistrationRow, actions: Actions) -> AnyView {
    let (submitted, withdrawn, deleted) = (row.clone(), row.clone(), row.clone());
    let edit_path = Route::EditRegistration(row.id.clone()).path();
    let copy_path = Route::CopyRegistration(row.id.clone()).path();
    let edit_words = if row.status == Status::Rejected { "按意见修改" } else { "修改" };
    view! {
        <div class="row">
            {may_submit(row).then(|| view! {
                <button type="button" class="button primary"
                    on:click=move |_| actions.submit(vec![submitted.clone()], Recipient::OwnUnit)>{SUBMIT}</button>
            })}
            {may_withdraw(row).then(|| view! {
                <button type="button" class="button"
                    on:click=move |_| actions.withdraw(vec![withdrawn.clone()])>{WITHDRAW}</button>
            })}
            {may_edit(row).then(|| view! { <a class="button" href=edit_path>{edit_words}</a> })}
            <a class="button" href=copy_path>"复制为新登记"</a>
            {may_delete(row).then(|| view! {
                <button type="button" class="button danger"
                    on:click=move |_| actions.delete(vec![deleted.clone()])>{DELETE}</button>
            })}
        </div>
    }
    .into_any()
}

fn facts(
    row: &RegistrationRow,
    form: &domain::registration::RegistrationForm,
    suggested: Option<domain::hours::Hours>,
    rules_version: u32,
) -> AnyView {
    let registrar = match &row.registrar {
        Registrar::Person => "本人".to_owned(),
        Registrar::Unit { name, .. } => name.clone(),
    };
    let hours = |hours: domain::hours::Hours| format!("{hours} 学时");
    let facts = [
        ("认定类型", type_name(&row.subcategory)),
        ("认定标准", rules_name(rules_version)),
        ("时间", row.period.display()),
        ("折算依据", row.period.explanation()),
        ("申请学时", hours(row.claimed_hours)),
        ("参考学时", suggested.filter(|one| *one != row.claimed_hours).map(hours).unwrap_or_default()),
        ("批准学时", row.approved_hours.map(hours).unwrap_or_default()),
        ("计入年度", row.credited_year.to_string()),
        ("认定内容说明", form.remarks.clone()),
        ("本人排名", form.rank.clone()),
        ("数量", form.amount.clone()),
        ("证书编号", form.document_number.clone()),
        ("登记机构", registrar),
        ("审核单位", row.reviewing_unit.clone().unwrap_or_default()),
        ("审核意见", row.opinion.clone().unwrap_or_default()),
        ("登记日期", row.created_at.display()),
    ];
    let fact = |(name, value): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd class="prose">{value}</dd></div> }
    };
    // 按时间 explains the hours only where the period makes them.
    let training = row.subcategory.starts_with("training.");
    let shown = facts.into_iter().filter(|(name, value)| !value.is_empty() && (*name != "折算依据" || training));
    view! { <dl class="facts">{shown.map(fact).collect_view()}</dl> }.into_any()
}

fn files(registration: RegistrationId, attachments: Vec<Attachment>) -> AnyView {
    if attachments.is_empty() {
        return view! { <p class="muted">"没有附件"</p> }.into_any();
    }
    attachments.into_iter().map(|file| attachment(registration.clone(), file)).collect_view().into_any()
}

/// One piece of evidence: a picture to look at here, and a button that fetches a short-lived address for the file.
fn attachment(registration: RegistrationId, file: Attachment) -> AnyView {
    let request = ReadAttachmentRequest { registration: Some(registration), attachment: file.id.clone() };
    view! {
        <div class="file">
            <div class="spread">
                <p>{file.file_name.clone()}" "<span class="small muted">{file_size(file.bytes)}</span></p>
                {fetch_button("打开", request.clone(), &file)}
            </div>
            {preview(request, &file)}
        </div>
    }
    .into_any()
}
