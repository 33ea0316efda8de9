//! Header fields that standards define, read as the standards say.
//!
//! Nothing here knows a product or concludes anything; the rules do. Every reader is bounded, takes any text, and
//! ignores a field that breaks its grammar, as the standards demand.

mod elements;

pub mod alt_svc;
pub mod cache_status;
pub mod date;
pub mod proxy_status;
pub mod retry_after;
pub mod server_timing;
pub mod structured;
pub mod via;

use crate::headers::Headers;
use crate::text::unsigned;

/// More lines of one field are not read.
const MAX_LINES: usize = 64;

/// The values of every field of this name, in order of arrival. Firefox hands several fields over as one, one per line.
///
/// This and the other readers make lists in plain loops where iterator chains would do: each chain is code of its own,
/// and together they were several KB more in the module.
fn lines<'a>(headers: &'a Headers, name: &str) -> Vec<&'a str> {
    let mut lines = Vec::new();
    for (_, value) in headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)) {
        for line in value.split('\n').map(str::trim) {
            if !line.is_empty() && lines.len() < MAX_LINES {
                lines.push(line);
            }
        }
    }
    lines
}

/// The first such value, for fields that are given once.
fn first<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    lines(headers, name).first().copied()
}

/// A time in whole seconds. If a browser has joined several fields, the first counts (RFC 9111, section 5.1), and a
/// time that is too long to express is as long as can be (section 1.2.2).
fn seconds(text: &str) -> Option<u32> {
    let first = text.split(',').next().unwrap_or_default().trim();
    let is_whole = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    is_whole.then(|| unsigned(first, 10).unwrap_or(u32::MAX))
}
