//! The hash by which a short name is found if the names themselves would take too much room: those of net errors, and
//! the keys of sentences. Whatever builds such a table computes the hashes with this same file, and checks that no two
//! names share one.

/// The upper three bytes of FNV-1a, 32 bits (draft-eastlake-fnv). They are few, and a name outside a table of hundreds
/// is mistaken for one in it in one case in tens of thousands.
pub(crate) fn of(name: &str) -> [u8; 3] {
    let [a, b, c, _] = whole(name).to_be_bytes();
    [a, b, c]
}

/// All four bytes of it.
pub(crate) fn whole(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
