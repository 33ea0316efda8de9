//! How curl and programs like it are told a name and a password.

/// Does a name and a password follow? The short option may end a bundle: `curl -sSu`.
pub(super) fn wants_account(word: &str) -> bool {
    const IN_FULL: &[&str] = &["--user", "--proxy-user"];
    const MAX_BUNDLE: usize = 6;
    let is_short = |letters: &str| letters.len() <= MAX_BUNDLE && letters.bytes().all(|b| b.is_ascii_alphabetic());
    let bundle = word.strip_prefix('-').filter(|letters| letters.ends_with(['u', 'U']));
    bundle.is_some_and(is_short) || IN_FULL.contains(&word)
}

/// Does this go on like `-uname:password`?
pub(super) fn has_password(rest: &str) -> bool {
    rest.strip_prefix(':')
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | ';' | ')' | '<'))
}
