//! The lab's own certificate authority, made afresh at each start, and the certificates it signs for whatever name is
//! asked for.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::date::Clock;

/// From and until, in days from now; it begins a day ago to allow for a browser whose clock is behind.
const VALID: (i64, i64) = (-1, 30);
const RAN_OUT: (i64, i64) = (-60, -30);
/// More than any of the lab's clocks is off.
const AUTHORITY: (i64, i64) = (-400, 800);
/// A client that uses an address gives no name.
const NAMELESS: &[&str] = &["localhost", "127.0.0.1", "::1"];
const ELSEWHERE: &str = "elsewhere.test";
/// How many certificates of one kind are kept before all are forgotten.
const KEPT: usize = 64;

/// Which certificate to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certificate {
    Good,
    SelfSigned,
    Expired,
    WrongName,
}

/// Signs the certificates that the modes show.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    clock: Arc<Clock>,
}

impl Authority {
    /// A new authority that nobody trusts yet, and that goes by this clock.
    pub(crate) fn new(clock: Arc<Clock>) -> io::Result<Self> {
        let mut params = params(&clock, "is-it-me lab authority", Vec::new(), AUTHORITY)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.extended_key_usages.clear();
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let issuer = CertifiedIssuer::self_signed(params, key).map_err(io::Error::other)?;
        Ok(Self { issuer, clock })
    }

    /// What a browser has to be told to trust.
    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A good certificate for these names, and its key, for a server outside the lab.
    pub(crate) fn pem_for(&self, names: Vec<String>) -> io::Result<String> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let params = params(&self.clock, "a server beside the lab", names, VALID)?;
        let made = params.signed_by(&key, &self.issuer).map_err(io::Error::other)?;
        Ok(format!("{}{}", made.pem(), key.serialize_pem()))
    }

    /// A server's side of TLS that shows certificates of one kind and agrees on one protocol.
    pub(crate) fn config(self: &Arc<Self>, kind: Certificate, protocol: &[u8]) -> io::Result<Arc<ServerConfig>> {
        let shown = Shown { authority: Arc::clone(self), kind, made: Mutex::default() };
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(shown));
        config.alpn_protocols = vec![protocol.to_vec()];
        // A resumed session shows no certificate, and the clock may have been set since.
        config.send_tls13_tickets = 0;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        Ok(Arc::new(config))
    }

    fn make(&self, kind: Certificate, name: Option<&str>, key: &KeyPair) -> io::Result<rcgen::Certificate> {
        let days = if kind == Certificate::Expired { RAN_OUT } else { VALID };
        let name = if kind == Certificate::WrongName { Some(ELSEWHERE) } else { name };
        let names = name.map_or_else(|| NAMELESS.to_vec(), |name| vec![name]);
        let names = names.into_iter().map(str::to_owned).collect();
        let params = params(&self.clock, name.unwrap_or("localhost"), names, days)?;
        let made = match kind {
            Certificate::SelfSigned => params.self_signed(key),
            _ => params.signed_by(key, &self.issuer),
        };
        made.map_err(io::Error::other)
    }

    fn certified(&self, kind: Certificate, name: Option<&str>) -> io::Result<CertifiedKey> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let made = self.make(kind, name, &key)?;
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let secret = ring::sign::any_supported_type(&secret).map_err(io::Error::other)?;
        Ok(CertifiedKey::new(vec![made.der().clone()], secret))
    }
}

/// The name that is asked for, if one is, and by how many days the clock is ahead.
type Wanted = (Option<String>, u64);

/// Certificates of one kind, made for each name when it is first asked for and kept for this moment of the clock.
struct Shown {
    authority: Arc<Authority>,
    kind: Certificate,
    made: Mutex<HashMap<Wanted, Arc<CertifiedKey>>>,
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = hello.server_name();
        let key = (name.map(str::to_owned), self.authority.clock.days_ahead());
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(&key) {
            return Some(Arc::clone(known));
        }
        if made.len() >= KEPT {
            made.clear();
        }
        // Without a certificate, the handshake ends with an alert, which is all that can be done.
        let fresh = Arc::new(self.authority.certified(self.kind, name).ok()?);
        made.insert(key, Arc::clone(&fresh));
        Some(fresh)
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shown").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// A server certificate for these names, valid from and until this many days from now.
fn params(clock: &Clock, title: &str, names: Vec<String>, (from, until): (i64, i64)) -> io::Result<CertificateParams> {
    let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
    params.distinguished_name.push(DnType::CommonName, title);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.not_before = date_time_ymd(1970, 1, 1) + clock.days_from_now(from);
    params.not_after = date_time_ymd(1970, 1, 1) + clock.days_from_now(until);
    Ok(params)
}
