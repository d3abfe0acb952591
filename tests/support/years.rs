//! One person's year 2018, with everybody who has a hand in its hours.

use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::ApproveRequest;
use domain::contract::{ApproveRegistrations, CreateRegistration};
use domain::id::UnitId;
use domain::registration::RegistrationForm;
use domain::timestamp::Timestamp;
use domain::window::RegistrationWindow;
use functions::store::windows::PlatformWindows;

use crate::browser::Browser;
use crate::fixtures::{Member, chief, done, form, only, seen};
use crate::platform::{Machine, completed};
use crate::world::World;

pub struct Year<'w> {
    pub unit: UnitId,
    pub member: Member<'w>,
    pub chief: Browser<'w>,
    pub platform: Machine<'w>,
}

impl<'w> Year<'w> {
    pub async fn of(world: &'w World) -> Self {
        let unit = world.unit(1, "南宁市第一人民医院", false).await;
        let member = world.professional(1, "韦丽琳", chief(&unit)).await;
        let chief = world.administrator(9, "黄锋", chief(&unit)).await;
        Self { platform: world.platform(1).await, unit, member, chief }
    }

    /// A registration of so many hours, submitted.
    pub async fn submit(&self, hours: &str) -> RegistrationRow {
        let form = RegistrationForm {
            claimed_hours: hours.to_owned(),
            remarks: "按实际学时申请".to_owned(),
            ..form("区域医师关键技术培训班")
        };
        let draft = self.member.browser.call::<CreateRegistration>(&form).await.expect("a draft");
        self.member.submits(&draft, &self.unit).await
    }

    /// A registration of so many hours, approved as claimed.
    pub async fn approve(&self, hours: &str) -> RegistrationRow {
        let pending = self.submit(hours).await;
        let request =
            ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
        done(only(&self.chief.call::<ApproveRegistrations>(&request).await.expect("a result")))
    }

    /// The year is fulfilled, with one message of it; one draft is left, and the year ends in five days.
    pub async fn ends_with_a_draft_left(&self) {
        self.approve("60").await;
        self.platform.delivers(completed("C-1", 1, &self.member.identity, "30")).await;
        self.member.drafts("还没提交的").await;
        let world = self.member.browser.world;
        let closes_at = Some(world.app.clock.now().plus_seconds(5 * 24 * 60 * 60));
        let window = RegistrationWindow { year: 2018, opens_at: Timestamp::default(), closes_at };
        let change = PlatformWindows { version: 1, windows: vec![window] }.put().expect("windows as an item");
        world.app.table.transact(vec![change]).await.expect("stored");
    }
}
