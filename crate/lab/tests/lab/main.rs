//! Starts the lab on free ports and checks, byte by byte, that each failure is the one it is said to be.
// Every function here is test code, and a test that meets the unexpected had better stop at once.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod below;
mod driver;
mod hosts;
mod http;
mod program;
mod support;
mod tls;
