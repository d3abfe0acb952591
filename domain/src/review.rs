//! The life of a registration: draft, pending, approved or rejected, and who may move it on.
//!
//! [`transition`] is the only place that decides; the store repeats its outcome under a version condition.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::field_errors::{FieldErrors, Mistake};
use crate::hours::Hours;
use crate::id::{AccountId, PersonId, UnitId};
use crate::limits::{OPINION_CHARACTERS_MAX, UNDO_SECONDS_MAX};
use crate::permission::{Actor, Scope};
use crate::timestamp::Timestamp;
use crate::totals::SpecialtyChange;

/// The four statuses that people see (待提交 待审核 通过认定 不予认定).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    Pending,
    Approved,
    Rejected,
}

impl Status {
    pub const ALL: [Status; 4] = [Status::Draft, Status::Pending, Status::Approved, Status::Rejected];

    /// The manual's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Draft => "待提交",
            Status::Pending => "待审核",
            Status::Approved => "通过认定",
            Status::Rejected => "不予认定",
        }
    }
}

/// Where a pending registration stands (初审 or 终审).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    First,
    Final,
}

impl Stage {
    pub const fn name(self) -> &'static str {
        match self {
            Stage::First => "初审",
            Stage::Final => "终审",
        }
    }
}

/// A registration's status with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    Draft,
    /// `proposed_hours` are those that the first stage granted, where it granted fewer than claimed (初审学时).
    Pending {
        stage: Stage,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_hours: Option<Hours>,
    },
    Approved {
        approved_hours: Hours,
    },
    Rejected {
        opinion: String,
    },
}

impl State {
    /// Where every submission starts.
    pub const SUBMITTED: State = State::Pending { stage: Stage::First, proposed_hours: None };

    /// Fewer hours than claimed, granted by the first stage and not yet by the final one.
    pub fn proposed_hours(&self) -> Option<Hours> {
        if let State::Pending { proposed_hours, .. } = self { *proposed_hours } else { None }
    }

    pub fn status(&self) -> Status {
        match self {
            State::Draft => Status::Draft,
            State::Pending { .. } => Status::Pending,
            State::Approved { .. } => Status::Approved,
            State::Rejected { .. } => Status::Rejected,
        }
    }
}

/// Who entered a registration (登记机构): its person, or a unit for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Registrar {
    Person,
    Unit { unit: UnitId, name: String },
}

impl Registrar {
    /// The same once the unit `from` has been merged into the unit `into`.
    pub fn merged(&self, from: &UnitId, into: &UnitId, name: &str) -> Self {
        match self {
            Registrar::Unit { unit, .. } if unit == from => {
                Registrar::Unit { unit: into.clone(), name: name.to_owned() }
            }
            other => other.clone(),
        }
    }
}

/// What [`transition`] needs to know of a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitionSubject {
    pub person: PersonId,
    /// The person's own unit and department.
    pub employer: Scope,
    /// Where the registration lies: at home until it is submitted, then with the reviewing unit (in the person's
    /// department, if that is the person's own unit).
    pub place: Scope,
    pub registrar: Registrar,
    pub state: State,
    pub claimed_hours: Hours,
    pub credited_year: i32,
}

/// What an actor wants to do. Every value has been parsed before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Edit,
    /// Needs no reason before approval; afterwards the reason is the chief's to give.
    Delete {
        reason: Option<Opinion>,
    },
    /// `place` is the reviewing unit, with the person's department if it is the person's own unit.
    Submit {
        place: Scope,
    },
    Withdraw,
    /// `approved_hours` is as the first stage proposed, else as claimed, when `None`. `final_review` says whether the reviewing unit has switched on 终审.
    Approve {
        approved_hours: Option<Hours>,
        reason: Option<Opinion>,
        final_review: bool,
    },
    Reject {
        opinion: Opinion,
    },
    /// Takes a decision back. `decision` is the one that led to the state of now, if one did.
    Undo {
        decision: Option<Decision>,
        at: Timestamp,
    },
}

/// A decision that may be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who decided.
    pub account: AccountId,
    pub at: Timestamp,
    /// Where the registration stood before, with what the first stage had granted.
    pub stage: Stage,
    pub proposed_hours: Option<Hours>,
}

