//! One pass over a body for the needles of all vendors at once.
//!
//! Error pages are told apart by some hundred short texts. Looking for them one after the other would read a body some
//! hundred times; here it is read once, and only at every [`GRAM`]-th place. The four bytes there are looked up among
//! the grams of every needle: each needle is long enough to hold one of the places looked at, wherever it stands, and of
//! a long one the rarest are chosen. The lookups do not wait for each other, so the processor does several at a time.

use std::sync::LazyLock;

use crate::vendor::agreed::GRAM;
use crate::vendor::{NEEDLE_COUNT, needles};

/// How many values the hash of a gram can take: enough that few places of a page look like a needle by chance.
const HASHES: usize = 1 << HASH_BITS;
const HASH_BITS: u32 = 16;
/// One bit a needle.
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

    /// All that were found, a bit each.
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

/// Where a gram stands in a needle, and the next such place whose gram has the same hash.
struct Place {
    needle: u16,
    offset: u8,
    next: u16,
}

/// There is no such place.
const NONE: u16 = u16::MAX;

/// The grams of all needles.
struct Index {
    needles: &'static [&'static str],
    /// One bit a hash, so that what is asked at every place of a text stays in the processor's nearest cache.
    seen: Box<[u32; HASHES / 32]>,
    /// The first place of each hash.
    first: Vec<u16>,
    places: Vec<Place>,
}

impl Index {
    fn new(needles: &'static [&'static str]) -> Self {
        let mut index =
            Self { needles, seen: Box::new([0; HASHES / 32]), first: vec![NONE; HASHES], places: Vec::new() };
        let common = how_common(needles);
        for (needle, text) in (0..).zip(needles) {
            for phase in 0..GRAM {
                if let Some((offset, hash)) = rarest(text.as_bytes(), phase, &common) {
                    index.add(needle, offset, hash);
                }
            }
        }
        index
    }

    fn add(&mut self, needle: u16, offset: u8, hash: u32) {
        let number = u16::try_from(self.places.len()).unwrap_or(NONE);
        if let (Some(word), Some(first)) = (self.seen.get_mut(hash as usize / 32), self.first.get_mut(hash as usize)) {
            *word |= 1 << (hash % 32);
            self.places.push(Place { needle, offset, next: *first });
            *first = number;
        }
    }

    fn scan(&self, text: &[u8]) -> Found {
        let mut found = Found::default();
        for (number, gram) in text.as_chunks().0.iter().enumerate() {
            let hash = hash(*gram);
            if self.seen.get(hash as usize / 32).is_some_and(|word| word >> (hash % 32) & 1 != 0) {
                self.verify(text, number * GRAM, hash, &mut found);
            }
        }
        found
    }

    fn verify(&self, text: &[u8], at: usize, hash: u32, found: &mut Found) {
        let mut next = self.first.get(hash as usize);
        while let Some(place) = next.and_then(|number| self.places.get(usize::from(*number))) {
            let needle = self.needles.get(usize::from(place.needle)).map_or(&[][..], |needle| needle.as_bytes());
            let start = at.checked_sub(usize::from(place.offset));
            let there = start.and_then(|start| text.get(start..start + needle.len()));
            if there.is_some_and(|there| there.eq_ignore_ascii_case(needle)) {
                found.add(place.needle);
            }
            next = Some(&place.next);
        }
    }
}

/// How many grams of all needles have each hash.
fn how_common(needles: &[&str]) -> Vec<u16> {
    let mut common = vec![0; HASHES];
    for gram in needles.iter().flat_map(|needle| needle.as_bytes().array_windows()) {
        if let Some(count) = common.get_mut(hash(*gram) as usize) {
            *count += 1;
        }
    }
    common
}

/// Of the places in a needle that are looked at together, the one whose gram fewest needles share: what they share,
/// such as `</h1`, most pages have too.
fn rarest(needle: &[u8], phase: usize, common: &[u16]) -> Option<(u8, u32)> {
    let grams = needle.array_windows().enumerate().skip(phase).step_by(GRAM);
    let places = grams.filter_map(|(offset, gram)| Some((u8::try_from(offset).ok()?, hash(*gram))));
    places.min_by_key(|(_, hash)| common.get(*hash as usize).copied())
}

/// A hash of four bytes in which letters of either case are alike (and a few other bytes, which costs nothing but a
/// needless comparison). Below [`HASHES`].
fn hash(gram: [u8; GRAM]) -> u32 {
    (u32::from_le_bytes(gram) | 0x2020_2020).wrapping_mul(0x9E37_79B1) >> (u32::BITS - HASH_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_wherever_it_stands() {
        for (number, needle) in (0..).zip(needles().iter()) {
            for before in 0..9 {
                let text = format!("{}{}", "é".repeat(before), needle.to_ascii_uppercase());
                assert!(Found::scan(&text).has(number), "{needle:?} after {before} letters");
            }
        }
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
