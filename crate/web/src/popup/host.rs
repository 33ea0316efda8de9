//! A host name that may be too long for its place: it is shown without its middle, and whole as a tooltip.

use is_it_me_core::view::host::shortened;

use crate::dom::Node;

/// The host, as far as there is room for it.
pub(super) fn fitting(host: &str) -> String {
    shortened(host).unwrap_or_else(|| host.to_owned())
}

/// The element that shows it so.
pub(super) fn titled(node: Node, host: &str) -> Node {
    if shortened(host).is_some() { node.attr("title", host) } else { node }
}
