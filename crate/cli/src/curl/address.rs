//! Where a `Location` leads. Only for display: nothing is asked at the address.

/// The address of `location` as seen from `base` (RFC 3986, section 5.3).
pub(crate) fn join(base: &str, location: &str) -> String {
    if is_absolute(location) {
        return parted(location).map_or_else(|| location.to_owned(), |(place, rest)| join(place, rest));
    }
    let (scheme, rest) = base.split_once("://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if scheme.is_empty() {
        return location.to_owned();
    }
    if location.starts_with("//") {
        return format!("{scheme}:{location}");
    }
    let page = base.split(['?', '#']).next().unwrap_or_default();
    if location.starts_with(['?', '#']) {
        return format!("{page}{location}");
    }
    let (path, query) = location.find(['?', '#']).map_or((location, ""), |at| location.split_at(at));
    let folder = page.rfind('/').and_then(|at| page.get(scheme.len() + 3 + host.len()..at)).unwrap_or_default();
    let path = if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    format!("{scheme}://{host}{}{query}", without_dots(&path))
}

/// The path that this one leads to once its dots are resolved (section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(kept.pop()),
            part => kept.push(part),
        }
    }
    let leads_to_a_folder = path.ends_with("/.") || path.ends_with("/..");
    let end = if leads_to_a_folder && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

/// Scheme and host, and what comes after them.
fn parted(address: &str) -> Option<(&str, &str)> {
    let host = address.find("://")? + 3;
    let end = address.get(host..)?.find(['/', '?', '#'])?;
    address.split_at_checked(host + end)
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
        assert_eq!(from("http://x.example/y/../z?/../w"), "http://x.example/z?/../w");
        assert_eq!(from("http://x.example?/../y"), "http://x.example?/../y");
        assert_eq!(
            (from("http://x.example"), from("mailto:x/../y")),
            ("http://x.example".into(), "mailto:x/../y".into())
        );
        assert_eq!(from("//x.example/y"), "https://x.example/y");
        assert_eq!(from("/y?z"), "https://shop.example:8443/y?z");
        assert_eq!(from("y"), "https://shop.example:8443/a/y");
        assert_eq!(from("../y/./z/?../w"), "https://shop.example:8443/y/z/?../w");
        assert_eq!(from("../../.."), "https://shop.example:8443/");
        assert_eq!(from("/y/../z"), "https://shop.example:8443/z");
        assert_eq!(from("?y"), "https://shop.example:8443/a/b?y");
        assert_eq!(join("https://shop.example", "y"), "https://shop.example/y");
        assert_eq!(join("", "/y"), "/y");
        assert_eq!(join("://", ""), "");
    }
}
