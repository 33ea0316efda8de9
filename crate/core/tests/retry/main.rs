//! The life of outages in a browser that is made of numbers: tabs, a site, a storage, an alarm, and a worker that can be ended
//! between any two things it does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is all it can do"
)]

mod kills;
mod life;
mod world;
