//! What was requested so far, so that a test can wait for a request instead of sleeping.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::http::Request;

/// Older requests are forgotten.
const KEPT: usize = 4096;
/// A longer path or query is truncated in the log.
const TEXT_CHARS: usize = 2048;

/// One request, as `/log` reports it.
#[derive(Clone, Serialize)]
pub(crate) struct Entry {
    /// Counts from 1 since the lab started.
    pub(crate) n: u64,
    at_ms: u128,
    mode: &'static str,
    method: String,
    /// The requested host.
    host: String,
    path: String,
    query: String,
    /// What the browser wants it for (Sec-Fetch-Dest): `document` for a navigation, `empty` for a fetch.
    dest: String,
    /// Whether cookies came along.
    cookie: bool,
    /// What the request carried.
    body: String,
}

/// Which requests to count.
pub(crate) struct Want {
    pub(crate) path: String,
    /// `None` counts every mode.
    pub(crate) mode: Option<String>,
    /// Only requests after this one.
    pub(crate) since: u64,
}

#[derive(Default)]
struct Ring {
    entries: VecDeque<Entry>,
    last: u64,
}

/// The log itself, shared by every connection.
pub(crate) struct Log {
    begun: Instant,
    ring: Mutex<Ring>,
    grew: Condvar,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self { begun: Instant::now(), ring: Mutex::default(), grew: Condvar::new() }
    }

    /// Notes a request that came in on a mode.
    pub(crate) fn note(&self, mode: &'static str, request: &Request) {
        self.push(Entry {
            n: 0,
            at_ms: self.begun.elapsed().as_millis(),
            mode,
            method: cut(&request.method),
            host: cut(&request.host()),
            path: cut(&request.path),
            query: cut(&request.query),
            dest: cut(request.header("sec-fetch-dest").unwrap_or_default()),
            cookie: request.header("cookie").is_some(),
            body: cut(&String::from_utf8_lossy(&request.body)),
        });
    }

    /// Notes that something was asked on a mode whose requests cannot be read.
    pub(crate) fn note_unreadable(&self, mode: &'static str) {
        self.push(Entry {
            n: 0,
            at_ms: self.begun.elapsed().as_millis(),
            mode,
            method: String::new(),
            host: String::new(),
            path: String::new(),
            query: String::new(),
            dest: String::new(),
            cookie: false,
            body: String::new(),
        });
    }

    fn push(&self, entry: Entry) {
        let mut ring = self.lock();
        ring.last += 1;
        let n = ring.last;
        if ring.entries.len() >= KEPT {
            ring.entries.pop_front();
        }
        ring.entries.push_back(Entry { n, ..entry });
        drop(ring);
        self.grew.notify_all();
    }

    /// Everything after the given request that is still remembered.
    pub(crate) fn since(&self, n: u64) -> Vec<Entry> {
        self.lock().entries.iter().filter(|entry| entry.n > n).cloned().collect()
    }

    /// Waits until so many requests match or time is up, and says how many do.
    pub(crate) fn wait(&self, want: &Want, count: usize, limit: Duration) -> usize {
        let too_few = |ring: &mut Ring| ring.count(want) < count;
        let waited = self.grew.wait_timeout_while(self.lock(), limit, too_few);
        let (ring, _) = waited.unwrap_or_else(PoisonError::into_inner);
        ring.count(want)
    }

    /// The log is still good even if a thread died while holding the lock.
    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    fn count(&self, want: &Want) -> usize {
        let fits = |entry: &&Entry| {
            entry.n > want.since
                && entry.path == want.path
                && want.mode.as_deref().is_none_or(|mode| mode == entry.mode)
        };
        self.entries.iter().filter(fits).count()
    }
}

fn cut(text: &str) -> String {
    text.chars().take(TEXT_CHARS).collect()
}
