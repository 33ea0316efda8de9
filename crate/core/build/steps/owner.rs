//! `steps/owner/*.toml`: one file a section, in the order in which they are shown.

use std::{fmt::Write, path::Path};

use serde::Deserialize;

use super::groups::{Groups, layers};
use super::stacks::Stacks;
use crate::{Result, read, variant};

/// The sections, in the order of the request's way but for what comes first and last.
const SECTIONS: [&str; 7] = ["first", "edge", "gateway", "app", "machine", "names", "after"];
/// Texts that a command can be given. Those of the first list come from outside, and are quoted when they are put in.
const FROM_OUTSIDE: [&str; 8] = ["host", "other_host", "path", "url", "request_id", "upstream", "port", "socket"];
const OWN: [&str; 7] = ["since", "until", "at", "since_t", "until_t", "status_page", "ranges"];

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
    wrote: Vec<String>,
    #[serde(default)]
    seen: Vec<String>,
    #[serde(default)]
    first: Vec<String>,
    needs: Option<String>,
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
    wrote: Vec<String>,
    #[serde(default)]
    seen: Vec<String>,
}

/// For which failures something is shown: places, causes, kinds of writers, stacks.
type Fits<'a> = [&'a [String]; 4];

/// The tables, and the ids of all steps in their order.
pub(crate) fn table(folder: &Path, vendors: &Path) -> Result<(String, Vec<String>)> {
    let (groups, stacks) = (Groups::read(folder)?, Stacks::read(folder, vendors)?);
    let (mut ids, mut out) = (Vec::new(), stacks.print()?);
    out.push_str("static STEPS: &[Row] = &[\n");
    for section in SECTIONS {
        let path = folder.join(format!("owner/{section}.toml"));
        let file: Section = read(&path)?;
        for step in &file.step {
            if ids.contains(&step.id) {
                return Err(format!("{}: {} stands there twice", path.display(), step.id).into());
            }
            let row = row(section, step, &groups, &stacks);
            writeln!(out, "{},", row.map_err(|error| format!("{}: {}: {error}", path.display(), step.id))?)?;
            ids.push(step.id.clone());
        }
    }
    out.push_str("];\nstatic NOTES: &[(&str, Fits)] = &[\n");
    let notes: Notes = read(&folder.join("owner/notes.toml"))?;
    for note in &notes.note {
        let asked = [&note.faults, &note.causes, &note.wrote, &note.seen].map(Vec::as_slice);
        writeln!(out, "({:?}, {}),", note.id, fits(asked, &groups, &stacks)?)?;
    }
    out.push_str("];\n");
    Ok((out, ids))
}

fn row(section: &str, step: &Step, groups: &Groups, stacks: &Stacks) -> Result<String> {
    let (id, minutes, undo, text) = (&step.id, step.minutes, step.undo, step.text);
    let (section, risk, who, system) =
        (variant(section), variant(&step.risk), variant(&step.who), variant(&step.system));
    let needs = step.needs.as_deref().unwrap_or_default().replace('-', "_");
    let asked = [&step.faults, &step.causes, &step.wrote, &step.seen].map(Vec::as_slice);
    let (first, fits) = (groups.first(&step.first), fits(asked, groups, stacks)?);
    let commands = step.commands.iter().map(|one| command(one, stacks)).collect::<Result<Vec<_>>>()?.join(", ");
    Ok(format!(
        "Row {{ id: {id:?}, section: Section::{section}, minutes: {minutes}, risk: Risk::{risk}, who: Who::{who}, \
         system: System::{system}, needs: {needs:?}, undo: {undo}, text: {text}, first: {first}, fits: {fits}, \
         commands: &[{commands}] }}"
    ))
}

fn fits([faults, causes, wrote, seen]: Fits, groups: &Groups, stacks: &Stacks) -> Result<String> {
    let (faults, causes) = (groups.faults(faults)?, groups.causes(causes));
    let (wrote, seen) = (layers(wrote), stacks.bits(seen)?);
    Ok(format!("Fits {{ faults: {faults}, causes: {causes}, wrote: {wrote}, seen: {seen} }}"))
}

fn command(command: &Command, stacks: &Stacks) -> Result<String> {
    let (run, on) = match command {
        Command::Always(run) => (run, 0),
        Command::On { run, on } => (run, stacks.bits(std::slice::from_ref(on))?),
    };
    check(run.trim())?;
    Ok(format!("({on}, {:?})", run.trim()))
}

/// Every placeholder must be known, and one from outside must stand outside of quotation marks, or what is put in its
/// place could end them.
fn check(run: &str) -> Result<()> {
    for (at, _) in run.match_indices('{') {
        let (before, after) = (&run[..at], &run[at + 1..]);
        let name = after.split('}').next().unwrap_or_default();
        let quoted = before.matches('\'').count() % 2 == 1 || before.matches('"').count() % 2 == 1;
        if before.ends_with('%') || OWN.contains(&name) {
            continue;
        }
        if !FROM_OUTSIDE.contains(&name) {
            return Err(format!("{{{name}}} is no placeholder").into());
        }
        if quoted {
            return Err(format!("{{{name}}} stands between quotation marks").into());
        }
    }
    Ok(())
}
