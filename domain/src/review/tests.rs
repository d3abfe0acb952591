//! The life of a registration against the diagram of the product's rules, cell by cell, and along random lives.

use proptest::prelude::*;

use super::*;
use crate::id::{AccountId, DepartmentId};

fn unit(n: u128) -> UnitId {
    UnitId::from_bits(n)
}

fn scope(n: u128, department: Option<u128>) -> Scope {
    Scope { unit: unit(n), department: department.map(DepartmentId::from_bits) }
}

fn transition_subject(state: State, registrar: Registrar) -> TransitionSubject {
    TransitionSubject {
        person: PersonId::from_bits(1),
        employer: scope(1, Some(1)),
        place: scope(1, Some(1)),
        registrar,
        state,
        claimed_hours: Hours::whole(16),
        credited_year: 2026,
    }
}

fn administrator(own_person: u128, scope: Scope) -> Actor {
    Actor::Administrator { account: AccountId::from_bits(9), own_person: Some(PersonId::from_bits(own_person)), scope }
}

fn professional(person: u128) -> Actor {
    Actor::Professional { account: AccountId::from_bits(person), person: PersonId::from_bits(person) }
}

fn opinion() -> Opinion {
    Opinion::parse("材料不全").expect("four characters")
}

fn states() -> [State; 5] {
    [
        State::Draft,
        State::SUBMITTED,
        State::Pending { stage: Stage::Final, proposed_hours: None },
        State::Approved { approved_hours: Hours::whole(12) },
        State::Rejected { opinion: "材料不全".to_owned() },
    ]
}

fn approve(final_review: bool) -> Action {
    Action::Approve { approved_hours: None, reason: None, final_review }
}

/// What an action leads to, in one letter: D, 1, 2 (pending at the first or final stage), A, R, x (deleted); or why
/// not: n (not yours), s (wrong status), c (chief only), o (own registration).
fn outcome(now: &TransitionSubject, actor: &Actor, action: &Action) -> char {
    match transition(now, actor, action) {
        Ok(Transition { state: None, .. }) => 'x',
        Ok(Transition { state: Some(state), .. }) => match state {
            State::Draft => 'D',
            State::Pending { stage: Stage::First, .. } => '1',
            State::Pending { stage: Stage::Final, .. } => '2',
            State::Approved { .. } => 'A',
            State::Rejected { .. } => 'R',
        },
        Err(Refusal::NotYours) => 'n',
        Err(Refusal::WrongStatus(status)) => {
            assert_eq!(status, now.state.status(), "the status that is told is the one that is");
            's'
        }
        Err(Refusal::ChiefOnly) => 'c',
        Err(Refusal::OwnRegistration) => 'o',
        Err(other) => panic!("{other:?}"),
    }
}

/// Columns: draft, pending first, pending final, approved, rejected. Rows: edit, submit, withdraw, delete (with a
/// reason), approve, approve under final review, reject.
#[test]
fn every_cell_is_as_the_diagram_says() {
    let actions = [
        Action::Edit,
        Action::Submit { place: scope(1, Some(1)) },
        Action::Withdraw,
        Action::Delete { reason: Some(opinion()) },
        approve(false),
        approve(true),
        Action::Reject { opinion: opinion() },
    ];
    let by_unit = || Registrar::Unit { unit: unit(1), name: "南宁市第一人民医院".to_owned() };
    let person = Registrar::Person;
    let nothing = ["nnnnn"; 7];
    let cases: [(&str, Actor, Registrar, [&str; 7]); 9] = [
        (
            "the person",
            professional(1),
            person.clone(),
            ["DsssD", "1sss1", "sDDss", "xxxsx", "nnnnn", "nnnnn", "nnnnn"],
        ),
        ("another person", professional(2), person.clone(), nothing),
        (
            "the chief",
            administrator(2, scope(1, None)),
            person.clone(),
            ["nnnnn", "nnnnn", "nnnnn", "sssxs", "sAAss", "sAAss", "sRRss"],
        ),
        (
            "the department's administrator",
            administrator(2, scope(1, Some(1))),
            person.clone(),
            ["nnnnn", "nnnnn", "nnnnn", "ssscs", "sAcss", "s2css", "sRcss"],
        ),
        ("another department's administrator", administrator(2, scope(1, Some(2))), person.clone(), nothing),
        ("another unit's chief", administrator(2, scope(2, None)), person.clone(), nothing),
        (
            "the chief about themselves",
            administrator(1, scope(1, None)),
            person,
            ["nnnnn", "nnnnn", "nnnnn", "sssos", "sooss", "sooss", "sooss"],
        ),
        (
            "the chief of the unit that entered it",
            administrator(2, scope(1, None)),
            by_unit(),
            ["DsssD", "1sss1", "sDDss", "xxxxx", "sAAss", "sAAss", "sRRss"],
        ),
        ("another department, although its unit entered it", administrator(2, scope(1, Some(2))), by_unit(), nothing),
    ];
    for (who, actor, registrar, expected) in cases {
        for (action, expected) in actions.iter().zip(expected) {
            let row: String = states()
                .into_iter()
                .map(|state| outcome(&transition_subject(state, registrar.clone()), &actor, action))
                .collect();
            assert_eq!(row, expected, "{who}: {action:?}");
        }
    }
}

