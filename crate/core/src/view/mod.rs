//! What a person is shown: the diagnosis as a picture and a few messages. No sentence is written here.

mod answer;
pub mod checks;
mod fact;
mod facts;
pub mod fix;
pub mod heard;
pub mod host;
mod ids;
pub mod notice;
pub mod owner;
mod path;
pub mod platform;
mod reached;
pub mod station;
mod steps;
mod story;

use std::borrow::Cow;

use serde::Serialize;

use crate::check::{Case, Outcomes};
use crate::diagnosis::Diagnosis;
use crate::evidence::{Evidence, PointsTo};
use crate::message::Message;
use crate::observation::{How, Observation};
use crate::rank::heaviest_first;
use crate::redact::Cleaner;
use crate::view::platform::Platform;
use crate::words::{Layer, Side, State};

pub use fact::Fact;
pub(crate) use facts::status_line;
pub use fix::Step;
pub use ids::{Id, ids};
pub use path::HopView;
pub(crate) use reached::reached_the_server;
pub(crate) use story::is_up;

/// Everything the popup draws.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// What became of the page.
    pub state: State,
    /// Whose problem it is.
    pub side: Side,
    /// The answer, in three words.
    pub verdict: Message,
    /// What happened, in one sentence.
    pub story: Message,
    /// How sure that is, for people; `None` if nothing is claimed.
    pub certainty: Option<Message>,
    /// The probability behind [`Self::certainty`], 0 to 1.
    pub confidence: f32,
    /// The six hops, in order of travel.
    pub path: [HopView; 6],
    /// What to do now, best first.
    pub steps: Vec<Step>,
    /// The reasons, strongest first.
    pub reasons: Vec<Reason>,
    /// What is known about the request.
    pub facts: Vec<Fact>,
}

/// One reason, and where it comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// Does it support the verdict, or speak against it?
    pub supports: bool,
    /// The sentence.
    pub text: Message,
    /// How the fact was obtained.
    pub how: Message,
    /// The stable name of the rule behind it.
    pub rule: Cow<'static, str>,
    /// How much it weighs, in nats.
    pub weight: f32,
}

impl View {
    /// Says that the page works, and did not before: there is nothing left to do.
    pub fn mark_recovered(&mut self, story: Message) {
        (self.state, self.verdict, self.story) = (State::Recovered, Message::new("verdict_recovered"), story);
        self.steps.clear();
    }
}

/// The view of one page that no check has asked about, on an unknown platform.
pub fn view(observations: &[Observation], diagnosis: &Diagnosis) -> View {
    of(observations, &Outcomes::default(), diagnosis, Platform::default(), &mut Cleaner::default())
}

/// The view of one page with what the checks answered.
pub fn view_case(case: &Case, diagnosis: &Diagnosis, platform: Platform) -> View {
    of(&case.observations, &case.outcomes, diagnosis, platform, &mut Cleaner::default())
}

/// The view for somebody else, made from what was cleaned already.
pub(crate) fn cleaned(observations: &[Observation], outcomes: &Outcomes, diagnosis: &Diagnosis) -> View {
    of(observations, outcomes, diagnosis, Platform::default(), &mut Cleaner::keeping())
}

/// Every step a visitor can be given, by the end of its message key.
pub fn visitor_steps() -> impl Iterator<Item = String> {
    steps::all()
}

fn of(
    observations: &[Observation],
    outcomes: &Outcomes,
    diagnosis: &Diagnosis,
    platform: Platform,
    cleaner: &mut Cleaner,
) -> View {
    let path = path::path(diagnosis, observations);
    View {
        state: diagnosis.state,
        side: diagnosis.side,
        verdict: story::verdict(diagnosis),
        story: story::story(diagnosis, observations, outcomes),
        certainty: story::certainty(diagnosis),
        confidence: diagnosis.confidence,
        steps: steps::steps(diagnosis, observations, outcomes, platform),
        reasons: reasons(diagnosis),
        facts: facts::facts(observations, diagnosis, &path, cleaner),
        path,
    }
}

/// Each sentence once, and what supports the verdict before what does not.
fn reasons(diagnosis: &Diagnosis) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for item in &diagnosis.evidence {
        if !reasons.iter().any(|known| known.text == item.text) {
            let (supports, how) = (supports(item, diagnosis), provenance(item.how));
            let (text, rule, weight) = (item.text.clone(), item.rule.clone(), item.weight);
            reasons.push(Reason { supports, text, how, rule, weight });
        }
    }
    heaviest_first(reasons, |reason| f32::from(u8::from(reason.supports)))
}

/// What speaks for the one named, or against anybody else, supports the verdict.
fn supports(item: &Evidence, diagnosis: &Diagnosis) -> bool {
    let (likeliest, writer) = (diagnosis.fault.likeliest(), diagnosis.generator.writer());
    match item.points_to {
        PointsTo::Fault(fault) if item.weight > 0.0 => likeliest.is_some_and(|named| named.side() == fault.side()),
        PointsTo::Fault(fault) => likeliest != Some(fault),
        PointsTo::Generator(_) if writer.layer == Layer::Unknown => true,
        PointsTo::Generator(other) => (other == writer) == (item.weight > 0.0),
    }
}

/// "Seen at the time", "read from the page", or "asked afterwards".
pub(crate) const fn provenance(how: How) -> Message {
    Message::new(match how {
        How::Seen => "how_seen",
        How::Page => "how_page",
        How::Asked => "how_asked",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::diagnose;
    use crate::evidence::Writer;

    #[test]
    fn where_no_writer_is_named_nothing_speaks_against_it() {
        let mut d = diagnose(&[]);
        let supports = |d: &Diagnosis, layer, weight| {
            supports(&Evidence::new("a", Writer::kind(layer), weight, How::Seen, Message::new("a")), d)
        };
        assert!(supports(&d, Layer::CdnEdge, 1.0) && supports(&d, Layer::CdnEdge, -1.0));
        d.generator.layer = Layer::AppRuntime;
        assert!(supports(&d, Layer::AppRuntime, 1.0) && supports(&d, Layer::CdnEdge, -1.0));
        assert!(!supports(&d, Layer::AppRuntime, -1.0) && !supports(&d, Layer::CdnEdge, 1.0));
    }
}
