//! How much one click may cost, all in one table.

/// Requests of one click in all.
pub const REQUESTS: u16 = 40;
/// Requests to the site's own host: fewer than one page with pictures takes, so that a click is never a load.
pub(crate) const REQUESTS_TO_SITE: u16 = 9;
/// Requests under way at the same time.
pub const IN_FLIGHT: u8 = 4;
/// Bytes read of one answer.
pub const BYTES: usize = 64 * 1024;
/// Milliseconds after which nothing new is started for a verdict that is already sure.
pub(crate) const USUAL_MS: u32 = 8_000;
/// Milliseconds after which nothing new is started at all.
pub(crate) const HARD_MS: u32 = 15_000;
