//! Who works where: hospitals, universities and schools of hundreds, offices of dozens, companies of a few or none.

use std::ops::Range;

use domain::id::{DepartmentId, UnitId};
use domain::permission::Scope;
use functions::store::directory::DirectoryUnit;
use functions::store::units::{Department, Unit};

use super::super::demo_people;
use super::super::dice::Dice;
use super::super::places;
use super::super::unit_names::{self, HOSPITAL};
use super::plan::{Plan, Throw};

/// People of the first hospital, whatever the size of the province, so that figures of one size compare with those of
/// another.
const FIRST_HOSPITAL_PEOPLE: u64 = 1_000;
/// From so many people on a unit has departments, one for about so many.
const DEPARTMENT_PEOPLE: usize = 40;

const HOSPITAL_DEPARTMENTS: [&str; 12] = [
    demo_people::MEDICINE,
    demo_people::SURGERY,
    demo_people::NURSING,
    demo_people::AFFAIRS,
    "妇产科",
    "儿科",
    "急诊科",
    "麻醉科",
    "检验科",
    "药剂科",
    "影像科",
    "康复科",
];
const SCHOOL_DEPARTMENTS: [&str; 12] = [
    "语文组",
    "数学组",
    "外语组",
    "理化组",
    "文科综合组",
    "艺体组",
    "教务处",
    "科研处",
    "学生处",
    "总务处",
    "信息中心",
    "图书馆",
];
const OFFICE_DEPARTMENTS: [&str; 12] = [
    "办公室",
    "人事科",
    "业务一科",
    "业务二科",
    "业务三科",
    "财务科",
    "质量科",
    "信息科",
    "工程科",
    "技术科",
    "规划科",
    "后勤科",
];

/// What a unit is, as far as its people do different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Hospital,
    School,
    Other,
}

/// A unit with people.
#[derive(Debug, Clone)]
struct Staffed {
    unit: usize,
    /// Its people, by their numbers in the province.
    people: Range<u64>,
}

/// All units, and whose people are whose.
pub struct Layout {
    listed: Vec<DirectoryUnit>,
    staffed: Vec<Staffed>,
    plan: Plan,
}

impl Layout {
    pub fn of(plan: &Plan) -> Self {
        let mut listed = unit_names::province(plan.units);
        listed.truncate(plan.units);
        let sizes = sizes(plan, &listed);
        let mut staffed = Vec::new();
        let mut first = 0;
        for (unit, size) in sizes.into_iter().enumerate().filter(|(_, size)| *size > 0) {
            staffed.push(Staffed { unit, people: first..first + size });
            first += size;
        }
        Self { listed, staffed, plan: plan.clone() }
    }

    pub fn listed(&self) -> &[DirectoryUnit] {
        &self.listed
    }

    /// How many units have people.
    pub fn staffed(&self) -> usize {
        self.staffed.len()
    }

    /// The unit of a person.
    pub fn unit_of(&self, person: u64) -> Workplace<'_> {
        let at = self.staffed.partition_point(|unit| unit.people.end <= person).min(self.staffed.len() - 1);
        self.workplace(&self.staffed[at])
    }

    /// A unit, if it has people.
    pub fn staff(&self, unit: usize) -> Option<Workplace<'_>> {
        let at = self.staffed.binary_search_by_key(&unit, |staffed| staffed.unit).ok()?;
        Some(self.workplace(&self.staffed[at]))
    }

    /// Where most people work who are not at the first hospital, if there are any.
    pub fn largest_but_first(&self) -> Option<Workplace<'_>> {
        let others = self.staffed.get(1..).unwrap_or_default();
        let largest = others.iter().max_by_key(|unit| unit.people.end - unit.people.start)?;
        Some(self.workplace(largest))
    }

    fn workplace(&self, staffed: &Staffed) -> Workplace<'_> {
        Workplace { number: staffed.unit, listed: &self.listed[staffed.unit], people: staffed.people.clone() }
    }

    fn final_review(&self, unit: usize) -> bool {
        let is_large = self.staffed.binary_search_by_key(&unit, |staffed| staffed.unit).is_ok_and(|at| {
            let people = &self.staffed[at].people;
            people.end - people.start >= 100
        });
        is_large
            && (self.listed[unit].name == HOSPITAL || self.plan.dice(Throw::FinalReview, unit as u64).in_hundred(40))
    }

    /// A unit as it is stored.
    pub fn unit(&self, unit: usize) -> Unit {
        Unit { final_review: self.final_review(unit), ..places::unit(&self.listed[unit]) }
    }
}

