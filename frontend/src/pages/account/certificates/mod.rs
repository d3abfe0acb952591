//! 我的证书: the years for which a certificate can be issued, and those that were, void ones among them.

pub mod certificate;
pub mod qr_code;

use crate::prelude::*;
use domain::contract::IssueCertificate;
use domain::contract::certificates::{Certificate, CertificateList, IssuableYear, IssueCertificateRequest};

use crate::api::{call, queries};
use crate::apps::account::route::Route;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::list::loaded::{empty, loaded};
use crate::features::addresses::QUERY;
use crate::pages::account::page_head;
use crate::platform::location;
use crate::state::mutation::Mutation;
use crate::state::query::query;

pub fn certificates_page() -> AnyView {
    let loader = query(queries::certificates);
    view! {
        {page_head("我的证书")}
        <div class="stack measure">{loaded(loader, 2, content)}</div>
    }
    .into_any()
}

fn content(list: CertificateList) -> AnyView {
    if list.certificates.is_empty() && list.issuable.is_empty() {
        let to_query = view! { <a class="button primary" href=QUERY>"查看各年度学时"</a> };
        let advice = "年度总学时和专业科目学时都达到要求后，可在这里领取继续教育合格证书。";
        return empty("还没有证书", advice, Some(to_query.into_any()));
    }
    view! {
        {list.issuable.into_iter().map(issuable).collect_view()}
        {list.certificates.into_iter().map(line).collect_view()}
    }
    .into_any()
}

fn issuable(of: IssuableYear) -> AnyView {
    let attempt = Mutation::new();
    let year = of.year;
    let issue = Callback::new(move |()| {
        let issued = async move {
            let certificate = call::<IssueCertificate>(&IssueCertificateRequest { year }).await?;
            say(format!("{year} 年度证书已领取"));
            Ok(certificate)
        };
        attempt.run(issued, |certificate| location::go(&Route::Certificate(certificate.number).path()));
    });
    let figures =
        format!("共 {} 学时：公需科目 {}，专业科目 {}", of.totals.total(), of.totals.common, of.totals.specialty);
    if !of.waits_for.is_empty() {
        return waiting(&of, figures);
    }
    view! {
        <section class="card pane" aria-label=format!("{year} 年度，可领取证书")>
            <div class="spread">
                <h2>{format!("{year} 年度")}</h2>
                <span class="chip ok"><span aria-hidden="true">"✓"</span>"已达标"</span>
            </div>
            <p class="small muted">{figures}</p>
            {failure_notice(attempt.failure(), issue)}
            <button type="button" class="button primary" aria-busy=move || attempt.is_busy().to_string()
                on:click=move |_| issue.run(())>"领取证书"</button>
        </section>
    }
    .into_any()
}

/// A fulfilled year whose hours were approved by a unit that may not be what it says.
fn waiting(of: &IssuableYear, figures: String) -> AnyView {
    let units = of.waits_for.join("”“");
    view! {
        <section class="card pane" aria-label=format!("{} 年度，等待单位核实", of.year)>
            <div class="spread">
                <h2>{format!("{} 年度", of.year)}</h2>
                <span class="chip draft"><span aria-hidden="true">"…"</span>"待单位核实"</span>
            </div>
            <p class="small muted">{figures}</p>
            <p class="small">{format!("部分学时由“{units}”认定，该单位尚待平台核实。核实后即可领取证书，无需重新登记。")}</p>
        </section>
    }
    .into_any()
}

fn line(of: Certificate) -> AnyView {
    let advice = (!of.valid).then(|| {
        view! { <p class="small">"因学时低于年度要求，证书已失效。重新达标后可领取新的证书。"</p> }
    });
    view! {
        <article class="card pane">
            <div class="spread">
                <h2><a href=Route::Certificate(of.number.clone()).path()>{format!("{} 年度合格证书", of.year)}</a></h2>
                {standing(of.valid)}
            </div>
            <p class="small muted">"编号 "<span class="digits">{of.number.to_string()}</span></p>
            <p class="small muted">{format!("{} 领取 · 共 {} 学时", of.issued_at.display_date(), of.totals.total())}</p>
            {advice}
        </article>
    }
    .into_any()
}

/// 有效 or 已失效.
pub fn standing(valid: bool) -> AnyView {
    let (class, mark, words) = if valid { ("chip ok", "✓", "有效") } else { ("chip bad", "✕", "已失效") };
    view! { <span class=class><span aria-hidden="true">{mark}</span>{words}</span> }.into_any()
}
