//! The failing internet on loopback: every hop between a browser and a site, broken on purpose.
//!
//! [`Lab::start`] opens one plain HTTP server, each of whose paths shows one failure, and one more port for each
//! failure that lies below HTTP. Under a few host names, it plays the site or service of that name. All three lists are
//! tables ([`routes`], [`modes`] and [`hosts`] inside), and the index page, the ready line and the README are all made
//! from those tables.
//!
//! Nothing here diagnoses anything, and nothing listens anywhere but on 127.0.0.1 unless told to.

mod conn;
mod date;
mod examples;
mod h2;
mod hosts;
mod http;
mod log;
mod modes;
mod nginx;
mod pages;
mod reply;
mod routes;
mod script;
mod server;
mod shared;
mod table;
mod tls;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use socket2::Socket;

use crate::server::Door;
use crate::shared::Shared;

pub use crate::table::{host_names, mode_names, readme_table, route_links};

/// How to start a lab.
pub struct Options {
    /// The port of the HTTP server; 0 takes any free one. Every other port is always a free one.
    pub port: u16,
    /// The folder whose TOML files hold the worked examples. A folder that is not there means no examples.
    pub vendors: PathBuf,
    /// Addresses at which the HTTP server (`http`) or a mode listens as well.
    pub at: Vec<(SocketAddr, String)>,
}

impl Default for Options {
    fn default() -> Self {
        let vendors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/vendors");
        Self { port: 0, vendors, at: Vec::new() }
    }
}

/// A running lab. Dropping it closes every port.
pub struct Lab {
    shared: Arc<Shared>,
    doors: Vec<Door>,
    http: SocketAddr,
    /// Ports that must stay taken but never listen.
    _reserved: Vec<Socket>,
}

impl Lab {
    /// Opens every port and starts serving.
    ///
    /// # Errors
    /// When a port cannot be bound, a certificate cannot be made or a thread cannot be started.
    pub fn start(options: &Options) -> io::Result<Self> {
        server::start(options)
    }

    /// The port of the HTTP server.
    pub fn http_port(&self) -> u16 {
        self.http.port()
    }

    /// The port of one mode, or `None` when there is no such mode.
    pub fn mode_port(&self, name: &str) -> Option<u16> {
        self.shared.ports.get(name).copied()
    }

    /// The certificate of the lab's own authority, which a browser must trust to see anything past `untrusted`.
    pub fn ca_pem(&self) -> String {
        self.shared.authority.pem()
    }

    /// What could not be read from the folder of examples, one line each.
    pub fn complaints(&self) -> &[String] {
        &self.shared.examples.complaints
    }

    /// The one line of JSON that a driver reads to find its way around.
    pub fn ready_line(&self) -> String {
        serde_json::json!({
            "http": self.http_port(),
            "modes": self.shared.ports,
            "ca_pem": self.ca_pem(),
        })
        .to_string()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.shared.stop();
        for door in self.doors.drain(..) {
            door.close();
        }
    }
}
