//! The checks after a click: which question to ask the world next, what its answer means, and when to stop.
//!
//! Nothing here asks anybody. A [`Case`] is what is known so far; [`next`] names the check to run, the caller runs it
//! and adds the [`Outcome`] to the case, and an [`Assessment`] says what it all amounts to.

pub mod ask;
mod assessment;
pub mod budget;
mod case;
mod exchange;
mod facts;
mod limits;
mod meaning;
mod observed;
mod offer;
mod outcome;
mod plan;
mod scope;
mod state;

pub use assessment::{Assessment, diagnose_case, next};
pub use case::{Case, Settings, Tier};
pub use exchange::{Answered, Exchange, Lost, Reply, Request};
pub use limits::{Asks, Limits};
pub use offer::Leave;
pub use outcome::{Answer, Mismatch, Outcome, Outcomes, Tells, Why};
pub use plan::Stop;

use crate::words::words;

words! {
    /// One bounded question to the world.
    Check {
        /// The same address again, past every cache.
        Again = "again",
        /// The same address a few more times: does it come and go?
        Several = "several",
        /// The same address without cookies.
        WithoutCookies = "without-cookies",
        /// The site's front page.
        Root = "root",
        /// One more address of the same host.
        Sibling = "sibling",
        /// The same address over the other one of `http` and `https`.
        OtherScheme = "other-scheme",
        /// The same address with `www.`, or without it.
        OtherName = "other-name",
        /// The delivery network is asked to explain its error.
        EdgeExplains = "edge-explains",
        /// An address that the delivery network answers by itself.
        EdgeAlive = "edge-alive",
        /// Addresses of three operators that always answer alike.
        Control = "control",
        /// What other resolvers say of the name.
        Names = "names",
        /// The delivery network's own status page.
        VendorStatus = "vendor-status",
        /// The site's own status page.
        SiteStatus = "site-status",
        /// Computers elsewhere ask for the site.
        Outside = "outside",
        /// Is there an archived copy? It blames nobody, so it is run only on request.
        Archive = "archive",
    }
}

#[cfg(test)]
mod tests;
