//! The lines of a file as they stand: read, corrected, imported.

use std::collections::{BTreeMap, BTreeSet};

use domain::field_errors::{FieldErrors, Mistake};
use domain::import::{CheckedLine, FileColumn, FileRow};
use serde::{Deserialize, Serialize};
use time::Date;

use crate::session::categories;

/// What has become of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Waiting,
    Added,
    /// It was there otherwise, and is now as the line says.
    Changed,
    AlreadyThere,
    /// The person does not want it imported.
    LeftOut,
}

impl Standing {
    const ALL: [(Standing, char); 5] = [
        (Standing::Waiting, 'w'),
        (Standing::Added, 'a'),
        (Standing::Changed, 'c'),
        (Standing::AlreadyThere, 't'),
        (Standing::LeftOut, 'o'),
    ];

    fn letter(self) -> char {
        Self::ALL.into_iter().find(|(standing, _)| *standing == self).map_or('w', |(_, letter)| letter)
    }

    fn of_letter(letter: char) -> Self {
        Self::ALL.into_iter().find(|(_, one)| *one == letter).map_or(Standing::Waiting, |(standing, _)| standing)
    }
}

/// What the functions made of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Added,
    Changed,
    AlreadyThere,
    Refused(FieldErrors),
}

/// What has been done to the lines of a file since it was read.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// A letter for each line.
    standings: String,
    /// Line and column by place, and what stands there now.
    corrections: Vec<(usize, usize, String)>,
}

#[derive(Clone, PartialEq)]
pub struct Line<R> {
    pub checked: CheckedLine<R>,
    pub standing: Standing,
    /// What is wrong beside other lines.
    beside: FieldErrors,
    /// Why the functions did not take it.
    refused: FieldErrors,
    /// The columns that were wrong at some time: they stay open while they are being mended.
    pub open: BTreeSet<usize>,
}

impl<R: FileRow> Line<R> {
    fn new(checked: CheckedLine<R>) -> Self {
        let mut line = Self {
            checked,
            standing: Standing::Waiting,
            beside: FieldErrors::default(),
            refused: FieldErrors::default(),
            open: BTreeSet::new(),
        };
        line.open_mistakes();
        line
    }

    fn open_mistakes(&mut self) {
        if !self.is_wrong() {
            return;
        }
        for (place, column) in R::Column::ALL.iter().enumerate() {
            if self.mistake(*column).is_some() {
                self.open.insert(place);
            }
        }
    }

    pub fn is_wrong(&self) -> bool {
        [&self.checked.mistakes, &self.beside, &self.refused].into_iter().any(|mistakes| !mistakes.is_empty())
    }

    fn is_ready(&self) -> bool {
        self.standing == Standing::Waiting && !self.is_wrong()
    }

    pub fn mistake(&self, column: R::Column) -> Option<String> {
        let mut places = [&self.checked.mistakes, &self.beside, &self.refused].into_iter();
        places.find_map(|mistakes| mistakes.at(column.path())).map(|error| error.message.to_string())
    }

    /// Every mistake, with the names of the columns.
    pub fn mistakes(&self) -> String {
        let told = R::Column::ALL
            .iter()
            .filter_map(|column| self.mistake(*column).map(|message| format!("{}：{message}", column.heading())));
        told.collect::<Vec<_>>().join("；")
    }
}

/// How many lines stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub total: usize,
    pub ready: usize,
    pub wrong: usize,
    pub added: usize,
    pub changed: usize,
    pub already: usize,
    pub left_out: usize,
}

impl Count {
    /// Lines that need nothing any more.
    pub fn settled(self) -> usize {
        self.added + self.changed + self.already
    }
}

#[derive(Clone, PartialEq)]
pub struct Lines<R> {
    all: Vec<Line<R>>,
    /// By the places of line and column.
    corrections: BTreeMap<(usize, usize), String>,
}

impl<R> Default for Lines<R> {
    fn default() -> Self {
        Self { all: Vec::new(), corrections: BTreeMap::new() }
    }
}

impl<R: FileRow> Lines<R> {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn get(&self, place: usize) -> Option<&Line<R>> {
        self.all.get(place)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Line<R>> {
        self.all.iter()
    }

    pub fn push_all(&mut self, lines: Vec<CheckedLine<R>>) {
        self.all.extend(lines.into_iter().map(Line::new));
    }

