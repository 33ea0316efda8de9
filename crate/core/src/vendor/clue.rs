//! The clues by which a product is noticed in an answer.
//!
//! Of hundreds of products only a few left something in an answer, and checking every sign of every product would cost
//! more than the rest of a diagnosis. So each product has its clues: for every sign, one thing without which it cannot
//! hold, such as a header field, a text or the way a title begins. A product for which the answer has no clue left
//! nothing in it.

use super::condition::{BodyTest, Condition, Conditions, HeaderTest};
use super::{NEEDLE_COUNT, Vendor};
use crate::failure::Failure;

/// A thing that an answer can have, as a number: that of a needle, or a hash for anything else. If two things share a
/// number, a product is looked for in vain, and no more.
pub(super) type Clue = u16;

/// As many as the number holds: with thirteen, a hundred header fields had every thirteenth product looked for in vain.
const BITS: u32 = Clue::BITS;
const CLUES: usize = 1 << BITS;
const _: () = assert!(NEEDLE_COUNT <= CLUES, "a needle has no bit");
/// What every answer has: the clue to a sign that needs none of these things.
const ANYTHING: Clue = 0;
/// No header field has such a name.
const BODY: &str = "<body>";
const TITLE: &str = "<title>";
/// How many bytes make a beginning.
const BEGINNING: usize = 3;

/// The clues that an answer has, one bit each.
pub(super) struct Clues([u64; CLUES / 64]);

impl Clues {
    pub(super) fn of(failure: &Failure) -> Self {
        let mut clues = Self([0; CLUES / 64]);
        for (all, found) in clues.0.iter_mut().zip(failure.found().words()) {
            *all = *found;
        }
        clues.add(ANYTHING);
        if let Some(headers) = failure.headers() {
            for (name, value) in headers.iter() {
                clues.add(named(name, &[]));
                clues.add_beginning(name, value);
            }
        }
        if let Some(body) = failure.body() {
            clues.add_beginning(BODY, body.bare());
            clues.add_beginning(TITLE, body.title().unwrap_or_default());
        }
        clues
    }

    /// Is one of these among them?
    pub(super) fn have_any(&self, clues: &[Clue]) -> bool {
        clues.iter().any(|clue| self.0.get(usize::from(clue / 64)).is_some_and(|word| word >> (clue % 64) & 1 != 0))
    }

    fn add_beginning(&mut self, name: &str, text: &str) {
        if let Some(clue) = beginning(name, text) {
            self.add(clue);
        }
    }

    fn add(&mut self, clue: Clue) {
        if let Some(word) = self.0.get_mut(usize::from(clue / 64)) {
            *word |= 1 << (clue % 64);
        }
    }
}

/// The clues of a vendor: an answer without any of them has nothing of it.
pub(super) fn clues(vendor: &Vendor) -> Vec<Clue> {
    let mut clues = Vec::new();
    for conditions in &vendor.passed {
        needed(conditions, &mut clues);
    }
    for sign in vendor.made.iter().chain(&vendor.relayed) {
        needed(&sign.conditions, &mut clues);
    }
    clues
}

/// Adds the clues of this sign: it cannot hold without one of them.
fn needed(conditions: &Conditions, clues: &mut Vec<Clue>) {
    match conditions.all.iter().find_map(clue) {
        Some(one) => clues.push(one),
        None if conditions.any.is_empty() => clues.push(ANYTHING),
        None => {
            for one in &conditions.any {
                clues.push(clue(one).unwrap_or(ANYTHING));
            }
        }
    }
}

/// What an answer has if this holds, where that is a clue: something missing is none.
fn clue(condition: &Condition) -> Option<Clue> {
    match condition {
        Condition::Header(name, HeaderTest::Present | HeaderTest::Lower | HeaderTest::Has(_)) => Some(named(name, &[])),
        Condition::Header(name, HeaderTest::Is(text) | HeaderTest::IsExactly(text) | HeaderTest::Starts(text)) => {
            beginning(name, text).or(Some(named(name, &[])))
        }
        Condition::Body(BodyTest::Has(needle)) => Some(*needle),
        Condition::Body(BodyTest::Starts(text) | BodyTest::Is(text)) => beginning(BODY, text),
        Condition::Body(BodyTest::Title(start)) => beginning(TITLE, start),
        _ => None,
    }
}

