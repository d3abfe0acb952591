//! A small installation: three units, three people, their chiefs, the platform.

use std::cell::RefCell;

use domain::id::{AccountId, IdempotencyKey, PersonId, UnitId};
use domain::identity::IdentityNumber;
use domain::permission::{Actor, Role, Scope};
use domain::registration::Claim;
use domain::review::Registrar;
use functions::clock::Clock;
use functions::store::accounts::{self, Account};
use functions::store::people::Person;
use functions::store::registrations::{self, By, Registration};
use local::engine::Engine;
use tests::fixtures::{chief, department, form, identity};
use tests::platform::Machine;
use tests::world::{NOW, World};

use crate::plan::Plan;
use crate::scheduler::{VirtualTime, wait_for};
use crate::wire::SimulatedWire;

/// Somebody with an account.
#[derive(Clone)]
pub struct Party {
    pub account: AccountId,
    pub person: PersonId,
    pub identity: IdentityNumber,
}

pub struct Installation {
    pub world: World,
    pub time: VirtualTime,
    pub wire: SimulatedWire,
}

/// Who and what there is in it.
pub struct Cast<'w> {
    pub first: UnitId,
    pub second: UnitId,
    pub third: UnitId,
    pub people: Vec<Party>,
    pub chiefs: Vec<AccountId>,
    pub chief_of_second: AccountId,
    pub unit_account: AccountId,
    pub operator: AccountId,
    pub platform: Machine<'w>,
    /// Everybody who has ever been entered, by whatever number.
    pub known: RefCell<Vec<(PersonId, IdentityNumber)>>,
}

impl Installation {
    pub fn new() -> Self {
        let time = VirtualTime::beginning_at(NOW);
        let engine = Engine::memory().expect("a table in memory");
        let wire = SimulatedWire::new(time.clone(), engine.clone());
        let clock = Clock::Driven(std::sync::Arc::new(time.clone()));
        let world = wait_for(&time, World::driven(engine.clone(), wire.config(&engine), clock));
        // The one password of all accounts is hashed once in a process, and not with the chances of the run that comes first.
        world.account(Role::Professional, "人员", &identity(1), None);
        Self { world, time, wire }
    }
}

impl<'w> Cast<'w> {
    pub async fn of(world: &'w World, plan: &Plan) -> Cast<'w> {
        let first = world.unit(1, "南宁市第一人民医院", plan.seed.is_multiple_of(2)).await;
        let second = world.unit(2, "南宁市第二人民医院", false).await;
        let third = world.unit(3, "南宁市第三人民医院", false).await;
        let nursing = world.department(&first, "护理部").await;
        world.department(&first, "外科").await;
        world.department(&third, "护理部").await;
        let employers = [department(&first, &nursing), chief(&first), chief(&second)];
        let mut people = Vec::new();
        for (n, employer) in (1..).zip(employers) {
            people.push(person(world, n, employer).await);
        }
        let mut chiefs = Vec::new();
        for n in [21, 22, 23] {
            chiefs.push(world.appointed(n, "黄锋", chief(&first)).await.id);
        }
        let chief_of_second = world.appointed(24, "陆晓婷", chief(&second)).await.id;
        let unit_account = own_account(world, 1, &first).await;
        let operator = operator(world).await;
        busy(world, &people[0], department(&first, &nursing), plan.busiest).await;
        let known = RefCell::new(people.iter().map(|one| (one.person.clone(), one.identity.clone())).collect());
        let platform = world.platform(1).await;
        Cast { first, second, third, people, chiefs, chief_of_second, unit_account, operator, platform, known }
    }
}

async fn person(world: &World, n: u32, employer: Scope) -> Party {
    let member = world.professional(n, &format!("人员{n}"), employer).await;
    let account = world.app.vault.account_id(Role::Professional, &member.identity.lookup_form());
    Party { account, person: member.person, identity: member.identity }
}

async fn own_account(world: &World, n: u32, unit: &UnitId) -> AccountId {
    world.unit_account(n, unit).await;
    world.app.vault.account_id(Role::Unit, tests::fixtures::credit_code(n).as_str())
}

async fn operator(world: &World) -> AccountId {
    let base = world.account(Role::Operator, "黄锋", &identity(31), Some(chief(&UnitId::other())));
    let id = world.app.vault.account_id(Role::Operator, "huangfeng");
    let account = Account { id: id.clone(), person: None, ..base };
    world.app.table.transact(vec![account.put().expect("an item")]).await.expect("a new account");
    id
}

/// Has somebody begin with so many drafts.
async fn busy(world: &World, party: &Party, employer: Scope, count: usize) {
    let person = Person::new(&world.app.vault, "人员1".to_owned(), &party.identity, None, employer);
    let actor = Actor::Professional { account: party.account.clone(), person: party.person.clone() };
    let repeat = functions::idempotency::Repeat::as_stored(IdempotencyKey::from_bits(1), String::new());
    let by = By { actor: &actor, name: person.name.clone(), repeat: &repeat, at: NOW };
    let rules = functions::store::rules::today(&world.app).await.expect("rules");
    let claim: Claim = form("早先的登记")
        .parse(rules.table(), time::Date::from_calendar_date(2026, time::Month::November, 20).expect("a date"))
        .expect("a claim");
    let draft = |n: usize| {
        let id = domain::id::RegistrationId::new(
            party.person.clone(),
            &IdempotencyKey::from_bits(u128::try_from(n).expect("small") + 2),
        );
        Registration::draft(id, &person, Registrar::Person, claim.clone(), Vec::new(), NOW)
    };
    let drafts: Vec<Registration> = (0..count).map(draft).collect();
    for some in drafts.chunks(40) {
        let stored = registrations::create_all(&world.app, some.to_vec(), &by, Vec::new()).await;
        assert!(stored.expect("a transaction"), "they are new");
    }
}

/// The account as it is, signed in anew; `None` where it may not.
pub async fn signed_in<'w>(world: &'w World, account: &AccountId) -> Option<tests::Browser<'w>> {
    let account = accounts::find(&world.app, account).await.expect("a read")?;
    if !account.enabled {
        return None;
    }
    Some(world.signed_in(&account).await)
}
