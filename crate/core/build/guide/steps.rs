//! `steps/owner/`: one file per section, in the order in which they are shown.

use std::path::Path;

use serde::Deserialize;

use super::Rows;
use super::at::step as at;
use super::groups::Groups;
use crate::{Result, read};

/// The sections, in the order in which a request travels, except for what comes first and last.
const SECTIONS: [&str; 7] = ["first", "edge", "gateway", "app", "machine", "names", "after"];
/// Texts that a command can be given. Those in the first list come from outside, and are quoted when they are put in.
const FROM_OUTSIDE: [&str; 13] = [
    "host",
    "name",
    "sni",
    "other_host",
    "authority",
    "path",
    "target",
    "url",
    "request_ids",
    "upstream",
    "port",
    "socket",
    "tls_port",
];
const OWN: [&str; 7] = ["since", "until", "at", "since_t", "until_t", "status_page", "ranges"];
/// What a step can need besides such a text: that it is decided whose the failure is, that the request reached the
/// site's server, that the address means the same on another machine, and that the site runs on a server of its
/// owner's.
const FACTS: [&str; 4] = ["decided", "reached", "elsewhere", "server"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    id: String,
    minutes: u8,
    risk: String,
    who: String,
    system: String,
    faults: Vec<String>,
    #[serde(default)]
    causes: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    wrote: Vec<String>,
    #[serde(default)]
    seen: Vec<String>,
    #[serde(default)]
    first: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    undo: bool,
    #[serde(default)]
    text: bool,
    commands: Vec<Command>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Command {
    Always(String),
    On { run: String, on: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    note: Vec<Note>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    id: String,
    faults: Vec<String>,
    #[serde(default)]
    causes: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    wrote: Vec<String>,
    #[serde(default)]
    seen: Vec<String>,
}

/// Writes the rows, and gives the words of all steps in their order.
pub(super) fn rows(out: &mut Rows, folder: &Path) -> Result<Vec<String>> {
    let groups = Groups::read(&folder.join("groups.toml"))?;
    let mut ids = Vec::new();
    for section in SECTIONS {
        let path = folder.join(format!("{section}.toml"));
        let file: Section = read(&path)?;
        for step in file.step {
            let written = row(out, section, &step, &groups);
            written.map_err(|error| format!("{}: {}: {error}", path.display(), step.id))?;
            if ids.contains(&step.id) {
                return Err(format!("{}: {} stands there twice", path.display(), step.id).into());
            }
            ids.push(step.id);
        }
    }
    let notes: Notes = read(&folder.join("notes.toml"))?;
    for note in &notes.note {
        let fits = fits([&note.faults, &note.causes, &note.not, &note.wrote, &note.seen], &groups)?;
        out.push("note", &[[note.id.as_str()].as_slice(), &fits.each_ref().map(String::as_str)].concat())?;
    }
    Ok(ids)
}

fn row(out: &mut Rows, section: &str, step: &Step, groups: &Groups) -> Result<()> {
    if let Some(need) = step.needs.iter().find(|need| !is_placeholder(need) && !FACTS.contains(&need.as_str())) {
        return Err(format!("it needs {need}, which is neither a placeholder nor a fact").into());
    }
    let needs = &step.needs.join(",");
    let (minutes, first) = (step.minutes.to_string(), groups.causes(&step.first));
    let fits = fits([&step.faults, &step.causes, &step.not, &step.wrote, &step.seen], groups)?;
    let mut fields = vec![
        (at::ID, &*step.id),
        (at::SECTION, section),
        (at::MINUTES, &minutes),
        (at::RISK, &step.risk),
        (at::WHO, &step.who),
        (at::SYSTEM, &step.system),
        (at::NEEDS, needs),
        (at::UNDO, if step.undo { "undo" } else { "" }),
        (at::TEXT, if step.text { "text" } else { "" }),
        (at::FIRST, &first),
    ];
    fields.extend((at::FITS..).zip(fits.iter().map(String::as_str)));
    let mut commands = Vec::new();
    for command in &step.commands {
        let (run, on) = match command {
            Command::Always(run) => (run.trim(), ""),
            Command::On { run, on } => (run.trim(), on.as_str()),
        };
        check(run)?;
        commands.extend([on, run]);
    }
    fields.extend((at::COMMANDS..).zip(commands));
    out.place("step", fields)
}

fn fits([faults, causes, not, wrote, seen]: [&Vec<String>; 5], groups: &Groups) -> Result<[String; 5]> {
    Ok([groups.faults(faults)?, groups.causes(causes), groups.causes(not), wrote.join(","), seen.join(",")])
}

fn is_placeholder(name: &str) -> bool {
    FROM_OUTSIDE.contains(&name) || OWN.contains(&name)
}

/// Every placeholder must be known, and one from outside must stand outside of quotation marks, or what replaces it
/// could end them.
fn check(run: &str) -> Result<()> {
    for (at, _) in run.match_indices('{') {
        let (before, after) = (&run[..at], &run[at + 1..]);
        let name = after.split('}').next().unwrap_or_default();
        let quoted = before.matches('\'').count() % 2 == 1 || before.matches('"').count() % 2 == 1;
        if before.ends_with('%') || OWN.contains(&name) {
            continue;
        }
        if !is_placeholder(name) {
            return Err(format!("{{{name}}} is no placeholder").into());
        }
        if quoted {
            return Err(format!("{{{name}}} stands between quotation marks").into());
        }
    }
    Ok(())
}
