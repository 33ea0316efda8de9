//! The body of an entry, which is text, or base64 if the writer of the file was not sure.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use is_it_me_core::body::Body;

use super::format::Response;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// This many letters hold the longest body that is kept, and whole groups of four can be decoded by themselves.
const MOST_LETTERS: usize = Body::MAX.div_ceil(3) * 4;

/// `None` if the body was not kept, which is common and does not mean that there was none.
pub(super) fn read(response: &Response) -> Option<Body> {
    let content = response.content.as_ref();
    let Some(text) = content.and_then(|content| content.text.as_deref()) else {
        let length = response.headers.iter().find(|field| field.name.eq_ignore_ascii_case("content-length"));
        return length.filter(|field| field.value.trim() == "0").map(|_| Body::default());
    };
    match content.and_then(|content| content.encoding.as_deref()) {
        Some(encoding) if encoding.eq_ignore_ascii_case("base64") => decoded(text).map(Body::from),
        _ => Some(Body::from(text.to_owned())),
    }
}

fn decoded(text: &str) -> Option<String> {
    let letters = text.as_bytes().get(..text.len().min(MOST_LETTERS))?;
    BASE64.decode(letters).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_as_far_as_it_is_kept() {
        assert_eq!(decoded("PGgxPjUwMjwvaDE+").as_deref(), Some("<h1>502</h1>"));
        assert_eq!(decoded("NTAy").as_deref(), Some("502"));
        assert_eq!(decoded("NTA").as_deref(), Some("50"));
        assert_eq!(decoded("/w==").as_deref(), Some("\u{fffd}"));
        assert_eq!(decoded("not base64 é"), None);
        let long = decoded(&"YWFh".repeat(1_000_000)).unwrap();
        assert!((Body::MAX..Body::MAX + 3).contains(&long.len()));
    }
}