/// What an accepted action leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// `None`: the registration is deleted.
    pub state: Option<State>,
    pub place: Scope,
    pub totals: Option<SpecialtyChange>,
}

/// Why an action is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not this actor's; said to the outside exactly as if it did not exist.
    NotYours,
    /// The registration's status does not allow the action: somebody, or the same person elsewhere, acted before.
    WrongStatus(Status),
    /// 终审, and deleting what was approved, are the chief administrator's.
    ChiefOnly,
    /// Nobody decides their own registration.
    OwnRegistration,
    /// The approved hours exceed the claim.
    AboveClaim,
    /// Lower hours, or a deletion after approval, need a reason.
    ReasonMissing,
    /// Only who decided takes it back.
    OthersDecision,
    /// Too long ago to be taken back.
    TooLate,
}

impl Mistake for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Refusal::NotYours => "not_found",
            Refusal::WrongStatus(_) => "wrong_status",
            Refusal::ChiefOnly => "chief_only",
            Refusal::OwnRegistration => "own_registration",
            Refusal::AboveClaim => "above_claim",
            Refusal::ReasonMissing => "reason_missing",
            Refusal::OthersDecision => "others_decision",
            Refusal::TooLate => "too_late",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        match self {
            Refusal::NotYours => "没有找到这条登记，它可能已被删除".into(),
            Refusal::WrongStatus(status) => {
                format!("这条登记现在是“{}”，不能再做这一步，请刷新后查看", status.name()).into()
            }
            Refusal::ChiefOnly => "这一步由单位总管理员进行".into(),
            Refusal::OwnRegistration => "不能审核本人的登记，请由其他管理员审核".into(),
            Refusal::AboveClaim => "批准学时不能超过申请学时".into(),
            Refusal::ReasonMissing => "请填写原因".into(),
            Refusal::OthersDecision => "这是其他管理员的审核，由作出审核的人撤销".into(),
            Refusal::TooLate => {
                format!("审核已超过 {} 分钟，不能撤销；通过认定的可由总管理员删除", UNDO_SECONDS_MAX / 60).into()
            }
        }
    }
}

/// Decides whether `actor` may do `action`, and what then holds. Only the actor's relation to the registration, its
/// status and the action count; instants and windows are judged elsewhere.
pub fn transition(now: &TransitionSubject, actor: &Actor, action: &Action) -> Result<Transition, Refusal> {
    let status = now.state.status();
    let relation = Relation::of(now, actor).ok_or(Refusal::NotYours)?;
    let wrong = Err(Refusal::WrongStatus(status));
    let stay = |state: State| Ok(Transition { state: Some(state), place: now.place.clone(), totals: None });
    let back_home = Ok(Transition { state: Some(State::Draft), place: now.employer.clone(), totals: None });
    match action {
        Action::Edit => {
            relation.must_hold_claim()?;
            match &now.state {
                State::Draft | State::Rejected { .. } => back_home,
                _ => wrong,
            }
        }
        Action::Submit { place } => {
            relation.must_hold_claim()?;
            match &now.state {
                State::Draft | State::Rejected { .. } => {
                    Ok(Transition { state: Some(State::SUBMITTED), place: place.clone(), totals: None })
                }
                _ => wrong,
            }
        }
        Action::Withdraw => {
            relation.must_hold_claim()?;
            match &now.state {
                State::Pending { .. } => back_home,
                _ => wrong,
            }
        }
        Action::Delete { reason } => match (&now.state, relation.holds_claim) {
            (State::Approved { approved_hours }, _) => {
                relation.must_be_reviewing_chief()?;
                if reason.is_none() {
                    return Err(Refusal::ReasonMissing);
                }
                let tenths = -i64::from(approved_hours.tenths());
                Ok(Transition {
                    state: None,
                    place: now.place.clone(),
                    totals: Some(SpecialtyChange { credited_year: now.credited_year, tenths }),
                })
            }
            (_, true) => Ok(Transition { state: None, place: now.place.clone(), totals: None }),
            (_, false) => wrong,
        },
        Action::Approve { approved_hours, reason, final_review } => {
            let stage = relation.pending_stage_to_decide(&now.state)?;
            let hours = approved_hours.or(now.state.proposed_hours()).unwrap_or(now.claimed_hours);
            if hours > now.claimed_hours {
                return Err(Refusal::AboveClaim);
            }
            // Left out, the hours are those of the first stage, which gave its reason.
            if approved_hours.is_some() && hours < now.claimed_hours && reason.is_none() {
                return Err(Refusal::ReasonMissing);
            }
            if stage == Stage::First && *final_review && !relation.chief {
                let proposed_hours = Some(hours).filter(|hours| *hours < now.claimed_hours);
                return stay(State::Pending { stage: Stage::Final, proposed_hours });
            }
            Ok(Transition {
                state: Some(State::Approved { approved_hours: hours }),
                place: now.place.clone(),
                totals: Some(SpecialtyChange { credited_year: now.credited_year, tenths: i64::from(hours.tenths()) }),
            })
        }
        Action::Reject { opinion } => {
            relation.pending_stage_to_decide(&now.state)?;
            stay(State::Rejected { opinion: opinion.as_str().to_owned() })
        }
        Action::Undo { decision, at } => {
            if !relation.reviews {
                return Err(Refusal::NotYours);
            }
            // What was withdrawn, edited, submitted or decided again has no decision to take back any more.
            let Some(decision) = decision else { return wrong };
            if decision.account != *actor.account() {
                return Err(Refusal::OthersDecision);
            }
            if *at > decision.at.plus_seconds(UNDO_SECONDS_MAX) {
                return Err(Refusal::TooLate);
            }
            let totals = match &now.state {
                State::Approved { approved_hours } => Some(-i64::from(approved_hours.tenths())),
                State::Pending { .. } | State::Rejected { .. } => None,
                State::Draft => return wrong,
            };
            Ok(Transition {
                state: Some(State::Pending { stage: decision.stage, proposed_hours: decision.proposed_hours }),
                place: now.place.clone(),
                totals: totals.map(|tenths| SpecialtyChange { credited_year: now.credited_year, tenths }),
            })
        }
    }
}