#[test]
fn what_was_submitted_elsewhere_is_the_other_units_to_review_and_the_own_units_to_take_back() {
    let entered = Registrar::Unit { unit: unit(1), name: "南宁市第一人民医院".to_owned() };
    let elsewhere = TransitionSubject { place: scope(2, None), ..transition_subject(State::SUBMITTED, entered) };
    let (own, other) = (administrator(2, scope(1, None)), administrator(3, scope(2, None)));
    assert_eq!(outcome(&elsewhere, &own, &approve(false)), 'n');
    assert_eq!(outcome(&elsewhere, &other, &approve(false)), 'A');
    assert_eq!(outcome(&elsewhere, &other, &Action::Withdraw), 'n');
    let back = transition(&elsewhere, &own, &Action::Withdraw).expect("the unit that entered it withdraws it");
    assert_eq!(back.place, elsewhere.employer);
}

#[test]
fn hours_may_be_lowered_with_a_reason_and_never_raised() {
    let now = transition_subject(State::SUBMITTED, Registrar::Person);
    let chief = administrator(2, scope(1, None));
    let with = |tenths, reason| Action::Approve {
        approved_hours: Some(Hours::from_tenths(tenths)),
        reason,
        final_review: false,
    };
    assert_eq!(transition(&now, &chief, &with(161, Some(opinion()))), Err(Refusal::AboveClaim));
    assert_eq!(transition(&now, &chief, &with(159, None)), Err(Refusal::ReasonMissing));
    let lowered = transition(&now, &chief, &with(159, Some(opinion()))).expect("lower, and why");
    assert_eq!(lowered.totals, Some(SpecialtyChange { credited_year: 2026, tenths: 159 }));
    assert_eq!(lowered.state, Some(State::Approved { approved_hours: Hours::from_tenths(159) }));
    let approved = transition_subject(State::Approved { approved_hours: Hours::from_tenths(159) }, Registrar::Person);
    let silent = transition(&approved, &chief, &Action::Delete { reason: None });
    assert_eq!(silent, Err(Refusal::ReasonMissing));
}

