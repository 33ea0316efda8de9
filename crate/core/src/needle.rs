//! One pass over a body for the needles of all vendors at once.
//!
//! Error pages are told apart by a thousand short texts. Looking for them one after the other would read a body a
//! thousand times; here it is read once, and only at every [`GRAM`]-th position. The four bytes there are looked up
//! among the grams of every needle. Each needle is long enough to cover one of these positions, wherever it stands, and
//! of a long needle the rarest grams are chosen. Pages are also full of pieces that some needle contains, such as
//! `</h1`, so the two bytes before the gram have to fit as well. The lookups do not wait for each other, so the
//! processor does several at a time.

use std::sync::LazyLock;

use crate::vendor::agreed::GRAM;
use crate::vendor::{NEEDLE_COUNT, needles};

/// How many values the hash of a gram can take: enough that few places on a page look like a needle by chance, and so
/// few that [`Index::seen`] stays in the processor's nearest cache.
const HASHES: usize = 1 << HASH_BITS;
const HASH_BITS: u32 = 13;
/// How many kinds of bytes before a gram are told apart when grams are counted.
const KINDS: usize = 8;
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

/// A place in a needle whose gram is looked for, and the next place whose gram has the same hash.
struct Place {
    /// How the needle begins, which is compared first: most text that looks like a needle is not one.
    start: u32,
    needle: u16,
    next: u16,
    offset: usize,
}

/// There is no such place.
const NONE: u16 = u16::MAX;

/// The grams of all needles.
struct Index {
    needles: &'static [&'static str],
    /// For each hash of a gram, one bit for each hash of the bytes before it.
    seen: Box<[u32; HASHES]>,
    /// The first place of each hash of a gram.
    first: Vec<u16>,
    places: Vec<Place>,
}

impl Index {
    #[allow(
        clippy::large_stack_arrays,
        reason = "once; and at every place of a text nothing need be checked but the bit"
    )]
    fn new(needles: &'static [&'static str]) -> Self {
        let mut index = Self { needles, seen: Box::new([0; HASHES]), first: vec![NONE; HASHES], places: Vec::new() };
        let common = how_common(needles);
        for (needle, text) in (0..).zip(needles) {
            for phase in 0..GRAM {
                index.add(needle, text.as_bytes(), rarest(text.as_bytes(), phase, &common));
            }
        }
        index
    }

    fn add(&mut self, needle: u16, text: &[u8], offset: usize) {
        let number = u16::try_from(self.places.len()).unwrap_or(NONE);
        let (Some(gram), Some(start)) = (Gram::at(text, offset), text.first_chunk()) else { return };
        if let (Some(seen), Some(first)) = (self.seen.get_mut(gram.hash), self.first.get_mut(gram.hash)) {
            *seen |= gram.before.map_or(u32::MAX, |before| 1 << before);
            self.places.push(Place { start: lower(*start), needle, next: *first, offset });
            *first = number;
        }
    }

    /// A function of its own, so that the few values of its loop stay in registers.
    #[inline(never)]
    fn scan(&self, text: &[u8]) -> Found {
        let mut found = Found::default();
        let grams = text.as_chunks().0;
        if let Some(gram) = grams.first() {
            self.verify(text, 0, hash_of(*gram), &mut found);
        }
        for (number, [before, gram]) in (1..).zip(grams.array_windows()) {
            let hash = hash_of(*gram);
            if self.is_seen(hash, *before) {
                self.verify(text, number * GRAM, hash, &mut found);
            }
        }
        found
    }

    fn is_seen(&self, hash: usize, before: [u8; GRAM]) -> bool {
        self.seen.get(hash).is_some_and(|seen| seen >> hash_of_end(before) & 1 != 0)
    }

    fn verify(&self, text: &[u8], at: usize, hash: usize, found: &mut Found) {
        let mut next = self.first.get(hash);
        while let Some(place) = next.and_then(|number| self.places.get(usize::from(*number))) {
            let there = at.checked_sub(place.offset).and_then(|start| text.get(start..));
            if let Some(there) = there
                && there.first_chunk().is_some_and(|start| lower(*start) == place.start)
            {
                self.compare(there, place.needle, found);
            }
            next = Some(&place.next);
        }
    }

    fn compare(&self, there: &[u8], number: u16, found: &mut Found) {
        let needle = self.needles.get(usize::from(number)).map_or(&[][..], |needle| needle.as_bytes());
        if there.get(..needle.len()).is_some_and(|there| there.eq_ignore_ascii_case(needle)) {
            found.add(number);
        }
    }
}

