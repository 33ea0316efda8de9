//! The hash under which a net error's name is found; the build script computes the table with this very file.

/// FNV-1a, 32 bits (draft-eastlake-fnv): small, and free of collisions over the table, which the build checks.
pub(crate) fn of(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
