//! `is-it-me`: the diagnosis in a terminal. Each command is a module; this file only picks one.

mod curl;
mod english;
mod explain;
mod input;
mod picture;
mod terminal;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
Who wrote this error page, and who is to blame?

Usage: is-it-me explain [FILE | -] [--json] [--url URL]

explain reads a saved answer from FILE, or from standard input: what curl -i, curl -iL or curl -v printed (both of its
outputs in one file: curl -v URL > FILE 2>&1), or a raw HTTP answer. At most 1 MiB of it is read.

  --json      print one JSON object instead of text
  --url URL   the address that was asked, where the answer does not tell
  --help      print this
  --version   print the version

Exit status: 0 a diagnosis was printed, 1 it could not be written, 2 the command or the input was not understood.
";

fn main() -> ExitCode {
    let output = match run() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("is-it-me: {}", terminal::one_line(&error.to_string()));
            return ExitCode::from(2);
        }
    };
    match io::stdout().lock().write_all(output.as_bytes()) {
        // Whoever reads us has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("is-it-me: the diagnosis could not be written: {error}");
            ExitCode::FAILURE
        }
        Ok(()) => ExitCode::SUCCESS,
    }
}

/// What is to be printed.
fn run() -> Result<String> {
    let mut arguments = lexopt::Parser::from_env();
    match arguments.next()? {
        Some(Value(command)) if command == "explain" => explain::run(arguments),
        Some(Value(command)) => {
            Err(format!("unknown command {}; is-it-me --help lists the commands", command.display()).into())
        }
        Some(Long("help") | Short('h')) => Ok(USAGE.into()),
        Some(Long("version") | Short('V')) => Ok(format!("{}\n", terminal::PROGRAM)),
        Some(other) => Err(other.unexpected().into()),
        None => Err("no command given; is-it-me --help lists the commands".into()),
    }
}
