//! What wget prints, as curl would have printed it. The page itself is in a file of its own then, and without `-S` only
//! the status is known, as with `curl -f`.

/// How a line of wget's begins that says why no answer came, or why it broke off, what is in it (empty: whatever it
/// is), and curl's exit status for it. The first fit counts. A page may be among these lines, so its text is no reason.
const FAILURES: &[(&str, &str, u16)] = &[
    ("wget: unable to resolve host address", "", 6),
    ("Connecting to ", "failed: Connection timed out", 28),
    ("Connecting to ", "failed: ", 7),
    ("Proxy tunneling failed: ", "", 56),
    ("Unable to establish SSL connection", "", 35),
    ("ERROR: cannot verify ", "", 60),
    ("ERROR: The certificate of ", "", 60),
    ("  Issued certificate ", "", 60),
    ("HTTP request sent", "No data received", 52),
    ("HTTP request sent", "Read error (Connection reset by peer)", 56),
    ("HTTP request sent", "Read error (", 28),
    // These begin with the date.
    ("20", ") - Connection closed at byte ", 18),
    ("20", ") - Read error at byte ", 18),
];

/// The address that was asked first, or last if no answer is shown; and the heads of all answers. `None` if wget did
/// not write this.
pub(super) fn as_curl(text: &str) -> Option<(String, String)> {
    let mut lines = text.lines();
    let mut start = lines.find_map(asked)?;
    let (mut out, mut in_head, mut failure) = (String::new(), false, None);
    for line in lines {
        let field = line.strip_prefix("  ").filter(|field| in_head || field.starts_with("HTTP/"));
        if let Some(field) = field {
            failure = None;
            out.push_str(field.trim_end());
            out.push('\n');
        } else {
            out.push_str(if in_head { "\n" } else { "" });
            failure = refused(line).or_else(|| failed(line)).or(failure);
            start = asked(line).filter(|_| out.is_empty()).unwrap_or(start);
        }
        in_head = field.is_some();
    }
    out.push_str(&failure.unwrap_or_default());
    Some((start.to_owned(), out))
}

/// `--2026-11-21 13:03:22--  https://shop.example/cart`
fn asked(line: &str) -> Option<&str> {
    let (moment, address) = line.strip_prefix("--")?.split_once("--  ")?;
    let is_moment = moment.bytes().all(|b| b.is_ascii_digit() || b" -:".contains(&b));
    (is_moment && address.contains("://")).then(|| address.trim())
}

/// `HTTP request sent, awaiting response... 502 Bad Gateway`
fn refused(line: &str) -> Option<String> {
    let said = line.strip_prefix("HTTP request sent, awaiting response... ")?;
    said.starts_with(['4', '5']).then(|| format!("curl: (22) The requested URL returned error: {said}\n"))
}

fn failed(line: &str) -> Option<String> {
    let (.., code) = FAILURES.iter().find(|(start, part, _)| line.starts_with(start) && line.contains(part))?;
    Some(format!("curl: ({code}) {line}\n"))
}