/// A unit with people, and what it is divided into.
#[derive(Debug, Clone)]
pub struct Workplace<'l> {
    pub number: usize,
    pub listed: &'l DirectoryUnit,
    pub people: Range<u64>,
}

impl Workplace<'_> {
    pub fn id(&self) -> UnitId {
        UnitId::of(&self.listed.credit_code)
    }

    pub fn kind(&self) -> Kind {
        kind(&self.listed.name)
    }

    /// Names of its departments; a small unit has none.
    pub fn departments(&self) -> &'static [&'static str] {
        let people = usize::try_from(self.people.end - self.people.start).unwrap_or(usize::MAX);
        let all: &'static [&'static str] = match self.kind() {
            Kind::Hospital => &HOSPITAL_DEPARTMENTS,
            Kind::School => &SCHOOL_DEPARTMENTS,
            Kind::Other => &OFFICE_DEPARTMENTS,
        };
        if people < DEPARTMENT_PEOPLE { &[] } else { &all[..(people / DEPARTMENT_PEOPLE).clamp(3, all.len())] }
    }

    pub fn department(&self, position: usize) -> Department {
        let name = self.departments()[position].to_owned();
        Department { id: department_id(position), version: 1, name, remarks: String::new() }
    }

    /// The whole unit, or the department at a position.
    pub fn scope(&self, department: Option<usize>) -> Scope {
        Scope { unit: self.id(), department: department.map(department_id) }
    }
}

/// Ids of departments: their positions in the unit.
fn department_id(position: usize) -> DepartmentId {
    DepartmentId::from_bits(1 + position as u128)
}

fn kind(name: &str) -> Kind {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["医院", "卫生院", "保健院"]) {
        Kind::Hospital
    } else if has(&["大学", "学院", "中学", "小学", "学校", "幼儿园", "教学点"]) {
        Kind::School
    } else {
        Kind::Other
    }
}

/// How many people each unit has: the first hospital, then units in a shuffled order, each as many as one of its kind has,
/// until nobody is left. A province with more people than places fills them once more.
fn sizes(plan: &Plan, listed: &[DirectoryUnit]) -> Vec<u64> {
    let mut sizes = vec![0; listed.len()];
    let mut left = plan.people;
    let mut take = |sizes: &mut Vec<u64>, unit: usize, wanted: u64| {
        let taken = wanted.min(left);
        sizes[unit] += taken;
        left -= taken;
        left > 0
    };
    // Small provinces have small units, or one of them would be all.
    let most = (plan.people / 4).max(5);
    let mut more = take(&mut sizes, 0, FIRST_HOSPITAL_PEOPLE.min(plan.people.div_ceil(2)));
    let mut order: Vec<usize> = (1..listed.len()).collect();
    order.sort_by_key(|unit| plan.dice(Throw::Shuffle, *unit as u64).bits());
    while more {
        for unit in &order {
            let wanted = wanted(&listed[*unit].name, &mut plan.dice(Throw::UnitSize, *unit as u64)).min(most);
            more = take(&mut sizes, *unit, wanted);
            if !more {
                break;
            }
        }
        // Whatever the names, nobody waits for ever for a place.
        more = more && take(&mut sizes, 0, 1);
    }
    sizes
}

/// How many professionals a unit of this name has.
fn wanted(name: &str, dice: &mut Dice) -> u64 {
    const SIZES: [(&[&str], u64, u64); 12] = [
        (&["大学", "学院"], 600, 1_400),
        (&["自治区人民医院", "市第一人民医院"], 900, 1_100),
        (&["人民医院", "中医医院"], 250, 750),
        (&["保健院"], 80, 300),
        (&["中学", "外国语学校", "职业技术学校"], 80, 220),
        (&["小学"], 8, 60),
        (&["幼儿园", "教学点", "卫生室"], 1, 12),
        (&["卫生院"], 20, 70),
        (&["研究院", "研究所", "控制中心", "急救", "血站"], 30, 120),
        (&["厅", "局", "委员会"], 5, 40),
        (&["有限公司", "分公司", "支行", "供电局"], 0, 15),
        (&["店", "合作社", "诊所", "事务所"], 0, 4),
    ];
    let found = SIZES.iter().find(|(words, ..)| words.iter().any(|word| name.contains(word)));
    let (_, least, spread) = found.unwrap_or(&(&[], 4, 30));
    // Squared: most are at the lower end.
    let share = dice.below(1_000) as u64;
    least + spread * share * share / 1_000_000
}
