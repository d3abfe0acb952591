//! What becomes of a draft, decided from what is known of it: no clock, no storage, no network.

use crate::api::CallError;
use crate::drafts::kept::{Kept, OVERTAKEN};
use crate::drafts::registration_draft::RegistrationDraft;

/// What was found on the device of a form that is opened at `version`: what goes on, and what was typed for an earlier version, which
/// the person decides upon.
pub fn found(kept: Option<Kept>, version: u32) -> (Option<RegistrationDraft>, Option<RegistrationDraft>) {
    match kept {
        Some(kept) if kept.version == version => (Some(kept.draft), None),
        other => (None, other.map(|kept| kept.draft)),
    }
}

/// What an input asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nothing is left that would be missed.
    Nothing,
    OnDevice,
    /// On the device at once, and on the server when typing rests.
    Everywhere,
}

pub fn after_input(
    draft: &RegistrationDraft,
    initial: &RegistrationDraft,
    goes_to_server: bool,
    is_sent: bool,
) -> Keep {
    match draft == initial {
        true => Keep::Nothing,
        false if goes_to_server && !is_sent => Keep::Everywhere,
        false => Keep::OnDevice,
    }
}

/// What follows when another page has written in the place of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// Nothing was typed here since it was read, or the same was typed there.
    Take,
    /// Both stay, each in a place of its own.
    Part,
}

/// `written` is what can be read of the other's, `now` what stands here, `read` what was last read.
pub fn on_other_page(written: Option<&RegistrationDraft>, now: &RegistrationDraft, read: &RegistrationDraft) -> Other {
    if written.is_some_and(|written| written == now || now == read) { Other::Take } else { Other::Part }
}

/// What follows when the server has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It has what stands here.
    Rest(u32),
    /// It has an earlier state; what was typed since follows.
    SendRest(u32),
    /// Another device, or another page, has changed, saved or discarded it.
    Part,
    TryLater,
    /// Too long, or one too many: it stays on the device.
    StayOnDevice,
}

pub fn after_answer(answer: &Result<u32, CallError>, is_unchanged: bool) -> Next {
    match answer {
        Ok(version) if is_unchanged => Next::Rest(*version),
        Ok(version) => Next::SendRest(*version),
        Err(error) if error.code() == OVERTAKEN => Next::Part,
        Err(error) if error.fields().is_empty() => Next::TryLater,
        Err(_) => Next::StayOnDevice,
    }
}

#[cfg(test)]
mod tests {
    use domain::contract::ErrorBody;
    use domain::field_errors::FieldErrors;

    use super::*;

    fn titled(title: &str) -> RegistrationDraft {
        let mut draft = RegistrationDraft::default();
        draft.form.title = title.to_owned();
        draft
    }

    fn refused(code: &str, field: Option<&'static str>) -> CallError {
        let mut fields = FieldErrors::default();
        if let Some(field) = field {
            fields.push(field, "too_long", "…");
        }
        let (code, message) = (code.to_owned(), String::new());
        CallError::Refused(ErrorBody { code, message, fields, request_id: String::new() })
    }

    #[test]
    fn what_was_typed_for_an_earlier_version_waits_for_the_person() {
        let kept = Kept { version: 2, draft: titled("讲座"), writer: None, is_sent: false };
        assert_eq!(found(Some(kept.clone()), 2), (Some(titled("讲座")), None));
        assert_eq!(found(Some(kept), 3), (None, Some(titled("讲座"))));
        assert_eq!(found(None, 3), (None, None));
    }

    #[test]
    fn what_is_as_it_began_is_not_kept() {
        let (initial, typed) = (titled("讲座"), titled("讲座二"));
        assert_eq!(after_input(&initial, &initial, true, false), Keep::Nothing);
        assert_eq!(after_input(&typed, &initial, true, false), Keep::Everywhere);
        assert_eq!(after_input(&typed, &initial, true, true), Keep::OnDevice, "the server has it");
        assert_eq!(after_input(&typed, &initial, false, false), Keep::OnDevice, "a change of what is saved");
    }

    #[test]
    fn nothing_that_was_typed_here_is_written_over() {
        let (read, typed, theirs) = (titled("一"), titled("二"), titled("三"));
        assert_eq!(on_other_page(Some(&theirs), &read, &read), Other::Take, "nothing was typed here");
        assert_eq!(on_other_page(Some(&typed), &typed, &read), Other::Take, "the same was typed there");
        assert_eq!(on_other_page(Some(&theirs), &typed, &read), Other::Part);
        assert_eq!(on_other_page(None, &read, &read), Other::Part, "a release that is not known wrote it");
    }

    #[test]
    fn an_answer_says_whether_to_rest_to_go_on_or_to_part() {
        assert_eq!(after_answer(&Ok(4), true), Next::Rest(4));
        assert_eq!(after_answer(&Ok(4), false), Next::SendRest(4));
        assert_eq!(after_answer(&Err(refused(OVERTAKEN, None)), true), Next::Part);
        assert_eq!(after_answer(&Err(CallError::Offline), true), Next::TryLater);
        assert_eq!(after_answer(&Err(refused("invalid", Some("content"))), true), Next::StayOnDevice);
    }
}
