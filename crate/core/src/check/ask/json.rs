//! A few named values out of a text in JSON (RFC 8259) that comes from outside and may break off.
//!
//! A whole parser is not needed and would be a tenth of the module. A value is the text from its first byte on, and is
//! read only as far as somebody asks. Nothing recurses, and whatever stands before the place where the text breaks off
//! can still be read. What nobody asks for is not checked.

use crate::text::{clip, unsigned};

/// A value, and whatever follows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Json<'a>(&'a [u8]);

/// Further items of one list are not read.
const MAX_ITEMS: usize = 64;
/// A longer text is clipped.
const MAX_TEXT: usize = 16 * 1024;

impl<'a> Json<'a> {
    /// The value that this text is.
    pub(super) const fn of(text: &'a [u8]) -> Self {
        Self(text)
    }

    /// The first member with this name, if this is an object.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        let mut rest = after(self.0, b'{')?;
        loop {
            let inside = after(rest, b'"')?;
            let end = end_of_string(inside)?;
            let key = inside.get(..end - 1)?;
            let value = spaceless(after(inside.get(end..)?, b':')?);
            if key == name.as_bytes() {
                return Some(Self(value)).filter(|value| !value.0.is_empty());
            }
            rest = after(skip(value)?, b',')?;
        }
    }

    /// The items, if this is a list; only the whole ones, if it breaks off.
    pub(super) fn items(self) -> Vec<Self> {
        let mut items = Vec::new();
        let mut rest = after(self.0, b'[').map(spaceless);
        while let Some(value) = rest.filter(|rest| items.len() < MAX_ITEMS && rest.first() != Some(&b']')) {
            let Some(behind) = skip(value) else { break };
            items.push(Self(value));
            rest = after(behind, b',').map(spaceless);
        }
        items
    }

    /// The text, if this is one.
    pub(super) fn text(self) -> Option<String> {
        let inside = after(self.0, b'"')?;
        let raw = inside.get(..end_of_string(inside)? - 1)?;
        Some(clip(&unescaped(&String::from_utf8_lossy(raw)), MAX_TEXT))
    }

    /// Is this the text?
    pub(super) fn is(self, text: &str) -> bool {
        self.text().as_deref() == Some(text)
    }

    /// The whole number, if this is one.
    pub(super) fn number(self) -> Option<u32> {
        let value = spaceless(self.0);
        let end = value.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(value.len());
        unsigned(std::str::from_utf8(value.get(..end)?).ok()?, 10)
    }

    /// Is this `true`, or `false`?
    pub(super) fn truth(self) -> Option<bool> {
        let value = spaceless(self.0);
        if value.starts_with(b"true") { Some(true) } else { value.starts_with(b"false").then_some(false) }
    }
}

fn spaceless(text: &[u8]) -> &[u8] {
    text.trim_ascii_start()
}

/// What follows this mark, if the mark comes next.
fn after(text: &[u8], mark: u8) -> Option<&[u8]> {
    spaceless(text).split_first().filter(|(first, _)| **first == mark).map(|(_, rest)| rest)
}

/// The length of a string, closing mark included, once its opening mark has been read.
fn end_of_string(inside: &[u8]) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in inside.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// What follows the value that comes next; `None` if the text breaks off.
fn skip(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    let mut depth = 0_usize;
    loop {
        let (first, behind) = rest.split_first()?;
        rest = behind;
        match first {
            b'"' => rest = rest.get(end_of_string(rest)?..)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        // A number or a word ends before the mark that follows it.
        if depth == 0 && matches!(rest.first(), None | Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n')) {
            return Some(rest);
        }
    }
}

/// The text with its escapes resolved; an invalid one is dropped.
fn unescaped(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = raw.chars();
    let mut high = None;
    while let Some(c) = rest.next() {
        let escape = if c == '\\' { rest.next() } else { None };
        let unit = if escape == Some('u') { hex(&mut rest) } else { None };
        // Characters beyond the first plane are written as two units.
        let first = high.take();
        match (escape, unit) {
            (None, _) => out.push(c),
            (Some(_), Some(unit)) => match (first, unit) {
                (_, 0xd800..=0xdbff) => high = Some(unit),
                (Some(first), 0xdc00..=0xdfff) => {
                    out.extend(char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (unit - 0xdc00)));
                }
                _ => out.extend(char::from_u32(unit)),
            },
            (Some('n'), _) => out.push('\n'),
            (Some('t'), _) => out.push('\t'),
            (Some('r'), _) => out.push('\r'),
            (Some('u' | 'b' | 'f'), _) => {}
            (Some(other), _) => out.push(other),
        }
    }
    out
}