/// That a text begins like this one; nothing if this one is too short to tell.
fn beginning(name: &str, text: &str) -> Option<Clue> {
    text.as_bytes().get(..BEGINNING).map(|beginning| named(name, beginning))
}

/// Letters of either case are alike.
fn named(name: &str, beginning: &[u8]) -> Clue {
    let mut hash = 0_u32;
    for byte in name.as_bytes().iter().chain(beginning) {
        hash = (hash.rotate_left(5) ^ u32::from(byte | 0x20)).wrapping_mul(0x9E37_79B1);
    }
    (hash >> (u32::BITS - BITS)) as Clue
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Observation;
    use crate::body::Body;
    use crate::headers::Headers;
    use crate::vendor::vendors;

    fn clues(headers: &[(&str, &str)], body: &str) -> Clues {
        let (headers, body) = (Some(Headers::from(headers)), Some(Body::from(body.to_owned())));
        let seen = [Observation { status: Some(502), headers, body, ..Observation::default() }];
        Clues::of(&Failure::assemble(&seen).unwrap())
    }

    #[test]
    fn an_answer_of_which_a_condition_holds_has_its_clue() {
        let answer = clues(&[("Server", "NGINX/1.2"), ("x", "y")], "\n<Title>Oh no</title>");
        let needed = |all, any| {
            let mut clues = Vec::new();
            needed(&Conditions { all, any }, &mut clues);
            clues
        };
        for held in [
            || Condition::Header("server", HeaderTest::Present),
            || Condition::Header("server", HeaderTest::Lower),
            || Condition::Header("server", HeaderTest::Is("nginx/1.2")),
            || Condition::Header("server", HeaderTest::IsExactly("NGINX/1.2")),
            || Condition::Header("server", HeaderTest::Starts("nGi")),
            || Condition::Header("server", HeaderTest::Starts("n")),
            || Condition::Header("server", HeaderTest::Has("ginx")),
            || Condition::Header("server", HeaderTest::IsNot("apache")),
            || Condition::Header("x", HeaderTest::Is("y")),
            || Condition::Header("via", HeaderTest::Missing),
            || Condition::Body(BodyTest::Starts("<title>")),
            || Condition::Body(BodyTest::Is("<title>oh no</title>")),
            || Condition::Body(BodyTest::Title("Oh no")),
            || Condition::Body(BodyTest::Title("Oh")),
            || Condition::Status(&[502]),
        ] {
            let fails = || Condition::Header("server", HeaderTest::Is("apache"));
            assert!(answer.have_any(&needed(vec![held()], vec![])), "{:?}", held());
            assert!(answer.have_any(&needed(vec![], vec![fails(), held()])), "{:?}", held());
            assert!(!answer.have_any(&needed(vec![fails()], vec![held()])), "{:?}", held());
        }
    }

    #[test]
    fn in_an_ordinary_answer_few_products_are_noticed() {
        let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
        let answer = clues(&[("server", "nginx"), ("content-type", "text/html"), ("connection", "close")], page);
        let noticed = vendors().iter().filter(|vendor| answer.have_any(&vendor.clues)).count();
        assert!(noticed * 5 < vendors().len(), "{noticed} of {}", vendors().len());
    }

    #[test]
    fn header_fields_that_no_product_has_bring_few_to_notice() {
        let fields: Vec<_> = (0..100).map(|n| (format!("x-of-the-site-{n}"), format!("{n:03}"))).collect();
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let noticed = |answer: &Clues| vendors().iter().filter(|vendor| answer.have_any(&vendor.clues)).count();
        let (without, with) = (noticed(&clues(&[], "")), noticed(&clues(&fields, "")));
        assert!(with < without + vendors().len() / 20, "{with} instead of {without} of {}", vendors().len());
    }
}
