//! How high the parts of a long list are, in CSS pixels, and which of them are on the screen.

use std::ops::Range;

/// Height of a chunk while none has been measured.
pub const GUESS: f64 = 2.0 * 150.0;
/// How far beyond the screen rows are kept: a flick of the thumb must not outrun them.
const MARGIN: f64 = 400.0;
/// Chunks that are there at least while the list's beginning is on the screen.
const FIRST_CHUNKS: usize = 6;

/// One height for each chunk of a list; `None` until it has been measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Heights(Vec<Option<f64>>);

impl Heights {
    pub fn resize(&mut self, chunks: usize) {
        self.0.resize(chunks, None);
    }

    pub fn knows(&self, chunk: usize, height: f64) -> bool {
        self.0.get(chunk).is_none_or(|known| *known == Some(height))
    }

    pub fn note(&mut self, chunk: usize, height: f64) {
        if let Some(known) = self.0.get_mut(chunk) {
            *known = Some(height);
        }
    }

    /// What has not been measured is taken to be as high as what has been, so that little moves once it is there.
    fn guess(&self) -> f64 {
        let (sum, count) = self.0.iter().flatten().fold((0.0, 0.0), |(sum, count), height| (sum + height, count + 1.0));
        if count == 0.0 { GUESS } else { sum / count }
    }

    pub fn of(&self, chunks: Range<usize>) -> f64 {
        let guess = self.guess();
        self.0.iter().take(chunks.end).skip(chunks.start).map(|height| height.unwrap_or(guess)).sum()
    }

    /// The chunks to be shown, as a half-open range. `scrolled` is how far the list's beginning lies above the screen's upper
    /// edge. A list that begins on the screen or near it has [`FIRST_CHUNKS`] of them, so that a short one is there as a whole.
    pub fn wanted(&self, scrolled: f64, screen: f64) -> (usize, usize) {
        match self.touching(scrolled - MARGIN, scrolled + screen + MARGIN) {
            (0, end) => (0, end.max(self.0.len().min(FIRST_CHUNKS))),
            further => further,
        }
    }

    /// The chunks between two lines across the list; the last one where there are none.
    fn touching(&self, from: f64, to: f64) -> (usize, usize) {
        let (guess, mut offset) = (self.guess(), 0.0);
        let (mut first, mut end) = (self.0.len(), 0);
        for (number, height) in self.0.iter().enumerate() {
            let height = height.unwrap_or(guess);
            if offset + height >= from && offset <= to {
                first = first.min(number);
                end = number + 1;
            }
            offset += height;
        }
        if end == 0 { (self.0.len().saturating_sub(1), self.0.len()) } else { (first, end) }
    }
}

/// What comes after `before` on the way to `wanted`: a list that begins where it began grows by one chunk a task, so that the
/// browser may paint and take presses in between.
pub fn grown(before: (usize, usize), wanted: (usize, usize)) -> (usize, usize) {
    if before.0 == wanted.0 { (wanted.0, wanted.1.min(before.1 + 1)) } else { wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(chunks: usize) -> Heights {
        Heights(vec![Some(1000.0); chunks])
    }

    #[test]
    fn what_has_not_been_measured_is_as_high_as_what_has_been() {
        let mut heights = Heights::default();
        heights.resize(10);
        assert_eq!(heights.of(0..10), 10.0 * GUESS);
        heights.note(0, 200.0);
        heights.note(4, 300.0);
        assert_eq!(heights.of(0..10), 500.0 + 8.0 * 250.0);
        assert_eq!(heights.of(5..7), 2.0 * 250.0);
    }

    #[test]
    fn a_height_is_known_once_it_was_noted_and_nothing_is_to_be_known_of_a_chunk_that_is_gone() {
        let mut heights = Heights::default();
        heights.resize(2);
        assert!(!heights.knows(1, 200.0));
        heights.note(1, 200.0);
        assert!(heights.knows(1, 200.0) && !heights.knows(1, 201.0));
        heights.resize(1);
        heights.note(1, 300.0);
        assert!(heights.knows(1, 200.0));
        assert_eq!(heights.of(0..2), GUESS);
    }

    #[test]
    fn a_short_list_is_there_as_a_whole() {
        assert_eq!(measured(100).wanted(0.0, 800.0), (0, 6));
        assert_eq!(measured(2).wanted(0.0, 800.0), (0, 2));
    }

    #[test]
    fn only_what_is_near_the_screen_is_shown() {
        assert_eq!(measured(100).touching(0.0, 1_200.0), (0, 2));
        assert_eq!(measured(100).wanted(50_000.0, 800.0), (49, 52));
    }

    #[test]
    fn something_is_shown_wherever_the_screen_is() {
        assert_eq!(measured(10).wanted(90_000.0, 800.0), (9, 10));
        assert_eq!(measured(0).wanted(0.0, 800.0), (0, 0));
    }

    #[test]
    fn a_list_grows_by_one_chunk_a_task() {
        assert_eq!(grown((0, 1), (0, 3)), (0, 2));
        assert_eq!(grown((0, 2), (0, 3)), (0, 3));
        // Where somebody has scrolled to, everything is there at once; what is not needed any more goes at once.
        assert_eq!(grown((0, 3), (7, 10)), (7, 10));
        assert_eq!(grown((0, 3), (0, 1)), (0, 1));
    }
}
