//! The only place that spells a key. docs/table.md explains the design.
//!
//! | partition | sort | item |
//! |---|---|---|
//! | `A#account` | `ACCOUNT`, `TRIES`, `TRIES#name`, `CODE`, `TOTP`, `S#session` | account, tries of strangers and of known browsers, sessions and codes, one-time code, an operator's device, sessions |
//! | `P#person` | `PERSON`, `R#serial`, `H#serial#version`, `ENDED`, `F#attachment` | person with totals, registrations, their history, the count of what has ended, evidence |
//! | | `C#year#lapses`, `K#year#platform#completion`, `M#instant#serial`, `D#draft` | certificates, common-subject completions, messages, drafts |
//! | `C#number` | `CERTIFICATE` | certificate, as the public finds it |
//! | `K#platform#completion` | `COMPLETION` | what a platform last said of a completion |
//! | `L#key` | `KEY` | key of a learning platform |
//! | `U#unit` | `UNIT`, `D#department`, `M#account`, `CHIEFS`, `CLOSINGS`, `L#key#subject`, `LOG`, `O#year`, `W#person` | unit, departments, administrators, how many chiefs, early closings, what was done, its count, 总览 as last counted, who is under way |
//! | `PLATFORM` | `WINDOWS`, `OPERATORS`, `KEYS`, `SEEDING` | registration windows, operators, keys of learning platforms, how far a generated province has come |
//! | `LOAD` | `month`, `day` | the load by city, as it was last counted |
//! | `RULES` | `V#version` | categories and requirements from a day on |
//! | `DIRECTORY` | `HEAD`, `S#generation#segment`, `N#instant#code` | directory of units: encrypted segments, changes since |

use domain::certificate::CertificateNumber;
use domain::completion::CompletionId;
use domain::id::{
    AccountId, AttachmentId, DepartmentId, DraftId, IdempotencyKey, PersonId, PlatformId, PlatformKeyId,
    RegistrationId, UnitId,
};
use domain::permission::Scope;
use domain::review::{Stage, Status};
use domain::timestamp::Timestamp;

/// Attribute names of the table's key, and of the keys of its two indexes.
pub const PARTITION: &str = "pk";
pub const SORT: &str = "sk";
pub const BY_UNIT: &str = "by_unit";
pub const BY_UNIT_PARTITION: &str = "up";
pub const BY_UNIT_SORT: &str = "us";
pub const BY_DEPARTMENT: &str = "by_department";
pub const BY_DEPARTMENT_PARTITION: &str = "dp";
pub const BY_DEPARTMENT_SORT: &str = "ds";
/// The indexes of what units have entered, for the whole unit and for a department; both sort by the same attribute.
pub const BY_REGISTRAR: &str = "by_registrar";
pub const BY_REGISTRAR_PARTITION: &str = "ep";
pub const BY_REGISTRAR_DEPARTMENT: &str = "by_registrar_department";
pub const BY_REGISTRAR_DEPARTMENT_PARTITION: &str = "fp";
pub const BY_REGISTRAR_SORT: &str = "es";
/// The index of what was done in units, by instant.
pub const BY_INSTANT: &str = "by_instant";
pub const BY_INSTANT_PARTITION: &str = "ip";
pub const BY_INSTANT_SORT: &str = "is";
/// Seconds since the epoch after which an item may vanish.
pub const EXPIRY: &str = "gone_at";

/// Names one item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub partition: String,
    pub sort: String,
}

impl Key {
    fn new(partition: String, sort: impl Into<String>) -> Self {
        Self { partition, sort: sort.into() }
    }

    pub fn account(account: &AccountId) -> Self {
        Self::new(account_partition(account), "ACCOUNT")
    }

    /// Tries of browsers that are not known to the account.
    pub fn tries(account: &AccountId) -> Self {
        Self::new(account_partition(account), "TRIES")
    }

    /// Tries by way of something that is known to it.
    pub fn tries_of(account: &AccountId, name: &str) -> Self {
        Self::new(account_partition(account), format!("TRIES#{name}"))
    }

    pub fn one_time_code(account: &AccountId) -> Self {
        Self::new(account_partition(account), "CODE")
    }

    pub fn totp(account: &AccountId) -> Self {
        Self::new(account_partition(account), "TOTP")
    }

    pub fn operators() -> Self {
        Self::new(PLATFORM.to_owned(), "OPERATORS")
    }

