//! The lab's own certificate authority and the certificates it signs, made afresh at each start.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::date;

const DAY: u64 = 86_400;
/// From and until, in days from now; it begins a day ago for a browser whose clock is behind.
const VALID: (i64, i64) = (-1, 30);
const RAN_OUT: (i64, i64) = (-60, -30);
/// Names of the reserved top-level domain. They are spelled out because Firefox takes no `*.test`.
const NAMES: &[&str] = &[
    "localhost",
    "127.0.0.1",
    "::1",
    "*.test",
    "lab.test",
    "*.lab.test",
    "site.test",
    "www.site.test",
    "shop.test",
    "example.test",
];

/// Which certificate to show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certificate {
    Good,
    SelfSigned,
    Expired,
    WrongName,
}

/// Signs what the other modes show.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    /// A new authority that nobody trusts yet.
    pub(crate) fn new() -> io::Result<Self> {
        let mut params = params("is-it-me lab authority", &[], VALID)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.extended_key_usages.clear();
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let issuer = CertifiedIssuer::self_signed(params, key).map_err(io::Error::other)?;
        Ok(Self { issuer })
    }

    /// What a browser has to be told to trust.
    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A server's side of TLS that shows one certificate and agrees on one protocol.
    pub(crate) fn config(&self, certificate: Certificate, protocol: &[u8]) -> io::Result<Arc<ServerConfig>> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let made = self.make(certificate, &key)?;
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![made.der().clone()], secret))
            .map_err(io::Error::other)?;
        config.alpn_protocols = vec![protocol.to_vec()];
        Ok(Arc::new(config))
    }

    fn make(&self, certificate: Certificate, key: &KeyPair) -> io::Result<rcgen::Certificate> {
        let params = match certificate {
            Certificate::Good | Certificate::SelfSigned => params("localhost", NAMES, VALID),
            Certificate::Expired => params("localhost", NAMES, RAN_OUT),
            Certificate::WrongName => params("elsewhere.test", &["elsewhere.test"], VALID),
        }?;
        let made = match certificate {
            Certificate::SelfSigned => params.self_signed(key),
            _ => params.signed_by(key, &self.issuer),
        };
        made.map_err(io::Error::other)
    }
}

/// A server certificate for these names, valid from and until so many days from now.
fn params(title: &str, names: &[&str], (from, until): (i64, i64)) -> io::Result<CertificateParams> {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
    params.distinguished_name.push(DnType::CommonName, title);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.not_before = date_time_ymd(1970, 1, 1) + days_from_now(from);
    params.not_after = date_time_ymd(1970, 1, 1) + days_from_now(until);
    Ok(params)
}

/// A moment so many days from now, told as the time since 1970.
fn days_from_now(days: i64) -> Duration {
    let shift = Duration::from_secs(days.unsigned_abs() * DAY);
    let now = date::since_epoch();
    if days < 0 { now.saturating_sub(shift) } else { now.saturating_add(shift) }
}
