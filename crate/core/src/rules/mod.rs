//! The rules: small functions, each of which reads one failure and adds its conclusions.
//!
//! No rule reads another rule's result, so the order of the table does not matter. A new rule is a new file and one
//! line here. Weights are log-likelihood ratios in nats: 1 is a hint, 3 is strong, 5 leaves little doubt.

mod answered;
mod cache_status;
mod cut;
mod edge;
mod lookup;
mod maintenance;
mod net_error;
mod not_set_up;
mod own_host;
mod page;
mod proxy_password;
mod proxy_status;
mod retry_after;
mod server_timing;
mod speaker;
mod status;
mod time;
mod vendor;
mod worker;

use crate::evidence::Evidence;
use crate::failure::Failure;

/// A rule adds its conclusions to the list.
type Rule = fn(&Failure, &mut Vec<Evidence>);

const RULES: &[Rule] = &[
    answered::rule,
    cache_status::rule,
    cut::rule,
    edge::rule,
    lookup::rule,
    maintenance::rule,
    net_error::rule,
    not_set_up::rule,
    page::rule,
    proxy_password::rule,
    proxy_status::rule,
    retry_after::rule,
    server_timing::rule,
    status::rule,
    time::rule,
    vendor::rule,
    worker::rule,
];

/// Everything the rules conclude from this failure.
pub(crate) fn apply(failure: &Failure) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for rule in RULES {
        rule(failure, &mut evidence);
    }
    evidence
}

#[cfg(test)]
mod tests;
