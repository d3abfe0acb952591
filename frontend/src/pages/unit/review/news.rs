//! What others do with the same queue, seen within seconds: what they decide is closed, what arrives is told.

use crate::prelude::*;
use domain::contract::WatchReviews;
use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::{ReviewNews, SearchPendingRequest, WatchReviewsRequest};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use crate::api::call_quietly;
use crate::components::feedback::live_region::say;
use crate::pages::unit::review::desk::Desk;
use crate::platform::clock::device_now;
use crate::session;

/// How often the queue is asked after. Two people at one queue see each other's decisions within this.
const EVERY_MILLISECONDS: u32 = 4_000;

/// Watches for as long as the screen is there, and rests while nobody looks at it.
pub fn watch(desk: Desk) {
    spawn_local(async move {
        let mut since = session::state().read().map_or_else(device_now, |session| session.now);
        loop {
            TimeoutFuture::new(EVERY_MILLISECONDS).await;
            if !desk.is_alive() {
                return;
            }
            let is_loaded = desk.list.pages.state.with_untracked(|state| *state == Some(Ok(())));
            if document().hidden() || !is_loaded {
                continue;
            }
            let request = WatchReviewsRequest { stage: desk.stage, since };
            // Without an answer the next question asks for the same again.
            if let Ok(news) = call_quietly::<WatchReviews>(&request).await
                && desk.is_alive()
            {
                since = news.now;
                desk.hear(news);
            }
        }
    });
}

impl Desk {
    fn hear(self, news: ReviewNews) {
        let mut closed = 0;
        for row in news.decided {
            let waits = self
                .list
                .rows
                .with_untracked(|rows| rows.iter().any(|one| one.id == row.id && one.version < row.version));
            if waits {
                closed += 1;
                self.decided_elsewhere(row);
            }
        }
        if closed > 0 {
            say(format!("其他管理员刚处理了 {closed} 条"));
        }
        self.take_in(news.arrived);
    }

    /// What arrives stands at the end of the queue, where the queue is loaded to its end and nothing is filtered.
    fn take_in(self, arrived: Vec<RegistrationRow>) {
        let all = SearchPendingRequest { stage: Some(self.stage), ..Default::default() };
        let is_whole = !untrack(|| self.list.pages.has_more()) && self.filter.with_untracked(|filter| *filter == all);
        let known =
            |row: &RegistrationRow| self.list.rows.with_untracked(|rows| rows.iter().any(|one| one.id == row.id));
        let mut new: Vec<RegistrationRow> = arrived.into_iter().filter(|row| !known(row)).collect();
        if !is_whole || new.is_empty() {
            return;
        }
        new.reverse();
        say(format!("新提交了 {} 条登记", new.len()));
        self.list.rows.update(|rows| rows.extend(new));
    }
}