fn hex(rest: &mut std::str::Chars) -> Option<u32> {
    let mut unit = 0;
    for _ in 0..4 {
        unit = unit << 4 | rest.next()?.to_digit(16)?;
    }
    Some(unit)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn json(text: &str) -> Json<'_> {
        Json::of(text.as_bytes())
    }

    #[test]
    fn named_values_are_found_wherever_they_stand() {
        let text =
            r#" { "a" : [1, {"b": "}\"]"}], "status":{"indicator" :"major","code":502, "on": true,"off":false} } "#;
        let status = json(text).get("status").unwrap();
        assert!(status.get("indicator").unwrap().is("major"));
        assert_eq!(status.get("code").and_then(Json::number), Some(502));
        assert_eq!(status.get("on").and_then(Json::truth), Some(true));
        assert_eq!(status.get("off").and_then(Json::truth), Some(false));
        let items = json(text).get("a").unwrap().items();
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].number(), Some(1));
        assert_eq!(items[1].get("b").and_then(Json::text).as_deref(), Some("}\"]"));
        assert!(status.get("b").is_none() && json(text).get("indicator").is_none());
    }

    #[test]
    fn what_stands_before_the_end_can_be_read() {
        let text = r#"{"id":"x","results":[{"n":1},{"n":2},{"n":3"#;
        let items = json(text).get("results").unwrap().items();
        assert_eq!(items.iter().filter_map(|item| item.get("n")?.number()).collect::<Vec<_>>(), [1, 2]);
        assert!(json(text).get("status").is_none());
    }

    #[test]
    fn escapes_are_resolved() {
        for (text, wanted) in [
            (r#""a\"b\\c\/d""#, "a\"b\\c/d"),
            (r#""\u00e9\n\t\r\b\f""#, "é\n\t\r"),
            (r#""\ud834\udd1e""#, "𝄞"),
            (r#""\ud834x\udd1e\ud834""#, "x"),
            (r#""\u12""#, ""),
            (r#""é""#, "é"),
        ] {
            assert_eq!(json(text).text().as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_has_no_values() {
        for text in ["", "{", "[", "\"", "{\"a", "{\"a\"", "{\"a\":", "<html>", "{]", "{\"a\" 1}", "{'a':1}", "]", "{,"]
        {
            assert!(json(text).get("a").is_none(), "{text}");
            assert!(json(text).items().is_empty() && json(text).text().is_none(), "{text}");
        }
        for text in ["", "-1", "x", "99999999999", "\"1\""] {
            assert!(json(text).number().is_none(), "{text}");
        }
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let deep = format!("{{\"a\":{}1{},\"b\":2}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(json(&deep).get("b").and_then(Json::number), Some(2));
        assert_eq!(json(&format!("[{}1]", "1,".repeat(10_000))).items().len(), MAX_ITEMS);
        let long = format!("\"{}\"", "x".repeat(100_000));
        assert_eq!(json(&long).text().map(|text| text.len()), Some(MAX_TEXT));
    }

    /// A value with everything in it, in one of many spellings that a seed chooses.
    fn written(seed: u64, depth: usize) -> Value {
        let next = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407) >> 7;
        match next % if depth == 0 { 5 } else { 7 } {
            0 => Value::from(next % 1000),
            1 => Value::from("\"}],:{[\\ é𝄞\u{1}\n"),
            2 => Value::Null,
            3 => Value::from(next.is_multiple_of(2)),
            4 => Value::from(-1.5),
            5 => (0..4).map(|at| written(next + at, depth - 1)).collect(),
            _ => (0..4).map(|at| (format!("k{at}"), written(next + at, depth - 1))).collect(),
        }
    }

    fn assert_same(found: Json, wanted: &Value) {
        match wanted {
            Value::String(text) => {
                assert_eq!(found.text().as_deref(), Some(text.as_str()));
            }
            Value::Number(number) if number.is_u64() => assert_eq!(found.number().map(u64::from), number.as_u64()),
            Value::Bool(truth) => assert_eq!(found.truth(), Some(*truth)),
            Value::Array(items) => {
                assert_eq!(found.items().len(), items.len());
                found.items().into_iter().zip(items).for_each(|(found, wanted)| assert_same(found, wanted));
            }
            Value::Object(members) => {
                members.iter().for_each(|(name, wanted)| assert_same(found.get(name).unwrap(), wanted));
            }
            Value::Null | Value::Number(_) => {}
        }
    }

    #[test]
    fn it_reads_what_a_whole_parser_reads_and_no_cut_breaks_it() {
        for seed in 0..200 {
            let value = written(seed * 7919, 4);
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                assert_same(json(&text), &value);
                for end in 0..text.len().min(300) {
                    let cut = Json::of(&text.as_bytes()[..end]);
                    let _ = (cut.get("k3"), cut.items(), cut.text(), cut.number(), cut.truth());
                }
            }
        }
    }
}
