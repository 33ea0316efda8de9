//! What may still be asked: of each origin, and of all of them together.

use crate::retry::bucket::Bucket;
use crate::retry::figures::FIGURES;

/// The accounts of all origins.
#[derive(Clone, Debug, PartialEq)]
pub struct Books {
    /// What may still be asked of each origin that was asked lately.
    pub ledgers: Vec<Ledger>,
    /// What may still be asked of all of them.
    pub all: Bucket,
}

/// The account of one origin. It outlives its incidents, so that a site that comes and goes is not asked without end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Scheme, host and port.
    pub origin: String,
    /// What may still be asked of it.
    pub bucket: Bucket,
    /// Until when it is left alone after giving up, in milliseconds since 1970; 0 if it is not.
    pub rests_until_ms: f64,
}

impl Default for Books {
    fn default() -> Self {
        Self { ledgers: Vec::new(), all: Bucket::full(&FIGURES.all) }
    }
}

impl Books {
    /// What may still be asked of an origin.
    pub(super) fn bucket(&self, origin: &str) -> Bucket {
        self.known(origin).map_or(Bucket::full(&FIGURES.origin), |ledger| ledger.bucket)
    }

    /// Until when an origin is left alone.
    pub(super) fn rests_until_ms(&self, origin: &str) -> f64 {
        self.known(origin).map_or(0.0, |ledger| ledger.rests_until_ms)
    }

    fn known(&self, origin: &str) -> Option<&Ledger> {
        self.ledgers.iter().find(|ledger| ledger.origin == origin)
    }

    /// An origin is asked.
    pub(super) fn charge(&mut self, origin: &str, now_ms: f64) {
        let ledger = self.ledger(origin);
        ledger.bucket = ledger.bucket.taken(&FIGURES.origin, now_ms);
        self.all = self.all.taken(&FIGURES.all, now_ms);
    }

    /// An origin is left alone until then.
    pub(super) fn rest(&mut self, origin: &str, until_ms: f64) {
        self.ledger(origin).rests_until_ms = until_ms;
    }

    fn ledger(&mut self, origin: &str) -> &mut Ledger {
        let (bucket, rests_until_ms) = (self.bucket(origin), self.rests_until_ms(origin));
        self.ledgers.retain(|ledger| ledger.origin != origin);
        self.ledgers.push_mut(Ledger { origin: origin.to_owned(), bucket, rests_until_ms })
    }

    /// Forgets accounts that are as if nothing had ever been asked, and those that are not to be kept. A clock that was
    /// set back must not make anybody be left alone for days.
    pub(super) fn sweep(&mut self, now_ms: f64, is_kept: impl Fn(&str) -> bool) {
        for ledger in &mut self.ledgers {
            ledger.rests_until_ms = ledger.rests_until_ms.min(now_ms + FIGURES.rest_ms);
        }
        self.ledgers.retain(|ledger| is_kept(&ledger.origin) && !ledger.is_settled(now_ms));
    }
}

impl Ledger {
    /// Is it as if nothing had ever been asked?
    fn is_settled(&self, now_ms: f64) -> bool {
        now_ms >= self.rests_until_ms && self.bucket.is_full(&FIGURES.origin, now_ms)
    }
}
