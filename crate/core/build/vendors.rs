//! `vendors/*.toml` as one static table. The shape of a file is described in CONTRIBUTING.md.

use std::{fmt::Write, fs, path::Path};

use serde::Deserialize;

use crate::{Result, read, variant};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vendor {
    id: String,
    name: String,
    layer: String,
    sources: Vec<String>,
    status_page: Option<String>,
    #[serde(default)]
    passed: Vec<Passed>,
    #[serde(default)]
    made: Vec<Sign>,
    #[serde(default)]
    relayed: Vec<Sign>,
    #[serde(default)]
    id_headers: Vec<RequestId>,
    #[serde(default)]
    location: Vec<Location>,
    #[serde(default)]
    code: Vec<Code>,
    /// Read by the tests, not by the table.
    #[serde(default, rename = "example")]
    _examples: Vec<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passed {
    all: Vec<Condition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    sign: String,
    all: Vec<Condition>,
    weight: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestId {
    header: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Location {
    header: String,
    split: Option<String>,
    take: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    all: Vec<Condition>,
    cause: String,
    fault: String,
    weight: f32,
}

/// One condition. Which fields may stand together is checked by [`condition`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    header: Option<String>,
    is: Option<String>,
    starts: Option<String>,
    has: Option<String>,
    #[serde(default)]
    missing: bool,
    body: Option<String>,
    body_missing: Option<String>,
    body_starts: Option<String>,
    #[serde(default)]
    body_empty: bool,
    title: Option<String>,
    reason: Option<String>,
    status: Option<Vec<u16>>,
}

/// The table of every vendor file in `folder`, in the order of their names.
pub(crate) fn table(folder: &Path) -> Result<String> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut out = String::from("/// Every vendor, in the order of their words.\npub static VENDORS: &[Vendor] = &[\n");
    for path in &paths {
        let file: Vendor = read(path)?;
        let name = path.file_stem().unwrap_or_default();
        if name != file.id.as_str() || file.sources.is_empty() {
            return Err(format!("{}: the id must equal the file's name, and sources may not be empty", path.display()).into());
        }
        vendor(&mut out, &file).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    out.push_str("];\n");
    Ok(out)
}

fn vendor(out: &mut String, v: &Vendor) -> Result<()> {
    let passed: Vec<_> = v.passed.iter().map(|p| conditions(&p.all)).collect::<Result<_>>()?;
    let location = |l: &Location| {
        let split = l.split.as_ref().map_or("None".into(), |s| format!("Some({s:?})"));
        format!("Location {{ header: {:?}, split: {split}, take: Take::{} }}", l.header, variant(&l.take))
    };
    writeln!(
        out,
        "Vendor {{ id: {:?}, name: {:?}, layer: Layer::{}, status_page: {:?}, passed: &[{}], made: {}, relayed: {}, \
         ids: &[{}], locations: &[{}], codes: {} }},",
        v.id,
        v.name,
        variant(&v.layer),
        v.status_page,
        passed.join(", "),
        signs(&v.id, &v.made)?,
        signs(&v.id, &v.relayed)?,
        list(&v.id_headers, |i| format!("RequestId {{ header: {:?}, name: {:?} }}", i.header, i.name)),
        list(&v.location, location),
        codes(&v.code)?,
    )?;
    Ok(())
}

fn list<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn signs(id: &str, signs: &[Sign]) -> Result<String> {
    let one = |s: &Sign| -> Result<String> {
        let all = conditions(&s.all)?;
        Ok(format!("Sign {{ rule: \"{id}/{}\", all: {all}, weight: {:?} }}", s.sign, s.weight))
    };
    Ok(format!("&[{}]", signs.iter().map(one).collect::<Result<Vec<_>>>()?.join(", ")))
}

fn codes(codes: &[Code]) -> Result<String> {
    let one = |c: &Code| -> Result<String> {
        let (all, cause, fault) = (conditions(&c.all)?, variant(&c.cause), variant(&c.fault));
        Ok(format!("Code {{ all: {all}, cause: Cause::{cause}, fault: Fault::{fault}, weight: {:?} }}", c.weight))
    };
    Ok(format!("&[{}]", codes.iter().map(one).collect::<Result<Vec<_>>>()?.join(", ")))
}

fn conditions(all: &[Condition]) -> Result<String> {
    if all.is_empty() {
        return Err("a sign needs at least one condition".into());
    }
    let each = all.iter().map(condition).collect::<Result<Vec<_>>>()?;
    Ok(format!("&[{}]", each.join(", ")))
}

fn condition(c: &Condition) -> Result<String> {
    let text = |kind: &str, value: &String| format!("Condition::{kind}({value:?})");
    let candidates = [
        c.header.as_ref().map(|name| format!("Condition::Header({name:?}, {})", header_test(c))),
        c.body.as_ref().map(|v| text("Body", v)),
        c.body_missing.as_ref().map(|v| text("BodyMissing", v)),
        c.body_starts.as_ref().map(|v| text("BodyStarts", v)),
        c.body_empty.then(|| "Condition::BodyEmpty".into()),
        c.title.as_ref().map(|v| text("Title", v)),
        c.reason.as_ref().map(|v| text("Reason", v)),
        c.status.as_ref().map(|v| format!("Condition::Status(&{v:?})")),
    ];
    let mut given = candidates.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(one), None) => Ok(one),
        _ => Err("a condition names exactly one of header, body…, title, reason, status".into()),
    }
}

fn header_test(c: &Condition) -> String {
    let text = |kind: &str, value: &Option<String>| value.as_ref().map(|v| format!("Test::{kind}({v:?})"));
    text("Is", &c.is)
        .or_else(|| text("Starts", &c.starts))
        .or_else(|| text("Has", &c.has))
        .unwrap_or_else(|| if c.missing { "Test::Missing".into() } else { "Test::Present".into() })
}
