//! `vendors/*.toml` as columns of small numbers and one pool of texts. The shape of a file is described in
//! CONTRIBUTING.md, and why the table has columns in `src/vendor/table.rs`, which reads them back.

mod columns;
mod file;

use std::{env, fs, path::Path};

use crate::{Result, read, variant};
use columns::Columns;
use file::{Code, Condition, Location, RequestId, Sign, Timeout, Vendor};

/// A shorter text would be found in pages that have nothing to do with the vendor, and the scanner of bodies looks at
/// every fourth place only (see `src/needle.rs`).
const MIN_NEEDLE: usize = 7;

/// The argument of a condition that takes none.
const NOTHING: u16 = u16::MAX;

/// The columns of every vendor file in `folder`, in the order of their names.
pub(crate) fn table(folder: &Path) -> Result<String> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut columns = Columns::default();
    for path in &paths {
        let file: Vendor = read(path)?;
        if path.file_stem().unwrap_or_default() != file.stem().as_str() {
            return Err(format!(
                "{}: the file's name must be the id's letters and digits, joined by hyphens",
                path.display()
            )
            .into());
        }
        vendor(&mut columns, &file).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    columns.print()
}

fn vendor(out: &mut Columns, v: &Vendor) -> Result<()> {
    let words = [out.text(&v.id)?, out.text(&v.name)?, out.optional(v.status_page.as_deref())?];
    out.push("VENDOR_ID", words[0].to_string());
    out.push("VENDOR_NAME", words[1].to_string());
    out.push("VENDOR_STATUS_PAGE", words[2].to_string());
    let form = v.status_form.as_ref().map_or("0".into(), |form| format!("StatusForm::{} as u8 + 1", variant(form)));
    out.push("VENDOR_STATUS_FORM", form);
    asks(out, v)?;
    names(out, v)?;
    out.push("VENDOR_LAYER", format!("Layer::{} as u8", variant(&v.layer)));
    for passed in &v.passed {
        asked(out, &passed.all, &[])?;
    }
    out.count("VENDOR_PASSED", v.passed.len())?;
    for (column, list) in [("VENDOR_MADE", &v.made), ("VENDOR_RELAYED", &v.relayed), ("VENDOR_FORWARD", &v.forward)] {
        list.iter().try_for_each(|one| sign(out, one))?;
        out.count(column, list.len())?;
    }
    v.code.iter().try_for_each(|one| code(out, one))?;
    out.count("VENDOR_CODES", v.code.len())?;
    for one in &v.timeout {
        timeout(out, one)?;
    }
    out.count("VENDOR_TIMEOUTS", v.timeout.len())?;
    for id in &v.id_headers {
        request_id(out, id)?;
    }
    out.count("VENDOR_IDS", v.id_headers.len())?;
    for one in &v.location {
        location(out, one)?;
    }
    out.count("VENDOR_LOCATIONS", v.location.len())
}

/// What the vendor's edge can be asked about itself.
fn asks(out: &mut Columns, v: &Vendor) -> Result<()> {
    let (alive, explain) = (v.alive.as_ref(), v.explain.as_ref());
    for (column, text) in [
        ("VENDOR_ALIVE_PATH", alive.map(|alive| &alive.path)),
        ("VENDOR_ALIVE_EXPECT", alive.map(|alive| &alive.expect)),
        ("VENDOR_EXPLAIN_HEADER", explain.map(|explain| &explain.header)),
        ("VENDOR_EXPLAIN_VALUE", explain.map(|explain| &explain.value)),
    ] {
        let reference = out.optional(text.map(String::as_str))?;
        out.push(column, reference.to_string());
    }
    Ok(())
}

/// The ends of the names that lead to it.
fn names(out: &mut Columns, v: &Vendor) -> Result<()> {
    let ends = v.dns.as_ref().map(|dns| dns.cname.as_slice()).unwrap_or_default();
    for end in ends {
        let reference = out.text(end)?;
        out.push("CNAME", reference.to_string());
    }
    out.count("VENDOR_CNAMES", ends.len())
}

fn request_id(out: &mut Columns, id: &RequestId) -> Result<()> {
    let words = [out.text(&id.header)?, out.text(&id.name)?];
    let more = [out.optional(id.page.as_deref())?, out.optional(id.log.as_deref())?];
    for (column, reference) in
        ["ID_HEADER", "ID_NAME", "ID_PAGE", "ID_LOG"].into_iter().zip(words.into_iter().chain(more))
    {
        out.push(column, reference.to_string());
    }
    out.push("ID_FORWARDED", u8::from(id.forwarded).to_string());
    Ok(())
}

