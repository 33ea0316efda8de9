//! What every connection of a lab shares.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::date::Clock;
use crate::examples::Examples;
use crate::log::Log;
use crate::tls::Authority;

/// How many connections may be open at once, over all ports; more are closed as they come.
const CONNECTIONS: usize = 256;
/// How many different keys are counted before all are forgotten.
const KEYS: usize = 1024;

/// The state of one lab.
pub(crate) struct Shared {
    pub(crate) log: Log,
    pub(crate) examples: Examples,
    pub(crate) ports: BTreeMap<&'static str, u16>,
    pub(crate) authority: Arc<Authority>,
    pub(crate) clock: Arc<Clock>,
    words: Mutex<BTreeMap<String, String>>,
    counters: Mutex<HashMap<String, u64>>,
    open: AtomicUsize,
    stopping: AtomicBool,
}

impl Shared {
    pub(crate) fn new(
        examples: Examples,
        ports: BTreeMap<&'static str, u16>,
        authority: Arc<Authority>,
        clock: Arc<Clock>,
    ) -> Self {
        Self {
            log: Log::new(),
            examples,
            ports,
            authority,
            clock,
            words: Mutex::default(),
            counters: Mutex::default(),
            open: AtomicUsize::new(0),
            stopping: AtomicBool::new(false),
        }
    }

    /// Changes the counter of that key and returns its new value.
    pub(crate) fn count(&self, key: String, change: impl FnOnce(u64) -> u64) -> u64 {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if counters.len() >= KEYS && !counters.contains_key(&key) {
            counters.clear();
        }
        let counter = counters.entry(key).or_default();
        *counter = change(*counter);
        *counter
    }

    /// What the driver has set this to, if it has.
    pub(crate) fn word(&self, name: &str) -> String {
        self.words().get(name).cloned().unwrap_or_default()
    }

    /// Remembers one more word.
    pub(crate) fn set_word(&self, name: String, value: String) {
        self.words().insert(name, value);
    }

    /// Sets these words, and no others: what was set before is forgotten, and everything is counted anew.
    pub(crate) fn set_words(&self, words: BTreeMap<String, String>) {
        let days = words.get("clock").and_then(|days| days.parse().ok());
        self.clock.set_ahead(days.unwrap_or_default());
        *self.words() = words;
        self.counters.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn words(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes every thread end as soon as it looks.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Room for one more connection, to be given back with [`Shared::leave`].
    pub(crate) fn enter(&self) -> bool {
        let room = |open: usize| (open < CONNECTIONS).then_some(open + 1);
        self.open.fetch_update(Ordering::SeqCst, Ordering::SeqCst, room).is_ok()
    }

    /// Gives the room back.
    pub(crate) fn leave(&self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}
