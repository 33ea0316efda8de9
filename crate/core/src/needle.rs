//! One pass over a body for the needles of all vendors at once.
//!
//! Error pages are told apart by a thousand short texts. Looking for them one after the other would read a body a
//! thousand times; here it is read once, cut into grams of [`GRAM`] bytes. Wherever a needle stands, its last bytes
//! hold two whole grams in a row, or one if it is short, and it is known beforehand which grams those may be. So the
//! loop over a body asks of each gram only whether it may end a pair that the gram before it may begin. The loop calls
//! nothing, so that its few values stay in registers. The end of a needle is looked for, as it is more often its own
//! than the beginning, which may be `<h1>` or `class="`.

use std::sync::LazyLock;

use crate::vendor::agreed::GRAM;
use crate::vendor::{NEEDLE_COUNT, needles};

type Gram = [u8; GRAM];

/// How many bytes at the end of a needle are looked for: they hold two whole grams wherever they stand.
const END: usize = 3 * GRAM - 1;
/// How many bits the hash of a gram has in [`Index::seen`]. With fewer, more places on a page look like a needle by
/// chance, which costs more than a table that the processor's nearest cache cannot hold.
const SEEN_BITS: u32 = 16;
/// How many bits the hash has by which the places in needles are found.
const CHAIN_BITS: u32 = 14;
/// How many kinds of pairs are told apart.
const KINDS: usize = 3;
/// The kind of a gram that is looked for by itself. Every gram may end it.
const ALONE: u8 = 1 << KINDS;
/// One bit for each needle.
const WORDS: usize = NEEDLE_COUNT.div_ceil(64);

/// Which needles a text contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found([u64; WORDS]);

impl Found {
    /// Looks for every needle, ASCII case ignored. The cost is linear in the length of the text.
    pub fn scan(text: &str) -> Self {
        static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(needles()));
        INDEX.scan(text.as_bytes())
    }

    /// Was the needle with this number found?
    pub fn has(&self, needle: u16) -> bool {
        let (word, bit) = place(needle);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// All that were found, one bit each.
    pub(crate) fn words(&self) -> &[u64] {
        &self.0
    }

    fn add(&mut self, needle: u16) {
        let (word, bit) = place(needle);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }
}

fn place(needle: u16) -> (usize, u64) {
    (usize::from(needle / 64), 1 << (needle % 64))
}

/// A place in a needle that is looked for, and the next such place that has the same hash.
struct Place {
    /// How the needle begins, which is compared first: most text that looks like a needle is not one.
    start: u32,
    needle: u16,
    next: u16,
    offset: usize,
}

/// There is no such place.
const NONE: u16 = u16::MAX;

/// What is looked for of all needles.
struct Index {
    needles: &'static [&'static str],
    /// For each hash of a gram, the kinds of pairs that such a gram may begin, and in the upper half those it may end.
    seen: Box<[u8; 1 << SEEN_BITS]>,
    /// For each hash of a pair, or of a gram alone, the first place.
    first: Vec<u16>,
    places: Vec<Place>,
}

impl Index {
    #[allow(
        clippy::large_stack_arrays,
        reason = "once; and at every place of a text nothing need be checked but the bits"
    )]
    fn new(needles: &'static [&'static str]) -> Self {
        let seen = Box::new([ALONE << 4; 1 << SEEN_BITS]);
        let mut index = Self { needles, seen, first: vec![NONE; 1 << CHAIN_BITS], places: Vec::new() };
        for (needle, text) in (0..).zip(needles) {
            let end = text.len().saturating_sub(END);
            for offset in end..end + GRAM {
                index.add(needle, text.as_bytes(), offset);
            }
        }
        index
    }

    fn add(&mut self, needle: u16, text: &[u8], offset: usize) {
        let number = u16::try_from(self.places.len()).unwrap_or(NONE);
        let (Some((gram, after)), Some(start)) = (grams_at(text, offset), text.first_chunk()) else { return };
        let kind = after.map_or(ALONE, |after| 1 << (seen_at(after) % KINDS));
        self.mark(gram, kind);
        if let Some(after) = after {
            self.mark(after, kind << 4);
        }
        if let Some(first) = self.first.get_mut(chain(gram, after)) {
            self.places.push(Place { start: lower(*start), needle, next: *first, offset });
            *first = number;
        }
    }

    fn mark(&mut self, gram: Gram, bits: u8) {
        if let Some(seen) = self.seen.get_mut(seen_at(gram)) {
            *seen |= bits;
        }
    }

    fn scan(&self, text: &[u8]) -> Found {
        let mut found = Found::default();
        let grams = text.as_chunks().0;
        let mut at = 0;
        while let Some(rest) = grams.get(at..).filter(|rest| !rest.is_empty()) {
            at += self.next_pair(rest);
            self.verify(text, at * GRAM, &mut found);
            at += 1;
        }
        found
    }

    /// Where the first pair begins that may be a needle's. If there is none, this is the last gram, which may be one by
    /// itself.
    #[inline(never)]
    fn next_pair(&self, grams: &[Gram]) -> usize {
        let mut before = 0;
        let ends_one = |gram: &Gram| {
            let seen = self.seen.get(seen_at(*gram)).copied().unwrap_or_default();
            let ends_one = before & seen >> 4 != 0;
            before = seen;
            ends_one
        };
        grams.iter().position(ends_one).unwrap_or(grams.len()).saturating_sub(1)
    }

    fn verify(&self, text: &[u8], at: usize, found: &mut Found) {
        let Some((gram, after)) = grams_at(text, at) else { return };
        for after in [None, after] {
            let mut next = self.first.get(chain(gram, after));
            while let Some(place) = next.and_then(|number| self.places.get(usize::from(*number))) {
                self.compare(text, at, place, found);
                next = Some(&place.next);
            }
        }
    }

    fn compare(&self, text: &[u8], at: usize, place: &Place, found: &mut Found) {
        let Some(there) = at.checked_sub(place.offset).and_then(|start| text.get(start..)) else { return };
        if there.first_chunk().is_none_or(|start| lower(*start) != place.start) {
            return;
        }
        let needle = self.needles.get(usize::from(place.needle)).map_or(&[][..], |needle| needle.as_bytes());
        if there.get(..needle.len()).is_some_and(|there| there.eq_ignore_ascii_case(needle)) {
            found.add(place.needle);
        }
    }
}