/// Who moves a person to another department or unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mover {
    /// The person, who says where they belong now.
    Person,
    /// Their unit, which sends them there.
    Unit,
    /// The platform, which merges their unit into another one: the two are one from then on.
    Merger,
}

/// What becomes of a registration when `mover` moves its person to `to`; `None` if it stands there already.
///
/// Within a unit everything that lies with the unit follows the person to the other department, so that each department
/// sees its own people's and nobody else's. To another unit go drafts, and what waits for a unit that sends its person
/// away, which begins there at the first stage. What somebody has submitted before they say that they belong elsewhere
/// stays with the unit that they chose. What a unit has decided stays with it, for it alone can take it back. What waits
/// with some other unit stays there.
///
/// Where the person's unit is merged into another, everything that lies with either of the two lies with the one that is
/// left, at its stage.
pub fn moved_with_person(now: &TransitionSubject, to: &Scope, mover: Mover) -> Option<(State, Scope)> {
    if now.employer == *to {
        return None;
    }
    let merges = mover == Mover::Merger;
    let same_unit = now.employer.unit == to.unit || merges;
    let lies_at_home = now.place.unit == now.employer.unit || (merges && now.place.unit == to.unit);
    let follows = match now.state {
        State::Draft => true,
        State::Pending { .. } => lies_at_home && (same_unit || mover == Mover::Unit),
        State::Approved { .. } | State::Rejected { .. } => lies_at_home && same_unit,
    };
    let state = match now.state {
        State::Pending { .. } if follows && !same_unit => State::SUBMITTED,
        ref state => state.clone(),
    };
    Some((state, if follows { to.clone() } else { now.place.clone() }))
}

/// Where a registration lies that lay with a unit when that was merged into the unit `into`; `home` is where its person
/// belongs by now.
pub fn handed_over(now: &TransitionSubject, into: &UnitId, employer: &Scope) -> Scope {
    match now.state {
        State::Draft => employer.clone(),
        _ if employer.unit == *into => employer.clone(),
        _ => Scope { unit: into.clone(), department: None },
    }
}

/// Whether `actor` may read the registration at all. To everyone else it does not exist.
pub fn may_read(now: &TransitionSubject, actor: &Actor) -> bool {
    Relation::of(now, actor).is_some()
}

