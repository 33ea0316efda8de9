//! Requests of this extension's own: one (`send.rs`), several at a time (`flight.rs`), and why one failed
//! (`errors.rs`), for which the browser's events of requests are watched (`watch.rs`).

mod errors;
pub(crate) mod flight;
mod send;
mod watch;

pub(crate) use errors::{NetErrors, error_of};
pub(crate) use send::{Control, Options, ask_once, send};
pub(crate) use watch::{Listener, Watch};
