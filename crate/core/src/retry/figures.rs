//! Every figure that decides when auto-retry asks, waits and gives up, each with its source. How much of it is shown
//! and kept is said in `tell`, and how a browser's script is woken is a matter of the shell.

/// How often something may happen: this many times at once, and then once in a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Tokens that a full bucket holds.
    pub tokens: f64,
    /// Milliseconds until there is one more.
    pub each_ms: f64,
}

/// An interval of time, in milliseconds. Moments in it are drawn evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The shortest.
    pub from_ms: f64,
    /// The longest.
    pub to_ms: f64,
}

/// The figures by which the policy decides. There is one set, [`FIGURES`]; the simulation varies it to show what
/// another choice would cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// The wait before each question, one after the other.
    pub waits: [Interval; 5],
    /// Requests for one incident: the questions and, last, the page itself.
    pub requests: usize,
    /// An incident older than this is left alone.
    pub lifetime_ms: f64,
    /// How much further the interval reaches if the failure calls for patience.
    pub slower: f64,
    /// The wait before each question if every question costs the site a whole time-out.
    pub rare: Interval,
    /// Questions for such a failure.
    pub rare_questions: usize,
    /// How much longer the wait is while nobody looks.
    pub hidden: f64,
    /// Visitors who were told when to come back come up to this much later, each at a moment of their own.
    pub told: Interval,
    /// How long an origin is left alone after giving up.
    pub rest_ms: f64,
    /// Questions to one origin.
    pub origin: Rate,
    /// Questions to all origins.
    pub all: Rate,
}

const fn seconds(from: f64, to: f64) -> Interval {
    Interval { from_ms: from * 1000.0, to_ms: to * 1000.0 }
}

/// The figures of the product.
pub const FIGURES: Figures = Figures {
    // Growing, and drawn at random from the whole of an interval ("full jitter": Exponential Backoff And Jitter, AWS
    // Architecture Blog, 2015). The bounds are the simulation's: if the first three were any shorter, all who wait for
    // a site would come back within less than a minute, and the busiest second would be more than 1.2 times the mean
    // one. The last two reach from the outages people sit out to those they do not. tests/simulation/README.md shows
    // the curve.
    waits: [seconds(4.0, 48.0), seconds(45.0, 60.0), seconds(55.0, 75.0), seconds(100.0, 200.0), seconds(300.0, 600.0)],
    // No more than a person would send in six minutes of reloading by hand, once a minute. gRPC allows 5 attempts (A6),
    // AWS's and Google's clients 3 (SDK reference, standard mode; SRE book, Handling Overload), but theirs come within
    // seconds.
    requests: 6,
    // The longest sum of the waits above, doubled for hidden tabs, and rounded.
    lifetime_ms: 30.0 * 60_000.0,
    // A 503 says "too much"; 520, 521 and 523 say that the server is gone. Doubling is the usual step of a backoff
    // (AWS). The interval grows at its far end only, so that those who met in a crowd do not meet again.
    slower: 2.0,
    // Cloudflare's own `retry_after` for a 522 and for a missing tunnel (1033) is 120 s; a 504 or 524 has already cost
    // the site 60 to 120 s of waiting (proxy_read_timeout of nginx; Cloudflare's limit).
    rare: seconds(120.0, 240.0),
    rare_questions: 2,
    // Chromium stops reloading altogether while a tab is hidden (net_error_auto_reloader.cc).
    hidden: 2.0,
    // As wide as the first wait: a date in Retry-After is the same for everybody who was told it.
    told: seconds(1.0, 48.0),
    // As long as an incident may last: nobody is asked longer than that without an equally long break.
    rest_ms: 30.0 * 60_000.0,
    // Two incidents in a row, and in the long run no more than one request a minute, which is what a person reloading
    // by hand sends.
    origin: Rate { tokens: 10.0, each_ms: 60_000.0 },
    // When a network breaks, every site seems broken. One request in ten seconds is less than one picture on one page.
    all: Rate { tokens: 20.0, each_ms: 10_000.0 },
};

/// An unanswered question is given up after this long, which is less than the 30 s after which Chromium ends a worker
/// that waits for an answer.
pub const QUESTION_MS: u32 = 20_000;
/// An answer may take a moment from the browser to here.
pub(crate) const GRACE_MS: f64 = 5_000.0;
/// How long until the network is looked for again while there is none.
pub(crate) const OFFLINE_MS: f64 = 15_000.0;
/// Tabs come back one after the other, this far apart.
pub(crate) const BETWEEN_TABS: Interval = seconds(1.0, 3.0);
/// A tab that fails while the others come back loads this long after the last of them: the middle of the interval
/// above.
pub(crate) const LATECOMER_MS: f64 = 2_000.0;
/// How long after a tab was told to load again it is checked on once more: its outcome may have been lost, and a file,
/// or a page that somebody stops, has none.
pub(crate) const RETURN_MS: f64 = 60_000.0;
/// How many tabs of one origin are looked after; nobody watches more of them fail.
pub(crate) const MOST_TABS: usize = 64;
/// Incidents at the same time.
pub(crate) const MOST_INCIDENTS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_fit_into_an_incident() {
        for pair in FIGURES.waits.windows(2) {
            assert!(pair[0].from_ms < pair[1].from_ms && pair[0].to_ms < pair[1].to_ms);
        }
        let longest: f64 = FIGURES.waits.iter().map(|wait| wait.to_ms).sum();
        assert!(longest < FIGURES.lifetime_ms);
    }

    #[test]
    fn the_last_request_is_the_page_itself() {
        assert_eq!(FIGURES.waits.len() + 1, FIGURES.requests);
    }
}
