//! 排序 of 学时登记: as entered, by date, by status.

use std::cmp::Reverse;

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;
use domain::review::Status;

use crate::components::form::field::{Bound, Choice, Field, FormErrors, select_field};
use crate::pages::professional::registrations::Page;

const ORDER: Field = Field::optional("order", "排序");

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// As the list comes: what was entered last stands first.
    #[default]
    Entered,
    /// The latest 开始日期 first.
    Date,
    /// What waits for the person first: 待提交, 不予认定, 待审核, 通过认定; within them the latest date.
    Status,
}

impl Order {
    const ALL: [Self; 3] = [Self::Entered, Self::Date, Self::Status];

    const fn name(self) -> &'static str {
        match self {
            Self::Entered => "最近登记",
            Self::Date => "开始日期",
            Self::Status => "状态",
        }
    }

    pub fn sort(self, rows: &mut [RegistrationRow]) {
        match self {
            Self::Entered => {}
            Self::Date => rows.sort_by_key(|row| Reverse(row.period.start())),
            Self::Status => rows.sort_by_key(|row| (rank(row.status), Reverse(row.period.start()))),
        }
    }
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Draft => 0,
        Status::Rejected => 1,
        Status::Pending => 2,
        Status::Approved => 3,
    }
}

/// Another order needs every row: they are loaded as soon as one is chosen.
pub fn order_field(page: Page) -> AnyView {
    let named = |name: &str| Order::ALL.into_iter().find(|one| one.name() == name).unwrap_or_default();
    let bound = Bound::new(
        move || page.order.get().name().to_owned(),
        move |name| {
            page.order.set(named(&name));
            page.follow_order();
        },
    );
    let choices = Order::ALL.into_iter().map(|one| Choice::new(one.name(), one.name())).collect();
    let errors = FormErrors::new("order", Signal::stored(Default::default()));
    select_field(errors, ORDER, None, Signal::stored(choices), bound)
}
