//! `log_lines.toml`: what a line of a log can mean, and how it is recognised.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::Rows;
use super::at::line as at;
use crate::{Result, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    upstream_after: Vec<String>,
    status_after: Vec<String>,
    sources: BTreeMap<String, String>,
    meaning: Vec<Meaning>,
    line: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meaning {
    id: String,
    cause: String,
    steps: Vec<String>,
}

/// One kind of line. What only the tests read is parsed here all the same, so that a mistake in it is a build error
/// too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    program: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    flag: String,
    status: Option<u16>,
    #[serde(default)]
    has: Vec<String>,
    means: String,
    source: String,
    #[serde(default, rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "code")]
    _code: Option<String>,
    #[serde(rename = "upstream")]
    _upstream: Option<String>,
    #[serde(rename = "time")]
    _time: Option<String>,
}

/// `steps` are the words of the owner's steps, to which meanings refer.
pub(super) fn rows(out: &mut Rows, path: &Path, steps: &[String]) -> Result<()> {
    let file: File = read(path)?;
    for meaning in &file.meaning {
        if let Some(step) = meaning.steps.iter().find(|step| !steps.contains(step)) {
            return Err(format!("{}: {}: there is no step {step}", path.display(), meaning.id).into());
        }
        out.push("meaning", &[&meaning.id, &meaning.cause, &meaning.steps.join(",")])?;
    }
    for (kind, leads) in [("upstream", &file.upstream_after), ("status", &file.status_after)] {
        for lead in leads {
            out.push(kind, &[lead])?;
        }
    }
    for line in &file.line {
        row(out, &file, line).map_err(|error| format!("{}: {:?}: {error}", path.display(), line.has))?;
    }
    Ok(())
}

fn row(out: &mut Rows, file: &File, line: &Line) -> Result<()> {
    if !file.sources.contains_key(&line.source) {
        return Err(format!("there is no source {}", line.source).into());
    }
    let place = file.meaning.iter().position(|meaning| meaning.id == line.means);
    let means = character(place.ok_or_else(|| format!("there is no meaning {}", line.means))?)?;
    let status = line.status.map(|status| status.to_string()).unwrap_or_default();
    if line.has.is_empty() && status.is_empty() && line.state.is_empty() && line.flag.is_empty() {
        return Err("nothing is asked of the line".into());
    }
    let mut fields: Vec<(usize, &str)> = vec![
        (at::PROGRAM, &line.program),
        (at::MEANS, &means),
        (at::STATE, &line.state),
        (at::FLAG, &line.flag),
        (at::STATUS, &status),
    ];
    fields.extend((at::HAS..).zip(line.has.iter().map(String::as_str)));
    out.place("line", fields)
}

/// The character for the meaning at this place.
fn character(place: usize) -> Result<String> {
    let character = u8::try_from(place).ok().and_then(|place| at::FIRST_MEANING.checked_add(place));
    let character = character.filter(u8::is_ascii_graphic).ok_or("there are more meanings than characters for them")?;
    Ok(char::from(character).to_string())
}
