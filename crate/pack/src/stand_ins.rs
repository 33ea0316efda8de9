//! Characters of one byte in place of fragments of a text that take several. Deflate spends two bytes or more on saying
//! where a fragment stood before, and less than one on a frequent character. That makes the packed sentences of Europe's
//! languages a twentieth smaller, and Arabic, Japanese and Chinese, whose letters take two or three bytes, a tenth.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::Write as _;

/// The most characters of a fragment.
const LONGEST: usize = 8;
/// How many fragments are tried in a round, and how many of the best of them are taken. More of either take longer and
/// save next to nothing.
const TRIED: usize = 32;
const TAKEN: usize = 6;
/// The most bytes of a fragment that count when fragments are chosen for a try: deflate writes longer ones as briefly.
const BYTES_THAT_COUNT: usize = 6;

/// The text after a line by which the core's `Packed` reads it: what stands for something, followed by what it stands
/// for, with a tab between any two. In what it stands for there may be stand-ins named before. Only characters that the
/// text itself does not use stand for others.
pub(crate) fn packed(text: &str) -> String {
    let mut free: Vec<char> = ('\u{1}'..'\u{7f}').filter(|c| !"\n\t".contains(*c) && !text.contains(*c)).collect();
    let mut best = Draft::new(Vec::new(), text.to_owned());
    while let Some(short) = free.last() {
        let tried = best.fragments().into_iter().map(|long| (best.with(*short, &long).size, long));
        let mut helpful: Vec<(usize, String)> = tried.filter(|(size, _)| *size < best.size).collect();
        if helpful.is_empty() {
            break;
        }
        helpful.sort_unstable();
        for (_, long) in helpful.iter().take(TAKEN) {
            let Some(short) = free.last() else { break };
            // Some of what helped alone does not beside what was taken before it.
            let draft = best.with(*short, long);
            if draft.size < best.size {
                best = draft;
                free.pop();
            }
        }
    }
    best.whole()
}

/// A text with some stand-ins.
struct Draft {
    /// Each stand-in, followed by what it stands for.
    named: Vec<String>,
    text: String,
    /// The size of all of it after deflate.
    size: usize,
}

impl Draft {
    fn new(named: Vec<String>, text: String) -> Self {
        let mut draft = Self { named, text, size: 0 };
        draft.size = deflated(&draft.whole());
        draft
    }

    fn with(&self, short: char, long: &str) -> Self {
        let mut named = self.named.clone();
        named.push(format!("{short}{long}"));
        Self::new(named, self.text.replace(long, short.encode_utf8(&mut [0; 4])))
    }

    fn whole(&self) -> String {
        [self.named.join("\t"), self.text.clone()].join("\n")
    }

    /// The fragments that are worth a try, judged by the bytes that would go.
    fn fragments(&self) -> Vec<String> {
        let mut times: HashMap<&str, usize> = HashMap::new();
        for line in self.text.lines() {
            let ends: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
            for (number, start) in ends.iter().enumerate() {
                let fragments = ends.iter().skip(number + 1).take(LONGEST).filter_map(|end| line.get(*start..*end));
                fragments.for_each(|fragment| *times.entry(fragment).or_default() += 1);
            }
        }
        let saved = |fragment: &str, times| times * (fragment.len().min(BYTES_THAT_COUNT) - 1);
        let mut ranked: Vec<_> = times.into_iter().map(|(one, times)| (Reverse(saved(one, times)), one)).collect();
        ranked.sort_unstable();
        ranked.into_iter().take(TRIED).map(|(_, fragment)| fragment.to_owned()).collect()
    }
}

fn deflated(text: &str) -> usize {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    // Writing to memory cannot fail.
    written.map_or(usize::MAX, |packed| packed.len())
}

#[cfg(test)]
mod tests {
    use super::packed;
    use is_it_me_core::packed::Packed;

    /// Sentences in which hardly anything comes twice but this.
    fn with_many(fragment: &str) -> String {
        let number = |at: u32| at.wrapping_mul(0x9E37_79B1).to_string();
        (1..200).map(|at| [number(at), fragment.to_owned(), number(at * 7)].concat()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_takes_many_bytes_is_replaced_and_comes_back() {
        for fragment in ["é", "ページ", "the page"] {
            let text = with_many(fragment);
            let packed = packed(&text);
            assert_eq!(packed.matches(fragment).count(), 1, "{packed}");
            let read = Packed::new(&packed);
            for (at, line) in text.lines().enumerate() {
                assert_eq!(read.line(at).as_deref(), Some(line));
            }
        }
    }

    #[test]
    fn what_would_save_nothing_stays() {
        assert_eq!(packed("plain $1\nnö"), "\nplain $1\nnö");
        let ascii: String = ('\u{1}'..'\u{7f}').filter(|c| !"\n\t".contains(*c)).collect();
        let text = [ascii, with_many("the page")].join("\n");
        assert_eq!(packed(&text), format!("\n{text}"), "no character is free");
    }
}
