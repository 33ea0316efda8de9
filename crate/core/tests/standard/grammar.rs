//! Structured fields: cases of our own, and the whole suite of the HTTP working group where it is at hand.

use std::{fs, path::Path};

use is_it_me_core::standard::structured::{MAX_FIELD, MAX_MEMBERS, MAX_PARAMETERS, MAX_TEXT, Member, Value, list};
use is_it_me_core::text::clip;
use serde::Deserialize;

/// The list on one line: `a;b=1` is `a;b=1`, a string has no quotes, and what is not kept is `…`.
fn written(members: &[Member]) -> String {
    let value = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(yes) => format!("?{}", u8::from(*yes)),
        Value::Other => "…".into(),
    };
    let parameter = |(name, v): (&str, &Value)| format!(";{name}={}", value(v));
    let member = |m: &Member| value(&m.value) + &m.parameters().map(parameter).collect::<String>();
    members.iter().map(member).collect::<Vec<_>>().join(" | ")
}

#[test]
fn lists_as_proxies_write_them() {
    for (field, wanted) in [
        ("", ""),
        ("   ", ""),
        ("a", "a"),
        (" a ", "a"),
        ("a,b", "a | b"),
        ("a\t,\tb", "a | b"),
        ("a;b", "a;b=?1"),
        ("a;b=?0", "a;b=?0"),
        ("a; b=1", "a;b=1"),
        ("a;b=1;c=2;b=3", "a;b=3;c=2"),
        ("a;b=-999999999999999", "a;b=-999999999999999"),
        ("a;b=1.5", "a;b=…"),
        ("a;b=@1659578233", "a;b=…"),
        ("a;b=:aGVsbG8=:", "a;b=…"),
        ("a;b=%\"f%c3%bc\"", "a;b=…"),
        ("\"a b\";c=\"d, \\\"e\\\"\"", "a b;c=d, \"e\""),
        ("(a b);c, d", "… | d"),
        ("*a/b:c.example;d=e", "*a/b:c.example;d=e"),
        (
            "cdn-1.example.net; fwd=uri-miss; fwd-status=502; ttl=-5",
            "cdn-1.example.net;fwd=uri-miss;fwd-status=502;ttl=-5",
        ),
        ("ExampleCDN; error=connection_timeout; details=\"10 s\"", "ExampleCDN;error=connection_timeout;details=10 s"),
    ] {
        assert_eq!(list(&[field]).map(|l| written(&l)), Some(wanted.to_owned()), "{field:?}");
    }
    assert_eq!(list(&["a;x=1", "b", "c"]).map(|l| written(&l)).as_deref(), Some("a;x=1 | b | c"));
}

#[test]
fn what_breaks_the_grammar_is_ignored_whole() {
    for field in [
        "a,",
        ",a",
        "a,,b",
        "a b",
        "a;",
        "a;B=1",
        "a;b=",
        "a; b =1",
        "a;b= 1",
        "a ;b=1",
        "\"a",
        "a\"b\"",
        "'a'",
        "1a",
        "(a",
        "a)",
        "a;b=?2",
        "a;b=1.",
        "a;b=1.2345",
        "a;b=1000000000000000",
        "a;b=:?:",
        "a;b=\"\u{e9}\"",
        "é",
        "a\0",
        "a\nb",
        "\"\\n\"",
        "@1.5",
        "-",
        "1.1 varnish",
        "Hit from cloudfront",
        "10.0.0.1, 10.0.0.2",
        "<a>",
        "{\"a\":1}",
    ] {
        assert_eq!(list(&[field]), None, "{field:?}");
    }
    assert_eq!(list(&["a", "b;"]), None, "one bad line spoils all");
}

