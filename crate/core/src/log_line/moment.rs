//! The time of a line, as it is written there.

/// How times are written: `9` is a digit, `a` a letter, and everything else itself.
const SHAPES: &[&str] = &[
    "9999/99/99 99:99:99",
    "9999-99-99 99:99:99",
    "9999-99-99T99:99:99",
    "99/aaa/9999:99:99:99",
    "99-aaa-9999 99:99:99",
    "aaa 99 99:99:99",
    "aaa  9 99:99:99",
    "aaa 9 99:99:99",
];
/// It stands near the beginning.
const WITHIN: usize = 200;

/// The first time in the line.
pub(super) fn find(line: &str) -> Option<String> {
    let (at, shape) = (0..WITHIN.min(line.len())).find_map(|at| {
        let rest = line.as_bytes().get(at..)?;
        SHAPES.iter().find(|shape| has_shape(rest, shape.as_bytes())).map(|shape| (at, shape))
    })?;
    line.get(at..at + shape.len()).map(str::to_owned)
}

fn has_shape(text: &[u8], shape: &[u8]) -> bool {
    let fits = |(byte, wanted): (&u8, &u8)| match wanted {
        b'9' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_alphabetic(),
        other => byte == other,
    };
    text.len() >= shape.len() && text.iter().zip(shape).all(fits)
}
