//! The head of an HTTP answer as curl prints it: a status line, fields, an empty line (RFC 9112, sections 4 and 5).

/// A status line and the fields after it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// What comes after `HTTP/`.
    pub(super) version: String,
    pub(super) status: u16,
    pub(super) reason: Option<String>,
    pub(super) fields: Vec<(String, String)>,
}

impl Head {
    /// The head at the start of this text, and what follows its empty line.
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
        let (line, mut rest) = first_line(text);
        let mut head = Self::status_line(line)?;
        while !rest.is_empty() {
            let (line, after) = first_line(rest);
            rest = after;
            if line.is_empty() {
                break;
            }
            head.add(line);
        }
        Some((head, rest))
    }

    /// Does a head start here?
    pub(super) fn starts(text: &str) -> bool {
        text.starts_with("HTTP/") && Self::status_line(first_line(text).0).is_some()
    }

    /// `HTTP/1.1 502 Bad Gateway`; HTTP/2 and later have one number in their version and no reason.
    fn status_line(line: &str) -> Option<Self> {
        let (version, rest) = line.strip_prefix("HTTP/")?.split_once(' ')?;
        let (status, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        let numbers = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_version = version.len() <= 3 && version.split('.').all(numbers);
        let status = status.parse().ok().filter(|code| status.len() == 3 && numbers(status) && *code >= 100);
        let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        status.filter(|_| is_version).map(|status| Self {
            version: version.to_owned(),
            status,
            reason,
            fields: Vec::new(),
        })
    }

    fn add(&mut self, line: &str) {
        // A line that starts with white space continues the field before it (RFC 9112, section 5.2).
        if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), self.fields.last_mut()) {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            self.fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }

    /// The first value of this field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Only a word on the way to the real answer.
    pub(super) fn is_interim(&self) -> bool {
        (100..200).contains(&self.status) && self.status != 101
    }

    /// Sends the client to another address.
    pub(super) fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status) && self.get("location").is_some()
    }

    /// Looks like a proxy's "go ahead" to `CONNECT`, which has no content (RFC 9110, section 9.3.6).
    pub(super) fn is_tunnel(&self) -> bool {
        let said = self.reason.as_deref().is_some_and(|reason| reason.eq_ignore_ascii_case("connection established"));
        (200..300).contains(&self.status) && (said || self.fields.is_empty())
    }

    /// Can curl have asked again after this answer, so that the head of another may follow?
    pub(super) fn may_be_followed(&self) -> bool {
        self.is_interim() || self.is_redirect() || self.is_tunnel() || matches!(self.status, 401 | 407)
    }
}

/// The first line without its end, and the text after it.
fn first_line(text: &str) -> (&str, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    (line.strip_suffix('\r').unwrap_or(line), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_up_to_its_empty_line() {
        let (head, rest) =
            Head::read("HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nx: a\r\n  b\r\nno colon\r\n\r\nbody\n\n").unwrap();
        assert_eq!((head.status, head.reason.as_deref(), head.version.as_str()), (502, Some("Bad Gateway"), "1.1"));
        assert_eq!((head.get("SERVER"), head.get("x"), head.fields.len()), (Some("nginx"), Some("a b"), 2));
        assert_eq!(rest, "body\n\n");
    }

    #[test]
    fn a_head_may_end_with_the_text() {
        let (head, rest) = Head::read("HTTP/2 522 \nserver: cloudflare").unwrap();
        assert_eq!(
            (head.status, head.reason.as_deref(), head.get("server"), rest),
            (522, None, Some("cloudflare"), "")
        );
    }

    #[test]
    fn what_only_looks_like_a_status_line_is_none() {
        let hostile = [
            "",
            "HTTP/",
            "HTTP/1.1",
            "HTTP/1.1 5022 x",
            "HTTP/1.1 +50 x",
            "HTTP/x 502",
            "HTTP/1.1 502x",
            "http/1.1 200",
            "HTTP/1.1 099 x",
            "HTTP/ 502",
        ];
        for line in hostile {
            assert!(!Head::starts(line) && Head::read(line).is_none(), "{line:?}");
        }
    }
}
