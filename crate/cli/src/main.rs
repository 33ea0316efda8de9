//! `is-it-me`, the program; all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    is_it_me_cli::run()
}
