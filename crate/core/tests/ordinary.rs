//! A cleaner that removes everything is of no use: what real servers answer stays as it is, and so does the verdict on
//! it.

#![cfg(test)]

mod corpus;

use std::slice;

use corpus::corpus;
use is_it_me_core::body::Body;
use is_it_me_core::headers::Headers;
use is_it_me_core::redact::{Cleaner, Kind};
use is_it_me_core::report::{Client, Format, Report, Told};
use is_it_me_core::{Case, Observation, diagnose};

#[test]
fn recorded_pages_stay_whole() {
    for (name, seen) in corpus() {
        let mut cleaner = Cleaner::default();
        let body = seen.body.as_ref().map(Body::text).unwrap_or_default();
        assert_eq!(cleaner.text(body), body, "{name}");
        assert_eq!(cleaner.url(&seen.url), seen.url, "{name}");
        for (field, value) in seen.headers.iter().flat_map(Headers::iter) {
            let kept = cleaner.header(field, value);
            assert!(kept == value || field.eq_ignore_ascii_case("set-cookie"), "{name}: {field}: {value} → {kept}");
        }
        assert!(cleaner.cuts().iter().all(|cut| cut.kind == Kind::Cookie), "{name}: {:?}", cleaner.cuts());
    }
}

/// The same answer without the values of its cookies is still the same answer.
#[test]
fn what_is_cleaned_leads_to_the_same_verdict() {
    for (name, seen) in corpus() {
        let mut cleaner = Cleaner::default();
        let field = |(name, value): (&str, &str)| (name.to_owned(), cleaner.header(name, value));
        let headers = seen.headers.as_ref().map(|headers| Headers::from(headers.iter().map(field).collect::<Vec<_>>()));
        let without = Observation { headers, ..seen.clone() };
        let (before, after) = (diagnose(slice::from_ref(&seen)), diagnose(&[without]));
        assert_eq!(format!("{before:?}"), format!("{after:?}"), "{name}");
    }
}

/// Whatever the verdict, each format has something to say, and stays in proportion.
#[test]
fn every_recorded_failure_can_be_written_in_every_format() {
    struct Keys;
    impl is_it_me_core::message::Words for Keys {
        fn say(&self, message: &is_it_me_core::message::Message) -> String {
            message.key.to_string()
        }
    }
    for (name, seen) in corpus().into_iter().step_by(7) {
        let size = seen.body.as_ref().map_or(0, |body| body.text().len()) + format!("{seen:?}").len();
        let case = Case { observations: vec![seen], ..Case::default() };
        let diagnosis = diagnose(&case.observations);
        let told = Told { case: &case, diagnosis: &diagnosis, asked: &[], heard: &[] };
        let report = Report::new(&told, Client::default(), Cleaner::default());
        for format in Format::ALL {
            let text = report.write(*format, &Keys);
            assert!(text.ends_with('\n') && text.len() < 20_000 + 3 * size, "{name} as {format}: {} bytes", text.len());
        }
    }
}
