//! Opens the ports, accepts on them, and hands each connection to its mode.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustls::ServerConfig;
use socket2::{Domain, Socket, Type};

use crate::conn::Conn;
use crate::date::Clock;
use crate::examples::Examples;
use crate::h2;
use crate::http::{Request, Unread};
use crate::modes::{Answer, HTTP, MODES, Way};
use crate::script::{HOLD_TIME, Script, play};
use crate::shared::Shared;
use crate::tls::Authority;
use crate::{Lab, Options, nginx, routes};

/// A port that is open, and the thread that accepts on it.
pub(crate) struct Door {
    address: SocketAddr,
    thread: JoinHandle<()>,
}

impl Door {
    /// Wakes the thread with one last connection, so that it sees that the lab stops, and waits for it.
    pub(crate) fn close(self) {
        if TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok() {
            // A thread that died of a panic has closed its port as well.
            let _ = self.thread.join();
        }
    }
}

/// What an accepting thread knows about its port.
struct Post {
    name: &'static str,
    way: Way,
    tls: Option<Arc<ServerConfig>>,
    shared: Arc<Shared>,
}

/// Opens everything and starts serving.
pub(crate) fn start(options: &Options) -> io::Result<Lab> {
    let clock = Arc::new(Clock::default());
    let authority = Arc::new(Authority::new(Arc::clone(&clock))?);
    let main = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
    let http = main.local_addr()?;
    let mut ports = BTreeMap::new();
    let mut reserved = Vec::new();
    let mut listeners = vec![(HTTP, Way::Http(routes::answer), main)];
    for mode in MODES {
        let port = if matches!(mode.way, Way::Closed) {
            let (socket, port) = reserve()?;
            reserved.push(socket);
            port
        } else {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
            let port = listener.local_addr()?.port();
            listeners.push((mode.name, mode.way, listener));
            port
        };
        ports.insert(mode.name, port);
    }
    for (address, name) in &options.at {
        let (name, way) = named(name)?;
        listeners.push((name, way, TcpListener::bind(address)?));
    }
    let examples = Examples::read(&options.vendors);
    let shared = Arc::new(Shared::new(examples, ports, Arc::clone(&authority), clock));
    let mut lab = Lab { shared: Arc::clone(&shared), doors: Vec::new(), http, _reserved: reserved };
    for (name, way, listener) in listeners {
        let tls = way.certificate().map(|(cert, protocol)| authority.config(cert, protocol)).transpose()?;
        let post = Arc::new(Post { name, way, tls, shared: Arc::clone(&shared) });
        lab.doors.push(open(post, listener)?);
    }
    Ok(lab)
}

/// What the main server or a mode does, by its name.
fn named(name: &str) -> io::Result<(&'static str, Way)> {
    if name == HTTP {
        return Ok((HTTP, Way::Http(routes::answer)));
    }
    let mode = MODES.iter().find(|mode| mode.name == name);
    mode.map(|mode| (mode.name, mode.way)).ok_or_else(|| io::Error::other(format!("no such mode: {name:?}")))
}

/// A port that is taken but not listened on: whoever connects is refused, and nobody else can be given it.
fn reserve() -> io::Result<(Socket, u16)> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    let port = socket.local_addr()?.as_socket().map_or(0, |address| address.port());
    Ok((socket, port))
}

fn open(post: Arc<Post>, listener: TcpListener) -> io::Result<Door> {
    let address = listener.local_addr()?;
    let thread = thread::Builder::new().name(post.name.to_owned()).spawn(move || accept_all(&post, &listener))?;
    Ok(Door { address, thread })
}

fn accept_all(post: &Arc<Post>, listener: &TcpListener) {
    for tcp in listener.incoming() {
        if post.shared.is_stopping() {
            return;
        }
        // A connection that failed before it was accepted is not ours to handle.
        if let Ok(tcp) = tcp {
            take(post, tcp);
        }
    }
}

/// Gives the connection its own thread, as long as there is room.
fn take(post: &Arc<Post>, tcp: TcpStream) {
    if !post.shared.enter() {
        return;
    }
    let own = Arc::clone(post);
    let spawned = thread::Builder::new().spawn(move || {
        let _room = Room(&own.shared);
        // A socket whose options cannot be set is already dead.
        let _ = serve(&own, tcp);
    });
    if spawned.is_err() {
        post.shared.leave();
    }
}

/// Gives room back however the thread ends.
struct Room<'a>(&'a Shared);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.0.leave();
    }
}

fn serve(post: &Post, tcp: TcpStream) -> io::Result<()> {
    let mut conn = match &post.tls {
        Some(config) => Conn::tls(tcp, Arc::clone(config))?,
        None => Conn::plain(tcp)?,
    };
    let shared = &post.shared;
    match post.way {
        // Nothing listens on a closed port, and the other mode is over as soon as it is accepted.
        Way::Closed | Way::AtOnce => {}
        Way::Reset => {
            let mut scrap = [0; 4096];
            if conn.read_until(&mut scrap, Instant::now() + HOLD_TIME).is_some() {
                conn.reset();
            }
        }
        Way::Silent => {
            conn.wait(HOLD_TIME, &|| shared.is_stopping());
        }
        Way::FirstBytes(answer) => {
            let mut scrap = [0; 4096];
            if conn.read_until(&mut scrap, Instant::now() + HOLD_TIME).is_some() {
                conn.write_all(answer)?;
                conn.finish();
            }
        }
        Way::Http(answer) | Way::Https(_, answer) => exchange(post, conn, answer),
        Way::H2(_) => h2::refuse_streams(&mut conn, &|| shared.log.note_unreadable(post.name)),
    }
    Ok(())
}

fn exchange(post: &Post, mut conn: Conn, answer: Answer) {
    let shared = &post.shared;
    let script = match Request::read(&mut conn) {
        Ok(request) => {
            if !routes::is_for_driver(&request.path) {
                shared.log.note(post.name, &request);
            }
            answer(shared, &request)
        }
        Err(Unread::Gone) => return,
        Err(Unread::TooBig) => unreadable(431),
        Err(Unread::Malformed) => unreadable(400),
    };
    play(conn, script, &|| shared.is_stopping());
}

/// The answer to what was not understood; there is no request to base it on.
fn unreadable(status: u16) -> Script {
    let page = nginx::error_page(status, false);
    let head = crate::reply::Reply::new(status).body("text/html", "").head();
    Script::send(format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n{page}", page.len()))
}
