//! Starts the lab on free ports and checks, byte by byte, that each failure is the one it is said to be.

#![cfg(test)]

mod below;
mod driver;
mod hosts;
mod http;
mod program;
mod support;
mod tls;
