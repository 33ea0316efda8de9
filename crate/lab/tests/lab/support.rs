//! A client that hides nothing: it sends bytes and reports what came back and how it ended.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::time::Duration;

use is_it_me_lab::{Lab, Options};

/// Longer than anything here takes; only there so that a broken test ends.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn lab() -> Lab {
    let vendors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
    Lab::start(&Options { vendors, ..Options::default() }).unwrap()
}

pub(crate) fn mode(lab: &Lab, name: &str) -> u16 {
    lab.mode_port(name).unwrap()
}

pub(crate) fn connect(port: u16) -> TcpStream {
    let tcp = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    tcp.set_read_timeout(Some(PATIENCE)).unwrap();
    tcp
}

/// What came before the connection ended, and the error it ended with, if it did.
pub(crate) fn exchange(port: u16, request: &[u8]) -> (Vec<u8>, Option<ErrorKind>) {
    let mut tcp = connect(port);
    // The other side may well be gone already, which the read will show.
    let _ = tcp.write_all(request);
    let mut got = Vec::new();
    let end = tcp.read_to_end(&mut got).err().map(|error| error.kind());
    (got, end)
}

/// Sends a request head that lacks only its end, and returns the text of an answer that ended well.
pub(crate) fn ask(port: u16, head: &str) -> String {
    let (got, end) = exchange(port, format!("{head}\r\nHost: lab.test\r\n\r\n").as_bytes());
    assert_eq!(end, None, "{head}");
    String::from_utf8(got).unwrap()
}

pub(crate) fn get(port: u16, target: &str) -> String {
    ask(port, &format!("GET {target} HTTP/1.1"))
}

pub(crate) fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

pub(crate) fn json(port: u16, target: &str) -> serde_json::Value {
    serde_json::from_str(body(&get(port, target))).unwrap()
}

/// Sends a request and leaves the connection open.
pub(crate) fn open(port: u16, target: &str) -> TcpStream {
    let mut tcp = connect(port);
    tcp.write_all(format!("GET {target} HTTP/1.1\r\nHost: lab.test\r\n\r\n").as_bytes()).unwrap();
    tcp
}

/// Whether the connection is open and has nothing to say.
pub(crate) fn is_quiet(tcp: &mut TcpStream) -> bool {
    tcp.set_nonblocking(true).unwrap();
    let quiet = matches!(tcp.read(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock);
    tcp.set_nonblocking(false).unwrap();
    quiet
}
