//! The request IDs by which others find the failed request in their logs.

use crate::diagnosis::Diagnosis;
use crate::observation::Observation;
use crate::vendor::{RequestId, Vendor};

/// One request ID. The value is hostile text.
#[derive(Clone, Debug)]
pub struct Id {
    /// Whose it is.
    pub vendor: &'static Vendor,
    /// What is known of such IDs.
    pub kind: &'static RequestId,
    /// The ID itself, as the vendor's own log holds it.
    pub value: String,
}

/// The IDs of the failed answer, each once, as the products on the way name them.
pub fn ids(observations: &[Observation], diagnosis: &Diagnosis) -> Vec<Id> {
    let mut ids: Vec<Id> = Vec::new();
    for &vendor in &diagnosis.in_path {
        for (kind, value) in observations.iter().flat_map(|o| vendor.request_ids(o)) {
            if !ids.iter().any(|id| id.kind.name == kind.name) {
                ids.push(Id { vendor, kind, value: as_logged(vendor, kind, value) });
            }
        }
    }
    ids
}

/// The ID without the place that stands behind it in the answer alone: who looks for both in a log finds nothing.
fn as_logged(vendor: &Vendor, kind: &RequestId, value: String) -> String {
    let place = vendor.place_behind(kind.header).filter(|_| kind.log.is_some());
    let number = place.and_then(|split| value.rsplit_once(split)).map(|(number, _)| number.to_owned());
    number.unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Body;
    use crate::diagnosis::diagnose;
    use crate::headers::Headers;
    use crate::observation::How;

    fn found(observations: &[Observation]) -> Vec<(&'static str, String)> {
        let diagnosis = diagnose(observations);
        ids(observations, &diagnosis).into_iter().map(|id| (id.kind.name, id.value)).collect()
    }

    fn page(body: &str) -> Observation {
        let body = Some(Body::from(body.to_owned()));
        Observation { how: How::Page, status: Some(522), body, ..Observation::default() }
    }

    #[test]
    fn an_id_is_read_from_the_header_and_else_from_the_page() {
        let text = "<title>shop.example | 522: Connection timed out</title>Cloudflare Ray ID: <strong class=\"a\">8a1b2c3d4e5f6a7b</strong>";
        assert_eq!(found(&[page(text)]), [("Ray ID", "8a1b2c3d4e5f6a7b".to_owned())]);
        let fields = [("server", "cloudflare"), ("cf-ray", "9a1b2c3d4e5f6a7b-FRA")];
        let headers = Headers::from(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
        let seen = Observation { status: Some(522), headers: Some(headers), ..Observation::default() };
        assert_eq!(found(&[seen, page(text)]), [("Ray ID", "9a1b2c3d4e5f6a7b".to_owned())]);
    }

    #[test]
    fn an_id_on_a_page_may_be_written_in_numbers() {
        let text = "<TITLE>Error</TITLE>\nAn error occurred while processing your request.<p>\nReference&#32;&#35;97&#46;34da1002&#46;1569222953&#46;74b0102\n";
        assert_eq!(found(&[page(text)]), [("Reference", "97.34da1002.1569222953.74b0102".to_owned())]);
    }

    #[test]
    fn a_label_without_an_id_is_none() {
        for rest in ["", "<", "<b", "•", "  ", "<b>x</b>", &" ".repeat(500)] {
            let text = format!("<title>shop.example | 522: Connection timed out</title>Cloudflare Ray ID: {rest}");
            assert_eq!(found(&[page(&text)]), [], "{rest:?}");
        }
    }
}