/// What an actor is to a registration that they may see.
struct Relation {
    /// The person, or an administrator of the unit that entered it: may edit, submit, withdraw, delete.
    holds_claim: bool,
    /// An administrator in whose scope it is to be decided.
    reviews: bool,
    chief: bool,
    own: bool,
}

impl Relation {
    /// `None`: it is not theirs in any way.
    fn of(now: &TransitionSubject, actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Professional { person, .. } => {
                (*person == now.person).then_some(Self { holds_claim: true, reviews: false, chief: false, own: true })
            }
            Actor::Administrator { own_person, scope, .. } => {
                let reviews = scope.covers(&now.place);
                let entered_by_unit = matches!(&now.registrar, Registrar::Unit { unit, .. } if *unit == scope.unit);
                let holds_claim = entered_by_unit && scope.covers(&now.employer);
                (reviews || holds_claim).then(|| Self {
                    holds_claim,
                    reviews,
                    chief: scope.is_chief(),
                    own: own_person.as_ref() == Some(&now.person),
                })
            }
        }
    }

    /// A reviewer who does not hold the claim may read it, but to edit, submit or withdraw it is as foreign as any.
    fn must_hold_claim(&self) -> Result<(), Refusal> {
        if self.holds_claim { Ok(()) } else { Err(Refusal::NotYours) }
    }

    fn must_be_reviewing_chief(&self) -> Result<(), Refusal> {
        match self {
            // The person sees the registration, so the status may be told.
            Self { reviews: false, .. } => Err(Refusal::WrongStatus(Status::Approved)),
            Self { own: true, .. } => Err(Refusal::OwnRegistration),
            Self { chief: false, .. } => Err(Refusal::ChiefOnly),
            _ => Ok(()),
        }
    }

    fn pending_stage_to_decide(&self, state: &State) -> Result<Stage, Refusal> {
        let State::Pending { stage, .. } = state else {
            return Err(if self.reviews { Refusal::WrongStatus(state.status()) } else { Refusal::NotYours });
        };
        match self {
            Self { reviews: false, .. } => Err(Refusal::NotYours),
            Self { own: true, .. } => Err(Refusal::OwnRegistration),
            Self { chief: false, .. } if *stage == Stage::Final => Err(Refusal::ChiefOnly),
            _ => Ok(*stage),
        }
    }
}

/// A review opinion (审核意见) or a reason: 1 to 500 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion(String);

impl Opinion {
    pub fn parse(text: &str) -> Result<Self, OpinionMistake> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(OpinionMistake::Required),
            n if n > OPINION_CHARACTERS_MAX => Err(OpinionMistake::TooLong),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// Parses a reason that may be left out.
    pub fn parse_optional(errors: &mut FieldErrors, path: &'static str, text: &str) -> Option<Self> {
        if text.trim().is_empty() { None } else { errors.keep(path, Self::parse(text)) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpinionMistake {
    Required,
    TooLong,
}

impl Mistake for OpinionMistake {
    fn code(&self) -> &'static str {
        match self {
            OpinionMistake::Required => "required",
            OpinionMistake::TooLong => "too_long",
        }
    }

    fn message(&self) -> Cow<'static, str> {
        match self {
            OpinionMistake::Required => "请填写审核意见，说明原因".into(),
            OpinionMistake::TooLong => "最多 500 字，请缩短".into(),
        }
    }
}

/// What a reviewer types to approve: 批准学时, empty for as claimed, and the reason for lowering them.
///
/// # Errors
/// Hours that are no number or none at all, and a reason that is too long. Whether they are above the claim, and
/// whether a reason is missing, depends on the registration: [`transition`] tells.
pub fn parse_approval(approved_hours: &str, reason: &str) -> Result<(Option<Hours>, Option<Opinion>), FieldErrors> {
    let mut errors = FieldErrors::default();
    let hours = if approved_hours.trim().is_empty() {
        None
    } else {
        let hours = errors.keep("approved_hours", Hours::parse(approved_hours));
        if hours == Some(Hours::from_tenths(0)) {
            errors.push("approved_hours", "out_of_range", "批准学时须大于 0；不予认定请选“不通过”");
        }
        hours
    };
    let reason = Opinion::parse_optional(&mut errors, "reason", reason);
    errors.finish(|| (hours, reason))
}

#[cfg(test)]
mod tests;
