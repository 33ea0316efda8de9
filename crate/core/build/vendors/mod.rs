//! `vendors/*.toml` as columns of bytes and pools of texts. The shape of a file is described in
//! CONTRIBUTING.md, and why the table has columns in `src/vendor/table.rs`, which reads them back.

#[path = "../../src/vendor/agreed.rs"]
mod agreed;
mod columns;
mod file;

use std::{env, path::Path};

use crate::{Result, read, toml_files, variant};
use columns::Columns;
use file::{Code, Condition, Location, RequestId, Sign, Timeout, Vendor};

/// A shorter text would be found in pages that have nothing to do with the vendor, and need not cover a whole step
/// through a body (see `src/needle.rs`).
const MIN_NEEDLE: usize = 2 * agreed::GRAM - 1;

/// The pools of texts: what bodies are searched for, names of header fields, what else conditions compare with, and
/// what people and browsers are told.
const NEEDLES: &str = "NEEDLES";
const HEADERS: &str = "HEADERS";
const TEXTS: &str = "TEXTS";
const WORDS: &str = "WORDS";

/// The columns of every vendor file in `folder`. Vendors with similar contents are put next to each other, as columns
/// then repeat themselves, and the compressor finds it.
pub(crate) fn table(folder: &Path) -> Result<String> {
    let mut files = toml_files(folder)?.iter().map(|path| file(path)).collect::<Result<Vec<_>>>()?;
    files.sort_by_cached_key(|v| (v.layer.clone(), counts(v)));
    let mut columns = Columns::default();
    for file in &files {
        vendor(&mut columns, file).map_err(|error| format!("{}.toml: {error}", file.stem()))?;
    }
    let needles = columns.count(NEEDLES);
    Ok(format!(
        "/// How many texts bodies are searched for.\npub(crate) const NEEDLE_COUNT: usize = {needles};\n{}",
        columns.print()?
    ))
}

/// How many entries of each kind a file has, with the kinds in the order that keeps the table smallest.
fn counts(v: &Vendor) -> [usize; 7] {
    let names = v.dns.as_ref().map_or(0, |dns| dns.cname.len());
    let (ids, times) = (v.id_headers.len(), v.timeout.len());
    [names, ids, times, v.relayed.len(), v.passed.len(), v.code.len(), v.made.len()]
}

fn file(path: &Path) -> Result<Vendor> {
    let file: Vendor = read(path)?;
    if path.file_stem().unwrap_or_default() == file.stem().as_str() {
        return Ok(file);
    }
    Err(format!("{}: the file's name must be the id's letters and digits, joined by hyphens", path.display()).into())
}

fn vendor(out: &mut Columns, v: &Vendor) -> Result<()> {
    out.optional("VendorId", WORDS, Some(v.id.as_str()).filter(|id| *id != agreed::usual_id(&v.name)))?;
    out.text("VendorName", WORDS, &v.name)?;
    out.optional("VendorStatusPage", WORDS, v.status_page.as_deref())?;
    let form = v.status_form.as_ref().map_or("u8::MAX".into(), |form| format!("StatusForm::{} as u8", variant(form)));
    out.push("VendorStatusForm", form);
    out.optional("VendorLogs", WORDS, v.logs.as_deref())?;
    asks(out, v)?;
    let ends = v.dns.as_ref().map(|dns| dns.cname.as_slice()).unwrap_or_default();
    ends.iter().try_for_each(|end| out.text("Cname", WORDS, end))?;
    out.number("VendorCnames", ends.len())?;
    out.push("VendorLayer", format!("Layer::{} as u8", variant(&v.layer)));
    for passed in &v.passed {
        asked(out, &passed.all, &[])?;
    }
    out.number("VendorPassed", v.passed.len())?;
    for (column, list) in [("VendorMade", &v.made), ("VendorRelayed", &v.relayed), ("VendorForward", &v.forward)] {
        if let Some(one) = list.iter().find(|one| one.in_front && column != "VendorMade") {
            return Err(format!(
                "the sign {:?}: only what stands in [[made]] can be said from in front (`in_front`)",
                one.sign
            )
            .into());
        }
        list.iter().try_for_each(|one| sign(out, one))?;
        out.number(column, list.len())?;
    }
    v.code.iter().try_for_each(|one| code(out, one))?;
    out.number("VendorCodes", v.code.len())?;
    v.timeout.iter().try_for_each(|one| timeout(out, one))?;
    out.number("VendorTimeouts", v.timeout.len())?;
    for id in &v.id_headers {
        request_id(out, id)?;
    }
    out.number("VendorIds", v.id_headers.len())?;
    v.location.iter().try_for_each(|one| location(out, one))?;
    out.number("VendorLocations", v.location.len())
}

/// What the vendor's edge can be asked about itself.
fn asks(out: &mut Columns, v: &Vendor) -> Result<()> {
    let (alive, explain) = (v.alive.as_ref(), v.explain.as_ref());
    for (column, text) in [
        ("VendorAlivePath", alive.map(|alive| &alive.path)),
        ("VendorAliveExpect", alive.map(|alive| &alive.expect)),
        ("VendorExplainHeader", explain.map(|explain| &explain.header)),
        ("VendorExplainValue", explain.map(|explain| &explain.value)),
    ] {
        out.optional(column, WORDS, text.map(String::as_str))?;
    }
    Ok(())
}

fn request_id(out: &mut Columns, id: &RequestId) -> Result<()> {
    out.text("IdHeader", HEADERS, &id.header.to_ascii_lowercase())?;
    out.text("IdName", WORDS, &id.name)?;
    out.optional("IdPage", WORDS, id.page.as_deref())?;
    out.optional("IdLog", WORDS, id.log.as_deref())?;
    out.push("IdForwarded", u8::from(id.forwarded).to_string());
    Ok(())
}

