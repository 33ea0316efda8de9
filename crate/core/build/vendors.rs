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
    #[allow(clippy::struct_field_names, reason = "the name in the file")]
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

/// One condition. [`Condition::check`] says which fields may stand together.
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

impl Condition {
    fn check(&self) -> Result<()> {
        let tests = [self.is.is_some(), self.starts.is_some(), self.has.is_some(), self.missing];
        let tests = tests.into_iter().filter(|given| *given).count();
        if tests > 1 || (tests == 1 && self.header.is_none()) {
            return Err("of is, starts, has and missing at most one may stand in a condition, beside a header".into());
        }
        Ok(())
    }
}

/// The flat tables under construction; see `src/vendor/table.rs` for why they are flat.
#[derive(Default)]
struct Tables {
    vendors: String,
    signs: Vec<String>,
    codes: Vec<String>,
    conditions: Vec<String>,
    statuses: Vec<u16>,
    texts: String,
}

/// The tables of every vendor file in `folder`, in the order of their names.
pub(crate) fn table(folder: &Path) -> Result<String> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut tables = Tables::default();
    for path in &paths {
        let file: Vendor = read(path)?;
        let name = path.file_stem().unwrap_or_default();
        if name != file.id.as_str() || file.sources.is_empty() {
            return Err(
                format!("{}: the id must equal the file's name, and sources may not be empty", path.display()).into()
            );
        }
        tables.vendor(&file).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    tables.print()
}

impl Tables {
    fn print(&self) -> Result<String> {
        let mut out = format!(
            "/// Every vendor, in the order of their words.\npub static VENDORS: &[Vendor] = &[\n{}];\n",
            self.vendors
        );
        for (name, kind, rows) in [
            ("SIGNS", "Sign", &self.signs),
            ("CODES", "Code", &self.codes),
            ("CONDITIONS", "Condition", &self.conditions),
        ] {
            writeln!(out, "static {name}: &[{kind}] = &[\n{}];", rows.concat())?;
        }
        writeln!(out, "static STATUSES: &[u16] = &{:?};\nstatic TEXTS: &str = {:?};", self.statuses, self.texts)?;
        Ok(out)
    }

    fn vendor(&mut self, v: &Vendor) -> Result<()> {
        let passed = v.passed.iter().map(|p| self.conditions(&p.all)).collect::<Result<Vec<_>>>()?.join(", ");
        let (made, relayed) = (self.signs(&v.id, &v.made)?, self.signs(&v.id, &v.relayed)?);
        let codes = self.codes(&v.code)?;
        let ids = list(&v.id_headers, |i| format!("RequestId {{ header: {:?}, name: {:?} }}", i.header, i.name));
        let locations = v.location.iter().map(location).collect::<Result<Vec<_>>>()?.join(", ");
        let (id, name, layer, status_page) = (&v.id, &v.name, variant(&v.layer), &v.status_page);
        writeln!(
            self.vendors,
            "Vendor {{ id: {id:?}, name: {name:?}, layer: Layer::{layer}, status_page: {status_page:?}, passed: &[{passed}], \
             made: {made}, relayed: {relayed}, codes: {codes}, ids: &[{ids}], locations: &[{locations}] }},"
        )?;
        Ok(())
    }

    fn signs(&mut self, id: &str, signs: &[Sign]) -> Result<String> {
        let start = self.signs.len();
        for sign in signs {
            let (rule, all) = (self.text(&format!("{id}/{}", sign.sign))?, self.conditions(&sign.all)?);
            let tenths = tenths(sign.weight)?;
            self.signs.push(format!("Sign {{ rule: {rule}, all: {all}, tenths: {tenths} }},\n"));
        }
        span(start, self.signs.len())
    }

    fn codes(&mut self, codes: &[Code]) -> Result<String> {
        let start = self.codes.len();
        for code in codes {
            let all = self.conditions(&code.all)?;
            let (cause, fault, tenths) = (variant(&code.cause), variant(&code.fault), tenths(code.weight)?);
            let row =
                format!("Code {{ all: {all}, cause: Cause::{cause}, fault: Fault::{fault}, tenths: {tenths} }},\n");
            self.codes.push(row);
        }
        span(start, self.codes.len())
    }

    fn conditions(&mut self, all: &[Condition]) -> Result<String> {
        if all.is_empty() {
            return Err("a sign needs at least one condition".into());
        }
        let start = self.conditions.len();
        for condition in all {
            let row = self.condition(condition)?;
            self.conditions.push(format!("{row},\n"));
        }
        span(start, self.conditions.len())
    }

    fn condition(&mut self, c: &Condition) -> Result<String> {
        c.check()?;
        let texts = [
            ("Body", &c.body),
            ("BodyMissing", &c.body_missing),
            ("BodyStarts", &c.body_starts),
            ("Title", &c.title),
            ("Reason", &c.reason),
        ];
        let mut given = Vec::new();
        for (kind, value) in texts {
            if let Some(value) = value {
                given.push(format!("Condition::{kind}({})", self.text(value)?));
            }
        }
        if let Some(name) = &c.header {
            given.push(format!("Condition::Header({}, {})", self.text(name)?, self.header_test(c)?));
        }
        if let Some(statuses) = &c.status {
            given.push(format!("Condition::Status({})", self.statuses(statuses)?));
        }
        if c.body_empty {
            given.push("Condition::BodyEmpty".into());
        }
        match <[String; 1]>::try_from(given) {
            Ok([one]) => Ok(one),
            Err(_) => Err("a condition names exactly one of header, body…, title, reason, status".into()),
        }
    }

    fn header_test(&mut self, c: &Condition) -> Result<String> {
        let tests = [("Is", &c.is), ("Starts", &c.starts), ("Has", &c.has)];
        match tests.into_iter().find_map(|(kind, value)| value.as_ref().map(|value| (kind, value))) {
            Some((kind, value)) => Ok(format!("Test::{kind}({})", self.text(value)?)),
            None if c.missing => Ok("Test::Missing".into()),
            None => Ok("Test::Present".into()),
        }
    }

    fn statuses(&mut self, statuses: &[u16]) -> Result<String> {
        let start = self.statuses.len();
        self.statuses.extend(statuses);
        span(start, self.statuses.len())
    }

    /// The place of this text in the one long text; what is there already is used again.
    fn text(&mut self, text: &str) -> Result<String> {
        let start = self.texts.find(text).unwrap_or(self.texts.len());
        if start == self.texts.len() {
            self.texts.push_str(text);
        }
        Ok(format!("Text({})", span(start, start + text.len())?))
    }
}

fn location(l: &Location) -> Result<String> {
    if l.split.is_none() && l.take != "whole" {
        return Err("a location that takes a part must say what splits the parts".into());
    }
    Ok(format!("Location {{ header: {:?}, split: {:?}, take: Take::{} }}", l.header, l.split, variant(&l.take)))
}

fn list<T>(items: &[T], one: impl Fn(&T) -> String) -> String {
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn span(start: usize, end: usize) -> Result<String> {
    Ok(format!("Span::new({}, {})", u16::try_from(start)?, u16::try_from(end - start)?))
}

/// Weights are written with one decimal at most.
pub(crate) fn tenths(weight: f32) -> Result<u8> {
    let tenths = (weight * 10.0).round();
    if (0.0..=255.0).contains(&tenths) && (tenths - weight * 10.0).abs() < 1e-3 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
        return Ok(tenths as u8);
    }
    Err(format!("weight {weight} is not within 0 and 25 with one decimal").into())
}
