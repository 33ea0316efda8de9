//! What curl printed, sorted into what it sent, what it received, what it noted, what it wrote out, and why it gave up.
//!
//! `curl -v URL > FILE 2>&1` mixes two outputs. Everything curl says goes out at once, the answer itself when a buffer
//! is full; so the notes usually come first, and only the first and the last of them can touch other lines.

use super::head::Head;

/// The sorted lines.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    /// The requests that were sent, in order.
    pub(super) requests: Vec<Request>,
    /// The lines after `<`: heads only.
    pub(super) received: String,
    /// What curl wrote to its standard output.
    pub(super) output: String,
    /// The lines after `*`, since the last answer began.
    pub(super) notes: String,
    /// Curl's exit status, and its words for it.
    pub(super) failure: Option<(u16, String)>,
    /// The address in a command line that was saved along.
    pub(super) command_url: Option<String>,
    /// The address of the last connection.
    pub(super) ip: Option<String>,
    verbose: bool,
    tls: bool,
    part: Part,
}

/// Which part of an answer curl is writing out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// No answer yet, or the head of one is complete.
    #[default]
    Between,
    Head,
    Body,
}

/// One request that was sent.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: String,
    target: String,
    host: String,
    tls: bool,
}

impl Request {
    /// Asks a proxy to pass bytes on, and is not what the visitor asked for.
    pub(super) fn is_connect(&self) -> bool {
        self.method == "CONNECT"
    }

    /// The address that was asked.
    pub(super) fn url(&self) -> String {
        if self.target.contains("://") || self.is_connect() {
            return self.target.clone();
        }
        format!("{}://{}{}", if self.tls { "https" } else { "http" }, self.host, self.target)
    }
}

impl Transcript {
    pub(super) fn read(text: &str) -> Self {
        let mut transcript = Self::default();
        for line in text.split_inclusive('\n').filter_map(without_meter) {
            transcript.line(line);
        }
        transcript.last_words();
        transcript
    }

    fn line(&mut self, line: &str) {
        let bare = line.trim_end_matches(['\r', '\n']);
        if self.output.is_empty() {
            self.before_output(line, bare);
        } else if !(self.verbose && self.told(bare)) {
            self.write_out(line);
        }
    }

    fn before_output(&mut self, line: &str, bare: &str) {
        if let Some(failure) = failure(bare) {
            self.failure = Some(failure);
        } else if let Some(url) = command_url(bare) {
            self.command_url = Some(url);
        } else if self.told(bare) {
            self.verbose = true;
        } else if Head::starts(line) || (self.verbose && !bare.is_empty()) {
            self.write_out(line);
        }
    }

    /// A body that does not end with a line break runs into the note after it.
    fn write_out(&mut self, line: &str) {
        self.part = match self.part {
            Part::Between if !Head::starts(line) => Part::Body,
            Part::Head if line.trim_end().is_empty() => Part::Between,
            Part::Between => Part::Head,
            same => same,
        };
        let note = ["* Connection #", "* Closing connection"].iter().find_map(|start| line.find(start));
        let own = note.filter(|_| self.verbose).and_then(|at| line.get(..at));
        self.output.push_str(own.unwrap_or(line));
    }

    /// One of the lines that only `-v` produces; `false` if it is none.
    fn told(&mut self, bare: &str) -> bool {
        if let Some(note) = bare.strip_prefix("* ") {
            self.note(note.trim());
            return true;
        }
        let count = bare.strip_prefix("{ [").or_else(|| bare.strip_prefix("} ["));
        // Once a body has begun, nothing is sent or received any more: what looks like it is part of the body.
        count.is_some_and(|count| count.ends_with("data]")) || (self.part != Part::Body && self.exchanged(bare))
    }

    /// One line that was sent or received. An editor may have taken the space from the empty line that ends a head.
    fn exchanged(&mut self, bare: &str) -> bool {
        let behind = |mark| if bare == mark { Some("") } else { bare.strip_prefix(mark)?.strip_prefix(' ') };
        if let Some(received) = behind("<").map(str::trim_end) {
            if Head::starts(received) {
                self.notes.clear();
            }
            self.received.push_str(received);
            self.received.push('\n');
        } else if let Some(sent) = behind(">") {
            self.sent(sent.trim());
        } else {
            return false;
        }
        true
    }