    pub fn session(account: &AccountId, secret_digest: &str) -> Self {
        Self::new(account_partition(account), format!("{SESSIONS}{secret_digest}"))
    }

    pub fn person(person: &PersonId) -> Self {
        Self::new(person_partition(person), "PERSON")
    }

    pub fn registration(id: &RegistrationId) -> Self {
        Self::new(person_partition(id.person()), registration_sort(id.serial()))
    }

    pub fn history(id: &RegistrationId, version: u32) -> Self {
        Self::new(person_partition(id.person()), format!("{}{version:05}", history_prefix(id)))
    }

    /// What the histories are counted by whose registrations are gone from here.
    pub fn ended(person: &PersonId) -> Self {
        Self::new(person_partition(person), ENDED)
    }

    pub fn attachment(person: &PersonId, attachment: &AttachmentId) -> Self {
        Self::new(person_partition(person), format!("F#{attachment}"))
    }

    pub fn reveal(person: &PersonId, at: Timestamp, account: &AccountId) -> Self {
        Self::new(person_partition(person), format!("V#{:013}#{account}", at.milliseconds()))
    }

    pub fn certificate(number: &CertificateNumber) -> Self {
        Self::new(format!("C#{}", number.as_str()), "CERTIFICATE")
    }

    /// The one certificate of a person's year that was issued after so many lapses.
    pub fn own_certificate(person: &PersonId, year: i32, lapses: u32) -> Self {
        Self::new(person_partition(person), format!("{CERTIFICATES}{year}#{lapses:05}"))
    }

    pub fn completion(platform: &PlatformId, completion: &CompletionId) -> Self {
        Self::new(format!("K#{platform}#{}", completion.as_str()), "COMPLETION")
    }

    pub fn own_completion(person: &PersonId, year: i32, platform: &PlatformId, completion: &CompletionId) -> Self {
        Self::new(person_partition(person), format!("{}{platform}#{}", completions_prefix(year), completion.as_str()))
    }

    pub fn platform_key(key: &PlatformKeyId) -> Self {
        Self::new(format!("L#{key}"), "KEY")
    }

    /// That a message was delivered with a key; `digest` is of the id that its platform gave it.
    pub fn delivered_webhook(key: &PlatformKeyId, digest: &str) -> Self {
        Self::new(format!("L#{key}"), format!("W#{digest}"))
    }

    /// All keys of all learning platforms, without their secrets.
    pub fn platform_keys() -> Self {
        Self::new(PLATFORM.to_owned(), "KEYS")
    }

    /// `serial` keeps messages of the same instant apart.
    pub fn message(person: &PersonId, at: Timestamp, serial: &str) -> Self {
        Self::new(person_partition(person), format!("{MESSAGES}{:013}#{serial}", at.milliseconds()))
    }

    pub fn draft(person: &PersonId, draft: &DraftId) -> Self {
        Self::new(person_partition(person), format!("{DRAFTS}{draft}"))
    }

    pub fn unit(unit: &UnitId) -> Self {
        Self::new(unit_partition(unit), "UNIT")
    }

    pub fn department(unit: &UnitId, department: &DepartmentId) -> Self {
        Self::new(unit_partition(unit), format!("{DEPARTMENTS}{department}"))
    }

    /// How often the unit's departments have changed.
    pub fn departments(unit: &UnitId) -> Self {
        Self::new(unit_partition(unit), "DEPARTMENTS")
    }

    pub fn administrator(unit: &UnitId, account: &AccountId) -> Self {
        Self::new(unit_partition(unit), format!("{ADMINISTRATORS}{account}"))
    }

    /// How many chiefs of the unit may sign in.
    pub fn chiefs(unit: &UnitId) -> Self {
        Self::new(unit_partition(unit), "CHIEFS")
    }

    pub fn closings(unit: &UnitId) -> Self {
        Self::new(unit_partition(unit), "CLOSINGS")
    }

    /// A person of a unit that is being merged, of whom something may still be under way.
    pub fn under_way(unit: &UnitId, person: &PersonId) -> Self {
        Self::new(unit_partition(unit), format!("{UNDER_WAY}{person}"))
    }

    /// One request may do an event to several subjects.
    pub fn unit_log(unit: &UnitId, key: &IdempotencyKey, subject: &str) -> Self {
        Self::new(unit_partition(unit), format!("{DEEDS}{key}#{subject}"))
    }

    /// What the entries of a unit's log are counted by.
    pub fn unit_log_count(unit: &UnitId) -> Self {
        Self::new(unit_partition(unit), DEEDS_COUNT)
    }

