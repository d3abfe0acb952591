//! The filters of 学时登记, which every list of registrations by title and time has.

use domain::contract::registrations::ListRegistrationsRequest;
use domain::field_errors::FieldErrors;
use domain::folding;
use domain::hours::parse_date;
use time::Date;

use crate::store::registrations::Registration;

/// A request whose dates have been read.
pub struct Filter<'r> {
    request: &'r ListRegistrationsRequest,
    title: String,
    from: Option<Date>,
    to: Option<Date>,
}

impl<'r> Filter<'r> {
    pub fn parse(request: &'r ListRegistrationsRequest) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut date = |path: &'static str, typed: &str| match typed {
            "" => None,
            typed => errors.keep(path, parse_date(typed)),
        };
        let (from, to) = (date("from", &request.from), date("to", &request.to));
        errors.finish(|| Self { request, title: folding::search(&request.title), from, to })
    }

    pub fn keeps(&self, registration: &Registration) -> bool {
        let request = self.request;
        folding::search(&registration.title).contains(&self.title)
            && request.year.is_none_or(|year| registration.credited_year == year)
            && request.status.is_none_or(|status| registration.state.status() == status)
            && self.from.is_none_or(|from| registration.period.start().date() >= from)
            && self.to.is_none_or(|to| registration.period.last_half_day().0 <= to)
    }

    /// Whether anything is left out at all.
    pub fn filters(&self) -> bool {
        *self.request != ListRegistrationsRequest { cursor: self.request.cursor.clone(), ..Default::default() }
    }
}
