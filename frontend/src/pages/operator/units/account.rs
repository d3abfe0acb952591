//! 确认单位账号: whether somebody who signed up a listed unit belongs to it.

use crate::prelude::*;
use domain::contract::DecideUnitAccount;
use domain::contract::directory::{DecideUnitAccountRequest, UnitCard};

use crate::components::dialog::confirm_dialog;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::pages::operator::units::state::{Page, UnitDialog};
use crate::state::mutation::Mutation;
use crate::state::query::Ask;

pub fn question(page: Page, card: &UnitCard) -> AnyView {
    let attempt = Mutation::new();
    let confirm = Callback::new(move |()| decide(page, attempt, true));
    let contact = format!("联系人 {}，电话 {}。", card.contact_name, card.contact_mobile_masked);
    view! {
        <section class="card pane measure" aria-label="确认单位账号">
            <h2>"有人注册了这个单位的账号"</h2>
            <p>"这个单位在目录中已有记录。请按目录中的公开电话与单位核对，确认后账号才能使用。"{contact}</p>
            {failure_notice(attempt.failure(), confirm)}
            <div class="row">
                <button type="button" class="button primary" aria-busy=move || attempt.is_busy().to_string()
                    on:click=move |_| confirm.run(())>"确认是本单位"</button>
                <button type="button" class="button danger" on:click=move |_| page.open.set(Some(UnitDialog::RefuseAccount))>
                    "不是，删除账号"
                </button>
            </div>
        </section>
    }
    .into_any()
}

pub fn refuse_dialog(page: Page) -> AnyView {
    let attempt = Mutation::new();
    let confirmed = Callback::new(move |()| decide(page, attempt, false));
    let question = "这个账号将被删除，已登录的立即退出；单位可以重新注册。";
    confirm_dialog(
        page.opening(UnitDialog::RefuseAccount),
        Signal::stored("删除单位账号".to_owned()),
        Signal::stored(question.to_owned()),
        "删除账号",
        attempt,
        confirmed,
    )
}

fn decide(page: Page, attempt: Mutation, confirm: bool) {
    let Some(card) = page.card() else { return };
    let decided = async move {
        let request = DecideUnitAccountRequest { id: card.unit.id, confirm };
        let card = attempt.call_keyed::<DecideUnitAccount>(&request).await?;
        say(if confirm { "单位账号已确认" } else { "单位账号已删除" });
        Ok(card)
    };
    attempt.run(decided, move |card| {
        page.open.set(None);
        page.loader.put(card);
    });
}