fn sign(out: &mut Columns, sign: &Sign) -> Result<()> {
    if env::var_os("CARGO_FEATURE_NAMES").is_some() {
        let name = out.text(&sign.sign)?;
        out.push("SIGN_NAME", name.to_string());
    }
    out.push("SIGN_TENTHS", tenths(sign.weight)?.to_string());
    asked(out, &sign.all, &sign.any)
}

fn code(out: &mut Columns, code: &Code) -> Result<()> {
    asked(out, &code.all, &code.any)?;
    out.push("CODE_CAUSE", format!("Cause::{} as u8", variant(&code.cause)));
    let others = code.or.iter().map(|(fault, weight)| (fault, *weight));
    for (fault, weight) in std::iter::once((&code.fault, code.weight)).chain(others) {
        out.push("FAULT", format!("Fault::{} as u8", variant(fault)));
        out.push("FAULT_TENTHS", tenths(weight)?.to_string());
    }
    out.count("CODE_FAULTS", 1 + code.or.len())
}

fn timeout(out: &mut Columns, timeout: &Timeout) -> Result<()> {
    let (start, len) = out.statuses(&timeout.status)?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "time limits are seconds to hours")]
    let tenths = (timeout.seconds * 10.0).round() as u16;
    out.push("TIMEOUT_TENTHS", tenths.to_string());
    out.push("TIMEOUT_STATUS", start.to_string());
    out.push("TIMEOUT_STATUSES", len.to_string());
    out.push("TIMEOUT_WAITS_FOR", format!("super::WaitsFor::{} as u8", variant(&timeout.waits_for)));
    Ok(())
}

fn location(out: &mut Columns, l: &Location) -> Result<()> {
    if l.split.is_none() && l.take != "whole" {
        return Err("a location that takes a part must say what splits the parts".into());
    }
    let (header, split) = (out.text(&l.header)?, out.optional(l.split.as_deref())?);
    out.push("LOCATION_HEADER", header.to_string());
    out.push("LOCATION_SPLIT", split.to_string());
    out.push("LOCATION_TAKE", format!("Take::{} as u8", variant(&l.take)));
    Ok(())
}

/// Conditions of which all must hold, and others of which one must, if there are any.
fn asked(out: &mut Columns, all: &[Condition], any: &[Condition]) -> Result<()> {
    if all.is_empty() && any.is_empty() {
        return Err("a sign needs at least one condition".into());
    }
    for one in all.iter().chain(any) {
        let (kind, first, second) = condition(out, one)?;
        out.push("CONDITION_KIND", format!("Kind::{kind} as u8"));
        out.push("CONDITION_FIRST", first.to_string());
        out.push("CONDITION_SECOND", second.to_string());
    }
    out.count("ASKED_ALL", all.len())?;
    out.count("ASKED_ANY", any.len())
}

/// The kind of a condition and its two arguments: places of texts, a needle, or a run of statuses.
fn condition(out: &mut Columns, c: &Condition) -> Result<(&'static str, u16, u16)> {
    c.check()?;
    let mut given = Vec::new();
    for (kind, value) in [
        ("BodyStarts", &c.body_starts),
        ("BodyIs", &c.body_is),
        ("Title", &c.title),
        ("Reason", &c.reason),
        ("Scheme", &c.scheme),
        ("Error", &c.error),
    ] {
        if let Some(value) = value {
            given.push((kind, out.text(value)?, NOTHING));
        }
    }
    for (kind, value) in [("Body", &c.body), ("BodyMissing", &c.body_missing)] {
        if let Some(value) = value {
            given.push((kind, needle(out, value)?, NOTHING));
        }
    }
    if let Some(name) = &c.header {
        let (kind, value) = c.header_test();
        given.push((kind, out.text(name)?, value.map_or(Ok(NOTHING), |value| out.text(value))?));
    }
    if let Some(statuses) = &c.status {
        let (start, len) = out.statuses(statuses)?;
        given.push(("Status", start, len));
    }
    for (kind, asked) in [("BodyEmpty", c.body_empty), ("OddPort", c.odd_port)] {
        if asked {
            given.push((kind, NOTHING, NOTHING));
        }
    }
    match <[_; 1]>::try_from(given) {
        Ok([one]) => Ok(one),
        Err(_) => {
            Err("a condition names exactly one of header, body…, title, reason, status, scheme, odd_port, error".into())
        }
    }
}

fn needle(out: &mut Columns, needle: &str) -> Result<u16> {
    if needle.len() < MIN_NEEDLE {
        return Err(format!("{needle:?} is shorter than {MIN_NEEDLE} bytes").into());
    }
    out.text(needle)
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