    fn note(&mut self, note: &str) {
        self.notes.push_str(note);
        self.notes.push('\n');
        if note.starts_with("Trying ") {
            (self.ip, self.tls) = (None, false);
        } else if note.starts_with("Connected to ") || note.starts_with("Established connection to ") {
            // `Connected to host (ip) port 443 (#0)`, since curl 8.13
            // `Established connection to host (ip port 443) from …`.
            let inside =
                note.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inside, _)| inside);
            self.ip = inside.split(' ').next().map(str::to_owned).filter(|ip| !ip.is_empty());
            let port = note.split_once(" port ").map_or("", |(_, port)| port);
            self.tls = port.split([' ', ')']).next() == Some("443");
        } else if ["SSL connection using", "ALPN", "TLSv1", "schannel:"].iter().any(|sign| note.starts_with(sign)) {
            self.tls = true;
        }
    }

    fn sent(&mut self, line: &str) {
        let mut words = line.split(' ');
        if let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
            && version.starts_with("HTTP/")
        {
            let (method, target) = (method.to_owned(), target.to_owned());
            self.requests.push(Request { method, target, host: String::new(), tls: self.tls });
        } else if let (Some((name, value)), Some(request)) = (line.split_once(':'), self.requests.last_mut())
            && name.eq_ignore_ascii_case("host")
        {
            value.trim().clone_into(&mut request.host);
        }
    }

    /// Curl's reason for giving up may come after what it had written out by then; earlier, it is part of the page.
    fn last_words(&mut self) {
        let end = self.output.trim_end();
        let line = end.rfind('\n').map_or(0, |at| at + 1);
        let found = end.get(line..).and_then(|last| last.rfind("curl: (")).map(|at| line + at);
        let Some((at, failure)) = found.and_then(|at| Some((at, failure(end.get(at..)?)?))) else { return };
        self.failure = Some(failure);
        self.output.truncate(at);
    }
}

/// `curl: (7) Failed to connect to …`
fn failure(line: &str) -> Option<(u16, String)> {
    let (code, words) = line.strip_prefix("curl: (")?.split_once(") ")?;
    Some((code.parse().ok()?, words.to_owned()))
}

/// The address in `$ curl -i 'https://shop.example/'`.
fn command_url(line: &str) -> Option<String> {
    let command = line.trim_start_matches(['$', '#', '%', ' ']).strip_prefix("curl ")?;
    let mut words = command.split_whitespace().map(|word| word.trim_matches(['\'', '"']));
    words.find(|word| word.starts_with("http://") || word.starts_with("https://")).map(str::to_owned)
}

/// The line without the progress meter, whose last column another line may follow directly; `None` if nothing else is
/// there.
fn without_meter(line: &str) -> Option<&str> {
    const LAST_TIME: &str = "--:--:--";
    let is_meter = |before: &str| before.chars().all(|c| c.is_ascii_digit() || "\r .:-kMGTP".contains(c));
    let Some(at) = line.rfind(LAST_TIME).filter(|at| line.get(..*at).is_some_and(is_meter)) else { return Some(line) };
    let after = line.get(at + LAST_TIME.len()..)?;
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || " .kMGTP".contains(c));
    Some(rest).filter(|rest| !rest.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const METER: &str = "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0";

    #[test]
    fn the_meter_is_taken_off_what_follows_it() {
        assert_eq!(
            without_meter(&format!("{METER}*   Trying 127.0.0.1:80...\n")),
            Some("*   Trying 127.0.0.1:80...\n")
        );
        assert_eq!(without_meter(&format!("{METER}{METER}k\n")), None);
        assert_eq!(without_meter("no meter\r\n"), Some("no meter\r\n"));
        assert_eq!(without_meter("<td>--:--:--</td>\n"), Some("<td>--:--:--</td>\n"));
    }

    #[test]
    fn the_reason_for_giving_up_is_found_before_and_behind_the_answer_and_not_inside() {
        let read = |text: &str| Transcript::read(text).failure.map(|(code, _)| code);
        assert_eq!(read(&format!("{METER}curl: (6) Could not resolve host: x\n")), Some(6));
        assert_eq!(read("HTTP/1.1 200 OK\r\n\r\n<p>half a pagcurl: (18) transfer closed\n"), Some(18));
        assert_eq!(read("HTTP/1.1 502 x\r\n\r\ncurl: (6) is what the page says\n</html>\n"), None);
        assert_eq!(read("curl: (x) no\ncurl: (99999) no\ncurl: ("), None);
    }

    #[test]
    fn addresses_are_put_together_from_what_was_sent() {
        let tls = "* Connected to shop.example (203.0.113.7) port 443 (#0)\n> GET /a?b HTTP/2\r\n> Host: shop.example\r\n> \r\n";
        let read = |text: &str| Transcript::read(text).requests.first().map(Request::url);
        assert_eq!(read(tls).as_deref(), Some("https://shop.example/a?b"));
        for port in ["80", "4430"] {
            assert_eq!(read(&tls.replace("443", port)).as_deref(), Some("http://shop.example/a?b"));
        }
        assert_eq!(Transcript::read(tls).ip.as_deref(), Some("203.0.113.7"));
        let new = "* Established connection to shop.example (2001:db8::7 port 443) from 2001:db8::1 port 50000 \n";
        assert_eq!(Transcript::read(new).ip.as_deref(), Some("2001:db8::7"));
    }

    #[test]
    fn a_body_ends_where_the_next_note_begins() {
        let log = "> GET / HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 502 x\n<\n{ [7 bytes data]\n<p>\n</p>* Connection #0 to host a left intact\n";
        let transcript = Transcript::read(log);
        assert_eq!(transcript.output, "<p>\n</p>");
        assert_eq!(transcript.received, "HTTP/1.1 502 x\n\n");
    }
}
