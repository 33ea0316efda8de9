//! Where a `Location` leads. Only for display: nothing is asked at the address.

/// The address of `location` as seen from `base` (RFC 3986, section 5.3, without its removal of dot segments).
pub(crate) fn join(base: &str, location: &str) -> String {
    let (scheme, rest) = base.split_once("://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if scheme.is_empty() || is_absolute(location) {
        return location.to_owned();
    }
    if location.starts_with("//") {
        return format!("{scheme}:{location}");
    }
    if location.starts_with('/') {
        return format!("{scheme}://{host}{location}");
    }
    let path = base.split(['?', '#']).next().unwrap_or_default();
    if location.starts_with(['?', '#']) {
        return format!("{path}{location}");
    }
    let folder = path.rfind('/').filter(|at| *at > scheme.len() + 2).and_then(|at| path.get(..at)).unwrap_or(path);
    format!("{folder}/{location}")
}

/// Starts with a scheme.
fn is_absolute(location: &str) -> bool {
    let scheme = location.split_once(':').map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn every_shape_of_location() {
        let from = |location| join("https://shop.example:8443/a/b?c#d", location);
        assert_eq!(from("http://x.example/"), "http://x.example/");
        assert_eq!(from("//x.example/y"), "https://x.example/y");
        assert_eq!(from("/y?z"), "https://shop.example:8443/y?z");
        assert_eq!(from("y"), "https://shop.example:8443/a/y");
        assert_eq!(from("?y"), "https://shop.example:8443/a/b?y");
        assert_eq!(join("https://shop.example", "y"), "https://shop.example/y");
        assert_eq!(join("", "/y"), "/y");
        assert_eq!(join("://", ""), "");
    }
}
