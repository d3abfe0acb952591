//! One certificate as a sheet of A4: on the screen, and printed.

use crate::prelude::*;
use domain::certificate::CertificateNumber;
use domain::contract::certificates::Certificate;

use crate::api::queries;
use crate::apps::account::route::Route;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::pages::account::certificates::qr_code::qr_code;
use crate::pages::account::certificates::standing;
use crate::state::query::query;

pub fn certificate_page(number: CertificateNumber) -> AnyView {
    let loader = query(queries::certificates);
    view! {
        <header class="page-head">
            <a class="back" href=Route::Certificates.path() aria-label="返回">"‹"</a>
            {heading("合格证书".to_owned())}
        </header>
        {loaded(loader, 1, move |list| match list.certificates.into_iter().find(|one| one.number == number) {
            Some(certificate) => content(certificate),
            None => empty("没有这张证书", "它可能不属于当前登录的人。", None),
        })}
    }
    .into_any()
}

fn content(of: Certificate) -> AnyView {
    let print = move |_| drop(window().print());
    let action = if of.valid {
        view! { <button type="button" class="button primary" on:click=print>"打印或存为 PDF"</button> }.into_any()
    } else {
        view! { <p class="warning">"这张证书已失效。重新达标后，可在“我的证书”领取新的证书。"</p> }.into_any()
    };
    view! {
        <div class="row no-print">{standing(of.valid)}{action}</div>
        {sheet(of)}
    }
    .into_any()
}

fn sheet(of: Certificate) -> AnyView {
    let site = window().location().origin().unwrap_or_default();
    // Behind the #, so that the number is in no server's log of addresses.
    let address = format!("{site}/verify/?n={0}#{0}", of.number);
    let Certificate { year, name, identity_masked, unit, totals, issued_at, number, valid } = of;
    let unit = if unit.is_empty() { unit } else { format!("（{unit}）") };
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let void = (!valid).then(|| view! { <p class="sheet-void" aria-hidden="true">"已失效"</p> });
    view! {
        <div class="sheet-frame">
        <article class="sheet-a4" aria-label=format!("{year} 年度继续教育合格证书")>
            <div class="sheet-border">
                <p class="sheet-over">"专业技术人员"</p>
                <h2 class="sheet-title">"继续教育合格证书"</h2>
                <p class="sheet-year">{format!("{year} 年度")}</p>
                <p class="sheet-words">
                    <strong>{name}</strong>{unit}{format!(
                        "在 {year} 年度参加专业技术人员继续教育，完成公需科目 {} 学时、专业科目 {} 学时，共 {} 学时，达到年度继续教育学时要求，特发此证。",
                        totals.common, totals.specialty, totals.total(),
                    )}
                </p>
                <dl class="sheet-facts">
                    {fact("证件号码", identity_masked)}
                    {fact("证书编号", number.to_string())}
                    {fact("发证日期", issued_at.display_date())}
                </dl>
                <div class="sheet-verify">
                    {qr_code(&address, "核验二维码")}
                    <p>
                        "扫描二维码，或在 "<span class="sheet-address">{format!("{site}/verify/")}</span>
                        " 输入证书编号，核验证书是否有效。学时如有变动，以核验结果为准。"
                    </p>
                </div>
                {void}
            </div>
        </article>
        </div>
    }
    .into_any()
}