/// The gram at a place, and the one after it if the text is long enough.
fn grams_at(text: &[u8], offset: usize) -> Option<(Gram, Option<Gram>)> {
    let (gram, rest) = text.get(offset..)?.split_first_chunk()?;
    Some((*gram, rest.first_chunk().copied()))
}

/// The place of a gram in [`Index::seen`].
fn seen_at(gram: Gram) -> usize {
    hash(lower(gram), SEEN_BITS)
}

/// The place of a pair, or of a gram alone, in [`Index::first`].
fn chain(gram: Gram, after: Option<Gram>) -> usize {
    hash(lower(gram) ^ after.map_or(0, lower).rotate_left(13), CHAIN_BITS)
}

/// Four bytes in which letters of either case are alike (and a few other bytes, which costs no more than a needless
/// comparison).
fn lower(gram: Gram) -> u32 {
    u32::from_le_bytes(gram) | 0x2020_2020
}

/// A hash of this many bits.
fn hash(value: u32, bits: u32) -> usize {
    (value.wrapping_mul(0x9E37_79B1) >> (u32::BITS - bits)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_wherever_it_stands() {
        for (number, needle) in (0..).zip(needles().iter()) {
            for (before, after) in (0..9).zip([0, 1, 2, 3, 4, 5, 6, 7, 0]) {
                let text = format!("{}{}{}", "x".repeat(before), needle.to_ascii_uppercase(), "x".repeat(after));
                assert!(Found::scan(&text).has(number), "{needle:?} in {text:?}");
            }
        }
    }

    #[test]
    fn few_places_of_an_ordinary_page_look_like_a_needle() {
        let page = "<div class=\"card\"><a href=\"/shoes/4711\"><img src=\"/i/4711.webp\" alt=\"\"></a><p>A sturdy pair for \
                    long walks, in four colours. Free returns within thirty days.</p></div>\n";
        let (text, index) = (page.repeat(GRAM), Index::new(needles()));
        let grams = text.as_bytes().as_chunks().0;
        let (mut at, mut pairs) = (0, 0);
        while at < grams.len() {
            at += index.next_pair(&grams[at..]) + 1;
            pairs += 1;
        }
        assert!(pairs * 16 < grams.len(), "{pairs} of {}", grams.len());
    }

    #[test]
    fn nothing_is_found_but_what_is_there() {
        let naive = |text: &str| {
            let holds = |needle: &str| text.to_ascii_lowercase().contains(&needle.to_ascii_lowercase());
            (0..)
                .zip(needles().iter())
                .filter(|(_, needle)| holds(needle))
                .map(|(number, _)| number)
                .collect::<Vec<u16>>()
        };
        let numbers = (0..).take(needles().len());
        let cut: Vec<_> =
            needles().iter().map(|needle| &needle[..needle.floor_char_boundary(needle.len() - 1)]).collect();
        for text in ["", "abc", &cut.join(" "), &needles().concat(), &needles().join("\n").to_uppercase()] {
            let found = Found::scan(text);
            assert_eq!(numbers.clone().filter(|n| found.has(*n)).collect::<Vec<_>>(), naive(text));
        }
    }
}
