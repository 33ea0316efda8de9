//! The modes inside TLS, asked by a client that trusts the lab's authority and nothing else.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use is_it_me_lab::Lab;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, ClientConnection, Error, RootCertStore, StreamOwned};

use crate::support::{connect, json, lab, mode};

type Tls = StreamOwned<ClientConnection, TcpStream>;

fn client(lab: &Lab, name: &str, host: &'static str, protocol: &[u8]) -> Tls {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(lab.ca_pem().as_bytes()).unwrap()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let session = ClientConnection::new(Arc::new(config), host.try_into().unwrap()).unwrap();
    StreamOwned::new(session, connect(mode(lab, name)))
}

/// The page, or why there is none.
fn fetch(lab: &Lab, name: &str, host: &'static str) -> Result<String, Error> {
    let mut tls = client(lab, name, host, b"http/1.1");
    let mut text = String::new();
    let done = tls.write_all(b"GET /502 HTTP/1.1\r\n\r\n").and_then(|()| tls.read_to_string(&mut text));
    match done {
        Ok(_) => Ok(text),
        Err(error) => Err(error.downcast::<Error>().unwrap()),
    }
}

fn certificate_error(lab: &Lab, name: &str) -> CertificateError {
    match fetch(lab, name, "localhost") {
        Err(Error::InvalidCertificate(error)) => error,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn trusted_serves_the_same_routes() {
    let lab = lab();
    for host in ["localhost", "127.0.0.1", "shop.test", "any.lab.test"] {
        let answer = fetch(&lab, "trusted", host).unwrap();
        assert!(answer.starts_with("HTTP/1.1 502 Bad Gateway\r\n"), "{host}: {answer}");
    }
    assert_eq!(json(lab.http_port(), "/log")[0]["mode"], "trusted");
}

#[test]
fn expired() {
    let lab = lab();
    let error = certificate_error(&lab, "expired");
    assert!(matches!(error, CertificateError::ExpiredContext { .. }), "{error:?}");
}

#[test]
fn wrong_name() {
    let lab = lab();
    let error = certificate_error(&lab, "wrong-name");
    assert!(matches!(error, CertificateError::NotValidForNameContext { .. }), "{error:?}");
    assert!(fetch(&lab, "wrong-name", "elsewhere.test").is_ok());
}

#[test]
fn self_signed() {
    let lab = lab();
    assert_eq!(certificate_error(&lab, "self-signed"), CertificateError::UnknownIssuer);
}

#[test]
fn h2_error_resets_the_stream() {
    let lab = lab();
    let mut tls = client(&lab, "h2-error", "localhost", b"h2");
    tls.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
    // Empty SETTINGS, then HEADERS that open and end stream 1: GET, https and / from the static table.
    tls.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).unwrap();
    tls.write_all(&[0, 0, 3, 1, 5, 0, 0, 0, 1, 0x82, 0x87, 0x84]).unwrap();
    let mut got = [0; 9 + 9 + 13];
    tls.read_exact(&mut got).unwrap();
    assert_eq!(tls.conn.alpn_protocol(), Some(&b"h2"[..]));
    assert_eq!(got[..9], [0, 0, 0, 4, 0, 0, 0, 0, 0], "the server's settings");
    assert_eq!(got[9..18], [0, 0, 0, 4, 1, 0, 0, 0, 0], "its answer to the client's");
    assert_eq!(got[18..], [0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 1], "RST_STREAM with PROTOCOL_ERROR");
    // The connection lives on, as a real server's would: a ping is answered.
    tls.write_all(&[0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
    let mut pong = [0; 17];
    tls.read_exact(&mut pong).unwrap();
    assert_eq!(pong, [0, 0, 8, 6, 1, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(json(lab.http_port(), "/log")[0]["mode"], "h2-error");
}
