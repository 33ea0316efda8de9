//! `log_lines.toml` as static tables: what a line can mean, and how it is recognised.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use serde::Deserialize;

use crate::{Result, read, variant};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    upstream_after: Vec<String>,
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

/// One kind of line. What only the tests read is parsed here all the same, so that a mistake in it is a build error too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    program: String,
    state: Option<String>,
    flag: Option<String>,
    #[serde(default)]
    status: u16,
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

/// `steps` are the ids of the owner's steps, in their order: a meaning names them by their places.
pub(crate) fn table(path: &Path, steps: &[String]) -> Result<String> {
    let file: File = read(path)?;
    let mut programs: Vec<&str> = Vec::new();
    let mut lines = String::new();
    for line in &file.line {
        if !programs.contains(&line.program.as_str()) {
            programs.push(&line.program);
        }
        let program = place(&programs, &line.program)?;
        let row = row(&file, line, program).map_err(|error| format!("{}: {:?}: {error}", path.display(), line.has))?;
        writeln!(lines, "{row},")?;
    }
    let mut out = format!("static PROGRAMS: &[&str] = &{programs:?};\n");
    writeln!(out, "static UPSTREAM_AFTER: &[&str] = &{:?};\nstatic MEANINGS: &[Meaning] = &[", file.upstream_after)?;
    for meaning in &file.meaning {
        let places = meaning.steps.iter().map(|step| place(steps, step)).collect::<Result<Vec<_>>>()?;
        let (id, cause) = (&meaning.id, variant(&meaning.cause));
        writeln!(out, "Meaning {{ id: {id:?}, cause: Cause::{cause}, steps: &{places:?} }},")?;
    }
    writeln!(out, "];\nstatic LINES: &[Line] = &[\n{lines}];")?;
    Ok(out)
}

fn row(file: &File, line: &Line, program: u8) -> Result<String> {
    if !file.sources.contains_key(&line.source) {
        return Err(format!("there is no source {}", line.source).into());
    }
    let ids: Vec<_> = file.meaning.iter().map(|meaning| &meaning.id).collect();
    let means = place(&ids, &line.means)?;
    let mark = match (&line.state, &line.flag) {
        (None, None) if line.has.is_empty() && line.status == 0 => return Err("nothing is asked of the line".into()),
        (None, None) => "Mark::None".to_owned(),
        (Some(state), None) => format!("Mark::State({state:?})"),
        (None, Some(flag)) => format!("Mark::Flag({flag:?})"),
        (Some(_), Some(_)) => return Err("a line has a state or a flag, not both".into()),
    };
    let (status, has) = (line.status, line.has.join("\n"));
    Ok(format!("Line {{ program: {program}, means: {means}, status: {status}, mark: {mark}, has: {has:?} }}"))
}

/// Where this word stands in the list.
fn place<T: AsRef<str>>(list: &[T], word: &str) -> Result<u8> {
    let at = list.iter().position(|known| known.as_ref() == word);
    Ok(u8::try_from(at.ok_or_else(|| format!("{word:?} is not known"))?)?)
}
