//! Requests of this extension's own: one (`send.rs`), several at a time (`flight.rs`), and why one failed (`errors.rs`).

mod errors;
pub(crate) mod flight;
mod send;

pub(crate) use errors::NetErrors;
pub(crate) use send::{Control, Options, ask_once, send};
