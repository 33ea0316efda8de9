//! The site: it can answer a certain number of requests a second, and none while it is down.

use crate::calendar::SLOT_MS;

/// What a page brings along besides its document: scripts, pictures, data. The median page has 71 requests (Web Almanac
/// 2024, Page Weight), many of them to others; ten to the site itself are few, and few is hard on a policy that asks
/// before it loads the page.
pub(crate) const PARTS: u32 = 10;

/// What somebody wants from the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// The document's headers, and then no more.
    Question,
    /// The page with all its parts.
    Page,
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// What was wanted.
    Good,
    /// 502: the site is down.
    Down,
    /// 503: too many want something at once.
    Overloaded,
}

/// The site while a scenario runs.
pub(crate) struct Site {
    down_from_ms: u32,
    down_until_ms: u32,
    /// How many requests it can answer in a slot.
    capacity: f64,
    left: f64,
    slot_ms: u32,
    parts: u32,
}

impl Site {
    pub(crate) fn new(down_from_ms: u32, down_until_ms: u32, requests_a_second: f64, parts: u32) -> Self {
        let capacity = requests_a_second * f64::from(SLOT_MS) / 1000.0;
        Self { down_from_ms, down_until_ms, capacity, left: capacity, slot_ms: 0, parts }
    }

    /// Answers, and says how many requests that was in all. An answer that is not good has no parts.
    pub(crate) fn answer(&mut self, slot_ms: u32, want: Want) -> (Answer, u32) {
        let requests = match want {
            Want::Question => 1,
            Want::Page => 1 + self.parts,
        };
        if (self.down_from_ms..self.down_until_ms).contains(&slot_ms) {
            return (Answer::Down, 1);
        }
        self.refill(slot_ms);
        if self.left < 1.0 {
            return (Answer::Overloaded, 1);
        }
        // The parts of a page whose document was answered are answered as well, and leave less for the next slot.
        self.left -= f64::from(requests);
        (Answer::Good, requests)
    }

    /// What was not used is lost, except for the fraction of a request.
    fn refill(&mut self, slot_ms: u32) {
        if slot_ms == self.slot_ms {
            return;
        }
        let slots = f64::from((slot_ms - self.slot_ms) / SLOT_MS);
        self.left = (self.left + slots * self.capacity).min(self.capacity.max(f64::from(1 + self.parts)));
        self.slot_ms = slot_ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_what_it_can_and_turns_the_rest_away() {
        let mut site = Site::new(0, 1_000, 220.0, PARTS);
        assert_eq!(site.answer(900, Want::Page), (Answer::Down, 1));
        assert_eq!(site.answer(1_000, Want::Page), (Answer::Good, 11));
        assert_eq!(site.answer(1_000, Want::Page), (Answer::Good, 11));
        assert_eq!(site.answer(1_000, Want::Question), (Answer::Overloaded, 1));
        assert_eq!(site.answer(1_100, Want::Question), (Answer::Good, 1));
    }
}
