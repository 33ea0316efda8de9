//! A whole HTTP answer and its bytes on the wire.

use crate::date;
use crate::http::Request;
use crate::script::Script;
use crate::{nginx, pages};

/// An answer with its headers in the order in which they are sent.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    /// An answer with nothing in it, not even the server's name.
    pub(crate) fn bare(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An answer that gives the time but not what sent it.
    pub(crate) fn dated(status: u16) -> Self {
        let now = date::http_date(date::since_epoch().as_secs());
        Self::bare(status).header("Date", &now)
    }

    /// An answer as nginx begins it.
    pub(crate) fn new(status: u16) -> Self {
        let now = date::http_date(date::since_epoch().as_secs());
        Self::bare(status).header("Server", nginx::NAME).header("Date", &now)
    }

    /// The error page that nginx itself writes.
    pub(crate) fn nginx(status: u16, request: &Request) -> Self {
        let page = nginx::error_page(status, is_chrome(request));
        Self::new(status).body("text/html", page)
    }

    /// A page of the lab's own.
    pub(crate) fn page(status: u16, title: &str, content: &str) -> Self {
        Self::new(status).body("text/html; charset=utf-8", pages::html(title, content))
    }

    /// An answer for the program that drives the lab, which no cache may keep.
    pub(crate) fn json(value: &serde_json::Value) -> Self {
        Self::new(200).header("Cache-Control", "no-store").body("application/json", value.to_string())
    }

    /// Adds a header; line breaks in the value would start another header, so they are removed.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.replace(['\r', '\n', '\0'], " ")));
        self
    }

    /// Sets the body and its type.
    pub(crate) fn body(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.header("Content-Type", content_type).raw_body(body)
    }

    /// Sets the body without stating its type.
    pub(crate) fn raw_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The status line and the headers so far, without the empty line that ends them.
    pub(crate) fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, nginx::reason(self.status));
        for (name, value) in &self.headers {
            head.extend([name.as_str(), ": ", value.as_str(), "\r\n"]);
        }
        head
    }

    /// Sends the answer whole and closes.
    pub(crate) fn send(self, request: &Request) -> Script {
        let length = self.body.len();
        self.send_as_long_as(length, request)
    }

    /// Sends the answer with a length that need not be true.
    pub(crate) fn send_as_long_as(self, length: usize, request: &Request) -> Script {
        let mut bytes = self.head().into_bytes();
        let has_no_body = matches!(self.status, 100..200 | 204 | 304);
        if !has_no_body {
            bytes.extend(format!("Content-Length: {length}\r\n").bytes());
        }
        bytes.extend(b"Connection: close\r\n\r\n");
        if !has_no_body && !request.wants_head_only() {
            bytes.extend(self.body);
        }
        Script::send(bytes)
    }
}

/// nginx looks for this very word before it pads its pages.
fn is_chrome(request: &Request) -> bool {
    request.header("user-agent").is_some_and(|agent| agent.contains("Chrome/"))
}
