//! A report goes back in: what `is-it-me explain` reads in a report, or in a HAR that it wrote, leads to the same
//! verdict.

#![cfg(test)]

#[path = "../../../core/tests/corpus/mod.rs"]
mod corpus;
mod curl;

use std::fs;
use std::path::Path;
use std::process::Command;

use corpus::corpus;
use is_it_me_cli::scenario::Scenario;
use is_it_me_cli::{Form, Input, explain};
use is_it_me_core::body::Body;
use is_it_me_core::check::{Answer, Check, Outcome, Why};
use is_it_me_core::headers::Headers;
use is_it_me_core::message::{Message, Words};
use is_it_me_core::observation::{How, Timings, Zone};
use is_it_me_core::redact::Cleaner;
use is_it_me_core::report::{Attempt, Client, Format, Report, Told};
use is_it_me_core::words::{Fault, State};
use is_it_me_core::{Case, Diagnosis, Observation, diagnose_case};
use serde_json::Value;

const NGINX_502: &str = "<html><head><title>502 Bad Gateway</title></head><body><hr><center>nginx</center>";

struct Bare;

impl Words for Bare {
    fn say(&self, message: &Message) -> String {
        format!("{} {}", message.key, message.params.join(" "))
    }
}

fn project(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn scenarios() -> Vec<Scenario> {
    Scenario::all_in(&project("tests/scenarios")).unwrap()
}

fn written(case: &Case, diagnosis: &Diagnosis, format: Format) -> String {
    let told = Told { case, diagnosis, asked: &[], heard: &[] };
    let client = Client { agent: "Mozilla/5.0 (X11; Linux) Firefox/140.0".into(), ..Client::default() };
    Report::new(&told, client, Cleaner::default()).write(format, &Bare)
}

/// What `is-it-me explain --format json` prints for this file, one report a line.
fn explained(file: &str) -> Vec<Value> {
    let input = Input::of_bytes("file", file.as_bytes());
    let mut output = Vec::new();
    explain(&input, None, Form { report: Some(Format::Json), ..Form::default() }, &mut output).unwrap();
    let reports = serde_json::Deserializer::from_slice(&output).into_iter();
    reports.collect::<Result<_, _>>().unwrap()
}

/// Who wrote it, who is to blame, whose problem it is and why, according to a report.
fn verdict(report: &Value) -> [String; 5] {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let (writer, fault) = (&report["generator"], &report["fault"]["at"]);
    [text(&writer["layer"]), text(&writer["vendor"]), text(fault), text(&report["side"]), text(&report["cause"])]
}

fn wanted(d: &Diagnosis) -> [String; 5] {
    let (vendor, at) = (d.generator.vendor.map_or("-", |vendor| vendor.id), d.fault.at.map_or("-", Fault::word));
    [d.generator.layer.word(), vendor, at, d.side.word(), d.cause.word()].map(str::to_owned)
}

#[test]
fn a_report_in_json_leads_to_the_verdict_it_tells() {
    // Nothing else shows that an empty page failed.
    let empty = failed(Some(200), None, "").observations.remove(0);
    for (name, seen) in corpus().into_iter().chain([("an empty page".into(), empty)]) {
        let case = Case { observations: vec![seen], ..Case::default() };
        let diagnosis = diagnose_case(&case);
        let report = written(&case, &diagnosis, Format::Json);
        assert_eq!(verdict(&serde_json::from_str(&report).unwrap()), wanted(&diagnosis), "{name}");
        let again = explained(&report);
        assert_eq!(again.len(), 1);
        assert_eq!(verdict(&again[0]), wanted(&diagnosis), "{name}");
        assert_eq!(again[0]["confidence"], serde_json::from_str::<Value>(&report).unwrap()["confidence"], "{name}");
        assert_eq!(again[0]["client"]["browser"], "Firefox");
    }
}

#[test]
fn a_har_leads_to_the_verdict_of_the_report_where_it_can_tell_of_a_failure() {
    let (mut all, mut same) = (0, 0);
    for (name, seen) in corpus() {
        all += 1;
        // A HAR always names a method.
        let seen = Observation { method: "GET".into(), ..seen };
        // A page with a good status that says it is not the site's is no failed request in a HAR.
        let is_failure = seen.is_failure();
        let case = Case { observations: vec![seen], ..Case::default() };
        let diagnosis = diagnose_case(&case);
        let again = explained(&written(&case, &diagnosis, Format::Har));
        assert_eq!(again.len(), usize::from(is_failure), "{name}");
        for again in again {
            assert_eq!(verdict(&again), wanted(&diagnosis), "{name}");
            same += 1;
        }
    }
    assert!(same * 100 >= all * 97, "only {same} of {all} are failures by their status");
}

/// The checks' answers go into a report and come back out of it, those about names too.
#[test]
fn a_report_keeps_what_the_checks_answered() {
    let mut answered = 0;
    for scenario in scenarios() {
        let (name, (case, checks)) = (&scenario.name, scenario.play_all());
        answered += checks.len();
        let diagnosis = diagnose_case(&case);
        let report = written(&case, &diagnosis, Format::Json);
        let (before, after) = (serde_json::from_str::<Value>(&report).unwrap(), explained(&report).remove(0));
        assert_eq!(verdict(&after), wanted(&diagnosis), "{name}");
        for key in ["scope", "state", "confidence"] {
            assert_eq!(after[key], before[key], "{name}: {key}");
        }
        let told = |report: &Value| {
            let mut checks = report["checks"].clone();
            let findings =
                checks.as_array_mut().unwrap().iter_mut().flat_map(|c| c["findings"].as_array_mut().unwrap());
            // Said in other words.
            findings.for_each(|finding| drop(finding.as_object_mut().unwrap().remove("text")));
            checks
        };
        assert_eq!(told(&after), told(&before), "{name}");
    }
    assert!(answered > 500, "only {answered} answers");
}

#[test]
fn a_request_began_so_long_before_its_answer_whoever_sent_it() {
    let began = |how: How| {
        let mut case = failed(Some(502), None, "");
        case.observations[0].how = how;
        case.observations[0].timings.total_ms = Some(15_000.0);
        let har: Value = serde_json::from_str(&written(&case, &diagnose_case(&case), Format::Har)).unwrap();
        har["log"]["entries"][0]["startedDateTime"].clone()
    };
    for how in How::ALL {
        assert_eq!(began(*how), "2001-09-09T01:46:25.000+00:00", "{how:?}");
    }
}

/// The browser's events count the first byte from before the connection, the page from the request.
#[test]
fn the_times_of_a_har_add_up_to_its_whole_time() {
    let told = |dns_ms, connect_ms, first_byte_ms, total_ms| Timings { dns_ms, connect_ms, first_byte_ms, total_ms };
    let (events, page) = (told(None, None, Some(83.0), Some(83.0)), told(None, Some(50.0), Some(30.0), Some(82.0)));
    for (seen, page, wanted) in [
        (events, Some(page), [-1, 50, 30, 3, 83]),
        (told(Some(3.0), Some(50.0), Some(83.0), Some(83.0)), None, [3, 50, 30, 0, 83]),
        (told(Some(3.0), Some(50.0), None, None), None, [3, 50, 0, 0, 53]),
    ] {
        let mut case = failed(Some(502), None, "");
        case.observations[0].timings = seen;
        let page = page.map(|timings| Observation { how: How::Page, timings, ..case.observations[0].clone() });
        case.observations.extend(page);
        let har: Value = serde_json::from_str(&written(&case, &diagnose_case(&case), Format::Har)).unwrap();
        let (entry, parts) = (&har["log"]["entries"][0], &har["log"]["entries"][0]["timings"]);
        let times = [&parts["dns"], &parts["connect"], &parts["wait"], &parts["receive"], &entry["time"]];
        assert_eq!(times.map(|ms| ms.as_i64().unwrap()), wanted);
    }
}

/// A page that failed and came when a check asked for it again, and the report of that.
fn recovered(format: Format) -> String {
    let url = "https://shop.example/".to_owned();
    let seen = Observation { url: url.clone(), at_ms: Some(1e12), status: Some(502), ..Observation::default() };
    let again = Observation { how: How::Asked, at_ms: Some(1e12 + 9e3), status: Some(200), ..seen.clone() };
    let asked = Attempt { check: Check::Again, sent: Vec::new(), sent_body: None, seen: again.clone() };
    let mut case = Case { observations: vec![seen, again], ..Case::default() };
    case.outcomes.set(Check::Again, Outcome::Answered(Answer::AgainGood)).unwrap();
    let diagnosis = diagnose_case(&case);
    assert_eq!(diagnosis.state, State::Recovered);
    let told = Told { case: &case, diagnosis: &diagnosis, asked: &[asked], heard: &[] };
    Report::new(&told, Client::default(), Cleaner::default()).write(format, &Bare)
}

#[test]
fn one_request_is_listed_once() {
    for format in [Format::Markdown, Format::Text] {
        let report = recovered(format);
        assert_eq!(report.matches("check_name_again").count(), 2, "in the list and with its answer: {report}");
        assert_eq!(report.matches("\n- 01:46:49 UTC ").count(), 1, "{report}");
    }
    let har: Value = serde_json::from_str(&recovered(Format::Har)).unwrap();
    assert_eq!(har["log"]["entries"].as_array().unwrap().len(), 2, "{har}");
    let json = recovered(Format::Json);
    let report: Value = serde_json::from_str(&json).unwrap();
    let asked: Vec<_> = report["attempts"].as_array().unwrap().iter().map(|one| one["check"].as_str()).collect();
    assert_eq!(asked, [None, Some("again")], "{report}");
    assert_eq!(explained(&json)[0]["state"], "recovered", "what the check got is a look at the page");
}

#[test]
fn who_meets_it_is_said_in_the_same_words_in_every_format() {
    let mut case = failed(Some(403), None, "");
    let scope = |case: &Case| {
        let report = written(case, &diagnose_case(case), Format::Json);
        serde_json::from_str::<Value>(&report).unwrap()["words"]["scope"].as_str().unwrap().to_owned()
    };
    let in_markdown = |case: &Case| written(case, &diagnose_case(case), Format::Markdown);
    assert!(scope(&case).starts_with("scope_visitor") && in_markdown(&case).contains("scope_visitor"));
    let outage = failed(Some(502), None, NGINX_502);
    assert!(scope(&outage).starts_with("scope_likely") && in_markdown(&outage).contains("scope_likely"));
    case.outcomes.set(Check::Outside, Outcome::Answered(Answer::OutsideFails)).unwrap();
    assert!(scope(&case).starts_with("scope_public") && in_markdown(&case).contains("scope_public"));
}

#[test]
fn what_is_over_is_searched_for_as_well() {
    for format in [Format::Markdown, Format::Text] {
        let report = recovered(format);
        for part in ["report_written_by", "report_to_blame", "report_acts", "report_cause", "report_search"] {
            assert!(report.contains(part), "{part}: {report}");
        }
    }
}

/// A failure at a moment that is known, with a page that names its program.
fn failed(status: Option<u16>, error: Option<&str>, page: &str) -> Case {
    let seen = Observation {
        url: "https://shop.example/cart".into(),
        at_ms: Some(1e12),
        status,
        error: error.map(str::to_owned),
        body: Some(Body::from(page.to_owned())),
        ..Observation::default()
    };
    Case { observations: vec![seen], ..Case::default() }
}

#[test]
fn how_sure_it_is_stands_beside_what_the_visitor_was_told() {
    let case = failed(Some(502), None, NGINX_502);
    let report = written(&case, &diagnose_case(&case), Format::Markdown);
    let told = report.lines().find(|line| line.contains("report_told")).unwrap();
    assert!(told.contains("verdict_not_you") && told.contains("certainty_very"), "{report}");
}

#[test]
fn an_open_verdict_has_no_figure_beside_those_of_the_places() {
    let case = failed(None, Some("net::ERR_CONNECTION_RESET"), "");
    let report = written(&case, &diagnose_case(&case), Format::Markdown);
    assert!(report.contains("report_to_blame") && !report.contains("certainty_open"), "{report}");
}

#[test]
fn an_id_stands_once_where_it_is_said_how_to_search_for_it() {
    let mut case = failed(Some(522), None, "");
    case.observations[0].headers = Some([("server", "cloudflare"), ("cf-ray", "8a1b2c3d4e5f6a7b-FRA")].into());
    let report = written(&case, &diagnose_case(&case), Format::Markdown);
    assert_eq!(report.matches("`8a1b2c3d4e5f6a7b`").count(), 1, "{report}");
}

#[test]
fn what_could_not_be_read_as_markup_stands_in_a_sentence_as_it_is() {
    let case = failed(None, Some("net::ERR_CONNECTION_REFUSED"), "");
    let report = written(&case, &diagnose_case(&case), Format::Markdown);
    assert!(report.contains("evidence_no_answer ERR_CONNECTION_REFUSED"), "{report}");
    let case = failed(None, Some("net::ERR_*NEW*"), "");
    let report = written(&case, &diagnose_case(&case), Format::Markdown);
    assert!(report.contains("evidence_no_answer `ERR_*NEW*`"), "{report}");
}

#[test]
fn each_reason_says_in_one_word_to_whom_it_points() {
    let case = failed(Some(502), None, NGINX_502);
    let report: Value = serde_json::from_str(&written(&case, &diagnose_case(&case), Format::Json)).unwrap();
    let pointed: Vec<_> =
        report["evidence"].as_array().unwrap().iter().map(|item| item["points_to"].as_str()).collect();
    assert!(pointed.contains(&Some("nginx")) && pointed.contains(&Some("app")), "{pointed:?}");
}

/// Nine questions of ours to three resolvers, and one to the site.
#[test]
fn questions_of_ours_to_others_hide_no_secret_and_are_a_line_a_check() {
    let mut case = failed(Some(502), None, "");
    let seen = case.observations[0].clone();
    let question = |check: Check, url: String| {
        let seen = Observation { url, how: How::Asked, status: Some(200), method: "GET".into(), ..seen.clone() };
        Attempt { check, sent: Vec::new(), sent_body: None, seen }
    };
    let name = "AAABAAABAAAAAAABA3d3dwdleGFtcGxlA2NvbQAAAQABAAApBNAAAAAAAAA";
    let resolvers = ["1.1.1.1", "8.8.8.8", "9.9.9.9"].map(|host| format!("https://{host}/dns-query?dns={name}"));
    let mut asked = vec![question(Check::Root, "https://shop.example/".into())];
    asked.extend(resolvers.iter().cycle().take(9).map(|url| question(Check::Names, url.clone())));
    case.outcomes.set(Check::Names, Outcome::CouldNotRun(Why::Unclear)).unwrap();
    let diagnosis = diagnose_case(&case);
    let told = Told { case: &case, diagnosis: &diagnosis, asked: &asked, heard: &[] };
    let report = Report::new(&told, Client::default(), Cleaner::default());
    assert_eq!(report.removed(), [], "a name is no secret");
    let json = report.write(Format::Json, &Bare);
    assert!(json.contains(name) && !json.contains("redacted]"), "{json}");
    let text = report.write(Format::Markdown, &Bare);
    let line = "`1.1.1.1 → 200` `8.8.8.8 → 200` `9.9.9.9 → 200`";
    assert!(text.contains(line) && text.matches("check_name_names").count() == 1, "{text}");
    assert!(text.contains("check_name_root : `GET https://shop.example/`"), "{text}");
    // What somebody's own resolver is called may be one.
    let own = "https://dns.example/s3cr3tT0kenOfMine0123456789abcdef/dns-query?dns=";
    let asked = [question(Check::Names, format!("{own}{name}"))];
    let told = Told { case: &case, diagnosis: &diagnosis, asked: &asked, heard: &[] };
    let json = Report::new(&told, Client::default(), Cleaner::default()).write(Format::Json, &Bare);
    assert!(json.contains(name) && !json.contains("s3cr3tT0ken"), "{json}");
}

#[test]
fn what_a_check_found_out_was_not_seen_at_the_time() {
    let mut case = failed(None, Some("net::ERR_CONNECTION_REFUSED"), "");
    case.observations[0].zone = Zone { offset_minutes: 60, name: None };
    case.outcomes.set(Check::Again, Outcome::Answered(Answer::AgainSame)).unwrap();
    let report = written(&case, &diagnose_case(&case), Format::Markdown);
    let found = report.lines().find(|line| line.contains("evidence_check_again_same")).unwrap();
    assert!(found.contains("how_asked ; check/again"), "{found}");
}

#[test]
fn only_a_server_that_got_the_request_is_searched_for_it() {
    let searched = |case: &Case| {
        let report = written(case, &diagnose_case(case), Format::Markdown);
        let found = report.contains("journalctl ");
        assert_ne!(found, report.contains("report_search_unreached"), "{report}");
        assert_eq!(found, report.contains("report_blank_log"), "{report}");
        found
    };
    let too_big = "<html><head><title>400 Request Header Or Cookie Too Large</title></head><body><center><h1>400 Bad \
                   Request</h1></center><center>Request Header Or Cookie Too Large</center><hr><center>nginx</center>";
    assert!(searched(&failed(Some(400), None, too_big)), "nginx itself refused it");
    for error in ["ERR_EMPTY_RESPONSE", "ERR_INVALID_HTTP_RESPONSE", "ERR_TOO_MANY_REDIRECTS"] {
        assert!(searched(&failed(None, Some(&format!("net::{error}")), "")), "{error}");
    }
    for error in
        ["ERR_NAME_NOT_RESOLVED", "ERR_CERT_DATE_INVALID", "ERR_CERT_AUTHORITY_INVALID", "ERR_CONNECTION_REFUSED"]
    {
        assert!(!searched(&failed(None, Some(&format!("net::{error}")), "")), "{error}");
    }
    let unsigned = scenarios().into_iter().find(|scenario| scenario.name.starts_with("zone-signatures"));
    let (mut case, _) = unsigned.unwrap().play_all();
    case.observations[0].at_ms = Some(1e12);
    assert!(!searched(&case), "the name has no address");
}

#[test]
fn where_nothing_tells_where_to_look_there_is_no_heading_for_it() {
    let mut case = failed(Some(502), None, "");
    let says = |case: &Case| written(case, &diagnose_case(case), Format::Markdown).contains("report_search");
    assert!(says(&case));
    case.observations[0].at_ms = None;
    assert!(!says(&case));
}

#[test]
fn the_logs_of_the_program_that_wrote_the_page_are_searched_for_the_minute() {
    let page = "<html><head><title>502 Bad Gateway</title></head><body><hr><center>nginx</center>";
    let case = failed(Some(502), None, page);
    let report = written(&case, &diagnose_case(&case), Format::Markdown);
    let command = report.lines().find(|line| line.contains(" /var/log/nginx |")).unwrap();
    let folder = std::env::temp_dir().join(format!("is-it-me-logs-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let lines = [
        "2001/09/09 01:46:40 [error] 7#7: *1 no live upstreams while connecting to upstream",
        "[Sun Sep 09 01:46:40.1 2001] [proxy:error] AH00940: disabled connection",
        "2001-09-09 01:46:40: (server.c.1) fine",
        "192.0.2.1 - - [09/Sep/2001:01:46:40 +0000] \"GET /cart HTTP/1.1\" 502 1",
        "192.0.2.1 - - [09/Sep/2001:01:46:40 +0000] \"GET /other HTTP/1.1\" 200 1",
        "2001/09/09 01:47:40 [error] 7#7: *2 later",
    ];
    fs::write(folder.join("error.log"), lines.join("\n")).unwrap();
    let script = command.replace("sudo ", "").replace("/var/log/nginx", &folder.display().to_string());
    let output = Command::new("sh").arg("-c").arg(&script).env("TZ", "UTC").output().unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    assert_eq!(found.lines().collect::<Vec<_>>(), lines[..4], "{script}");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_page_is_quoted_as_a_person_reads_it() {
    let quoted = |page: &str| {
        let case = failed(Some(502), None, page);
        let report = written(&case, &diagnose_case(&case), Format::Text);
        report.split_once("report_page").map(|(_, quoted)| quoted.to_owned())
    };
    let page = "<title>Away</title><script>f()</script><h1>We are</h1><p>moving house";
    assert!(quoted(page).is_some_and(|quoted| quoted.contains("We are") && !quoted.contains("f()")));
    assert_eq!(quoted("<script>f()</script>"), None, "there is nothing to read");
}

#[test]
fn what_could_not_be_seen_is_said_where_an_answer_came() {
    let says = |case: &Case| written(case, &diagnose_case(case), Format::Markdown).contains("- report_unseen");
    let mut case = failed(Some(502), None, "");
    assert!(says(&case));
    assert!(!says(&failed(None, Some("net::ERR_CONNECTION_REFUSED"), "")), "there was nothing to see");
    case.outcomes.set(Check::Again, Outcome::Answered(Answer::AgainSame)).unwrap();
    assert!(!says(&case));
    let mut case = failed(Some(502), None, "");
    case.observations[0].headers = Some(vec![("server".to_owned(), "nginx".to_owned())].into());
    assert!(!says(&case));
}

#[test]
fn what_logs_to_the_system_is_searched_by_its_file_and_by_its_unit() {
    let page = "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n";
    let case = failed(Some(503), None, page);
    let report = written(&case, &diagnose_case(&case), Format::Markdown);
    for part in [" /var/log/haproxy.log | p=' /cart' awk ", "\nsudo journalctl -u haproxy --utc --since '2001-09-09 "] {
        assert!(report.contains(part), "{part}: {report}");
    }
}

#[test]
fn what_is_no_report_is_refused_with_the_reason() {
    let refused = |text: &str| {
        let input = Input::of_bytes("file", text.as_bytes());
        let error = explain(&input, None, Form::default(), Vec::new()).unwrap_err().to_string();
        assert!(error.starts_with("file "), "{error}");
        error
    };
    let empty = "\"client\":{\"agent\":\"\"},\"attempts\":[]";
    assert!(refused("{\"schema_version\":1}").contains("looks like a report and is none: missing field"));
    let version = refused(&format!("{{\"schema_version\":2,{empty},\"checks\":[]}}"));
    assert_eq!(version, "file is a report of version 2, and this program reads version 1");
    let check = "\"good\":null,\"of\":null,\"why\":null,\"findings\":[]";
    let answer = refused(&format!(
        "{{\"schema_version\":1,{empty},\"checks\":[{{\"check\":\"root\",\"answer\":\"x\",{check}}}]}}"
    ));
    assert!(answer.ends_with("check root has no answer \"x\""), "{answer}");
    let count = "\"check\":\"root\",\"answer\":null,\"good\":1,\"of\":2,\"why\":null,\"findings\":[]";
    assert!(
        refused(&format!("{{\"schema_version\":1,{empty},\"checks\":[{{{count}}}]}}")).contains("cannot answer that")
    );
    let input = Input::of_bytes("file", b"{\"schema_version\":1}");
    let error = explain(&input, Some("https://a.example/"), Form::default(), Vec::new()).unwrap_err().to_string();
    assert!(error.starts_with("--url is of no use"), "{error}");
}

/// Nobody knows whether an address without a page is the site's mistake or its reader's.
#[test]
fn nobody_is_blamed_for_an_address_that_may_be_mistyped() {
    let report = |url: &str| {
        let mut case = failed(Some(404), None, "");
        case.observations[0].url = url.into();
        let headers = vec![("server".to_owned(), "nginx".to_owned())];
        case.observations[0].headers = Some(Headers::from(headers));
        written(&case, &diagnose_case(&case), Format::Text)
    };
    let (page, front) = (report("https://a.example/b"), report("https://a.example/"));
    assert!(!page.contains("report_to_blame") && page.contains("report_acts_unknown"), "{page}");
    assert!(front.contains("report_to_blame"), "{front}");
}

#[test]
fn an_id_of_a_common_field_is_told_with_the_command_that_searches_for_it() {
    let mut case = failed(Some(502), None, "");
    let fields = [("server", "nginx"), ("x-request-id", "0d2c6a4e-3b43")];
    let headers: Vec<_> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    case.observations[0].headers = Some(Headers::from(headers));
    let told = written(&case, &diagnose_case(&case), Format::Text);
    assert!(
        told.contains("fact_common_id X-Request-Id") && told.contains("sudo grep -rF -e '0d2c6a4e-3b43' /var/log/"),
        "{told}"
    );
    let json: Value = serde_json::from_str(&written(&case, &diagnose_case(&case), Format::Json)).unwrap();
    let id = &json["request_ids"][0];
    assert_eq!((&id["vendor"], &id["header"]), (&Value::Null, &Value::from("X-Request-Id")));
}
