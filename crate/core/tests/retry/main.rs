//! The life of outages in a browser made of numbers: tabs, a site, a storage, an alarm, and a worker that can be ended
//! between any two things it does.

#![cfg(test)]

mod kills;
mod life;
mod world;
