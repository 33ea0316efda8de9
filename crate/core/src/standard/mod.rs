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

/// More lines of one field are not read.
const MAX_LINES: usize = 64;

/// The values of every field of this name, in order of arrival. Firefox hands several fields over as one, a line each.
///
/// This and [`elements::split`] make lists where chained iterators would do: as many readers use them, those were
/// several KB more in the module.
fn lines<'a>(headers: &'a Headers, name: &str) -> Vec<&'a str> {
    let fields = headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
    let lines = fields.flat_map(|(_, value)| value.lines()).map(str::trim);
    lines.filter(|line| !line.is_empty()).take(MAX_LINES).collect()
}

/// The first such value, for fields of which there is one.
fn first<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    lines(headers, name).first().copied()
}

/// A whole number without a sign; `None` for anything else, and for what no delay or age can be.
fn whole_number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}
