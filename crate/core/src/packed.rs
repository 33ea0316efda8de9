//! How sentences are packed: what the writer (`crate/pack`) and the reader (`crate/web`) have in common.

use crate::hash;
use crate::text::join;

/// The three characters by which a packed list of sentences knows a key: eighteen bits of its hash, six each. A list
/// uses the first salt with which no two of its keys have one code.
pub fn code(salt: &str, key: &str) -> [u8; 3] {
    let hash = hash::whole(&join(&[salt, key], ""));
    [26, 20, 14].map(|shift| b'0' + (hash >> shift & 63) as u8)
}

/// Packed sentences, one a line, each unpacked when it is asked for: a popup says only some of them. The first line
/// names the characters that stand for longer fragments, with a tab between any two of those, and each followed by what
/// it stands for, in which those before it stand already.
#[derive(Default)]
pub struct Packed {
    stand_ins: Vec<(char, String)>,
    lines: Vec<String>,
}

impl Packed {
    /// The sentences of a file.
    pub fn new(text: &str) -> Self {
        let mut lines = text.split('\n').map(str::to_owned);
        let mut packed = Self::default();
        for named in lines.next().unwrap_or_default().split('\t') {
            let mut rest = named.chars();
            if let Some(short) = rest.next() {
                packed.stand_ins.push((short, packed.unpacked(rest.as_str())));
            }
        }
        packed.lines = lines.collect();
        packed
    }

    /// The sentence on this line, if there is one.
    pub fn line(&self, at: usize) -> Option<String> {
        self.lines.get(at).filter(|line| !line.is_empty()).map(|line| self.unpacked(line))
    }

    fn unpacked(&self, text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            match self.stand_ins.iter().find(|(short, _)| *short == c) {
                Some((_, long)) => out.push_str(long),
                None => out.push(c),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn each_stand_in_gives_way_to_what_it_stands_for() {
        let packed = Packed::new("\u{1}„\t#ü\t%#ber \u{1}\n%$1: n#r\n\né");
        let lines = [0, 1, 2, 3].map(|at| packed.line(at));
        assert_eq!(lines, [Some("über „$1: nür".to_owned()), None, Some("é".to_owned()), None]);
        assert_eq!(Packed::new("\nNo #1").line(0).as_deref(), Some("No #1"));
        assert_eq!(Packed::new("").line(0), None, "no such file");
    }
}
