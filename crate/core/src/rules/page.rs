//! The page's own looks, where no vendor's signature shows: does it look like a site's own page?

use crate::body::Body;
use crate::evidence::{Evidence, PointsTo, Writer};
use crate::failure::Failure;
use crate::message::Message;
use crate::words::Layer;

/// A generated page is short and names its status in the title; a site's own page has a style of its own.
const OWN_PAGE: f32 = 1.5;
/// Generated pages of the products known to us stay below this many bytes unless they are branded.
const GENERATED_MAX: usize = 1500;

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let Some(status) = failure.status().filter(|_| failure.body().is_some_and(|body| is_own(body, failure))) else {
        return;
    };
    evidence.push(Evidence {
        rule: "page/own",
        points_to: PointsTo::Generator(Writer { layer: Layer::AppRuntime, vendor: None }),
        weight: OWN_PAGE,
        cause: None,
        how: failure.body_how(),
        text: Message::new("evidence_own_page").with(status.to_string()),
    });
}

fn is_own(body: &Body, failure: &Failure) -> bool {
    let status = failure.status().map(|status| status.to_string()).unwrap_or_default();
    let names_status_first = body.title().is_some_and(|title| title.starts_with(&status));
    let json = body.text().trim_start().starts_with('{');
    json || (body.text().len() > GENERATED_MAX && !names_status_first)
}