#[test]
fn the_final_stage_decides_on_the_hours_that_the_first_one_granted() {
    let approve = |tenths: Option<u32>, reason: Option<Opinion>| Action::Approve {
        approved_hours: tenths.map(Hours::from_tenths),
        reason,
        final_review: true,
    };
    let of_department = administrator(2, scope(1, Some(1)));
    let chief = administrator(3, scope(1, None));
    let now = transition_subject(State::SUBMITTED, Registrar::Person);
    let passed = transition(&now, &of_department, &approve(Some(120), Some(opinion()))).expect("lower, and why");
    let lowered = State::Pending { stage: Stage::Final, proposed_hours: Some(Hours::whole(12)) };
    assert_eq!(passed.state, Some(lowered.clone()));
    assert_eq!(passed.totals, None);
    let now = transition_subject(lowered, Registrar::Person);
    let granted = |action: &Action| {
        transition(&now, &chief, action).map(|step| match step.state {
            Some(State::Approved { approved_hours }) => approved_hours.tenths(),
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(granted(&approve(None, None)), Ok(120), "as proposed");
    assert_eq!(granted(&approve(Some(160), None)), Ok(160), "the chief may grant the claim after all");
    assert_eq!(granted(&approve(Some(80), Some(opinion()))), Ok(80));
    assert_eq!(granted(&approve(Some(80), None)), Err(Refusal::ReasonMissing));
    assert_eq!(granted(&approve(Some(161), None)), Err(Refusal::AboveClaim));
    let back = transition(&now, &professional(1), &Action::Withdraw).expect("until the decision that ends it");
    assert_eq!(back.state, Some(State::Draft), "a withdrawn registration keeps no proposal");
}

#[test]
fn opinions_have_one_to_five_hundred_characters() {
    assert_eq!(Opinion::parse(" \n"), Err(OpinionMistake::Required));
    assert_eq!(Opinion::parse(&"字".repeat(500)).map(|opinion| opinion.as_str().chars().count()), Ok(500));
    assert_eq!(Opinion::parse(&"字".repeat(501)), Err(OpinionMistake::TooLong));
}

fn any_actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        (1..3_u128).prop_map(professional),
        (1..4_u128, 1..3_u128, prop::option::of(1..3_u128))
            .prop_map(|(own, unit, department)| administrator(own, scope(unit, department))),
    ]
}

fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::Edit),
        (1..3_u128, prop::option::of(1..3_u128))
            .prop_map(|(unit, department)| Action::Submit { place: scope(unit, department) }),
        Just(Action::Withdraw),
        prop::bool::ANY.prop_map(|reason| Action::Delete { reason: reason.then(opinion) }),
        (prop::option::of(1..170_u32), prop::bool::ANY, prop::bool::ANY).prop_map(|(tenths, reason, final_review)| {
            Action::Approve {
                approved_hours: tenths.map(Hours::from_tenths),
                reason: reason.then(opinion),
                final_review,
            }
        }),
        Just(Action::Reject { opinion: opinion() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Along any life, whoever acts: the totals are the approved hours of what is approved, and nothing else.
    #[test]
    fn totals_are_the_sum_of_what_is_approved(steps in prop::collection::vec((any_actor(), any_action()), 1..60)) {
        let mut now = transition_subject(State::Draft, Registrar::Person);
        let mut total = 0_i64;
        for (actor, action) in steps {
            let Ok(step) = transition(&now, &actor, &action) else { continue };
            if let Some(change) = step.totals {
                prop_assert_eq!(change.credited_year, now.credited_year);
                total += change.tenths;
            }
            let Some(state) = step.state else {
                prop_assert_eq!(total, 0, "a deleted registration left hours behind");
                now = transition_subject(State::Draft, Registrar::Person);
                continue;
            };
            now.state = state;
            now.place = step.place;
            let expected = match &now.state {
                State::Approved { approved_hours } => i64::from(approved_hours.tenths()),
                _ => 0,
            };
            prop_assert_eq!(total, expected);
            prop_assert!(expected <= i64::from(now.claimed_hours.tenths()));
        }
    }

    /// Who may not read a registration is told the same whatever they try.
    #[test]
    fn to_a_stranger_it_does_not_exist(actor in any_actor(), action in any_action(), which in 0..5_usize) {
        let now = transition_subject(states()[which].clone(), Registrar::Person);
        if !may_read(&now, &actor) {
            prop_assert_eq!(transition(&now, &actor, &action), Err(Refusal::NotYours));
        }
    }
}

/// Where a registration of each state lies afterwards: within the unit everything follows to the other department, to
/// another unit what is not decided yet, from the first stage on; but what waits stays if the person leaves of their own.
#[test]
fn a_registration_follows_its_person_as_far_as_nobody_has_decided_it() {
    let placed = |state: State, place: Scope, to: &Scope, mover: Mover| {
        let now = TransitionSubject { place, ..transition_subject(state, Registrar::Person) };
        moved_with_person(&now, to, mover)
            .map(|(state, place)| (state, place.unit == unit(1), place.department.is_some()))
    };
    for state in states() {
        let at_home = scope(1, Some(1));
        for mover in [Mover::Person, Mover::Unit] {
            assert_eq!(
                moved_with_person(&transition_subject(state.clone(), Registrar::Person), &at_home, mover),
                None,
                "nobody moved"
            );
            let within = placed(state.clone(), at_home.clone(), &scope(1, None), mover);
            assert_eq!(within, Some((state.clone(), true, false)), "to no department");
        }
        let decided = matches!(state, State::Approved { .. } | State::Rejected { .. });
        let pending = matches!(state, State::Pending { .. });
        let expected = if pending { State::SUBMITTED } else { state.clone() };
        assert_eq!(
            placed(state.clone(), at_home.clone(), &scope(2, None), Mover::Unit),
            Some((expected, decided, decided)),
            "sent to another unit"
        );
        let submitted = state != State::Draft;
        assert_eq!(
            placed(state.clone(), at_home, &scope(2, None), Mover::Person),
            Some((state.clone(), submitted, submitted)),
            "gone to another unit"
        );
        if state != State::Draft {
            let with_others = placed(state.clone(), scope(3, None), &scope(2, None), Mover::Unit);
            assert_eq!(with_others, Some((state, false, false)), "what lies with a third unit stays there");
        }
    }
}

#[test]
fn what_lies_with_either_of_two_units_lies_with_the_one_that_is_left() {
    let into = scope(2, Some(7));
    for state in states() {
        let placed = |place: Scope| {
            let now = TransitionSubject { place, ..transition_subject(state.clone(), Registrar::Person) };
            moved_with_person(&now, &into, Mover::Merger).expect("it moves")
        };
        let draft = state == State::Draft;
        assert_eq!(placed(scope(1, Some(1))), (state.clone(), into.clone()), "at its stage, with its decision");
        assert_eq!(placed(scope(2, None)), (state.clone(), into.clone()), "the other one has it already");
        let elsewhere = if draft { into.clone() } else { scope(3, None) };
        assert_eq!(placed(scope(3, None)), (state.clone(), elsewhere), "a third unit keeps it");
        // Of somebody who belongs elsewhere, or to the unit that is left.
        let now = TransitionSubject { place: scope(1, None), ..transition_subject(state.clone(), Registrar::Person) };
        assert_eq!(handed_over(&now, &unit(2), &into), into);
        let of_others = if draft { scope(3, Some(4)) } else { scope(2, None) };
        assert_eq!(handed_over(&now, &unit(2), &scope(3, Some(4))), of_others);
    }
    let entered = |n| Registrar::Unit { unit: unit(n), name: "甲".to_owned() };
    let renamed = Registrar::Unit { unit: unit(2), name: "乙".to_owned() };
    assert_eq!(entered(1).merged(&unit(1), &unit(2), "乙"), renamed);
    for other in [entered(3), Registrar::Person] {
        assert_eq!(other.merged(&unit(1), &unit(2), "乙"), other);
    }
}

#[test]
fn a_decision_is_taken_back_by_who_made_it_while_it_is_fresh() {
    let decided = Timestamp::from_milliseconds(1_000);
    let decision = |account: u128, stage: Stage| {
        Some(Decision { account: AccountId::from_bits(account), at: decided, stage, proposed_hours: None })
    };
    let undo = |state: State, decision: Option<Decision>, seconds: i64| {
        let now = transition_subject(state, Registrar::Person);
        let action = Action::Undo { decision, at: decided.plus_seconds(seconds) };
        transition(&now, &administrator(2, scope(1, None)), &action)
    };
    let approved = || State::Approved { approved_hours: Hours::whole(12) };
    let undone = undo(approved(), decision(9, Stage::Final), UNDO_SECONDS_MAX).expect("still in time");
    assert_eq!(undone.state, Some(State::Pending { stage: Stage::Final, proposed_hours: None }));
    assert_eq!(undone.totals, Some(SpecialtyChange { credited_year: 2026, tenths: -120 }));
    assert_eq!(undo(approved(), decision(9, Stage::First), UNDO_SECONDS_MAX + 1), Err(Refusal::TooLate));
    assert_eq!(undo(approved(), decision(8, Stage::First), 1), Err(Refusal::OthersDecision));
    assert_eq!(undo(approved(), None, 1), Err(Refusal::WrongStatus(Status::Approved)));
    let rejected = State::Rejected { opinion: "材料不全".to_owned() };
    let undone = undo(rejected, decision(9, Stage::First), 1).expect("in time");
    assert_eq!((undone.state, undone.totals), (Some(State::SUBMITTED), None));
    let passed = undo(State::Pending { stage: Stage::Final, proposed_hours: None }, decision(9, Stage::First), 1)
        .expect("in time");
    assert_eq!(passed.state, Some(State::SUBMITTED));
}

#[test]
fn nobody_else_takes_a_decision_back() {
    let now = transition_subject(State::Approved { approved_hours: Hours::whole(12) }, Registrar::Person);
    let at = Timestamp::from_milliseconds(0);
    let decision = Some(Decision { account: AccountId::from_bits(1), at, stage: Stage::First, proposed_hours: None });
    let action = Action::Undo { decision, at };
    assert_eq!(transition(&now, &professional(1), &action), Err(Refusal::NotYours));
    assert_eq!(transition(&now, &administrator(2, scope(2, None)), &action), Err(Refusal::NotYours));
}
