//! Reading one HTTP/1 request, with a limit on its size and on the time it may take to arrive.

use std::time::{Duration, Instant};

use crate::conn::Conn;

/// The most that a request line and its headers may take together.
const HEAD_BYTES: usize = 64 << 10;
/// Generous, because browsers open spare connections and say nothing on them for a while.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// How much of a body is kept.
const KEPT_BYTES: usize = 16 << 10;
/// A longer body is left unread; the end of the connection throws it away.
const BODY_BYTES: usize = 1 << 20;
const BODY_TIME: Duration = Duration::from_secs(5);

/// One request; the beginning of its body was kept, the rest read and dropped.
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path alone, also when a proxy was asked with a whole URL.
    pub(crate) path: String,
    /// What follows the question mark, still encoded.
    pub(crate) query: String,
    pub(crate) body: Vec<u8>,
    headers: Vec<(String, String)>,
}

/// Why there is no request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The client left, or said too little for too long.
    Gone,
    /// The head exceeded its limit.
    TooBig,
    /// What came is not HTTP/1.
    Malformed,
}

impl Request {
    /// Reads one request.
    pub(crate) fn read(conn: &mut Conn) -> Result<Self, Unread> {
        let deadline = Instant::now() + HEAD_TIME;
        let mut got = Vec::new();
        let mut chunk = [0; 8192];
        let end = loop {
            if let Some(end) = head_end(&got) {
                break end;
            }
            if got.len() > HEAD_BYTES {
                return Err(Unread::TooBig);
            }
            let n = conn.read_until(&mut chunk, deadline).ok_or(Unread::Gone)?;
            got.extend_from_slice(chunk.get(..n).unwrap_or_default());
        };
        let head = got.get(..end).unwrap_or_default();
        let mut request = Self::parse(&String::from_utf8_lossy(head)).ok_or(Unread::Malformed)?;
        request.read_body(conn, got.get(end..).unwrap_or_default());
        Ok(request)
    }

    fn parse(head: &str) -> Option<Self> {
        let mut lines = head.lines();
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        let is_word = !method.is_empty() && method.bytes().all(|b| b.is_ascii_alphabetic());
        if !is_word || !version.starts_with("HTTP/1.") || words.next().is_some() {
            return None;
        }
        let (path, query) = split_target(target);
        Some(Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            body: Vec::new(),
            headers: lines.filter_map(header).collect(),
        })
    }

    /// Reads a body of known length, because a browser may wait until all of it is taken.
    fn read_body(&mut self, conn: &mut Conn, already: &[u8]) {
        let length = self.header("content-length").and_then(|v| v.parse().ok()).unwrap_or(0);
        let mut left = usize::min(length, BODY_BYTES).saturating_sub(already.len());
        self.keep(already);
        let deadline = Instant::now() + BODY_TIME;
        let mut scrap = [0; 8192];
        while left > 0 {
            let Some(n) = conn.read_until(&mut scrap, deadline) else {
                return;
            };
            self.keep(scrap.get(..n).unwrap_or_default());
            left = left.saturating_sub(n);
        }
    }

    fn keep(&mut self, piece: &[u8]) {
        let room = KEPT_BYTES.saturating_sub(self.body.len());
        self.body.extend(piece.iter().take(room));
    }

    /// The first header of that name, which must be given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The name of the requested host, in lower case and without a port.
    pub(crate) fn host(&self) -> String {
        let host = self.header("host").unwrap_or_default();
        host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase()
    }

    /// Every parameter of the query, decoded.
    pub(crate) fn params(&self) -> impl Iterator<Item = (String, String)> {
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(key, value)| (decode(key), decode(value)))
    }

    /// One parameter of the query, decoded.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        self.params().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// One parameter of the query as a number; anything else counts as missing.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.param(name)?.parse().ok()
    }

    /// Whether only the head of the answer is wanted.
    pub(crate) fn wants_head_only(&self) -> bool {
        self.method == "HEAD"
    }
}

/// Where the body begins, once the empty line has arrived.
fn head_end(got: &[u8]) -> Option<usize> {
    got.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.to_ascii_lowercase(), value.trim().to_owned()))
}

/// Path and query of a target in any of its forms; a proxy is asked with a whole URL, or with host and port alone.
fn split_target(target: &str) -> (&str, &str) {
    let local = match target.split_once("://") {
        Some((scheme, rest)) if !scheme.contains(['/', '?']) => {
            rest.find(['/', '?']).and_then(|at| rest.get(at..)).unwrap_or("/")
        }
        _ => target,
    };
    local.split_once('?').unwrap_or((local, ""))
}

/// Undoes percent and plus encoding; what is invalid stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, hex_pair(tail)) {
            (b'%', Some(value)) => {
                out.push(value);
                rest = tail.get(2..).unwrap_or_default();
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex_pair(tail: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*tail.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::{Request, decode, split_target};

    #[test]
    fn splits_every_form_of_target() {
        assert_eq!(split_target("/a?b=c?d"), ("/a", "b=c?d"));
        assert_eq!(split_target("http://h:1/a?b"), ("/a", "b"));
        assert_eq!(split_target("http://h"), ("/", ""));
        assert_eq!(split_target("/go?to=http://h/"), ("/go", "to=http://h/"));
        assert_eq!(split_target("h:443"), ("h:443", ""));
    }

    #[test]
    fn decodes_what_is_valid_and_keeps_the_rest() {
        assert_eq!(decode("a%20b+c%2"), "a b c%2");
        assert_eq!(decode("%zz%"), "%zz%");
        assert_eq!(decode("%2Fx"), "/x");
    }

    #[test]
    fn takes_only_http_1() {
        assert!(Request::parse("GET / HTTP/1.1\r\nA: b\r\n").is_some());
        for bad in ["", "GET", "GET /", "GET / HTTP/2", "G T / HTTP/1.1", " / HTTP/1.1", "\u{16}\u{3} x HTTP/1.1"] {
            assert!(Request::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn finds_parameters() {
        let request = Request::parse("GET /x?good=3&key=a%20b&flag HTTP/1.1\r\n").unwrap();
        assert_eq!(request.number("good"), Some(3));
        assert_eq!(request.param("key").as_deref(), Some("a b"));
        assert_eq!(request.param("flag").as_deref(), Some(""));
        assert_eq!(request.number("key"), None);
    }
}
