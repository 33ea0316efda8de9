//! `is-it-me-lab`: starts the lab, says in one line of JSON where everything is, and serves until its input ends.

use std::io::{self, Write};
use std::process::ExitCode;

use is_it_me_lab::{Lab, Options, readme_table};

const HELP: &str = "\
The failing internet on loopback.

usage: is-it-me-lab [--port N] [--at ADDRESS:PORT=MODE]...
       is-it-me-lab --table

  --port N                port of the HTTP server (any free one when left out)
  --at ADDRESS:PORT=MODE  the HTTP server (http) or a mode listens there as well
  --table                 print the tables of routes, modes and hosts as Markdown, and end
  --help                  print this, and end

Prints one JSON line when ready, and serves until its standard input ends.
";

/// What the command line asks for.
enum Wish {
    Serve(Options),
    Say(String),
}

fn main() -> ExitCode {
    match wish(std::env::args().skip(1)).map(grant) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => complain(&format!("the lab could not run: {error}"), 1),
        Err(problem) => complain(&format!("{problem}\n\n{HELP}"), 2),
    }
}

fn wish(mut args: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut options = Options::default();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--help" | "-h" => return Ok(Wish::Say(HELP.to_owned())),
            "--table" => return Ok(Wish::Say(readme_table())),
            "--port" => {
                let text = args.next().unwrap_or_default();
                options.port = text.parse().map_err(|_| format!("not a port: {text:?}"))?;
            }
            "--at" => {
                let text = args.next().unwrap_or_default();
                let parts = text.split_once('=').and_then(|(at, mode)| Some((at.parse().ok()?, mode.to_owned())));
                options.at.push(parts.ok_or_else(|| format!("not ADDRESS:PORT=MODE: {text:?}"))?);
            }
            other => return Err(format!("unknown argument: {other:?}")),
        }
    }
    Ok(Wish::Serve(options))
}

fn grant(wish: Wish) -> io::Result<()> {
    match wish {
        Wish::Say(text) => io::stdout().write_all(text.as_bytes()),
        Wish::Serve(options) => serve(&options),
    }
}

/// Serves until standard input ends, so that a driver that crashes never leaves a lab behind.
fn serve(options: &Options) -> io::Result<()> {
    let lab = Lab::start(options)?;
    for complaint in lab.complaints() {
        // Nobody may be reading this, and that is no reason to stop.
        let _ = writeln!(io::stderr(), "{complaint}");
    }
    let mut out = io::stdout();
    writeln!(out, "{}", lab.ready_line())?;
    out.flush()?;
    io::copy(&mut io::stdin().lock(), &mut io::sink())?;
    Ok(())
}

fn complain(text: &str, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::from(code)
}