/// A value of each kind at the edges of its grammar, as an item and as a parameter, in an inner list and outside.
/// Values at the edges of what the standard allows, and just beyond.
const RIGHT: &[&str] = &[
    "999999999999999",
    "-999999999999999",
    "-0",
    "007",
    "999999999999.999",
    "-0.0",
    "\"\"",
    "\" ~\\\\\\\"\"",
    "*",
    "A!#$%&'*+-.^_`|~:/9",
    "::",
    ":YWJj:",
    ":YQ==:",
    ":YQ=:",
    ":YQ:",
    ":YWI=:",
    ":YWI:",
    ":+/9zYQ==:",
    "?0",
    "?1",
    "@0",
    "@-999999999999999",
    "%\"\"",
    "%\"a%25%c3%a9%f0%9f%98%80\\\"",
];
const WRONG: &[&str] = &[
    "-",
    "--1",
    "+1",
    "1000000000000000",
    ".1",
    "1.",
    "1.0000",
    "1000000000000.0",
    "1.2.3",
    "\"",
    "\"\\",
    "\"\\\"",
    "\"\\a\"",
    "\"\t\"",
    "\"\u{7f}\"",
    "\"\u{e9}\"",
    "a{",
    "a@",
    "é",
    "\0",
    ":",
    ":Y:",
    ":YQ===:",
    ":YWI==:",
    ":YWJj=:",
    ":=:",
    ":====:",
    ":Y=Q:",
    ":YQ==",
    ":YQ-_:",
    "?",
    "?2",
    "?00",
    "@",
    "@1.5",
    "@a",
    "%",
    "%\"",
    "%a\"",
    "%\"%\"",
    "%\"%c\"",
    "%\"%0g\"",
    "%\"%C3%A9\"",
    "%\"%c3\"",
    "%\"%ed%a0%80\"",
    "%\"é\"",
    "%\"\n\"",
];

#[test]
fn values_are_right_or_wrong_at_their_edges() {
    let around = |value: &str| {
        [format!("{value};k"), format!("k;k={value}"), format!("k, ( {value}  k);k"), format!("(k;k={value});k")]
    };
    for field in RIGHT.iter().flat_map(|value| around(value)) {
        assert!(list(&[&field]).is_some(), "{field:?}");
    }
    for field in WRONG.iter().flat_map(|value| around(value)) {
        assert_eq!(list(&[&field]), None, "{field:?}");
    }
}

#[test]
fn keys_and_inner_lists_are_right_or_wrong() {
    for field in ["()", "( )", "(a)", "(a b)", "( a  b )", "(a;b \"c\";d=1);e=2", "a;*b_c-d.e*9", "a;  b", "a;b;c"] {
        assert!(list(&[field]).is_some(), "{field:?}");
    }
    for field in [
        "(", "(a", "(a ", "(a,b)", "(a\"b\")", "((a))", "(a\tb)", "(a)b", "(a);", "a;9b", "a;_b", "a;-b", "a;b!",
        "a;\tb",
    ] {
        assert_eq!(list(&[field]), None, "{field:?}");
    }
    let long = "k".repeat(MAX_TEXT + 9);
    let members = list(&[&format!("a;{long}=1;{long}=2, (b);c, d;{long}")]).unwrap();
    assert_eq!(written(&members[..1]), format!("a;{}=2", &long[..MAX_TEXT]));
    assert_eq!((members.len(), &members[1]), (3, &Member::default()));
}

#[test]
fn more_than_the_bounds_is_checked_and_not_kept() {
    let members = list(&["a,".repeat(2000).trim_end_matches(',')]).unwrap();
    assert_eq!(members.len(), MAX_MEMBERS);
    let many = (0..500).map(|n| format!(";p{n}={n}")).collect::<Vec<_>>().concat();
    let members = list(&[&format!("a{many};p0=7")]).unwrap();
    assert_eq!(members[0].parameters().count(), MAX_PARAMETERS);
    assert_eq!(members[0].get("p0"), Some(&Value::Integer(7)), "the last counts");
    assert_eq!(list(&[&"x".repeat(1000)]).unwrap()[0].value.text().map(str::len), Some(MAX_TEXT));
    assert_eq!(list(&[&"x".repeat(MAX_FIELD + 1)]), None);
    assert_eq!(list(&[&("a,".repeat(2000) + ",")]), None, "what is not kept must be right all the same");
}

