//! What each check costs, whom it asks and who can run it: one table.

use super::{Check, Tier};

/// Who is asked, and so learns something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// The site itself, which the visitor was asking anyway.
    Site,
    /// A third party that learns nothing about the site.
    Neutral,
    /// Somebody who learns the host's name, a third party or a host named after the site: never asked about internal
    /// names.
    ToldTheName,
}

/// The limits of one check.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// What it takes of the visitor's patience and of other people's servers: how many times the information of a cheap
    /// check it must promise to be run before it.
    pub cost: f32,
    /// It is given up after this many milliseconds.
    pub millis: u32,
    /// The same if it comes before all others, and its answer completes what was seen.
    pub first_millis: u32,
    /// It sends at most this many requests.
    pub requests: u8,
    /// Whom it asks.
    pub asks: Asks,
    /// The lowest tier that can run it.
    pub tier: Tier,
}

/// One request that is usually answered at once.
const LOW: f32 = 1.0;
/// A few requests, or one that often waits.
const MIDDLE: f32 = 2.0;
/// Many requests, or work for somebody else.
const HIGH: f32 = 3.0;

/// Asking the site's own host needs a click in Chromium; in Firefox only pages can do it.
const OWN_HOST: Tier = Tier::Click;
/// Other hosts of the site, and those that do not open their answers to everybody.
const ACCESS: Tier = Tier::Access;
/// Services that open their answers to everybody.
const ALL: Tier = Tier::FirefoxClick;

impl Check {
    /// The limits of this check.
    pub const fn limits(self) -> Limits {
        const fn limits(cost: f32, millis: u32, requests: u8, asks: Asks, tier: Tier) -> Limits {
            Limits { cost, millis, first_millis: millis, requests, asks, tier }
        }
        match self {
            // A gateway that waits the usual ten seconds for what is behind it should still be heard.
            Self::Again => Limits { first_millis: 12_000, ..limits(LOW, 5_000, 1, Asks::Site, OWN_HOST) },
            Self::WithoutCookies | Self::Root | Self::Sibling => limits(LOW, 5_000, 1, Asks::Site, OWN_HOST),
            Self::Several => limits(MIDDLE, 8_000, 4, Asks::Site, OWN_HOST),
            Self::OtherScheme | Self::OtherName => limits(LOW, 5_000, 1, Asks::Site, ACCESS),
            Self::EdgeExplains | Self::EdgeAlive => limits(LOW, 4_000, 1, Asks::Site, OWN_HOST),
            Self::Control => limits(LOW, 3_000, 3, Asks::Neutral, ACCESS),
            // Three resolvers, each asked for two kinds of address, the zone, and once without checking signatures.
            Self::Names => limits(LOW, 4_000, 12, Asks::ToldTheName, ALL),
            Self::VendorStatus => limits(MIDDLE, 4_000, 1, Asks::Neutral, ACCESS),
            Self::SiteStatus => limits(MIDDLE, 4_000, 3, Asks::ToldTheName, ACCESS),
            // One request to order the measurement, and one every half second to see whether it is done.
            Self::Outside => limits(HIGH, 10_000, 16, Asks::ToldTheName, ALL),
            Self::Archive => limits(MIDDLE, 5_000, 1, Asks::ToldTheName, ACCESS),
        }
    }

    /// Does it ask somebody besides the site's own host, whom a notice names before the first time? Computers elsewhere
    /// have a question of their own.
    pub(crate) const fn asks_others(self) -> bool {
        !matches!((self, self.limits().asks), (Self::Outside, _) | (_, Asks::Site))
    }
}