/// What is compared of a needle at one place: the hash of a gram, and that of the bytes before it unless the needle
/// begins so close before the gram that anything can stand there.
struct Gram {
    hash: usize,
    before: Option<u32>,
}

impl Gram {
    fn at(needle: &[u8], offset: usize) -> Option<Self> {
        let gram = needle.get(offset..)?.first_chunk()?;
        let before = needle.get(..offset)?.last_chunk().map(|[a, b]| hash_of_end([0, 0, *a, *b]));
        Some(Self { hash: hash_of(*gram), before })
    }

    /// Where such grams are counted, told apart by what stands before them, but more roughly.
    fn count(&self) -> usize {
        self.hash * KINDS + self.before.unwrap_or_default() as usize % KINDS
    }
}

/// How often each gram stands in all needles, by what stands before it.
fn how_common(needles: &[&str]) -> Vec<u16> {
    let mut common = vec![0; HASHES * KINDS];
    for needle in needles {
        for offset in 0..needle.len() {
            let gram = Gram::at(needle.as_bytes(), offset);
            if let Some(count) = gram.and_then(|gram| common.get_mut(gram.count())) {
                *count += 1;
            }
        }
    }
    common
}

/// Among the places in a needle that are considered together, the one that fewest needles share: what they share, such
/// as `</h1`, is on most pages too. A place that says nothing about the bytes before it comes last.
fn rarest(needle: &[u8], phase: usize, common: &[u16]) -> usize {
    let shared = |offset: &usize| {
        let gram = Gram::at(needle, *offset)?;
        let whatever_before = common.get(gram.hash * KINDS..)?.iter().take(KINDS).sum::<u16>();
        Some((gram.before.is_none(), common.get(gram.count()).copied(), whatever_before))
    };
    (phase..=needle.len().saturating_sub(GRAM)).step_by(GRAM).min_by_key(shared).unwrap_or_default()
}

/// A hash of four bytes. Below [`HASHES`].
fn hash_of(gram: [u8; GRAM]) -> usize {
    hash(lower(gram), HASH_BITS) as usize
}

/// A hash of the last two of four bytes. Below the bits of an `u32`.
fn hash_of_end(gram: [u8; GRAM]) -> u32 {
    hash(lower(gram) >> 16, 5)
}

/// Four bytes in which letters of either case are alike (and a few other bytes, which costs no more than a needless
/// comparison).
fn lower(gram: [u8; GRAM]) -> u32 {
    u32::from_le_bytes(gram) | 0x2020_2020
}

/// A hash of this many bits.
fn hash(value: u32, bits: u32) -> u32 {
    value.wrapping_mul(0x9E37_79B1) >> (u32::BITS - bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_wherever_it_stands() {
        for (number, needle) in (0..).zip(needles().iter()) {
            for before in 0..9 {
                let text = format!("{}{}", "x".repeat(before), needle.to_ascii_uppercase());
                assert!(Found::scan(&text).has(number), "{needle:?} after {before} letters");
            }
        }
    }

    #[test]
    fn few_places_of_an_ordinary_page_look_like_a_needle() {
        let page = "<div class=\"card\"><a href=\"/shoes/4711\"><img src=\"/i/4711.webp\" alt=\"\"></a><p>A sturdy pair for \
                    long walks, in four colours. Free returns within thirty days.</p></div>\n";
        let (text, index) = (page.repeat(GRAM), Index::new(needles()));
        let grams = text.as_bytes().as_chunks().0;
        let seen = grams.array_windows().filter(|[before, gram]| index.is_seen(hash_of(*gram), *before)).count();
        assert!(seen * 16 < grams.len(), "{seen} of {}", grams.len());
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
