//! What the people who run the site can do: a list of steps for this verdict, layer by layer, the few best ones first.
//!
//! The steps are known from `steps/owner/`. A step is more than a sentence: it says how long it takes, how risky it is,
//! who can do it, what should come of it, what it means if it does not, how to check and how to undo it.

mod fill;
mod fits;

use fill::Values;
use fits::{Fits, Known};
use serde::Serialize;

use crate::diagnosis::Diagnosis;
use crate::log_line::Reading;
use crate::message::Message;
use crate::observation::Observation;
use crate::words::{Cause, Fault, Layer, State, words};

include!(concat!(env!("OUT_DIR"), "/owner.rs"));

/// So many steps stand at the top.
const FEW: usize = 5;

words! {
    /// The parts of the list, in the order in which they are shown.
    Section {
        /// Before anything is touched.
        First = "first",
        /// The delivery network and the way from it to the server.
        Edge = "edge",
        /// The site's front.
        Gateway = "gateway",
        /// The application and what it leans on.
        App = "app",
        /// The machine below.
        Machine = "machine",
        /// The name and its zone.
        Names = "names",
        /// While it lasts, and afterwards.
        After = "after",
    }
}

words! {
    /// What a step can break.
    Risk {
        /// Nothing: it only looks.
        None = "none",
        /// Little, and it is easily undone.
        Low = "low",
        /// Something, for a while.
        Medium = "medium",
        /// Much.
        High = "high",
    }
}

words! {
    /// Who can take a step.
    Who {
        /// Whoever is there.
        Anyone = "anyone",
        /// Who may log in to the server.
        HostAdmin = "host-admin",
        /// Who knows the application.
        Developer = "developer",
        /// Who has the delivery network's account.
        CdnAccount = "cdn-account",
        /// Who has the account of the zone.
        DnsAccount = "dns-account",
    }
}

words! {
    /// What a step is about.
    System {
        /// Those who visit.
        Visitor = "visitor",
        /// The delivery network.
        Edge = "edge",
        /// The site's front.
        Gateway = "gateway",
        /// The application.
        App = "app",
        /// The machine.
        Machine = "machine",
        /// The database.
        Database = "database",
        /// The zone.
        Dns = "dns",
        /// Stored copies.
        Cache = "cache",
        /// Services of others.
        Outside = "outside",
    }
}

/// A step as the tables hold it.
struct Row {
    id: &'static str,
    section: Section,
    minutes: u8,
    risk: Risk,
    who: Who,
    system: System,
    /// The name of a value without which the step makes no sense.
    needs: &'static str,
    undo: bool,
    text: bool,
    /// The causes with which it stands at the top, as bits.
    first: u64,
    fits: Fits,
    /// Commands, each with the stacks of which one must be seen, as bits.
    commands: &'static [(u16, &'static str)],
}

/// All that the owner is shown.
#[derive(Clone, Debug, Serialize)]
pub struct Owner {
    /// The steps to begin with.
    pub first: Vec<Step>,
    /// All others that fit, section by section.
    pub more: Vec<Step>,
    /// Short remarks.
    pub notes: Vec<Message>,
}

/// One step.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Its stable word.
    pub id: &'static str,
    /// Where it belongs.
    pub section: Section,
    /// How long it takes, in minutes.
    pub minutes: u8,
    /// What it can break.
    pub risk: Risk,
    /// Who can take it.
    pub who: Who,
    /// What it is about.
    pub system: System,
    /// Its name.
    pub title: Message,
    /// What to do.
    pub task: Message,
    /// Commands for a shell, with what is known filled in; words in capitals are left for the reader.
    pub commands: Vec<String>,
    /// A text to copy.
    pub text: Option<Message>,
    /// What should be seen.
    pub expect: Message,
    /// What it means if it is not.
    pub failed: Message,
    /// How to check that it helped.
    pub verify: Message,
    /// How to undo it.
    pub undo: Message,
}

/// What the owner of the site can do about this, with what lines of his logs tell.
pub fn owner(observations: &[Observation], diagnosis: &Diagnosis, readings: &[Reading]) -> Owner {
    let is_over = matches!(diagnosis.state, State::Healthy | State::Unseen);
    if is_over && readings.is_empty() {
        return Owner { first: Vec::new(), more: Vec::new(), notes: Vec::new() };
    }
    let known = Known::of(diagnosis, readings);
    let values = Values::of(observations, diagnosis, readings);
    let fitting = STEPS.iter().filter(|row| known.fits(&row.fits) && (row.needs.is_empty() || values.has(row.needs)));
    let (mut first, mut more) = (Vec::new(), Vec::new());
    for row in fitting {
        let few = if known.begins_with(row.first) && first.len() < FEW { &mut first } else { &mut more };
        few.push(row.step(&known, &values));
    }
    let notes = NOTES.iter().filter(|(_, fits)| known.fits(fits));
    Owner { first, more, notes: notes.map(|(id, _)| Message::new(format!("owner_note_{id}"))).collect() }
}

/// The steps that help with what a line of a log means, best first: their names.
pub fn helping(reading: &Reading) -> Vec<Message> {
    let rows = reading.steps.iter().filter_map(|place| STEPS.get(usize::from(*place)));
    rows.map(|row| row.part("title")).collect()
}

/// The ends of all message keys of steps and notes.
pub fn keys() -> Vec<String> {
    let parts =
        |row: &Row| ["title", "do", "expect", "failed", "verify", "undo", "text"].map(|part| row.part(part).key);
    let notes = NOTES.iter().map(|(id, _)| format!("owner_note_{id}"));
    let steps = STEPS.iter().flat_map(|row| {
        parts(row)
            .into_iter()
            .filter(|key| (row.undo || !key.ends_with("_undo")) && (row.text || !key.ends_with("_text")))
    });
    steps.chain(notes).collect()
}

/// The stable words of all steps, in their order.
pub fn ids() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|row| row.id)
}

impl Row {
    fn key(&self, part: &str) -> String {
        format!("owner_{}_{part}", self.id)
    }

    fn part(&self, part: &str) -> Message {
        Message::new(self.key(part))
    }

    fn step(&self, known: &Known, values: &Values) -> Step {
        let here = self.commands.iter().filter(|(on, _)| *on == 0 || on & known.stacks != 0);
        let text = Message::new(self.key("text")).with(values.named("host")).with(values.named("seen_at"));
        Step {
            id: self.id,
            section: self.section,
            minutes: self.minutes,
            risk: self.risk,
            who: self.who,
            system: self.system,
            title: self.part("title"),
            task: self.part("do"),
            commands: here.filter_map(|(_, command)| values.fill(command)).collect(),
            text: self.text.then_some(text),
            expect: self.part("expect"),
            failed: self.part("failed"),
            verify: self.part("verify"),
            undo: if self.undo { self.part("undo") } else { Message::new("owner_undo_nothing") },
        }
    }
}
