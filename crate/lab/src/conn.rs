//! One accepted connection, plain or inside TLS, with a limit on everything that could otherwise wait for ever.
//!
//! What is said over it is decided elsewhere; this is only about reading, waiting and the ways to end.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use socket2::SockRef;

/// The longest that one blocking call may take, so that a waiting thread notices soon that the lab stops.
const TICK: Duration = Duration::from_secs(1);
/// How long a client may leave what was sent to it unread.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// How long, and for how many bytes, an ended connection still listens for what the client was sending.
const DRAIN_TIME: Duration = Duration::from_secs(2);
const DRAIN_BYTES: usize = 4 << 20;

/// A connection to one client.
pub(crate) enum Conn {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Conn {
    /// A plain connection with its time-outs set.
    pub(crate) fn plain(tcp: TcpStream) -> io::Result<Self> {
        tcp.set_read_timeout(Some(TICK))?;
        tcp.set_write_timeout(Some(WRITE_TIME))?;
        tcp.set_nodelay(true)?;
        Ok(Self::Plain(tcp))
    }

    /// A TLS connection; the handshake happens with the first read.
    pub(crate) fn tls(tcp: TcpStream, config: Arc<ServerConfig>) -> io::Result<Self> {
        let Self::Plain(tcp) = Self::plain(tcp)? else {
            return Err(io::Error::other("a plain connection was expected"));
        };
        let session = ServerConnection::new(config).map_err(io::Error::other)?;
        Ok(Self::Tls(Box::new(StreamOwned::new(session, tcp))))
    }

    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            Self::Tls(tls) => &tls.sock,
        }
    }

    /// Reads what there is, waiting for it until `deadline`. `None`: the client left or time is up.
    pub(crate) fn read_until(&mut self, buf: &mut [u8], deadline: Instant) -> Option<usize> {
        // Checked before each read, so that a client that trickles does not keep its place for ever.
        while Instant::now() < deadline {
            match self.read(buf) {
                Ok(0) => return None,
                Ok(n) => return Some(n),
                Err(error) if !may_go_on(&error) => return None,
                Err(_) => {}
            }
        }
        None
    }

    /// Fills the whole buffer, or says that it could not.
    pub(crate) fn fill(&mut self, buf: &mut [u8], deadline: Instant) -> bool {
        let mut rest = buf;
        while !rest.is_empty() {
            let Some(n) = self.read_until(rest, deadline) else {
                return false;
            };
            rest = rest.get_mut(n..).unwrap_or_default();
        }
        true
    }

    /// Waits for `limit` or until the client leaves, and says whether the client is still there.
    pub(crate) fn wait(&mut self, limit: Duration, stopping: &dyn Fn() -> bool) -> bool {
        let deadline = Instant::now() + limit;
        let mut scrap = [0; 1024];
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return self.tcp().set_read_timeout(Some(TICK)).is_ok();
            }
            // The last tick is cut short, so that a wait of 300 ms takes 300 ms.
            let tick = left.min(TICK).max(Duration::from_millis(1));
            if stopping() || self.tcp().set_read_timeout(Some(tick)).is_err() {
                return false;
            }
            match self.read(&mut scrap) {
                Ok(0) => return false,
                Ok(_) => {}
                Err(error) if may_go_on(&error) => {}
                Err(_) => return false,
            }
        }
    }

    /// Ends in an orderly manner: says so, then reads what is still on its way.
    ///
    /// A socket closed with unread bytes in it answers with RST, and the client would then lose the reply.
    pub(crate) fn finish(mut self) {
        if let Self::Tls(tls) = &mut self {
            tls.conn.send_close_notify();
            // A client that is already gone has no use for a farewell.
            let _ = tls.flush();
        }
        if self.tcp().shutdown(Shutdown::Write).is_ok() {
            self.drain();
        }
    }

    fn drain(&mut self) {
        let deadline = Instant::now() + DRAIN_TIME;
        let mut scrap = [0; 16 << 10];
        let mut seen = 0;
        while seen < DRAIN_BYTES {
            let Some(n) = self.read_until(&mut scrap, deadline) else {
                return;
            };
            seen += n;
        }
    }

    /// Ends with RST instead of FIN.
    pub(crate) fn reset(self) {
        // A linger time of zero is the one portable way to ask for it; should it fail, the end is a FIN.
        let _ = SockRef::from(self.tcp()).set_linger(Some(Duration::ZERO));
    }
}

/// Whether a read that failed may simply be tried again.
fn may_go_on(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), Interrupted | TimedOut | WouldBlock)
}

impl Read for Conn {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buf),
            Self::Tls(tls) => tls.read(buf),
        }
    }
}

impl Write for Conn {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.write(buf),
            Self::Tls(tls) => tls.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(tcp) => tcp.flush(),
            Self::Tls(tls) => tls.flush(),
        }
    }
}
