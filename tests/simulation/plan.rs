//! What eight clients do in a run, and when, drawn from its seed.

use fastrand::Rng;

/// What somebody does. To whom or to what is drawn when it is done, from what there is by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    SignUp,
    Save,
    Update,
    Submit,
    SubmitElsewhere,
    Withdraw,
    Delete,
    ChangeEmployer,
    ReadMessages,
    ChangeMobile,
    KeepDraft,
    IssueCertificate,
    SignOut,
    Approve,
    Reject,
    Undo,
    DeleteApproved,
    MovePerson,
    Transfer,
    EnterSomebody,
    MergePeople,
    CreateDepartment,
    RenameDepartment,
    DeleteDepartment,
    AppointChief,
    DisableChief,
    DeleteChief,
    MergeUnits,
    DisableUnit,
    Deliver,
}

use Action::{
    AppointChief, Approve, ChangeEmployer, ChangeMobile, CreateDepartment, Delete, DeleteApproved, DeleteChief,
    DeleteDepartment, Deliver, DisableChief, DisableUnit, EnterSomebody, IssueCertificate, KeepDraft, MergePeople,
    MergeUnits, MovePerson, ReadMessages, Reject, RenameDepartment, Save, SignOut, SignUp, Submit, SubmitElsewhere,
    Transfer, Undo, Update, Withdraw,
};

/// Weights of a professional, of a chief with the unit's own account, and of the platform.
const PROFESSIONAL: &[(Action, u32)] = &[
    (Save, 24),
    (Update, 5),
    (Submit, 24),
    (SubmitElsewhere, 4),
    (Withdraw, 8),
    (Delete, 5),
    (ChangeEmployer, 9),
    (ReadMessages, 8),
    (ChangeMobile, 5),
    (KeepDraft, 8),
    (IssueCertificate, 8),
    (SignOut, 2),
    (SignUp, 3),
];
const CHIEF: &[(Action, u32)] = &[
    (Approve, 40),
    (Reject, 8),
    (Undo, 10),
    (DeleteApproved, 6),
    (MovePerson, 8),
    (Transfer, 9),
    (EnterSomebody, 7),
    (MergePeople, 6),
];
const UNIT: &[(Action, u32)] = &[
    (Approve, 16),
    (Transfer, 8),
    (CreateDepartment, 8),
    (RenameDepartment, 5),
    (DeleteDepartment, 7),
    (AppointChief, 3),
    (DisableChief, 5),
    (DeleteChief, 3),
];
const PLATFORM: &[(Action, u32)] = &[(Deliver, 30), (MergeUnits, 4), (DisableUnit, 2)];

pub const CLIENTS: usize = 8;

/// Who the clients are: three people, one of them with two pages open; the chiefs of two units, the second one of the first unit
/// with the unit's own account; the platform.
fn weights(client: usize) -> &'static [(Action, u32)] {
    match client {
        0..=3 => PROFESSIONAL,
        4 | 6 => CHIEF,
        5 => UNIT,
        _ => PLATFORM,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its place in the whole plan, by which its chances are drawn.
    pub number: usize,
    pub client: usize,
    pub action: Action,
    /// Milliseconds after the client's step before.
    pub after: u64,
    /// Faults in a thousand requests.
    pub per_mille: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// Registrations that the first person has to begin with; more than one transaction moves, in some runs.
    pub busiest: usize,
    pub steps: Vec<Step>,
}

impl Plan {
    pub fn of(seed: u64) -> Self {
        let mut chance = Rng::with_seed(seed);
        let per_mille = *chance.choice(&[0, 10, 40, 100]).expect("four of them");
        let busiest = if chance.u8(..5) == 0 { 60 } else { chance.usize(..4) };
        // Somebody is moved about by everybody at once.
        let is_restless = chance.u8(..4) == 0;
        let count = chance.usize(24..64);
        let steps = (0..count).map(|number| {
            let client = chance.usize(..CLIENTS);
            Step {
                number,
                client,
                action: match client {
                    0 | 1 if is_restless && chance.u8(..3) == 0 => ChangeEmployer,
                    4..=6 if is_restless && chance.u8(..3) == 0 => Transfer,
                    _ => draw(&mut chance, weights(client)),
                },
                after: if chance.bool() { 0 } else { chance.u64(..400) },
                per_mille,
            }
        });
        Self { seed, busiest, steps: steps.collect() }
    }
}

fn draw(chance: &mut Rng, weights: &[(Action, u32)]) -> Action {
    let mut left = chance.u32(..weights.iter().map(|(_, weight)| weight).sum::<u32>());
    for (action, weight) in weights {
        if left < *weight {
            return *action;
        }
        left -= weight;
    }
    weights[0].0
}