    /// One entry of a unit's log, by where it stands in the index.
    pub fn event(unit: &UnitId, place: &str) -> Option<Self> {
        let (_, entry) = place.split_once('#')?;
        Some(Self::new(unit_partition(unit), format!("{DEEDS}{entry}")))
    }

    /// When a month's load was counted.
    pub fn load_month(month: &str) -> Self {
        Self::new(LOAD.to_owned(), month)
    }

    pub fn load_day(day: &str) -> Self {
        Self::new(LOAD.to_owned(), day)
    }

    pub fn overview(scope: &Scope, year: i32) -> Self {
        let department = scope.department.as_ref().map(|department| format!("#{department}")).unwrap_or_default();
        Self::new(unit_partition(&scope.unit), format!("O#{year}{department}"))
    }

    pub fn windows() -> Self {
        Self::new(PLATFORM.to_owned(), "WINDOWS")
    }

    pub fn rules(version: u32) -> Self {
        Self::new(RULES.to_owned(), format!("V#{version:05}"))
    }

    /// How far a generated province has come (`cargo xtask seed`).
    pub fn seeding() -> Self {
        Self::new(PLATFORM.to_owned(), "SEEDING")
    }

    pub fn directory_head() -> Self {
        Self::new(DIRECTORY.to_owned(), "HEAD")
    }

    pub fn directory_segment(generation: u32, number: usize) -> Self {
        Self::new(DIRECTORY.to_owned(), format!("{DIRECTORY_SEGMENTS}{generation:05}#{number:05}"))
    }

    pub fn directory_change(at: Timestamp, code: &str) -> Self {
        Self::new(DIRECTORY.to_owned(), directory_change_sort(at, code))
    }
}

/// Completions that learning platforms delivered, within a person's partition.
pub const COMPLETIONS: &str = "K#";
pub const SESSIONS: &str = "S#";
pub const REGISTRATIONS: &str = "R#";
pub const CERTIFICATES: &str = "C#";
pub const MESSAGES: &str = "M#";
/// What a person has typed and not saved yet.
pub const DRAFTS: &str = "D#";
pub const DEPARTMENTS: &str = "D#";
pub const ADMINISTRATORS: &str = "M#";
pub const UNDER_WAY: &str = "W#";
pub const PLATFORM: &str = "PLATFORM";
pub const RULES: &str = "RULES";
pub const DIRECTORY: &str = "DIRECTORY";
pub const DIRECTORY_SEGMENTS: &str = "S#";
pub const DIRECTORY_CHANGES: &str = "N#";

pub const LOAD: &str = "LOAD";
/// What was done in a unit, within its partition.
pub const DEEDS: &str = "L#";
const DEEDS_COUNT: &str = "LOG";
const ENDED: &str = "ENDED";

/// Where an entry of a unit's log stands in the index by instant.
pub fn event_sort(at: Timestamp, key: &IdempotencyKey, subject: &str) -> String {
    format!("{}#{key}#{subject}", status_instant(at))
}

/// What an item is, of those that a check of the whole table looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'k> {
    Person {
        person: &'k str,
    },
    Registration {
        person: &'k str,
        serial: &'k str,
    },
    /// One entry of a registration's history.
    History {
        person: &'k str,
        serial: &'k str,
        version: u32,
    },
    /// The count of the histories whose registrations are gone.
    Ended {
        person: &'k str,
    },
    /// A completion as its person sees it.
    OwnCompletion {
        person: &'k str,
        year: i32,
    },
    Unit {
        unit: &'k str,
    },
    /// One entry of a unit's log.
    AuditEvent {
        unit: &'k str,
        entry: &'k str,
    },
    DeedsCount {
        unit: &'k str,
    },
}

/// Whose partition it is, if a person's.
pub fn person_of(partition: &str) -> Option<&str> {
    partition.strip_prefix("P#")
}

/// The same of a unit.
pub fn unit_of(partition: &str) -> Option<&str> {
    partition.strip_prefix("U#")
}

