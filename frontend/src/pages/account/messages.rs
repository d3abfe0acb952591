//! 消息: decisions, and what else a person should know. Having been shown here makes them read.

use crate::prelude::*;
use domain::contract::messages::{About, ListMessagesRequest, MarkMessagesRequest, Message, MessagePage};
use domain::contract::{ListMessages, MarkMessages};
use domain::window::last_day;
use leptos::task::spawn_local;

use crate::api::call;
use crate::apps::account::route::Route;
use crate::components::feedback::failure::failure_notice;
use crate::components::list::loaded::{empty, load_more, loaded};
use crate::pages::account::page_head;
use crate::session;
use crate::state::mutation::Mutation;
use crate::state::query::query;

pub fn messages_page() -> AnyView {
    let loader = query(|| async {
        let page = call::<ListMessages>(&ListMessagesRequest::default()).await?;
        mark_read(page.count);
        Ok(page)
    });
    view! {
        {page_head("消息")}
        <div class="stack measure">{loaded(loader, 3, content)}</div>
    }
    .into_any()
}

/// Tells that the messages have been shown. If that fails they stay unread, which harms nobody.
fn mark_read(count: u32) {
    let session = session::state();
    if session.read().is_none_or(|session| session.unread == 0) {
        return;
    }
    spawn_local(async move {
        if let Ok(marked) = call::<MarkMessages>(&MarkMessagesRequest { count }).await {
            session.set_unread(marked.unread);
        }
    });
}

fn content(page: MessagePage) -> AnyView {
    let messages = RwSignal::new(page.messages);
    let next = RwSignal::new(page.next);
    let attempt = Mutation::new();
    let more = Callback::new(move |()| {
        let request = ListMessagesRequest { cursor: next.get_untracked() };
        attempt.run(async move { call::<ListMessages>(&request).await }, move |page| {
            messages.update(|messages| messages.extend(page.messages));
            next.set(page.next);
        });
    });
    let list = move || {
        if messages.with(Vec::is_empty) && next.with(Option::is_none) {
            return empty("还没有消息", "登记的审核结果和其他提醒会出现在这里。", None);
        }
        view! { <ul role="list" class="stack">{messages.get().into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        {list}
        {failure_notice(attempt.failure(), more)}
        {load_more(Signal::derive(move || next.with(Option::is_some)), Signal::derive(move || attempt.is_busy()), more)}
    }
    .into_any()
}

fn line(message: Message) -> AnyView {
    let Told { class, title, words, link } = told(message.about);
    let unread = message.unread.then(|| view! { <span class="chip wait">"新"</span> });
    let link = link.map(|(address, words)| view! { <p><a href=address>{words}</a></p> });
    view! {
        <li class=format!("card pane message {class}")>
            <div class="spread"><h2>{title}</h2>{unread}</div>
            <p>{words}</p>
            <p class="small muted">{message.at.display()}</p>
            {link}
        </li>
    }
    .into_any()
}

/// A message in words.
struct Told {
    class: &'static str,
    title: &'static str,
    words: String,
    link: Option<(String, &'static str)>,
}

fn told(about: About) -> Told {
    match about {
        About::Approved { registration, title, approved_hours, claimed_hours, reason } => {
            let fewer = (approved_hours < claimed_hours).then(|| format!("，少于申请的 {claimed_hours} 学时"));
            let reason = reason.map(|reason| format!("。原因：{reason}"));
            let (fewer, reason) = (fewer.unwrap_or_default(), reason.unwrap_or_default());
            Told {
                class: "ok",
                title: "通过认定",
                words: format!("《{title}》认定 {approved_hours} 学时{fewer}{reason}"),
                link: Some((format!("/registrations/{registration}"), "查看登记")),
            }
        }
        About::Rejected { registration, title, opinion } => Told {
            class: "bad",
            title: "不予认定",
            words: format!("《{title}》审核意见：{opinion}"),
            link: Some((format!("/registrations/{registration}"), "查看并修改")),
        },
        About::Deleted { title, reason, hours, year, certificate_void } => {
            let void = if certificate_void { format!(" {year} 年度证书已随之失效。") } else { String::new() };
            Told {
                class: "bad",
                title: "已通过的登记被删除",
                words: format!("《{title}》（{year} 年度 {hours} 学时）由审核单位删除。原因：{reason}。{void}"),
                link: certificate_void.then(|| (Route::Certificates.path(), "我的证书")),
            }
        }
        About::CertificateVoid { year, platform } => Told {
            class: "bad",
            title: "证书失效",
            words: format!("{platform}更正了公需科目学时，{year} 年度学时少于要求，证书已失效。"),
            link: Some((Route::Certificates.path(), "我的证书")),
        },
        About::CodeIssued { by } => Told {
            class: "wait",
            title: "生成了重置码",
            words: format!("{by}为您的账号生成了重置码，凭它可以重设登录密码。如果不是您要求的，请联系单位管理员。"),
            link: Some((Route::SignIns.path(), "查看登录记录")),
        },
        About::PasswordReset => Told {
            class: "wait",
            title: "密码已重置",
            words: "您的登录密码已凭重置码重设。如果不是您本人操作，请联系单位管理员。".to_owned(),
            link: Some((Route::SignIns.path(), "查看登录记录")),
        },
        About::WindowCloses { year, closes_at } => Told {
            class: "wait",
            title: "登记即将截止",
            words: format!("{year} 年度学时登记将于 {} 截止，请及时登记和提交。", last_day(closes_at)),
            link: Some(("/".to_owned(), "去登记")),
        },
    }
}

#[cfg(test)]
mod tests {
    use domain::hours::Hours;
    use domain::id::{IdempotencyKey, PersonId, RegistrationId};

    use super::*;

    #[test]
    fn fewer_hours_are_told_with_their_reason() {
        let approved = |approved: u32, reason: Option<&str>| {
            told(About::Approved {
                registration: RegistrationId::new(PersonId::from_bits(1), &IdempotencyKey::from_bits(2)),
                title: "培训".to_owned(),
                approved_hours: Hours::whole(approved),
                claimed_hours: Hours::whole(16),
                reason: reason.map(str::to_owned),
            })
            .words
        };
        assert_eq!(approved(16, None), "《培训》认定 16 学时");
        assert_eq!(approved(12, Some("缺一天")), "《培训》认定 12 学时，少于申请的 16 学时。原因：缺一天");
    }
}
