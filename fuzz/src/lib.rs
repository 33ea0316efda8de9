//! What must hold for a diagnosis, whatever it was made from. Each target only turns bytes into its input.

mod markdown;

use is_it_me_cli::{Form, Input, explain};
use is_it_me_core::diagnosis::{DECIDED, NAMED};
use is_it_me_core::headers::Headers;
use is_it_me_core::message::{Message, Words};
use is_it_me_core::observation::How;
use is_it_me_core::redact::{Cleaner, REDACTED};
use is_it_me_core::report::{Client, Format, Report, Told, one_line};
use is_it_me_core::vendor::vendors;
use is_it_me_core::view::{View, view};
use is_it_me_core::words::{Fault, Layer, Side};
use is_it_me_core::{Case, Diagnosis, Observation, diagnose};

/// Stands where a secret would; it must not be in anything that leaves.
pub const SECRET: &str = "s3cr3t0f4v1s1t0rs3cr3t0f";
/// Stands where a server can write what it likes; it must not be in any part of the report that is read as markup.
pub const MARK: &str = "<qMARKq>";

/// A page of facts, a body of 32 KiB and headers of 64 KiB, each of whose words may be replaced by a longer one.
const LONGEST_REPORT: usize = 2 * 1024 * 1024;
const LONGEST_FACT: usize = 1024 * 1024;
const LONGEST_PARAMETER: usize = 300;
/// A vendor's sign, its opposite and the places of a code; and what the rules without a vendor can say.
const MOST_EVIDENCE: usize = 8;
const MOST_COMMON_EVIDENCE: usize = 32;

/// Shows keys and parameters as they are: a sentence could hide what a parameter brings along.
struct Bare;

impl Words for Bare {
    fn say(&self, message: &Message) -> String {
        format!("{} {}", message.key, message.params.join(" "))
    }
}

/// Makes everything that can be made from these observations, and checks what must be true of it.
pub fn check(observations: &[Observation]) {
    let diagnosis = diagnose(observations);
    check_diagnosis(&diagnosis);
    let view = view(observations, &diagnosis);
    check_view(&view);
    let case = Case { observations: observations.to_vec(), ..Case::default() };
    let client = Client { name: "fuzz".into(), version: "0".into(), agent: MARK.into() };
    let told = Told { case: &case, diagnosis: &diagnosis, asked: &[], heard: &[] };
    let report = Report::new(&told, client, Cleaner::default());
    for format in Format::ALL {
        check_report(*format, &report.write(*format, &Bare));
    }
    let again = diagnose(observations);
    assert_eq!(format!("{diagnosis:?}"), format!("{again:?}"), "the same facts, another diagnosis");
}

fn check_diagnosis(d: &Diagnosis) {
    let ranked: Vec<f32> = d.fault.ranked.iter().map(|(_, p)| *p).collect();
    assert_eq!(ranked.len(), Fault::ALL.len());
    assert!(ranked.is_sorted_by(|a, b| a >= b), "{ranked:?}");
    assert!((ranked.iter().sum::<f32>() - 1.0).abs() < 1e-3, "{ranked:?}");
    for p in ranked.iter().chain([&d.generator.confidence, &d.fault.confidence, &d.confidence]) {
        assert!(p.is_finite() && (0.0..=1.001).contains(p), "{p} is no probability");
    }
    assert!(d.fault.at.is_none() || d.fault.confidence >= NAMED);
    // A kind of program has to be probable enough, and within the kind the product.
    assert!(d.generator.vendor.is_none() || d.generator.confidence >= NAMED * NAMED);
    assert!(d.generator.vendor.is_some() || d.generator.layer == Layer::Unknown || d.generator.confidence >= NAMED);
    assert!(d.side == Side::Unknown || d.confidence >= DECIDED);
    assert!(d.in_path.len() <= vendors().len());
    assert!(d.evidence.len() <= vendors().len() * MOST_EVIDENCE + MOST_COMMON_EVIDENCE, "{}", d.evidence.len());
    for item in &d.evidence {
        assert!(item.weight.is_finite() && item.weight.abs() <= 26.0, "{item:?}");
        check_message(&item.text);
    }
}

/// What must hold for everything that is said.
pub fn check_message(message: &Message) {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    assert!(!message.key.is_empty() && message.key.bytes().all(plain), "{:?}", message.key);
    assert!(message.params.len() <= 9, "{message:?}");
    for parameter in &message.params {
        assert!(parameter.len() <= LONGEST_PARAMETER, "{message:?}");
        assert!(!parameter.contains(SECRET), "{message:?}");
        assert!(!parameter.chars().any(char::is_control), "{message:?}");
    }
}

