//! What each check costs, whom it asks and who can run it: one table.

use super::{Check, Tier};

/// How much a check takes of the visitor's patience and of other people's servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// One request that is usually answered at once.
    Low,
    /// A few requests, or one that often waits.
    Middle,
    /// Many requests, or work for somebody else.
    High,
}

/// Who is asked, and so learns something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// The site itself, which the visitor was asking anyway.
    Site,
    /// A host named after the site, which may belong to somebody else: never asked about internal names.
    Beside,
    /// A third party that learns nothing about the site.
    Neutral,
    /// A third party that learns the host's name: only with consent, and never about internal names.
    ToldTheName,
}

/// The limits of one check.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Its cost.
    pub cost: Cost,
    /// It is given up after this many milliseconds.
    pub millis: u32,
    /// The same if it comes before all others, and its answer completes what was seen.
    pub first_millis: u32,
    /// It sends at most this many requests.
    pub requests: u8,
    /// Whom it asks.
    pub asks: Asks,
    /// The tiers that can run it.
    pub tiers: &'static [Tier],
}

/// Asking the site's own host needs a click in Chromium; in Firefox only pages can do it.
const OWN_HOST: &[Tier] = &[Tier::Access, Tier::Click];
/// Other hosts of the site, and those that do not open their answers to everybody.
const ACCESS: &[Tier] = &[Tier::Access];
/// Services that open their answers to everybody.
const ALL: &[Tier] = Tier::ALL;

impl Check {
    /// The limits of this check.
    pub const fn limits(self) -> Limits {
        const fn limits(cost: Cost, millis: u32, requests: u8, asks: Asks, tiers: &'static [Tier]) -> Limits {
            Limits { cost, millis, first_millis: millis, requests, asks, tiers }
        }
        match self {
            // A gateway that waits the usual ten seconds for what is behind it should still be heard.
            Self::Again => Limits { first_millis: 12_000, ..limits(Cost::Low, 5_000, 1, Asks::Site, OWN_HOST) },
            Self::WithoutCookies | Self::Root | Self::Sibling => limits(Cost::Low, 5_000, 1, Asks::Site, OWN_HOST),
            Self::Several => limits(Cost::Middle, 8_000, 4, Asks::Site, OWN_HOST),
            Self::OtherScheme | Self::OtherName => limits(Cost::Low, 5_000, 1, Asks::Site, ACCESS),
            Self::EdgeExplains | Self::EdgeAlive => limits(Cost::Low, 4_000, 1, Asks::Site, OWN_HOST),
            Self::Control => limits(Cost::Low, 3_000, 3, Asks::Neutral, ACCESS),
            // Three resolvers, each asked for two kinds of address, the zone, and once without checking signatures.
            Self::Names => limits(Cost::Low, 4_000, 12, Asks::ToldTheName, ALL),
            Self::VendorStatus => limits(Cost::Middle, 4_000, 1, Asks::Neutral, ACCESS),
            Self::SiteStatus => limits(Cost::Middle, 4_000, 3, Asks::Beside, ACCESS),
            // One request to order the measurement, and one every half second to see whether it is done.
            Self::Outside => limits(Cost::High, 10_000, 16, Asks::ToldTheName, ALL),
            Self::Archive => limits(Cost::Middle, 5_000, 1, Asks::ToldTheName, ACCESS),
        }
    }

    /// Does it ask somebody besides the site's own host, whom a notice names before the first time? Computers elsewhere
    /// have a question of their own.
    pub(crate) const fn asks_others(self) -> bool {
        !matches!((self, self.limits().asks), (Self::Outside, _) | (_, Asks::Site))
    }
}

impl Asks {
    /// Does anybody but the site hear its name?
    pub(crate) const fn hears_of_the_name(self) -> bool {
        matches!(self, Self::Beside | Self::ToldTheName)
    }
}

impl Cost {
    /// How many times the information of a cheap check this one must promise to be run before it.
    pub const fn weight(self) -> f32 {
        match self {
            Self::Low => 1.0,
            Self::Middle => 2.0,
            Self::High => 3.0,
        }
    }
}
