//! The failures that lie below HTTP, each on a port of its own: one table, and what the plainer ones answer.

use crate::http::Request;
use crate::reply::Reply;
use crate::routes;
use crate::script::Script;
use crate::shared::Shared;
use crate::tls::Certificate;

/// What the log calls the main server.
pub(crate) const HTTP: &str = "http";

/// Past the limit of Chromium (256 KiB) and of Firefox (384 KiB).
const BIG_HEADER: usize = 400_000;

/// Decides how to handle one request.
pub(crate) type Answer = fn(&Shared, &Request) -> Script;

/// What happens to a connection.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    /// Nothing listens.
    Closed,
    /// Closed as soon as it is accepted.
    AtOnce,
    /// Accepted and never spoken to.
    Silent,
    /// Reset as soon as something is said.
    Reset,
    /// These bytes, whatever is said first.
    FirstBytes(&'static [u8]),
    /// HTTP in the clear.
    Http(Answer),
    /// HTTP inside TLS.
    Https(Certificate, Answer),
    /// HTTP/2 that resets every stream.
    H2(Certificate),
}

impl Way {
    /// The certificate to show and the protocol to agree on, where TLS is spoken.
    pub(crate) fn certificate(self) -> Option<(Certificate, &'static [u8])> {
        match self {
            Self::Https(certificate, _) => Some((certificate, b"http/1.1")),
            Self::H2(certificate) => Some((certificate, b"h2")),
            _ => None,
        }
    }
}

/// One row of the table.
pub(crate) struct Mode {
    pub(crate) name: &'static str,
    pub(crate) shows: &'static str,
    /// How a browser is meant to ask for it.
    pub(crate) scheme: &'static str,
    pub(crate) way: Way,
}

const fn plain(name: &'static str, shows: &'static str, way: Way) -> Mode {
    Mode { name, shows, scheme: "http", way }
}

const fn secure(name: &'static str, shows: &'static str, way: Way) -> Mode {
    Mode { name, shows, scheme: "https", way }
}

/// Every mode.
pub(crate) const MODES: &[Mode] = &[
    plain("refused", "Nothing listens on the port: the connection is refused.", Way::Closed),
    plain("reset", "Takes the request and resets the connection.", Way::Http(|_, _| Script::reset())),
    plain("empty", "Takes the request and closes without a byte.", Way::Http(|_, _| Script::nothing())),
    plain("garbage", "Answers with bytes that are not HTTP.", Way::Http(|_, _| garbage())),
    plain("accept-close", "Closes the connection as soon as it is made.", Way::AtOnce),
    plain("silent", "Accepts and never says a word, not even for a TLS handshake.", Way::Silent),
    plain("big-header", "Sends a header of 400 kB, more than any browser takes.", Way::Http(big_header)),
    plain("dup-length", "Sends two lengths that contradict each other.", Way::Http(dup_length)),
    plain("proxy-refusing", "As an HTTP proxy: refuses every tunnel, answers 502 to the rest.", Way::Http(proxy)),
    secure("plain-on-tls", "Speaks plain HTTP where TLS is expected.", Way::FirstBytes(PLAIN_400)),
    secure("tls-alert", "Refuses the TLS handshake with an alert.", Way::FirstBytes(HANDSHAKE_FAILURE)),
    secure(
        "tls-reset",
        "Resets the connection when it hears the name in the TLS handshake, as a firewall does.",
        Way::Reset,
    ),
    secure("self-signed", "Shows a certificate that signs itself.", https(Certificate::SelfSigned)),
    secure("expired", "Shows a certificate of the lab's authority that ran out.", https(Certificate::Expired)),
    secure("wrong-name", "Shows a certificate of the lab's authority for another name.", https(Certificate::WrongName)),
    secure(
        "trusted",
        "All the routes over TLS, good for whoever trusts the lab's authority.",
        https(Certificate::Good),
    ),
    secure("h2-error", "Speaks HTTP/2 and resets every request with PROTOCOL_ERROR.", Way::H2(Certificate::Good)),
];

const fn https(certificate: Certificate) -> Way {
    Way::Https(certificate, routes::answer)
}

/// What nginx says to a client on the wrong kind of port.
const PLAIN_400: &[u8] = b"HTTP/1.1 400 Bad Request\r\nServer: nginx/1.25.3\r\nContent-Type: text/html\r\n\
    Content-Length: 12\r\nConnection: close\r\n\r\nBad Request\n";

/// A fatal alert, number 40, in a TLS 1.2 record.
const HANDSHAKE_FAILURE: &[u8] = &[21, 3, 3, 0, 2, 2, 40];

fn garbage() -> Script {
    let mut bytes = vec![0, 1, 2, 255];
    bytes.extend(b"this is no answer that a browser knows\r\n\r\n".repeat(4));
    Script::send(bytes)
}

fn big_header(_: &Shared, request: &Request) -> Script {
    Reply::new(200).header("X-Padding", &"a".repeat(BIG_HEADER)).body("text/plain", "small\n").send(request)
}

fn dup_length(_: &Shared, request: &Request) -> Script {
    let reply = Reply::new(200).header("Content-Length", "3");
    reply.body("text/plain", "two lengths, one body\n").send(request)
}

/// Modelled on Squid, which answers for sites it could not reach.
fn proxy(_: &Shared, request: &Request) -> Script {
    let status = if request.method == "CONNECT" { 503 } else { 502 };
    let page = "<!DOCTYPE html>\n<html><head><title>ERROR: The requested URL could not be retrieved</title></head>\n\
        <body id=\"ERR_CONNECT_FAIL\"><h1>ERROR</h1><h2>The requested URL could not be retrieved</h2>\n\
        <p>The system returned: <i>(111) Connection refused</i></p></body></html>\n";
    Reply::bare(status)
        .header("Server", "squid/5.7")
        .header("Mime-Version", "1.0")
        .header("X-Squid-Error", "ERR_CONNECT_FAIL 111")
        .header("Via", "1.1 proxy.lab.test (squid/5.7)")
        .body("text/html;charset=utf-8", page)
        .send(request)
}
