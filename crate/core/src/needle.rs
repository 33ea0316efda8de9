//! One pass over a body for the needles of all vendors at once.
//!
//! Error pages are told apart by some hundred short texts. Looking for them one after the other would read a body some
//! hundred times; here it is read once, and only at every [`STRIDE`]-th place. The four bytes there are looked up among
//! the four bytes at the first places of every needle: each needle is long enough to hold one of the places looked at,
//! wherever it stands. The lookups do not wait for each other, so the processor does several at a time.

use std::sync::LazyLock;

use crate::vendor::NEEDLES;

/// How many bytes are compared at once.
const GRAM: usize = 4;
/// How far apart the places are. No needle is shorter than `STRIDE + GRAM - 1` bytes; the build script sees to that.
const STRIDE: usize = 4;
/// How many values the hash of a gram can take: enough that few places of a page look like a needle by chance.
const HASHES: usize = 1 << 14;
const WORDS: usize = 16;

/// Which needles a text contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found([u64; WORDS]);

impl Found {
    /// Looks for every needle, ASCII case ignored. The cost is linear in the length of the text.
    pub fn scan(text: &str) -> Self {
        static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(NEEDLES));
        INDEX.scan(text.as_bytes())
    }

    /// Was the needle with this number found?
    pub fn has(&self, needle: u16) -> bool {
        let (word, bit) = place(needle);
        self.0.get(word).is_some_and(|word| word & bit != 0)
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

/// Where a gram stands in a needle.
#[derive(Clone, Copy)]
struct Place {
    hash: u16,
    needle: u16,
    offset: u8,
}

/// The grams of all needles.
struct Index {
    needles: &'static [&'static str],
    seen: Box<[u64]>,
    places: Vec<Place>,
}

impl Index {
    fn new(needles: &'static [&'static str]) -> Self {
        let mut places = Vec::new();
        for (needle, text) in (0..).zip(needles) {
            for (offset, gram) in (0..).zip(text.as_bytes().windows(GRAM).take(STRIDE)) {
                places.extend(hash(gram).map(|hash| Place { hash, needle, offset }));
            }
        }
        places.sort_unstable_by_key(|place| place.hash);
        let mut seen = vec![0; HASHES / 64].into_boxed_slice();
        for (word, bit) in places.iter().map(|p| self::place(p.hash)) {
            if let Some(word) = seen.get_mut(word) {
                *word |= bit;
            }
        }
        Self { needles, seen, places }
    }

    fn scan(&self, text: &[u8]) -> Found {
        let mut found = Found::default();
        for (at, gram) in text.windows(GRAM).enumerate().step_by(STRIDE) {
            if let Some(hash) = hash(gram).filter(|hash| self.may_start(*hash)) {
                self.verify(text, at, hash, &mut found);
            }
        }
        found
    }

    fn may_start(&self, hash: u16) -> bool {
        let (word, bit) = place(hash);
        self.seen.get(word).is_some_and(|word| word & bit != 0)
    }

    fn verify(&self, text: &[u8], at: usize, hash: u16, found: &mut Found) {
        let first = self.places.partition_point(|place| place.hash < hash);
        let alike = self.places.iter().skip(first).take_while(|place| place.hash == hash);
        for place in alike {
            let needle = self.needles.get(usize::from(place.needle)).map_or(&[][..], |needle| needle.as_bytes());
            let start = at.checked_sub(usize::from(place.offset));
            let there = start.and_then(|start| text.get(start..start + needle.len()));
            if there.is_some_and(|there| there.eq_ignore_ascii_case(needle)) {
                found.add(place.needle);
            }
        }
    }
}

/// A hash of four bytes in which letters of either case are alike (and a few other bytes, which costs nothing but a
/// needless comparison).
fn hash(gram: &[u8]) -> Option<u16> {
    let word = u32::from_le_bytes(gram.try_into().ok()?) | 0x2020_2020;
    u16::try_from(word.wrapping_mul(0x9E37_79B1) >> (32 - HASHES.trailing_zeros())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_wherever_it_stands() {
        assert!(NEEDLES.len() <= WORDS * 64);
        for (number, needle) in (0..).zip(NEEDLES) {
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
            (0..).zip(NEEDLES).filter(|(_, needle)| holds(needle)).map(|(number, _)| number).collect::<Vec<u16>>()
        };
        let numbers = (0..).take(NEEDLES.len());
        let cut: Vec<_> =
            NEEDLES.iter().map(|needle| &needle[..needle.floor_char_boundary(needle.len() - 1)]).collect();
        for text in ["", "abc", &cut.join(" "), &NEEDLES.concat(), &NEEDLES.join("\n").to_uppercase()] {
            let found = Found::scan(text);
            assert_eq!(numbers.clone().filter(|n| found.has(*n)).collect::<Vec<_>>(), naive(text));
        }
    }
}
