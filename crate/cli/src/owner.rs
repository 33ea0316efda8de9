//! What the people who run the site can do, as text for a terminal.

use is_it_me_core::message::{Message, Words};
use is_it_me_core::text::join;
use is_it_me_core::view::owner::{Owner, Step};
use serde::Serialize;

use crate::english::English;

/// A step in words, for programs.
#[derive(Serialize)]
pub(crate) struct InWords {
    id: &'static str,
    section: &'static str,
    facts: Vec<String>,
    title: String,
    task: String,
    commands: Vec<String>,
    text: Option<String>,
    expect: String,
    failed: String,
    verify: String,
    undo: String,
}

/// All steps, the few best ones first.
pub(crate) fn in_words(owner: &Owner<'static>) -> Vec<InWords> {
    owner.first.iter().chain(&owner.more).map(step_in_words).collect()
}

fn step_in_words(step: &Step<'static>) -> InWords {
    let say = |message: &Message| English.say(message);
    let mut outcome = step.outcome().into_iter().map(|(_, text)| say(&text));
    let mut next = || outcome.next().unwrap_or_default();
    InWords {
        id: step.id(),
        section: step.section(),
        facts: step.facts().iter().map(say).collect(),
        title: say(&step.title()),
        task: say(&step.task()),
        commands: step.commands.clone(),
        text: step.text.as_ref().map(say),
        expect: next(),
        failed: next(),
        verify: next(),
        undo: next(),
    }
}

/// The list for a terminal. A command stands alone on its line, so that it can be copied whole.
pub(crate) fn text(owner: &Owner) -> String {
    let mut lines = vec![English.label("owner_title")];
    if owner.first.is_empty() && owner.more.is_empty() {
        lines.push(English.label("owner_nothing"));
        return join(&lines, "\n");
    }
    lines.extend([English.label("owner_intro"), String::new(), English.label("owner_first")]);
    owner.first.iter().for_each(|step| lines.extend(step_lines(step)));
    let mut section = None;
    for step in &owner.more {
        if section != Some(step.section()) {
            section = Some(step.section());
            lines.extend([String::new(), English.term("owner_section", step.section())]);
        }
        lines.extend(step_lines(step));
    }
    lines.extend([String::new(), English.label("owner_notes")]);
    lines.extend(owner.notes.iter().map(|note| format!("  - {}", English.say(note))));
    join(&lines, "\n")
}

fn step_lines(step: &Step) -> Vec<String> {
    let facts: Vec<_> = step.facts().iter().map(|fact| English.say(fact)).collect();
    let mut lines = vec![String::new(), format!("  {}", English.say(&step.title()))];
    lines.extend([format!("  ({})", join(&facts, " · ")), format!("    {}", English.say(&step.task()))]);
    lines.extend(step.commands.iter().map(|command| format!("      {command}")));
    lines.extend(step.text.iter().map(|text| format!("      {}", English.say(text))));
    for (label, text) in step.outcome() {
        lines.push(format!("    {}: {}", English.say(&label), English.say(&text)));
    }
    lines
}
