//! The lines of a file of completions as they stand: read, sent, refused.

use domain::completion::DeliveryForm;
use domain::contract::completions::DeliveryOutcome;
use domain::limits::DELIVERIES_MAX;
use time::Date;

/// What has become of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Waiting,
    Applied,
    /// It had been applied before, or a later correction holds.
    Unchanged,
    /// Why it is not to be sent, or was not taken.
    Refused(String),
}

impl Standing {
    /// Why the line is refused; empty where it is not.
    pub fn reason(&self) -> &str {
        match self {
            Standing::Refused(why) => why,
            _ => "",
        }
    }
}

/// Not `Debug`: it holds an identity number.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// From 1.
    pub line: usize,
    /// As it stands in the file, to be handed back.
    text: String,
    form: Option<DeliveryForm>,
    pub standing: Standing,
}

impl Delivery {
    /// `C-2026-000123`, or nothing where the line is not readable.
    pub fn completion(&self) -> &str {
        self.form.as_ref().map_or("", |form| &form.completion)
    }

    fn read(line: usize, text: &str, today: Date) -> Self {
        let form = serde_json::from_str::<DeliveryForm>(text).ok();
        let standing = match form.as_ref().map(|form| form.parse(today)) {
            Some(Ok(_)) => Standing::Waiting,
            Some(Err(mistakes)) => {
                let told: Vec<String> = mistakes.iter().map(|one| one.message.to_string()).collect();
                Standing::Refused(told.join("；"))
            }
            None => Standing::Refused("不是格式正确的一行 JSON，请与格式说明对照".to_owned()),
        };
        Self { line, text: text.to_owned(), form, standing }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub total: usize,
    pub waiting: usize,
    pub applied: usize,
    pub unchanged: usize,
    pub refused: usize,
}

#[derive(Clone, Default, PartialEq, Eq)]
pub struct Deliveries(Vec<Delivery>);

impl Deliveries {
    /// Reads some lines more, which begin at `first`, from 1. Blank ones are passed over.
    pub fn read(&mut self, first: usize, lines: &[&str], today: Date) {
        let numbered = lines.iter().zip(first..).filter(|(text, _)| !text.trim().is_empty());
        self.0.extend(numbered.map(|(text, line)| Delivery::read(line, text.trim(), today)));
    }

    pub fn count(&self) -> Count {
        let mut count = Count { total: self.0.len(), ..Count::default() };
        for one in &self.0 {
            *match one.standing {
                Standing::Waiting => &mut count.waiting,
                Standing::Applied => &mut count.applied,
                Standing::Unchanged => &mut count.unchanged,
                Standing::Refused(_) => &mut count.refused,
            } += 1;
        }
        count
    }

    /// The lines that were refused.
    pub fn refused(&self) -> impl Iterator<Item = &Delivery> {
        self.0.iter().filter(|one| matches!(one.standing, Standing::Refused(_)))
    }

    /// The next batch, with its places. No completion is in it twice: in the file's order, the next batch has the second.
    pub fn next(&self) -> (Vec<usize>, Vec<DeliveryForm>) {
        let mut seen = std::collections::HashSet::new();
        let waiting = self.0.iter().enumerate().filter(|(_, one)| one.standing == Standing::Waiting);
        let once = waiting.filter_map(|(place, one)| {
            let form = one.form.as_ref()?;
            seen.insert(form.completion.as_str()).then(|| (place, form.clone()))
        });
        once.take(DELIVERIES_MAX).unzip()
    }

    /// Notes what has become of the lines at these places.
    pub fn note(&mut self, places: &[usize], outcomes: impl IntoIterator<Item = DeliveryOutcome>) {
        for (place, outcome) in places.iter().zip(outcomes) {
            let Some(one) = self.0.get_mut(*place) else { continue };
            one.standing = match outcome {
                DeliveryOutcome::Applied => Standing::Applied,
                DeliveryOutcome::Repeated | DeliveryOutcome::Superseded { .. } => Standing::Unchanged,
                DeliveryOutcome::Refused { message, fields, .. } => {
                    let told: Vec<String> = fields.iter().map(|one| one.message.to_string()).collect();
                    Standing::Refused(if told.is_empty() { message } else { told.join("；") })
                }
            };
        }
    }

    /// The refused lines as a file of the same format, to be mended and imported again.
    pub fn refused_text(&self) -> String {
        self.refused().map(|one| one.text.clone() + "\n").collect()
    }

    /// Why lines were refused, without anybody's number.
    pub fn reasons(&self) -> Vec<Vec<String>> {
        self.refused()
            .map(|one| vec![one.line.to_string(), one.completion().to_owned(), one.standing.reason().to_owned()])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::field_errors::FieldErrors;
    use domain::hours::parse_date;

    use super::*;

    const EXAMPLE: &str = include_str!("../../../../../docs/learning-platforms/example.jsonl");

    fn deliveries(text: &str) -> Deliveries {
        let lines: Vec<&str> = text.lines().collect();
        let mut deliveries = Deliveries::default();
        deliveries.read(1, &lines, parse_date("2026-11-24").expect("a date"));
        deliveries
    }

    #[test]
    fn the_example_of_the_documentation_can_be_imported() {
        let count = deliveries(EXAMPLE).count();
        assert!(count.total > 1);
        assert_eq!((count.waiting, count.refused), (count.total, 0));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_handed_back() {
        let text = EXAMPLE.lines().next().expect("a line").replace("\"1.5\"", "\"0\"");
        let wrong = deliveries(&format!("\n{text}\n{{}}\n"));
        assert_eq!((wrong.count().total, wrong.count().refused), (2, 2));
        let reasons = wrong.reasons();
        assert_eq!((reasons[0][0].as_str(), reasons[0][1].as_str()), ("2", "C-2026-000123"));
        assert!(reasons[0][2].contains("0.1 至 999.9"), "{}", reasons[0][2]);
        assert_eq!(wrong.refused_text(), format!("{text}\n{{}}\n"));
    }

    #[test]
    fn a_completion_is_in_a_batch_once_and_outcomes_are_noted() {
        let first = EXAMPLE.lines().next().expect("a line");
        let corrected = first.replace("\"revision\":1", "\"revision\":2");
        let mut both = deliveries(&format!("{first}\n{corrected}\n"));
        let (places, forms) = both.next();
        assert_eq!((places.as_slice(), forms[0].revision), ([0].as_slice(), 1));
        both.note(&places, [DeliveryOutcome::Applied]);
        let (places, forms) = both.next();
        assert_eq!((places.as_slice(), forms[0].revision), ([1].as_slice(), 2));
        let refused = DeliveryOutcome::Refused {
            code: "unknown".to_owned(),
            message: "不行".to_owned(),
            fields: FieldErrors::default(),
        };
        both.note(&places, [refused]);
        assert_eq!((both.count().applied, both.count().refused), (1, 1));
        assert!(both.next().0.is_empty());
    }
}