fn check_view(view: &View) {
    for message in [&view.verdict, &view.story].into_iter().chain(&view.certainty).chain(view.steps.iter().map(|step| &step.text)) {
        check_message(message);
    }
    for reason in &view.reasons {
        check_message(&reason.text);
        check_message(&reason.how);
    }
    for fact in &view.facts {
        assert!(!fact.value.is_empty() && fact.value.len() <= LONGEST_FACT, "{:?}", fact.label);
        assert!(!fact.value.chars().any(char::is_control), "{fact:?}");
        assert!(!fact.value.contains(SECRET), "{fact:?}");
        check_message(&fact.label);
    }
}

fn check_report(format: Format, report: &str) {
    assert!(report.len() <= LONGEST_REPORT, "a report of {} bytes", report.len());
    check_printed(report);
    assert!(!report.contains(SECRET), "{report}");
    match format {
        Format::Markdown => {
            let markup = markdown::without_code(report);
            assert!(!markup.contains(MARK), "{markup}");
        }
        Format::Json | Format::Har => {
            let json: serde_json::Value = serde_json::from_str(report).expect("it is JSON");
            let again: serde_json::Value = serde_json::from_str(&one_line(report)).expect("it is JSON on one line");
            assert_eq!(json, again);
        }
        Format::Curl => {
            let known = |line: &str| line.starts_with("# ") || line.starts_with("curl -sS -i --globoff ");
            assert!(report.lines().all(known), "{report}");
        }
        Format::Text => {}
    }
}

/// What must hold for a cleaned text, however it came about.
pub fn check_cleaned(text: &str, cleaned: &str) {
    // Each word may be replaced by the mark that stands in for it.
    assert!(cleaned.len() <= (text.len() + 1) * (REDACTED.len() + 2), "{} of {}", cleaned.len(), text.len());
    assert!(!cleaned.contains(SECRET), "{cleaned}");
}

/// What a program prints for people or programs: nothing in it moves the cursor or changes the direction of writing.
pub fn check_printed(text: &str) {
    let turns =
        |c| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let raw = |c: char| (c.is_control() && c != '\n' && c != '\t') || turns(c);
    assert!(!text.chars().any(raw), "{text:?}");
}

/// What `is-it-me explain` prints for this input; `None` where it finds nothing in it.
pub fn explained(data: &[u8], url: Option<&str>, as_json: bool) -> Option<String> {
    let mut output = Vec::new();
    let input = Input::of_bytes("fuzz", data);
    explain(&input, url, Form { json: as_json, owner: true, ..Form::default() }, &mut output).ok()?;
    let text = String::from_utf8(output).expect("it is text");
    check_printed(&text);
    Some(text)
}

/// How many diagnoses these lines hold; each line must be one.
pub fn check_answers(lines: &str) -> usize {
    for line in lines.lines() {
        let answer: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
        assert_eq!(answer["fault"]["ranked"].as_array().map(Vec::len), Some(Fault::ALL.len()), "{line}");
    }
    lines.lines().count()
}

/// The first line of the input, which chooses, and the rest, which is the text.
pub fn choice(data: &[u8]) -> (u16, String) {
    let at = data.iter().position(|b| *b == b'\n').unwrap_or(data.len());
    let (first, rest) = data.split_at(at);
    let status = std::str::from_utf8(first).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(502);
    (status, String::from_utf8_lossy(rest.get(1..).unwrap_or_default()).into_owned())
}

/// Does the input itself bring the secret along, were other characters taken out? Comparing teaches it to the fuzzer.
pub fn knows_secret(text: &str) -> bool {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().contains(SECRET)
}

/// The name and value of every line that has a colon.
pub fn fields(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('\n').filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A failure with these header fields, or with a net error where the status is none, with secrets where visitors have
/// them and marks where servers write.
pub fn failure(status: u16, fields: Vec<(String, String)>, text: &str) -> Observation {
    let piece: String = text.chars().filter(|c| !c.is_control() && *c != ';').take(60).collect();
    let planted = [
        ("set-cookie", format!("{piece}={SECRET}; Path=/{MARK}")),
        ("x-api-key", format!("{piece}{SECRET}")),
        ("location", format!("/{piece}?code={SECRET}&q={MARK}#{SECRET}")),
        ("x-note", format!("{MARK}{piece}`{MARK}")),
    ];
    let planted = planted.map(|(name, value)| (name.to_owned(), value));
    let word = |text: &str| Some(format!("{text}{MARK}"));
    Observation {
        how: How::Seen,
        url: format!("https://u:{SECRET}@shop.example/{piece}/{MARK}?q={piece}&token={SECRET}#{SECRET}"),
        method: "GET".into(),
        status: Some(status).filter(|status| *status >= 100),
        error: word(&piece).filter(|_| status < 100),
        reason: word(&piece),
        protocol: word(&piece),
        ip: word(&piece),
        headers: Some(Headers::from(planted.into_iter().chain(fields).collect::<Vec<_>>())),
        ..Observation::default()
    }
    .bounded()
}