impl<'k> Kind<'k> {
    pub fn of(partition: &'k str, sort: &'k str) -> Option<Self> {
        if let Some(person) = person_of(partition) {
            if let Some(serial) = sort.strip_prefix(REGISTRATIONS) {
                return Some(Self::Registration { person, serial });
            }
            if let Some(entry) = sort.strip_prefix("H#") {
                let (serial, version) = entry.split_once('#')?;
                return Some(Self::History { person, serial, version: version.parse().ok()? });
            }
            if let Some(completion) = sort.strip_prefix(COMPLETIONS) {
                return Some(Self::OwnCompletion { person, year: completion.split('#').next()?.parse().ok()? });
            }
            return match sort {
                "PERSON" => Some(Self::Person { person }),
                ENDED => Some(Self::Ended { person }),
                _ => None,
            };
        }
        let unit = unit_of(partition)?;
        match sort {
            "UNIT" => Some(Self::Unit { unit }),
            DEEDS_COUNT => Some(Self::DeedsCount { unit }),
            _ => sort.strip_prefix(DEEDS).map(|entry| Self::AuditEvent { unit, entry }),
        }
    }
}

/// Sorts the directory's log by instant.
pub fn directory_change_sort(at: Timestamp, code: &str) -> String {
    format!("{DIRECTORY_CHANGES}{}#{code}", status_instant(at))
}

pub fn account_partition(account: &AccountId) -> String {
    format!("A#{account}")
}

pub fn person_partition(person: &PersonId) -> String {
    format!("P#{person}")
}

pub fn unit_partition(unit: &UnitId) -> String {
    format!("U#{unit}")
}

pub fn registration_sort(serial: &str) -> String {
    format!("{REGISTRATIONS}{serial}")
}

pub fn completions_prefix(year: i32) -> String {
    format!("K#{year}#")
}

pub fn history_prefix(id: &RegistrationId) -> String {
    format!("H#{}#", id.serial())
}

/// The S3 key of a piece of evidence.
pub fn attachment_object(person: &PersonId, attachment: &AttachmentId) -> String {
    format!("{person}/{attachment}")
}

/// One list of registrations: those that lie with a unit in one status (and, while pending, at one stage).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusPartition {
    Draft,
    PendingFirst,
    PendingFinal,
    Approved,
    Rejected,
}

impl StatusPartition {
    pub const ALL: [Self; 5] = [Self::Draft, Self::PendingFirst, Self::PendingFinal, Self::Approved, Self::Rejected];

    pub fn of(status: Status, stage: Option<Stage>) -> Self {
        match (status, stage) {
            (Status::Draft, _) => Self::Draft,
            (Status::Pending, Some(Stage::Final)) => Self::PendingFinal,
            (Status::Pending, _) => Self::PendingFirst,
            (Status::Approved, _) => Self::Approved,
            (Status::Rejected, _) => Self::Rejected,
        }
    }

    fn letter(self) -> &'static str {
        match self {
            Self::Draft => "D",
            Self::PendingFirst => "P1",
            Self::PendingFinal => "P2",
            Self::Approved => "A",
            Self::Rejected => "R",
        }
    }

    /// The index partition that a chief (the whole unit) or a department administrator looks into.
    pub fn partition(self, scope: &Scope) -> String {
        match &scope.department {
            None => format!("{}#{}", unit_partition(&scope.unit), self.letter()),
            Some(department) => format!("{}#{department}#{}", unit_partition(&scope.unit), self.letter()),
        }
    }
}

/// The index partition with what a unit has entered for the people of a scope.
pub fn entered_partition(scope: &Scope) -> String {
    match &scope.department {
        None => format!("{}#E", unit_partition(&scope.unit)),
        Some(department) => format!("{}#{department}#E", unit_partition(&scope.unit)),
    }
}

/// Sorts a partition by the instant that put a registration there.
pub fn status_sort(at: Timestamp, id: &RegistrationId) -> String {
    format!("{}#{}", status_instant(at), id.serial())
}

/// Where instants up to `at` begin on a partition.
pub fn status_instant(at: Timestamp) -> String {
    format!("{:013}", at.milliseconds().max(0))
}

/// The index partition with the people of a scope, by name.
pub fn people_partition(scope: &Scope) -> String {
    match &scope.department {
        None => format!("{}#PEOPLE", unit_partition(&scope.unit)),
        Some(department) => format!("{}#{department}#PEOPLE", unit_partition(&scope.unit)),
    }
}

pub fn people_sort(name: &str, person: &PersonId) -> String {
    format!("{name}#{person}")
}

/// Attribute with one credited year's specialty or common tenths.
pub fn specialty_tenths(year: i32) -> String {
    format!("s{year}")
}

pub fn common_tenths(year: i32) -> String {
    format!("c{year}")
}

/// Attribute that counts how often a credited year has stopped being fulfilled.
pub fn lapses(year: i32) -> String {
    format!("l{year}")
}
