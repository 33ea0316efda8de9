//! How sentences are packed: what writes them (`crate/pack`) and what reads them (`crate/web`) have in common.

use crate::hash;

/// The three characters by which a packed list of sentences knows a key: its hash in one of a few ways, six bits each. A
/// list uses the first way in which no two of its keys have one code.
pub fn code(key: &str, way: u8) -> [u8; 3] {
    let hash = hash::whole(key).wrapping_mul(u32::from(way) | 1);
    [26, 20, 14].map(|shift| b'0' + (hash >> shift & 63) as u8)
}

/// A packed sentence as it is read. Characters that no sentence of its language holds, and that take one byte, stand in it for
/// others that take several. `stand_ins` names each of those with what it stands for behind it.
pub fn unpacked(sentence: &str, stand_ins: &str) -> String {
    let meant = |short| stand_ins.chars().skip_while(|c| *c != short).nth(1);
    sentence.chars().map(|c| meant(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::unpacked;

    #[test]
    fn each_stand_in_gives_way_to_what_it_stands_for() {
        assert_eq!(unpacked("#ber \u{1}$1: n#r", "\u{1}„#ü"), "über „$1: nür");
        assert_eq!(unpacked("No #1", ""), "No #1");
    }
}
