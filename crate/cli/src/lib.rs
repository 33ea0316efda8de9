//! `is-it-me`: the diagnosis in a terminal. Each command is a module; this file only picks one.
//!
//! It is a library so that tests from outside can hand it any input; the program is [`run`].

mod curl;
mod diagnose;
mod english;
mod explain;
mod finding;
mod har;
mod input;
mod log_line;
mod owner;
mod picture;
mod printed;
mod report;
pub mod scenario;
mod terminal;

use std::env;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value};

pub use diagnose::answer;
pub use explain::{Form, explain};
pub use input::Input;

/// What a command gives, or a sentence that says why it cannot.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
Who wrote this error page, and who is to blame?

Usage: is-it-me explain [FILE | -] [--format FORMAT | --json] [--owner] [--keep-secrets] [--url URL]
       is-it-me diagnose --jsonl
       is-it-me diagnose --har [FILE | -]
       is-it-me scenario FILE|DIR... [--json]
       is-it-me log-line [FILE | -] [--json]

explain reads a saved answer from FILE, or from standard input: what curl -i, curl -iL or curl -v printed (both of its
outputs in one file: curl -v URL > FILE 2>&1), what wget (-S) printed, or a raw HTTP answer. At most 1 MiB of it is read.
It also reads a HAR file from a browser's developer tools or from Playwright, recognised by its content, and then
explains every request in it that failed. A HAR may be up to 64 MiB long. And it reads its own reports in JSON, and
those of the extension, and says what would be concluded today.

  --format FORMAT  print the report alone: as markdown, text, json, har (HTTP Archive 1.2) or curl (a command that asks
                   again); for a HAR, one for each failure, json and har one per line
  --json           print everything as one JSON object instead of text; for a HAR, one line for each failure
  --owner          add what the people who run the site can do, with commands filled in
  --keep-secrets   leave in the report what is otherwise taken out: cookies, credentials, tokens, e-mail addresses,
                   the visitor's own address
  --url URL        the address that was requested, where the answer does not say
  --help           print this
  --version        print the version

diagnose reads one JSON object per line from standard input, with the keys id, url, status, reason (the phrase beside
it), http_version, headers (pairs), body, net_error and elapsed_ms (to the end, or to the failure), all of which except
id may be missing, and prints one diagnosis per line. With --har it prints the same for every failed request in a HAR
file; the id is then the request's place in the file, and its address.

scenario reads files that say what was seen of a failure and what each check would answer, and prints for each file
which checks would be run, in order, why no more, what comes of it, and which check would decide what is still open. In
a folder it reads every .json file except schema.json. tests/scenarios/README.md describes the files.

log-line says what lines of a server's log mean: of nginx, Apache, HAProxy, Envoy, PHP-FPM, Gunicorn, the kernel and
others. Of a long log it reads the end: the last 400 lines, at most 64 KiB.

Exit status: 0 if all was understood, even if nothing in a HAR failed; 2 if the command or a part of the input was not,
and for log-line if no line was.
";

/// Runs the command that the program's arguments name, and returns the exit status.
pub fn run() -> ExitCode {
    match command() {
        Ok(status) => status,
        // The reader of our output has read enough.
        Err(error) if is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("is-it-me: {}", terminal::one_line(&error.to_string()));
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

fn print(text: &str) -> Result<ExitCode> {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// One text describes all commands, so `--help` is understood after any of them.
fn asks_for_help() -> bool {
    env::args_os().skip(1).any(|argument| argument == "--help" || argument == "-h")
}

fn command() -> Result<ExitCode> {
    if asks_for_help() {
        return print(USAGE);
    }
    let mut arguments = lexopt::Parser::from_env();
    match arguments.next()? {
        Some(Value(command)) if command == "explain" => explain::run(arguments, BufWriter::new(io::stdout().lock())),
        Some(Value(command)) if command == "diagnose" => {
            diagnose::run(arguments, || io::stdin().lock(), BufWriter::new(io::stdout().lock()))
        }
        Some(Value(command)) if command == "scenario" => scenario::run(arguments, BufWriter::new(io::stdout().lock())),
        Some(Value(command)) if command == "log-line" => log_line::run(arguments, BufWriter::new(io::stdout().lock())),
        Some(Value(command)) => {
            Err(format!("unknown command {}; is-it-me --help lists the commands", command.display()).into())
        }
        Some(Long("version") | Short('V')) => print(&format!("{} {}\n", terminal::NAME, terminal::VERSION)),
        Some(other) => Err(other.unexpected().into()),
        None => Err("no command given; is-it-me --help lists the commands".into()),
    }
}
