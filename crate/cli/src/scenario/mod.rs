//! `is-it-me scenario`: for failures with given answers to the checks, what would be asked and what comes of it.

mod format;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use is_it_me_core::Diagnosis;
use is_it_me_core::check::{Assessment, Case, Check, Outcome, Stop, Why, next};
use is_it_me_core::words::{Cause, Fault, Scope, Side, State};
use lexopt::prelude::{Long, Value};
use serde::Serialize;

use crate::printed::{Blamed, Reason};
use crate::{Result, input, terminal};

pub use format::{Expect, Scenario};

/// How a scenario went.
#[derive(Clone, Debug)]
pub struct Played {
    /// The case at the end.
    pub case: Case,
    /// The checks that were run, in order.
    pub checks: Vec<Check>,
    /// Why no more were.
    pub stopped_because: Stop,
    /// The check that would decide what is open.
    pub deciding: Option<Check>,
    /// What came of it.
    pub diagnosis: Diagnosis,
}

impl Scenario {
    /// The scenarios in a folder, in the order of their names.
    ///
    /// # Errors
    /// If a file is not a scenario, or has another name than the scenario in it.
    pub fn all_in(folder: &Path) -> Result<Vec<Self>> {
        files(folder.as_os_str())?.iter().map(|file| Self::named_after(Path::new(file))).collect()
    }

    fn named_after(file: &Path) -> Result<Self> {
        let scenario =
            Self::read(&fs::read_to_string(file)?).map_err(|error| format!("{}: {error}", file.display()))?;
        if file.file_stem().is_some_and(|stem| stem != scenario.name.as_str()) {
            return Err(format!("{}: holds the scenario {}", file.display(), scenario.name).into());
        }
        Ok(scenario)
    }

    /// The case with everything that the checks would answer, whether they would be run or not.
    #[must_use]
    pub fn answered(&self) -> Case {
        Case { outcomes: self.world.clone(), ..self.case.clone() }
    }

    /// Runs checks until there is no reason to run another.
    pub fn play(&self) -> Played {
        let (mut case, mut checks) = (self.case.clone(), Vec::new());
        let stopped_because = loop {
            match next(&case) {
                Ok(check) if !checks.contains(&check) => {
                    self.answer(&mut case, check);
                    checks.push(check);
                }
                Ok(_) => break Stop::NothingTellsMore,
                Err(stop) => break stop,
            }
        };
        let known = Assessment::of(&case);
        let (deciding, diagnosis) = (known.deciding(), known.diagnosis);
        Played { case, checks, stopped_because, deciding, diagnosis }
    }

    /// Runs every check that makes sense and is allowed, whatever it may tell.
    pub fn play_all(&self) -> (Case, Vec<Check>) {
        let (mut case, mut checks) = (self.case.clone(), Vec::new());
        let left = |case: &Case, checks: &[Check]| {
            let known = Assessment::of(case);
            let runs = |check: Check| known.calls_for(check) && case.settings.allows(check) && check != Check::Archive;
            Check::ALL.iter().copied().filter(|check| !checks.contains(check)).find(|check| runs(*check))
        };
        while let Some(check) = left(&case, &checks) {
            self.answer(&mut case, check);
            checks.push(check);
        }
        (case, checks)
    }

    /// Adds what this world answers to the case; a check that the file leaves out could not be run.
    fn answer(&self, case: &mut Case, check: Check) {
        let outcome = self.world.get(check).cloned().unwrap_or(Outcome::CouldNotRun(Why::Unknown));
        // The file's outcomes were checked as it was read.
        let _ = case.outcomes.set(check, outcome);
    }
}

/// Answers every file on `output`.
pub(crate) fn run(mut arguments: lexopt::Parser, output: impl Write) -> Result<ExitCode> {
    let (mut json, mut paths) = (false, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => json = true,
            Value(path) => paths.push(path),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err("scenario needs a file or a folder of files".into());
    }
    answer_all(&paths, json, output)
}

fn answer_all(paths: &[OsString], json: bool, mut output: impl Write) -> Result<ExitCode> {
    let mut status = ExitCode::SUCCESS;
    for path in paths {
        let (files, error) = files(path).map_or_else(|error| (Vec::new(), Some(error)), |files| (files, None));
        let answers = files.iter().map(|file| answer(file, json));
        for answer in answers.chain(error.map(Err)) {
            match answer {
                Ok(text) => writeln!(output, "{text}")?,
                Err(error) => {
                    eprintln!("is-it-me: {}", terminal::one_line(&error.to_string()));
                    status = ExitCode::from(2);
                }
            }
        }
    }
    output.flush()?;
    Ok(status)
}

/// The file itself, or the scenarios in a folder in the order of their names.
fn files(path: &OsStr) -> Result<Vec<OsString>> {
    if !Path::new(path).is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let listed = fs::read_dir(path).and_then(|entries| entries.map(|e| Ok(e?.path())).collect::<io::Result<Vec<_>>>());
    let mut files = listed.map_err(|error| format!("{}: {error}", path.display()))?;
    files.retain(|path| path.extension().is_some_and(|e| e == "json") && !path.ends_with("schema.json"));
    if files.is_empty() {
        return Err(format!("{}: there is no scenario in this folder", path.display()).into());
    }
    files.sort();
    Ok(files.into_iter().map(Into::into).collect())
}

