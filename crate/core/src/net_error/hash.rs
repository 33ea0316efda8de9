//! The hash under which a net error's name is found; the build script computes the table with this very file.

/// The upper three bytes of FNV-1a, 32 bits (draft-eastlake-fnv): small, and free of collisions over the table, which the
/// build checks. A name that is not in the table is taken for one of it in one case of forty thousand.
pub(crate) fn of(name: &str) -> [u8; 3] {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let [a, b, c, _] = hash.to_be_bytes();
    [a, b, c]
}