/// One case of the suite.
#[derive(Deserialize)]
struct Case {
    file: String,
    name: String,
    r#type: String,
    raw: Vec<String>,
    must_fail: bool,
    can_fail: bool,
    expected: serde_json::Value,
}

impl Case {
    /// A list must come out as the suite says, as far as it is kept. An item is a list of one, except for what only a
    /// list may be: empty, or more than one.
    fn check(&self) -> Result<bool, String> {
        let lines: Vec<_> = self.raw.iter().map(String::as_str).collect();
        let found = list(&lines);
        if lines.iter().map(|line| line.len() + 2).sum::<usize>() > MAX_FIELD {
            return if found.is_none() { Ok(false) } else { Err("longer than the bound, and read".into()) };
        }
        // At its end a list may have tabs, and an item only spaces.
        let tab = self.raw.iter().any(|line| line.trim_end_matches(' ').ends_with('\t'));
        let only_a_list = |members: &Vec<Member>| self.r#type == "item" && (members.len() != 1 || tab);
        match found {
            None if self.must_fail || self.can_fail => Ok(true),
            Some(members) if self.must_fail && only_a_list(&members) => Ok(false),
            Some(_) if self.must_fail => Err("read, and should not be".into()),
            None => Err("not read".into()),
            Some(members) => {
                let wanted = self.expected();
                if written(&members) == wanted {
                    Ok(true)
                } else {
                    Err(format!("{} instead of {wanted}", written(&members)))
                }
            }
        }
    }

    fn expected(&self) -> String {
        let one = [self.expected.clone()];
        let members = if self.r#type == "item" { &one[..] } else { self.expected.as_array().unwrap() };
        let kept = members.iter().take(MAX_MEMBERS).map(expected_member);
        kept.collect::<Vec<_>>().join(" | ")
    }
}

fn expected_member(member: &serde_json::Value) -> String {
    let is_inner = member[0].is_array();
    let parameters = member[1].as_array().unwrap().iter().filter(|_| !is_inner).take(MAX_PARAMETERS);
    let parameters = parameters.map(|p| format!(";{}={}", p[0].as_str().unwrap(), expected_value(&p[1])));
    expected_value(&member[0]) + &parameters.collect::<String>()
}

fn expected_value(value: &serde_json::Value) -> String {
    let token = value["value"].as_str().filter(|_| value["__type"] == "token");
    match (value.as_str().or(token), value.as_i64(), value.as_bool()) {
        (Some(text), ..) => clip(text, MAX_TEXT),
        (_, Some(number), _) => number.to_string(),
        (.., Some(yes)) => format!("?{}", u8::from(yes)),
        _ => "…".into(),
    }
}

/// The suite is not part of the project (BSD licence); it is run if it is in a folder beside the project, one case per
/// line. It is that of github.com/httpwg/structured-field-tests.
#[test]
fn the_suite_of_the_working_group_is_met() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).unwrap().join("shared").join("suites");
    let Ok(text) = fs::read_to_string(beside.join("structured-fields.jsonl")) else {
        eprintln!("skipped: {} is not there", beside.display());
        return;
    };
    let (mut met, mut beyond, mut wrong) = (0, 0, Vec::new());
    let cases = text.lines().map(|line| serde_json::from_str::<Case>(line).unwrap());
    for case in cases.filter(|case| ["list", "item"].contains(&case.r#type.as_str())) {
        match case.check() {
            Ok(true) => met += 1,
            Ok(false) => beyond += 1,
            Err(what) => wrong.push(format!("{}, {:?}, {:?}: {what}", case.file, case.name, case.raw)),
        }
    }
    eprintln!("{met} cases met, {beyond} beyond what is claimed");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(met > 1000, "only {met} cases");
}
