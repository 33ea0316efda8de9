//! All that is known of one failed page, and what is allowed.

use super::{Check, Outcomes, Why};
use crate::dns::address::{AddressKind, kind};
use crate::dns::{DEFAULTS, MOST_RESOLVERS, Resolver};
use crate::observation::Observation;
use crate::words::words;

words! {
    /// What the browser lets this extension do, the most first.
    Tier {
        /// It has access to every site.
        Access = "access",
        /// Only what a click opens, in Chromium.
        Click = "click",
        /// Only what a click opens, in Firefox.
        FirefoxClick = "firefox-click",
    }
}

/// What the visitor and the browser allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What the browser lets this extension do.
    pub tier: Tier,
    /// The visitor has read who is asked besides the site, and said yes.
    pub others: bool,
    /// Computers elsewhere may be told to look.
    pub outside: bool,
    /// Checks that the visitor switched off.
    pub off: Vec<Check>,
    /// Does the browser hold cookies of the site? Not always known.
    pub cookies: Option<bool>,
    /// The resolvers that are asked.
    pub resolvers: Vec<Resolver>,
    /// May those who look from elsewhere hear the page's path, or only its host?
    pub path: bool,
    /// The number of the visitor's own network (its ASN), where it is known.
    pub asn: Option<u32>,
}

/// All that is known of one failed page.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// What was seen, the visitor's own first.
    pub observations: Vec<Observation>,
    /// What became of the checks.
    pub outcomes: Outcomes,
    /// What is allowed.
    pub settings: Settings,
    /// Milliseconds since the click.
    pub elapsed_ms: u32,
}

impl Settings {
    /// The resolvers among them that are asked.
    pub fn resolvers(&self) -> &[Resolver] {
        self.resolvers.get(..MOST_RESOLVERS).unwrap_or(&self.resolvers)
    }

    /// May it be run: do both the browser and the visitor allow it?
    pub fn allows(&self, check: Check) -> bool {
        self.barrier(check).is_none()
    }

    /// What keeps this check from being run. Nobody is asked to agree to what the browser would not let happen.
    pub(crate) fn barrier(&self, check: Check) -> Option<Why> {
        let agreed = if check == Check::Outside { self.outside } else { self.others || !check.asks_others() };
        if self.off.contains(&check) {
            Some(Why::SwitchedOff)
        } else if self.tier > check.limits().tier {
            Some(Why::NoAccess)
        } else if !agreed {
            Some(Why::NoConsent)
        } else {
            None
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tier: Tier::Access,
            others: true,
            outside: false,
            off: Vec::new(),
            cookies: None,
            resolvers: DEFAULTS.to_vec(),
            path: false,
            asn: None,
        }
    }
}

impl Case {
    /// Did an internal address answer to this name, and was it not a proxy? Then the name is nobody else's business.
    /// What filters answer with, and what programs make up for every name (198.18.0.0/15), does not show that.
    pub(super) fn was_inside(&self) -> bool {
        self.observations.iter().any(|seen| match seen.ip.as_deref().and_then(|ip| ip.parse().ok()).map(kind) {
            Some(AddressKind::Private) => seen.proxied != Some(true),
            // If the browser does not tell, it is as likely a proxy on this device.
            Some(AddressKind::Loopback) => seen.proxied == Some(false),
            _ => false,
        })
    }

    /// The same case without this outcome: what would be known if the check had not been run.
    #[must_use]
    pub fn without(&self, check: Check) -> Self {
        Self { outcomes: self.outcomes.clone().without(check), ..self.clone() }
    }
}
