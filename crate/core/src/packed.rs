//! How sentences are packed: what the writer (`crate/pack`) and the reader (`crate/web`) have in common.

use crate::hash;
use crate::text::cut;

/// The three characters by which a packed list of sentences knows a key: its hash in one of a few ways, six bits each. A
/// list uses the first way in which no two of its keys have one code.
pub fn code(key: &str, way: u8) -> [u8; 3] {
    let hash = hash::whole(key).wrapping_mul(u32::from(way) | 1);
    [26, 20, 14].map(|shift| b'0' + (hash >> shift & 63) as u8)
}

/// A packed text as it is read. Characters that the text does not use, and that take one byte, stand in it for others
/// that take several. Its first line names each of those, followed by what it stands for.
pub fn unpacked(packed: &str) -> String {
    let (stand_ins, text) = cut(packed, "\n").unwrap_or_default();
    let mut meant = [None; 128];
    let mut pairs = stand_ins.chars();
    while let (Some(short), Some(long)) = (pairs.next(), pairs.next()) {
        if let Some(place) = meant.get_mut(short as usize) {
            *place = Some(long);
        }
    }
    text.chars().map(|c| meant.get(c as usize).copied().flatten().unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::unpacked;

    #[test]
    fn each_stand_in_gives_way_to_what_it_stands_for() {
        assert_eq!(unpacked("\u{1}„#ü\n#ber \u{1}$1: n#r\né"), "über „$1: nür\né");
        assert_eq!(unpacked("\nNo #1"), "No #1");
        assert_eq!(unpacked(""), "", "no such file");
    }
}
