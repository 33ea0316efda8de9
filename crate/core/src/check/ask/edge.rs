//! The delivery network asked about itself: what its error means, and whether it answers at all.
//!
//! What an explanation looks like and what it means is in the vendor's file: the header that asks for it, the signs
//! that the vendor wrote the answer, and its codes.

use super::judge::why;
use super::{Address, Answer, Asked, Request, Step, Why, get, page};
use crate::check::facts::edges;
use crate::failure::Failure;
use crate::observation::Zone;
use crate::text::contains;
use crate::vendor::{Code, Sign, Trace, Vendor};
use crate::words::{Cause, Fault};

/// The page on which an edge describes itself is a few lines long.
const ALIVE_BYTES: usize = 4096;
/// How strong a sign must be to show that the edge only passed an answer on.
const RELAYED: f32 = 3.0;

pub(super) fn explains(asked: &Asked) -> Step {
    let edge = edges(&asked.failure).find_map(|vendor| Some((vendor, vendor.explain?)));
    let Some((vendor, (name, value))) = edge else {
        return Step::could_not(Why::Unknown);
    };
    let Some(exchange) = asked.last() else { return Step::send(asking(&asked.address, name, value)) };
    if let Err(lost) = &exchange.reply.result {
        return Step::could_not(why(lost));
    }
    let now = exchange.observation(Zone::default());
    match Failure::assemble(now.as_slice()) {
        Some(now) => explained(vendor, &asked.failure, &now),
        // It works now, so nothing is left to explain.
        None => Step::could_not(Why::Unclear),
    }
}

/// The page, asked for with the header that makes the vendor say more.
fn asking(address: &Address, name: &'static str, value: &str) -> Request {
    let mut request = page(address.page());
    if name.eq_ignore_ascii_case("accept") {
        request.headers.clear();
    }
    request.headers.push((name, value.to_owned()));
    request
}

fn explained(vendor: &Vendor, before: &Failure, now: &Failure) -> Step {
    let Some(trace) = trace_of(vendor, now) else { return Step::answered(Answer::EdgeExplainsNothing) };
    if let Some((sign, _)) = trace.made {
        let code = trace.code(now).and_then(|(code, _)| Some((code, code.faults.first()?.0)));
        return match code {
            Some((code, _)) if is_repeated(vendor, before, sign, code) => Step::could_not(Why::Unclear),
            Some((code, fault)) => meant(code.cause, fault),
            None => Step::answered(Answer::EdgeExplainsNothing),
        };
    }
    let told = trace.relayed.filter(|(sign, _)| sign.weight >= RELAYED && !is_known(vendor, before, sign));
    let by_server = now.status().is_some_and(|status| status >= 500);
    let passed_on = told.is_some() && by_server;
    Step::answered(if passed_on { Answer::EdgeExplainsApp } else { Answer::EdgeExplainsNothing })
}

fn trace_of<'a>(vendor: &Vendor, failure: &'a Failure) -> Option<&'a Trace> {
    failure.traces().iter().find(|trace| trace.vendor == vendor)
}

/// Did the failure itself carry this sign? Then it is not one that the question brought out.
fn is_known(vendor: &Vendor, before: &Failure, sign: &Sign) -> bool {
    let known = trace_of(vendor, before).and_then(|trace| trace.relayed);
    known.is_some_and(|(known, _)| std::ptr::eq(known, sign))
}

/// Did the failure itself say this, on the same page? Then it has been counted already, with all the places it may
/// mean.
fn is_repeated(vendor: &Vendor, before: &Failure, sign: &Sign, code: &Code) -> bool {
    let Some(known) = trace_of(vendor, before) else { return false };
    let is_page = known.made.is_some_and(|(known, _)| std::ptr::eq(known, sign));
    is_page && known.code(before).is_some_and(|(known, _)| std::ptr::eq(known, code))
}

/// What the vendor's own words mean.
fn meant(cause: Cause, fault: Fault) -> Step {
    let answer = match fault {
        _ if cause.is_refusal() => Answer::EdgeExplainsRule,
        Fault::Cdn => Answer::EdgeExplainsItself,
        Fault::OriginUnreachableFromCdn => Answer::EdgeExplainsUnreachable,
        Fault::Origin => Answer::EdgeExplainsServer,
        Fault::App => Answer::EdgeExplainsApp,
        Fault::SiteConfig | Fault::DnsZone => Answer::EdgeExplainsSettings,
        // The visitor's side of it is asked by other checks.
        Fault::LocalBrowser | Fault::LocalNetwork | Fault::DnsLocal => return Step::could_not(Why::Unclear),
    };
    Step::answered(answer)
}

pub(super) fn alive(asked: &Asked) -> Step {
    let Some((path, expected)) = edges(&asked.failure).find_map(|vendor| vendor.alive) else {
        return Step::could_not(Why::Unknown);
    };
    let Some(exchange) = asked.last() else { return Step::send(get(asked.address.at(path), ALIVE_BYTES)) };
    match &exchange.reply.result {
        Ok(answered) if contains(&String::from_utf8_lossy(&answered.body), expected) => {
            Step::answered(Answer::EdgeAliveAnswers)
        }
        // Somebody answered, but not necessarily the edge.
        Ok(_) => Step::could_not(Why::Unclear),
        Err(lost) => match why(lost) {
            Why::Unreachable | Why::TimedOut => Step::answered(Answer::EdgeAliveSilent),
            why => Step::could_not(why),
        },
    }
}