    pub fn count(&self) -> Count {
        let mut count = Count { total: self.all.len(), ..Count::default() };
        for line in &self.all {
            *match line.standing {
                Standing::Added => &mut count.added,
                Standing::Changed => &mut count.changed,
                Standing::AlreadyThere => &mut count.already,
                Standing::LeftOut => &mut count.left_out,
                Standing::Waiting if line.is_wrong() => &mut count.wrong,
                Standing::Waiting => &mut count.ready,
            } += 1;
        }
        count
    }

    /// The lines that are or were wrong, or all of them, by place.
    pub fn listed(&self, all: bool) -> Vec<usize> {
        let is_listed = |line: &Line<R>| all || !line.open.is_empty();
        self.all.iter().enumerate().filter(|(_, line)| is_listed(line)).map(|(place, _)| place).collect()
    }

    /// Corrects one cell.
    pub fn correct(&mut self, place: usize, column: R::Column, text: String, today: Date) {
        self.write(place, column, text, today);
        self.compare();
    }

    fn write(&mut self, place: usize, column: R::Column, text: String, today: Date) {
        let Some(line) = self.all.get_mut(place) else { return };
        let mut row = line.checked.row.clone();
        row.set(column, text.clone());
        let (sheet, is_hidden) = (line.checked.sheet.clone(), line.checked.is_hidden);
        line.checked = CheckedLine::new(line.checked.line, row, categories::table(), today).standing(sheet, is_hidden);
        line.standing = Standing::Waiting;
        line.refused = FieldErrors::default();
        let column = R::Column::ALL.iter().position(|one| *one == column).unwrap_or_default();
        line.open.insert(column);
        self.corrections.insert((place, column), text);
    }

    /// What has been done since the file was read.
    pub fn progress(&self) -> Progress {
        let corrections = self.corrections.iter().map(|((line, column), text)| (*line, *column, text.clone()));
        Progress {
            standings: self.all.iter().map(|line| line.standing.letter()).collect(),
            corrections: corrections.collect(),
        }
    }

    /// Does the same once more to the lines of the same file.
    pub fn resume(&mut self, progress: Progress, today: Date) {
        for (line, column, text) in progress.corrections {
            if let Some(column) = R::Column::ALL.get(column) {
                self.write(line, *column, text, today);
            }
        }
        for (line, letter) in self.all.iter_mut().zip(progress.standings.chars()) {
            line.standing = Standing::of_letter(letter);
        }
        self.compare();
    }

    /// Opens every cell of a line: the mistake is not always in the cell that shows it.
    pub fn open_all(&mut self, place: usize) {
        if let Some(line) = self.all.get_mut(place) {
            line.open.extend(0..R::Column::ALL.len());
        }
    }

    pub fn leave_out(&mut self, place: usize, out: bool) {
        if let Some(line) = self.all.get_mut(place) {
            line.standing = if out { Standing::LeftOut } else { Standing::Waiting };
            self.compare();
        }
    }

    /// Finds what is wrong between lines.
    pub fn compare(&mut self) {
        let compared: Vec<usize> = (0..self.all.len())
            .filter(|place| {
                self.all[*place].standing != Standing::LeftOut && self.all[*place].checked.content.is_some()
            })
            .collect();
        let right: Vec<&CheckedLine<R>> = compared.iter().map(|place| &self.all[*place].checked).collect();
        let wrong = R::between(&right);
        for line in &mut self.all {
            line.beside = FieldErrors::default();
        }
        for (position, path, mistake) in wrong {
            let line = &mut self.all[compared[position]];
            line.beside.push(path, mistake.code(), mistake.message());
        }
        for line in &mut self.all {
            line.open_mistakes();
        }
    }

    /// The next rows to send, so many at most, with their places.
    pub fn next(&self, rows_max: usize) -> (Vec<usize>, Vec<R>) {
        let ready = self.all.iter().enumerate().filter(|(_, line)| line.is_ready()).take(rows_max);
        ready.map(|(place, line)| (place, line.checked.row.clone())).unzip()
    }

