//! Every check against a small world: what is sent, and what comes of the answers.

mod control;
mod edge;
mod names;
mod noise;
mod outside;
mod site;
mod status;
mod variant;

use super::*;
use crate::address::host_of;
use crate::check::{Answered, Reply, Settings};
use crate::dns::Host;
use crate::headers::Headers;
use crate::observation::Observation;

/// Some moment in November 2026.
const NOW: f64 = 1_795_266_202_345.0;
const CART: &str = "https://shop.example.com/cart?id=7";
const NGINX_502: &str = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>";

type Came = Result<Answered, Lost>;

#[allow(clippy::unnecessary_wraps, reason = "it stands among replies that are none")]
fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Came {
    Ok(Answered { status, headers: Headers::from(headers), body: body.into(), ..Answered::default() })
}

fn good() -> Came {
    answer(200, &[("server", "nginx")], "<title>Shop</title><p>Welcome")
}

fn nginx(status: u16) -> Came {
    answer(status, &[("server", "nginx")], &NGINX_502.replace("502", &status.to_string()))
}

fn failed(word: &str) -> Came {
    Err(Lost::Failed((!word.is_empty()).then(|| word.to_owned())))
}

fn case(observation: Observation) -> Case {
    let settings = Settings { outside: true, ..Settings::default() };
    Case { observations: vec![observation], settings, ..Case::default() }
}

/// A page that failed with this answer.
fn answered(url: &str, came: Came) -> Case {
    let Answered { status, headers, body, .. } = came.unwrap();
    let body = Body::from(String::from_utf8(body).unwrap());
    let (status, headers, body) = (Some(status), Some(headers), Some(body));
    case(Observation { at_ms: Some(NOW), url: url.into(), status, headers, body, ..Observation::default() })
}

/// A page that failed without an answer.
fn net_error(url: &str, error: &str) -> Case {
    case(Observation { at_ms: Some(NOW), url: url.into(), error: Some(error.into()), ..Observation::default() })
}

/// Runs a check to its end in a world that answers each request, the first of a check being number 0.
fn run(case: &Case, check: Check, world: impl FnMut(usize, &Request) -> Came) -> (Outcome, Vec<Exchange>) {
    go_on(case, check, Vec::new(), world)
}

fn go_on(
    case: &Case,
    check: Check,
    mut exchanges: Vec<Exchange>,
    mut world: impl FnMut(usize, &Request) -> Came,
) -> (Outcome, Vec<Exchange>) {
    let mut sent = 0;
    loop {
        let requests = match step(case, check, &exchanges) {
            Step::Done(outcome) => return (outcome, exchanges),
            Step::Send(requests) => requests,
        };
        assert!(!requests.is_empty());
        for request in requests {
            assert_decent(check, &request);
            let result = world(sent, &request);
            sent += 1;
            let reply = Reply { at_ms: NOW + 1000.0 * f64::from(u32::try_from(sent).unwrap()), took_ms: 80.0, result };
            exchanges.push(Exchange { check, request, reply });
        }
        assert!(sent <= usize::from(check.limits().requests), "{check} sent {sent}");
    }
}

/// What must hold of every request that is ever sent.
fn assert_decent(check: Check, request: &Request) {
    let host = host_of(&request.url);
    let asks_site = matches!(host, "shop.example.com" | "printer" | "10.0.0.1" | "www.shop.example.com");
    assert!(request.reads <= crate::check::budget::BYTES, "{request:?}");
    assert!(!request.url.contains('@') && !request.url.contains('#'), "{request:?}");
    if !asks_site {
        assert!(!request.cookies, "{check} sends cookies to {host}");
        assert!(Host::of(host).may_leave(), "{check} asks {host}");
    }
    assert!(request.body.is_none() || host == "api.globalping.io", "{request:?}");
}

/// The outcome in a world where every request is answered alike.
fn outcome(case: &Case, check: Check, reply: &Came) -> Outcome {
    run(case, check, |_, _| reply.clone()).0
}

fn says(answer: Answer) -> Outcome {
    Outcome::Answered(answer)
}

const fn not(why: Why) -> Outcome {
    Outcome::CouldNotRun(why)
}
