//! `vendors/*.toml` as one static table. The shape of a file is described in CONTRIBUTING.md.

mod file;

use std::{fmt::Write, fs, path::Path};

use crate::{Result, read, variant};
use file::{Code, Condition, Location, Sign, Timeout, Vendor};

/// A shorter text would be found in pages that have nothing to do with the vendor, and the scanner of bodies looks at
/// every fourth place only (see `src/needle.rs`).
const MIN_NEEDLE: usize = 7;

/// The flat tables under construction; see `src/vendor/table.rs` for why they are flat.
#[derive(Default)]
struct Tables {
    vendors: String,
    signs: Vec<String>,
    codes: Vec<String>,
    faults: Vec<String>,
    timeouts: Vec<String>,
    conditions: Vec<String>,
    statuses: Vec<u16>,
    needles: Vec<String>,
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
        if name != file.stem().as_str() {
            return Err(format!(
                "{}: the file's name must be the id's letters and digits, joined by hyphens",
                path.display()
            )
            .into());
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
            ("FAULTS", "Weighed", &self.faults),
            ("TIMEOUTS", "Timeout", &self.timeouts),
            ("CONDITIONS", "Condition", &self.conditions),
        ] {
            writeln!(out, "static {name}: &[{kind}] = &[\n{}];", rows.concat())?;
        }
        writeln!(out, "pub(crate) static NEEDLES: &[&str] = &{:?};", self.needles)?;
        writeln!(out, "static STATUSES: &[u16] = &{:?};\nstatic TEXTS: &str = {:?};", self.statuses, self.texts)?;
        Ok(out)
    }

    fn vendor(&mut self, v: &Vendor) -> Result<()> {
        let passed = v.passed.iter().map(|p| self.conditions(&p.all)).collect::<Result<Vec<_>>>()?.join(", ");
        let [made, relayed, forward] = [&v.made, &v.relayed, &v.forward].map(|signs| self.signs(&v.id, signs));
        let (made, relayed, forward) = (made?, relayed?, forward?);
        let (codes, timeouts) = (self.codes(&v.code)?, self.timeouts(&v.timeout)?);
        let ids = list(&v.id_headers, |i| format!("RequestId {{ header: {:?}, name: {:?} }}", i.header, i.name));
        let locations = v.location.iter().map(location).collect::<Result<Vec<_>>>()?.join(", ");
        let (id, name, layer, status_page) = (&v.id, &v.name, variant(&v.layer), &v.status_page);
        writeln!(
            self.vendors,
            "Vendor {{ id: {id:?}, name: {name:?}, layer: Layer::{layer}, status_page: {status_page:?}, passed: &[{passed}], \
             made: {made}, relayed: {relayed}, forward: {forward}, codes: {codes}, timeouts: {timeouts}, ids: &[{ids}], \
             locations: &[{locations}] }},"
        )?;
        Ok(())
    }

    fn signs(&mut self, id: &str, signs: &[Sign]) -> Result<String> {
        let start = self.signs.len();
        for sign in signs {
            let (rule, tenths) = (self.text(&format!("{id}/{}", sign.sign))?, tenths(sign.weight)?);
            for all in self.alternatives(&sign.all, &sign.any)? {
                self.signs.push(format!("Sign {{ rule: {rule}, all: {all}, tenths: {tenths} }},\n"));
            }
        }
        span(start, self.signs.len())
    }

    fn codes(&mut self, codes: &[Code]) -> Result<String> {
        let start = self.codes.len();
        for code in codes {
            let (cause, faults) = (variant(&code.cause), self.faults(code)?);
            for all in self.alternatives(&code.all, &code.any)? {
                let row = format!("Code {{ all: {all}, cause: Cause::{cause}, faults: {faults} }},\n");
                self.codes.push(row);
            }
        }
        span(start, self.codes.len())
    }

    fn faults(&mut self, code: &Code) -> Result<String> {
        let start = self.faults.len();
        let others = code.or.iter().map(|(fault, weight)| (fault, *weight));
        for (fault, weight) in std::iter::once((&code.fault, code.weight)).chain(others) {
            let (fault, tenths) = (variant(fault), tenths(weight)?);
            self.faults.push(format!("Weighed {{ fault: Fault::{fault}, tenths: {tenths} }},\n"));
        }
        span(start, self.faults.len())
    }

    fn timeouts(&mut self, timeouts: &[Timeout]) -> Result<String> {
        let start = self.timeouts.len();
        for timeout in timeouts {
            let (statuses, waits_for) = (self.statuses(&timeout.status)?, variant(&timeout.waits_for));
            let seconds = timeout.seconds;
            self.timeouts.push(format!(
                "Timeout {{ seconds: {seconds:?}, statuses: {statuses}, waits_for: super::WaitsFor::{waits_for} }},\n"
            ));
        }
        span(start, self.timeouts.len())
    }

    /// One run of conditions for each of `any`, or one alone where that is empty: an alternative is a row of its own,
    /// so that the engine knows only "all of these".
    fn alternatives(&mut self, all: &[Condition], any: &[Condition]) -> Result<Vec<String>> {
        if any.is_empty() {
            return Ok(vec![self.conditions(all)?]);
        }
        any.iter().map(|one| self.conditions(&[all, std::slice::from_ref(one)].concat())).collect()
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
            ("BodyStarts", &c.body_starts),
            ("BodyIs", &c.body_is),
            ("Title", &c.title),
            ("Reason", &c.reason),
            ("Scheme", &c.scheme),
            ("Error", &c.error),
        ];
        let mut given = Vec::new();
        for (kind, value) in texts {
            if let Some(value) = value {
                given.push(format!("Condition::{kind}({})", self.text(value)?));
            }
        }
        for (kind, value) in [("Body", &c.body), ("BodyMissing", &c.body_missing)] {
            if let Some(value) = value {
                given.push(format!("Condition::{kind}({})", self.needle(value)?));
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
            Err(_) => {
                Err("a condition names exactly one of header, body…, title, reason, status, scheme, error".into())
            }
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
        let known = self.statuses.windows(statuses.len().max(1)).position(|window| window == statuses);
        let start = known.unwrap_or(self.statuses.len());
        if known.is_none() {
            self.statuses.extend(statuses);
        }
        span(start, start + statuses.len())
    }

    /// The place of this needle in the list of all that bodies are searched for.
    fn needle(&mut self, needle: &str) -> Result<String> {
        if needle.len() < MIN_NEEDLE {
            return Err(format!("{needle:?} is shorter than {MIN_NEEDLE} bytes").into());
        }
        let known = self.needles.iter().position(|known| known == needle);
        let at = known.unwrap_or(self.needles.len());
        if known.is_none() {
            self.needles.push(needle.to_owned());
        }
        Ok(u16::try_from(at)?.to_string())
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
fn tenths(weight: f32) -> Result<u8> {
    let tenths = (weight * 10.0).round();
    if (0.0..=255.0).contains(&tenths) && (tenths - weight * 10.0).abs() < 1e-3 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
        return Ok(tenths as u8);
    }
    Err(format!("weight {weight} is not within 0 and 25 with one decimal").into())
}