fn sign(out: &mut Columns, sign: &Sign) -> Result<()> {
    if env::var_os("CARGO_FEATURE_NAMES").is_some() {
        out.text("SignName", WORDS, &sign.sign)?;
    }
    let marked = if sign.in_front { agreed::IN_FRONT } else { 0 };
    out.push("SignTenths", (tenths(sign.weight)? | marked).to_string());
    asked(out, &sign.all, &sign.any)
}

fn code(out: &mut Columns, code: &Code) -> Result<()> {
    asked(out, &code.all, &code.any)?;
    out.push("CodeCause", format!("Cause::{} as u8", variant(&code.cause)));
    let others = code.or.iter().map(|(fault, weight)| (fault, *weight));
    for (fault, weight) in std::iter::once((&code.fault, code.weight)).chain(others) {
        out.push("Fault", format!("Fault::{} as u8", variant(fault)));
        out.push("FaultTenths", tenths(weight)?.to_string());
    }
    out.number("CodeFaults", 1 + code.or.len())
}

fn timeout(out: &mut Columns, timeout: &Timeout) -> Result<()> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "time limits are seconds to hours")]
    let tenths = (timeout.seconds * 10.0).round() as u16;
    out.number("TimeoutTenths", tenths.into())?;
    out.statuses("TimeoutStatuses", &timeout.status)?;
    out.push("TimeoutWaitsFor", format!("WaitsFor::{} as u8", variant(&timeout.waits_for)));
    Ok(())
}

fn location(out: &mut Columns, l: &Location) -> Result<()> {
    if l.split.is_none() && l.take != "whole" {
        return Err("a location that takes a part must say what splits the parts".into());
    }
    out.text("LocationHeader", HEADERS, &l.header.to_ascii_lowercase())?;
    out.optional("LocationSplit", WORDS, l.split.as_deref())?;
    out.push("LocationTake", format!("Take::{} as u8", variant(&l.take)));
    Ok(())
}

/// Conditions of which all must hold, and others of which one must, if there are any.
fn asked(out: &mut Columns, all: &[Condition], any: &[Condition]) -> Result<()> {
    let count = all.len() + any.len();
    if count == 0 {
        return Err("a sign needs at least one condition".into());
    }
    for (place, one) in all.iter().chain(any).enumerate() {
        let group = if place < all.len() { "" } else { " | ANY" };
        let end = if place + 1 < count { "" } else { " | LAST" };
        let kind = condition(out, one)?;
        out.push("Condition", format!("Kind::{kind} as u8{group}{end}"));
    }
    Ok(())
}

/// Writes what a condition asks for and returns its kind. If case does not count, it is all lower case: texts that are
/// alike are then alike to the compressor, too.
fn condition(out: &mut Columns, c: &Condition) -> Result<&'static str> {
    c.check()?;
    let mut given = Vec::new();
    for (kind, value, case_counts) in [
        ("BodyStarts", &c.body_starts, false),
        ("BodyIs", &c.body_is, true),
        ("Title", &c.title, true),
        ("Reason", &c.reason, true),
        ("Scheme", &c.scheme, true),
        ("Error", &c.error, true),
    ] {
        if let Some(value) = value {
            given.push(kind);
            out.text("ConditionText", TEXTS, &if case_counts { value.clone() } else { value.to_ascii_lowercase() })?;
        }
    }
    for (kind, value) in [("Body", &c.body), ("BodyMissing", &c.body_missing)] {
        if let Some(value) = value {
            given.push(kind);
            needle(out, value)?;
        }
    }
    if let Some(name) = &c.header {
        given.push(header(out, c, name)?);
    }
    if let Some(statuses) = &c.status {
        given.push("Status");
        out.statuses("ConditionStatuses", statuses)?;
    }
    let flags = [("BodyEmpty", c.body_empty), ("BodyUnseen", c.body_unseen), ("OddPort", c.odd_port)];
    given.extend(flags.iter().filter(|(_, asked)| *asked).map(|(kind, _)| *kind));
    match <[_; 1]>::try_from(given) {
        Ok([one]) => Ok(one),
        Err(_) => {
            Err("a condition names exactly one of header, body…, title, reason, status, scheme, odd_port, error".into())
        }
    }
}

fn header(out: &mut Columns, c: &Condition, name: &str) -> Result<&'static str> {
    let (kind, value) = c.header_test();
    out.text("ConditionHeader", HEADERS, &name.to_ascii_lowercase())?;
    if let Some(value) = value {
        let value = if kind == "HeaderIsExactly" { value.to_owned() } else { value.to_ascii_lowercase() };
        out.text("ConditionValue", TEXTS, &value)?;
    }
    Ok(kind)
}

fn needle(out: &mut Columns, needle: &str) -> Result<()> {
    if needle.len() < MIN_NEEDLE {
        return Err(format!("{needle:?} is shorter than {MIN_NEEDLE} bytes").into());
    }
    out.numbered("ConditionNeedle", NEEDLES, &needle.to_ascii_lowercase())
}

/// Weights are written with one decimal at most.
fn tenths(weight: f32) -> Result<u8> {
    let tenths = (weight * 10.0).round();
    if (0.0..f32::from(agreed::IN_FRONT)).contains(&tenths) && (tenths - weight * 10.0).abs() < 1e-3 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
        return Ok(tenths as u8);
    }
    Err(format!("weight {weight} is not below 12.8 with one decimal").into())
}