    /// Notes what has become of the rows at these places.
    pub fn note(&mut self, places: &[usize], outcomes: Vec<Outcome>) {
        for (place, outcome) in places.iter().zip(outcomes) {
            let Some(line) = self.all.get_mut(*place) else { continue };
            match outcome {
                Outcome::Added => line.standing = Standing::Added,
                Outcome::Changed => line.standing = Standing::Changed,
                Outcome::AlreadyThere => line.standing = Standing::AlreadyThere,
                Outcome::Refused(fields) => {
                    line.refused = fields;
                    line.open_mistakes();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::hours::parse_date;
    use domain::import::{Column, ImportRow};

    use super::*;

    fn today() -> Date {
        parse_date("2026-11-23").expect("a date")
    }

    fn row(title: &str) -> ImportRow {
        ImportRow {
            identity_number: "450103198805120224".to_owned(),
            name: "覃秀兰".to_owned(),
            category: "培训进修类".to_owned(),
            subcategory: "专题讲座".to_owned(),
            title: title.to_owned(),
            start: "2026-05-07".to_owned(),
            end: "2026-05-08".to_owned(),
            ..ImportRow::default()
        }
    }

    fn lines(titles: &[&str]) -> Lines<ImportRow> {
        let mut lines = Lines::default();
        let checked =
            |(place, title): (usize, &&str)| CheckedLine::new(place + 2, row(title), categories::table(), today());
        lines.push_all(titles.iter().enumerate().map(checked).collect());
        lines.compare();
        lines
    }

    #[test]
    fn a_corrected_line_stays_open_and_becomes_ready() {
        let mut lines = lines(&["甲", ""]);
        assert_eq!((lines.count().ready, lines.count().wrong), (1, 1));
        assert_eq!(lines.listed(false), [1]);
        lines.correct(1, Column::Title, "乙".to_owned(), today());
        assert_eq!((lines.count().ready, lines.count().wrong), (2, 0));
        assert_eq!(lines.listed(false), [1], "what is being mended does not vanish under the hands");
    }

    #[test]
    fn equal_lines_are_told_until_one_is_left_out() {
        let mut lines = lines(&["甲", "甲"]);
        assert_eq!(
            lines.get(1).and_then(|line| line.mistake(Column::Title)).as_deref(),
            Some("与第 2 行完全相同，请删去一行")
        );
        lines.leave_out(0, true);
        assert_eq!((lines.count().ready, lines.count().left_out), (1, 1));
    }

    #[test]
    fn what_was_done_is_done_again_after_the_file_is_read_again() {
        let mut before = lines(&["甲", "", "丙", "丁"]);
        before.correct(1, Column::Title, "乙".to_owned(), today());
        before.leave_out(2, true);
        before.note(&[0], vec![Outcome::Added]);
        let text = serde_json::to_string(&before.progress()).expect("text");
        let mut after = lines(&["甲", "", "丙", "丁"]);
        after.resume(serde_json::from_str(&text).expect("progress"), today());
        assert_eq!(after.count(), before.count());
        let (places, rows) = after.next(99);
        assert_eq!(places, [1, 3]);
        assert_eq!(rows[0].title, "乙");
    }

    #[test]
    fn a_refusal_stays_until_its_own_line_is_corrected() {
        let mut lines = lines(&["甲", ""]);
        let mut fields = FieldErrors::default();
        fields.push("name", "other_name", "姓名不一致");
        lines.note(&[0], vec![Outcome::Refused(fields)]);
        lines.correct(1, Column::Title, "乙".to_owned(), today());
        assert_eq!((lines.count().ready, lines.count().wrong), (1, 1));
        lines.correct(0, Column::Name, "覃秀兰".to_owned(), today());
        assert_eq!((lines.count().ready, lines.count().wrong), (2, 0));
    }

    #[test]
    fn outcomes_are_noted_line_by_line_and_the_rest_goes_on() {
        let mut lines = lines(&["甲", "乙", "丙"]);
        let (places, rows) = lines.next(99);
        assert_eq!((places.len(), rows.len()), (3, 3));
        let mut fields = FieldErrors::default();
        fields.push("name", "other_name", "姓名不一致");
        lines.note(&places, vec![Outcome::Added, Outcome::AlreadyThere, Outcome::Refused(fields)]);
        let count = lines.count();
        assert_eq!((count.added, count.already, count.wrong), (1, 1, 1));
        assert!(lines.next(99).0.is_empty());
        assert_eq!(lines.get(2).map(Line::mistakes).as_deref(), Some("姓名：姓名不一致"));
    }
}
