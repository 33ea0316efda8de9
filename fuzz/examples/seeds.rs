//! `seeds FOLDER`: inputs for every target, made from the examples in the vendor files, and a dictionary of the words
//! that the vendor files look for. Remade for every run, so that they never fall behind the files.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::json;
use toml::{Table, Value};

const VENDORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crate/core/vendors");
/// What the formats themselves ask for.
const WORDS: &[&str] = &[
    "HTTP/1.1 502 ",
    "\r\n\r\n",
    "curl: (",
    "* Connected to ",
    "< ",
    "> GET / HTTP/2",
    "<title>",
    "</title>",
    "net::ERR_",
    "\"headers\":",
    "\"body\":",
    "\"net_error\":",
    "\"elapsed_ms\":",
    "`",
    "```",
    "\u{1b}[",
    "\u{202e}",
];
/// The beginnings of addresses that are nested in each other without end.
const DEEP: &[&str] = &["/#", "a=/#", "?a=/?a="];
/// Their length: three of them are nearly as long as the longest input.
const MAX_DEEP: usize = 12_000;
/// Keys in a vendor file whose texts are compared with what a server sends.
const ASKED: &[&str] = &["header", "is", "starts", "has", "body", "body_starts", "title", "reason", "error"];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: seeds FOLDER")?;
    let mut words: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
    for entry in fs::read_dir(VENDORS)? {
        let path = entry?.path();
        let file: Table = fs::read_to_string(&path)?.parse()?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        for (example, number) in examples(&file).iter().zip(0..) {
            write(Path::new(&folder), &format!("{stem}-{number}"), example)?;
        }
        collect(&Value::Table(file), &mut words);
    }
    for (piece, number) in DEEP.iter().zip(0..) {
        let deep = piece.repeat(MAX_DEEP / piece.len());
        let fields = json!([["link", format!("<{deep}>")], ["x-note", deep]]);
        let example = json!({ "status": 502, "headers": fields, "body": deep });
        write(Path::new(&folder), &format!("deep-{number}"), &Value::try_from(example)?)?;
    }
    words.sort();
    words.dedup();
    Ok(fs::write(Path::new(&folder).join("words.dict"), words.iter().map(|word| quoted(word)).collect::<String>())?)
}

fn examples(file: &Table) -> Vec<Value> {
    file.get("example").and_then(Value::as_array).cloned().unwrap_or_default()
}

fn write(folder: &Path, name: &str, example: &Value) -> Result<(), Box<dyn Error>> {
    let text = |key: &str| example.get(key).and_then(Value::as_str);
    let status = example.get("status").and_then(Value::as_integer);
    let (number, body) = (status.unwrap_or(502), text("body").unwrap_or_default());
    let fields = example.get("headers").and_then(Value::as_array).cloned().unwrap_or_default();
    let line = |field: &Value| Some(format!("{}: {}\n", field.get(0)?.as_str()?, field.get(1)?.as_str()?));
    let lines: String = fields.iter().filter_map(line).collect();
    let record = json!({
        "id": name, "url": "https://shop.example/", "status": status, "http_version": text("http"), "headers": fields,
        "body": text("body"), "net_error": text("error"), "elapsed_ms": 60_001,
    });
    let seeds = [
        ("headers", format!("{number}\n{lines}")),
        ("structured", lines.clone()),
        ("body", format!("{number}\n{body}")),
        ("curl", format!("HTTP/1.1 {number} x\n{lines}\n{body}")),
        ("jsonl", record.to_string()),
        ("har", har(&fields, number, body).to_string()),
        ("redact", format!("{number}\n{lines}\n{body}")),
        ("report", report(&record).to_string()),
    ];
    for (target, seed) in seeds {
        let folder = folder.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), seed)?;
    }
    Ok(())
}

/// One failed request, as browsers save it.
fn har(fields: &[Value], status: i64, body: &str) -> serde_json::Value {
    let field = |field: &Value| json!({ "name": field.get(0), "value": field.get(1) });
    let headers: Vec<_> = fields.iter().map(field).collect();
    json!({ "log": { "version": "1.2", "entries": [{
        "startedDateTime": "2026-11-21T14:03:22.345+01:00",
        "time": 60_001,
        "serverIPAddress": "203.0.113.7",
        "request": { "method": "GET", "url": "https://shop.example/", "httpVersion": "h2", "headers": [] },
        "response": {
            "status": status, "statusText": "", "httpVersion": "h2", "headers": headers, "redirectURL": "",
            "content": { "size": body.len(), "mimeType": "text/html", "text": body }, "_error": null,
        },
        "timings": { "blocked": 1.5, "dns": 2, "connect": 30, "ssl": 20, "send": 0, "wait": 60_000, "receive": 1 },
    }] } })
}

/// The same as a report, with the answers of some checks.
fn report(record: &serde_json::Value) -> serde_json::Value {
    let attempt = json!({
        "check": null, "sent": [], "sent_body": null, "how": "seen", "at_ms": 1_795_266_202_345_u64,
        "zone": { "offset_minutes": 60, "name": "Europe/Berlin" }, "url": record["url"], "method": "GET",
        "status": record["status"], "protocol": record["http_version"], "headers": record["headers"],
        "body": record["body"], "error": record["net_error"], "redirects": [{ "url": "http://shop.example/", "status": 301 }],
        "timings": { "total_ms": 60_001 },
    });
    let check = |check: &str, answer: Option<&str>, findings: serde_json::Value| {
        json!({ "check": check, "answer": answer, "good": null, "of": null, "why": null, "findings": findings })
    };
    let finding = json!([{ "what": "stale", "used": "203.0.113.7", "addresses": ["203.0.113.8"] }]);
    json!({
        "schema_version": 1, "client": { "agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0" }, "attempts": [attempt],
        "checks": [check("again", Some("same"), json!([])), check("names", None, finding)],
    })
}

fn collect(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            let asked = table.iter().filter(|(key, _)| ASKED.contains(&key.as_str()));
            words.extend(asked.filter_map(|(_, value)| value.as_str().map(str::to_owned)));
            table.iter().filter(|(key, _)| *key != "example").for_each(|(_, value)| collect(value, words));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, words)),
        _ => {}
    }
}

/// A line of a dictionary of libFuzzer.
fn quoted(word: &str) -> String {
    let plain = |b: &u8| (b.is_ascii_graphic() || *b == b' ') && !b"\"\\".contains(b);
    let escaped: String =
        word.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("\\x{b:02X}") }).collect();
    format!("\"{escaped}\"\n")
}
