//! Response headers as they came: order and duplicates kept, size bounded.

use serde::{Deserialize, Serialize};

use crate::text::clip;

/// Firefox adds it to what came over HTTP/2, so no server said it.
const OF_THE_BROWSER: &str = "x-firefox-spdy";

/// Header fields in the order of arrival, duplicates included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// More fields than this are dropped: servers in the wild stay below 100.
    pub const MAX_FIELDS: usize = 256;
    /// Longer names are clipped.
    pub(crate) const MAX_NAME: usize = 128;
    /// Longer values are clipped: 8 KiB is the usual limit of a whole header line.
    pub const MAX_VALUE: usize = 8192;
    /// Fields beyond this many bytes in total are dropped: browsers themselves stop at a few hundred KiB.
    pub const MAX_BYTES: usize = 64 * 1024;

    /// Is there no field at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields in order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The values of every field of this name (ASCII case ignored), in order of arrival.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl From<Vec<(String, String)>> for Headers {
    fn from(fields: Vec<(String, String)>) -> Self {
        let bounded =
            |(name, value): (String, String)| (clip(&name, Self::MAX_NAME), clip(value.trim(), Self::MAX_VALUE));
        let mut bytes = 0;
        let fits = |(name, value): &(String, String)| {
            bytes += name.len() + value.len();
            bytes <= Self::MAX_BYTES
        };
        let came = |(name, _): &(String, String)| !name.eq_ignore_ascii_case(OF_THE_BROWSER);
        Self(fields.into_iter().filter(came).take(Self::MAX_FIELDS).map(bounded).take_while(fits).collect())
    }
}

impl From<&[(&str, &str)]> for Headers {
    fn from(fields: &[(&str, &str)]) -> Self {
        Self::from(fields.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Headers {
    fn from(fields: [(&str, &str); N]) -> Self {
        Self::from(fields.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_duplicates_are_kept_and_names_compare_without_case() {
        let headers = Headers::from([("Via", "1.1 a"), ("x", "y"), ("via", "1.1 b")]);
        assert_eq!(headers.all("VIA").collect::<Vec<_>>(), ["1.1 a", "1.1 b"]);
        assert_eq!(headers.get("via"), Some("1.1 a"));
        assert_eq!(headers.get("age"), None);
    }

    #[test]
    fn what_the_browser_adds_did_not_come() {
        let headers = Headers::from(vec![("X-Firefox-Spdy".into(), "h2".into()), ("via".into(), "1.1 a".into())]);
        assert_eq!(headers.iter().collect::<Vec<_>>(), [("via", "1.1 a")]);
    }

    #[test]
    fn a_flood_of_fields_is_bounded() {
        let flood = vec![("n".repeat(1000), "é".repeat(9000)); 5000];
        let headers = Headers::from(flood);
        assert!(headers.iter().map(|(n, v)| n.len() + v.len()).sum::<usize>() <= Headers::MAX_BYTES);
        let many = Headers::from(vec![("n".to_owned(), "v".to_owned()); 5000]);
        assert_eq!(many.iter().count(), Headers::MAX_FIELDS);
        assert!(headers.iter().all(|(n, v)| n.len() <= Headers::MAX_NAME && v.len() <= Headers::MAX_VALUE));
    }
}
