//! What the people who run the site can do: a list of steps for this verdict, layer by layer, with the best few first.
//!
//! The steps are in `steps/owner/`. A step is more than a sentence: it says how long it takes, how risky it is, who can
//! do it, what to expect, what it means if that does not happen, how to check and how to undo it.

mod fill;
mod fits;

use std::borrow::Cow;

use fill::Values;
use fits::{EDGE, Known};

use crate::diagnosis::Diagnosis;
use crate::guide::at::step as at;
use crate::guide::{Guide, Parts, Row, parts};
use crate::log_line::Reading;
use crate::message::Message;
use crate::observation::Observation;
use crate::text::join;
use crate::words::State;

/// How many steps are put at the top.
const FEW: usize = 5;

/// All that the owner is shown.
#[derive(Clone, Debug, Default)]
pub struct Owner<'a> {
    /// The steps that help with what lines of a log say, best first.
    pub named: Vec<Step<'a>>,
    /// The steps to begin with.
    pub first: Vec<Step<'a>>,
    /// All others that fit, section by section.
    pub more: Vec<Step<'a>>,
    /// Short remarks.
    pub notes: Vec<Message>,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    row: Row<'a>,
    /// Is there a delivery network in front of the site?
    behind_edge: bool,
    /// Commands for a shell, with what is known filled in; words in capitals are left for the reader.
    pub commands: Vec<String>,
    /// A text to copy, if there is one.
    pub text: Option<Message>,
}

/// What the owner of the site can do about this, including what lines of their logs tell.
pub fn owner<'a>(
    guide: Guide<'a>,
    observations: &[Observation],
    diagnosis: &Diagnosis,
    readings: &[Reading],
) -> Owner<'a> {
    let mut owner = Owner::default();
    if matches!(diagnosis.state, State::Healthy | State::Unseen) && readings.is_empty() {
        return owner;
    }
    let known = Known::of(guide, observations, diagnosis, readings);
    let values = Values::of(guide, observations, diagnosis, readings);
    for reading in readings {
        for id in steps_for(guide, reading) {
            // A step may help with several lines.
            if let Some(row) = guide.named("step", id).filter(|_| !has(&owner.named, id)) {
                owner.named.push(Step::of(row, &known, &values));
            }
        }
    }
    for row in guide.rows("step") {
        if has_needs(row, &known, &values) && known.fits(row, at::FITS) && !has(&owner.named, row.field(at::ID)) {
            let few = owner.first.len() < FEW && known.begins_with(row.field(at::FIRST));
            let list = if few { &mut owner.first } else { &mut owner.more };
            list.push(Step::of(row, &known, &values));
        }
    }
    for row in guide.rows("note") {
        if known.fits(row, 2) {
            owner.notes.push(part("note", row.field(1)));
        }
    }
    owner
}

/// Is everything known that this step needs?
fn has_needs(row: Row, known: &Known, values: &Values) -> bool {
    for need in parts(row.field(at::NEEDS), b',') {
        if !need.is_empty() && !known.is_so(need) && values.named(need).is_empty() {
            return false;
        }
    }
    true
}

#[inline(never)]
fn has(steps: &[Step], id: &str) -> bool {
    steps.iter().any(|step| step.id() == id)
}

/// The steps that help with what a line of a log means, best first: their names.
pub fn helping(guide: Guide, reading: &Reading) -> Vec<Message> {
    steps_for(guide, reading).map(|id| part(id, "title")).collect()
}

/// The same, as their words.
fn steps_for<'a>(guide: Guide<'a>, reading: &Reading) -> Parts<'a> {
    parts(guide.named("meaning", &reading.means).map_or("", |row| row.field(3)), b',')
}

/// The keys of all steps and notes.
pub fn keys(guide: Guide) -> Vec<Cow<'static, str>> {
    let mut keys: Vec<_> = guide.rows("note").map(|row| part("note", row.field(1)).key).collect();
    for row in guide.rows("step") {
        let step = Step { row, behind_edge: true, commands: Vec::new(), text: None };
        keys.extend(step.facts().into_iter().map(|fact| fact.key));
        keys.extend([step.title().key, step.task().key]);
        keys.extend(step.outcome().into_iter().flat_map(|(label, text)| [label.key, text.key]));
        keys.extend(Some(part(step.id(), "text").key).filter(|_| !row.field(at::TEXT).is_empty()));
    }
    keys
}

/// The stable words of all steps, in their order.
pub fn ids(guide: Guide<'_>) -> impl Iterator<Item = &str> {
    guide.rows("step").map(|row| row.field(at::ID))
}

fn part(id: &str, part: &str) -> Message {
    Message::of("owner", &join(&[id, part], "_"))
}

impl<'a> Step<'a> {
    #[inline(never)]
    fn of(row: Row<'a>, known: &Known, values: &Values) -> Self {
        let mut commands = Vec::new();
        let mut fields = row.from(at::COMMANDS);
        // A command follows the stack it is for, if it is for one.
        while let (Some(stack), Some(command)) = (fields.next(), fields.next()) {
            if known.runs(stack) {
                commands.extend(values.fill(command));
            }
        }
        let mut step = Self { row, behind_edge: known.runs(EDGE), commands, text: None };
        if !row.field(at::TEXT).is_empty() {
            let (key, host, at) = (join(&[step.id(), "text"], "_"), values.named("host"), values.named("at"));
            step.text = Some(Message::of("owner", &key).with(host).with(at));
        }
        step
    }

    /// Its stable word.
    pub fn id(&self) -> &'a str {
        self.row.field(at::ID)
    }

    /// The part of the list to which it belongs.
    pub fn section(&self) -> &'a str {
        self.row.field(at::SECTION)
    }

    /// How many minutes it takes, how risky it is, who can do it, and what it is about, as messages.
    pub fn facts(&self) -> Vec<Message> {
        let mut facts = vec![Message::new("owner_time").with(self.row.field(at::MINUTES))];
        for (family, place) in [("risk", at::RISK), ("who", at::WHO), ("system", at::SYSTEM)] {
            facts.push(part(family, self.at_gateway(self.row.field(place))));
        }
        facts
    }

    /// Without a delivery network, the gateway itself deals with what one would be asked.
    fn at_gateway(&self, word: &'a str) -> &'a str {
        match word {
            "cdn-account" if !self.behind_edge => "host-admin",
            "edge" if !self.behind_edge => "gateway",
            word => word,
        }
    }

    /// Its name.
    pub fn title(&self) -> Message {
        part(self.id(), "title")
    }

    /// What to do.
    pub fn task(&self) -> Message {
        part(self.id(), "do")
    }

    /// What should be seen, what it means if it is not, how to check and how to undo it, each with its label.
    pub fn outcome(&self) -> Vec<(Message, Message)> {
        let mut outcome = Vec::new();
        for name in ["expect", "failed", "verify", "undo"] {
            let only_looks = name == "undo" && self.row.field(at::UNDO).is_empty();
            let text = if only_looks { Message::new("owner_undo_nothing") } else { part(self.id(), name) };
            outcome.push((part("label", name), text));
        }
        outcome
    }
}