fn answer(file: &OsStr, json: bool) -> Result<String> {
    let input = input::read(file)?;
    if input.clipped {
        return Err(format!("{}: larger than a scenario can be", input.name).into());
    }
    let scenario = Scenario::read(&input.text).map_err(|error| format!("{}: {error}", input.name))?;
    let played = scenario.play();
    if json {
        return Ok(terminal::json(&serde_json::to_string(&in_words(&input.name, &scenario.name, &played))?));
    }
    Ok(terminal::one_line(&in_short(&scenario.name, &played)))
}

/// What is printed of one scenario. Every key is always there.
#[derive(Serialize)]
struct Answer<'a> {
    file: &'a str,
    name: &'a str,
    generator: &'a is_it_me_core::diagnosis::Generator,
    fault: Blamed<'a>,
    side: Side,
    scope: Scope,
    confidence: f32,
    state: State,
    cause: Cause,
    checks: &'a [Check],
    stopped_because: Stop,
    deciding: Option<Check>,
    evidence: Vec<Reason<'a>>,
}

fn in_words<'a>(file: &'a str, name: &'a str, played: &'a Played) -> Answer<'a> {
    let d = &played.diagnosis;
    Answer {
        file,
        name,
        generator: &d.generator,
        fault: Blamed::from(&d.fault),
        side: d.side,
        scope: d.scope,
        confidence: d.confidence,
        state: d.state,
        cause: d.cause,
        checks: &played.checks,
        stopped_because: played.stopped_because,
        deciding: played.deciding,
        evidence: d.evidence.iter().map(Reason::from).collect(),
    }
}

fn in_short(name: &str, played: &Played) -> String {
    let d = &played.diagnosis;
    let checks: Vec<_> = played.checks.iter().map(|check| check.word()).collect();
    let checks = if checks.is_empty() { "nothing".into() } else { checks.join(", ") };
    let decided = played.deciding.map_or(String::new(), |check| format!("; {check} would decide"));
    let at = d.fault.at.map_or("unknown", Fault::word);
    let percent = d.confidence * 100.0;
    format!(
        "{name:<32} {:<9} {:<8} {at:<28} {:<8} {percent:>3.0} %  asked: {checks}{decided}",
        d.state.word(),
        d.side.word(),
        d.scope.word()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(arguments: &[&str]) -> Result<(ExitCode, String)> {
        let mut output = Vec::new();
        let status = run(lexopt::Parser::from_args(arguments), &mut output)?;
        Ok((status, String::from_utf8(output)?))
    }

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/scenarios");

    #[test]
    fn a_bad_file_spoils_only_itself() {
        let (bad, good) = (format!("{FOLDER}/README.md"), format!("{FOLDER}/resolver-dead.json"));
        let (status, output) = ask(&["--json", &bad, "no-such-file.json", &good]).unwrap();
        assert_eq!(status, ExitCode::from(2));
        assert_eq!(output.lines().count(), 1);
        let answer: serde_json::Value = serde_json::from_str(&output).unwrap();
        let keys = ["file", "generator", "fault", "side", "scope", "confidence", "state", "checks", "stopped_because"];
        assert!(keys.iter().all(|key| !answer[*key].is_null()), "{answer}");
        assert_eq!((&answer["fault"]["at"], &answer["deciding"]), (&"dns-local".into(), &serde_json::Value::Null));
    }

    #[test]
    fn consent_that_nobody_can_give_is_refused() {
        let (settings, archive) = (r#""consent": ["outside"]"#, r#""consent": ["archive"]"#);
        let file = format!(
            r#"{{"name": "n", "about": "a", "observation": {{}}, "settings": {{{settings}}}, "expect": {{}}}}"#
        );
        let error = |text: &str| Scenario::read(text).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error(&file.replace(settings, archive)).contains("unknown variant `archive`"));
        assert_eq!(error(&file), "");
    }

    #[test]
    fn a_folder_is_read_in_the_order_of_its_names_and_its_schema_is_not() {
        let (status, output) = ask(&[FOLDER]).unwrap();
        assert_eq!(status, ExitCode::SUCCESS);
        assert!(output.lines().count() >= 60 && output.starts_with("alias-leads-nowhere "));
        assert!(!output.contains("schema"));
    }

    #[test]
    fn without_a_file_it_says_so() {
        assert!(ask(&["--json"]).is_err());
        let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        assert_eq!(ask(&[sources]).unwrap(), (ExitCode::from(2), String::new()));
    }

    #[test]
    fn what_is_no_answer_is_named_with_what_would_be() {
        let file = |outcomes: &str| {
            let text = format!("{{\"name\":\"a\",\"about\":\"\",\"observation\":{{}},\"outcomes\":{{{outcomes}}}}}");
            Scenario::read(&text).map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(file("\"again\":\"good\",\"several\":{\"good\":1,\"of\":2}"), Ok(()));
        assert!(file("\"root\":\"works\"").is_err_and(|e| e.contains("\"works\"") && e.contains("good, failing")));
        assert!(file("\"several\":{\"good\":3,\"of\":2}").is_err_and(|e| e.contains("several")));
        assert!(file("\"names\":\"fine\"").is_err());
        assert!(file("\"rain\":\"good\"").is_err_and(|e| e.contains("rain")));
    }
}
