//! The request IDs by which others find the failed request in their logs.

use crate::diagnosis::Diagnosis;
use crate::message::Message;
use crate::observation::Observation;
use crate::vendor::{RequestId, Vendor};

/// Fields that no product owns: programs of many kinds set them, and write them into their logs.
static COMMON: [RequestId; 7] = [
    common("X-Request-Id"),
    common("X-Correlation-Id"),
    common("Request-Id"),
    common("X-Amzn-Trace-Id"),
    common("X-Cloud-Trace-Context"),
    common("X-B3-TraceId"),
    // W3C Trace Context.
    common(TRACEPARENT),
];
const TRACEPARENT: &str = "traceparent";

const fn common(header: &'static str) -> RequestId {
    RequestId { header, name: header, page: None, log: None, forwarded: false }
}

/// One request ID. The value is hostile text.
#[derive(Clone, Debug)]
pub struct Id {
    /// Whose it is; `None` if the field is nobody's own.
    pub vendor: Option<&'static Vendor>,
    /// What is known of such IDs.
    pub kind: &'static RequestId,
    /// The ID itself, as it appears in the vendor's own log.
    pub value: String,
}

impl Id {
    /// What it is called.
    pub(crate) fn label(&self) -> Message {
        match self.vendor {
            Some(vendor) => Message::new("fact_request_id").with(vendor.name).with(self.kind.name),
            None => Message::new("fact_common_id").with(self.kind.name),
        }
    }
}

/// The IDs of the failed answer, each once: first those that products on the way name, then those in common fields.
pub fn ids(observations: &[Observation], diagnosis: &Diagnosis) -> Vec<Id> {
    let mut ids: Vec<Id> = Vec::new();
    for &vendor in &diagnosis.in_path {
        for (kind, value) in observations.iter().flat_map(|o| vendor.request_ids(o)) {
            if !ids.iter().any(|id| id.kind.name == kind.name) {
                ids.push(Id { vendor: Some(vendor), kind, value: as_logged(vendor, kind, value) });
            }
        }
    }
    for kind in &COMMON {
        let value = observations
            .iter()
            .find_map(|o| o.headers.as_ref()?.get(kind.header))
            .map_or("", |value| id_in(kind, value));
        if !value.is_empty()
            && !ids.iter().any(|id| id.value == value || id.kind.header.eq_ignore_ascii_case(kind.header))
        {
            ids.push(Id { vendor: None, kind, value: value.to_owned() });
        }
    }
    ids
}

/// What is the same in all logs of a request: each program on the way adds a part of its own after it, or around it.
fn id_in<'a>(kind: &RequestId, value: &'a str) -> &'a str {
    let mut parts = value.split(['/', ';']);
    let root = parts.clone().find_map(|part| part.trim().strip_prefix("Root="));
    if kind.header == TRACEPARENT { value.split('-').nth(1) } else { root.or_else(|| parts.next()) }.unwrap_or_default()
}

/// The ID without the place that follows it in the answer only: looking for both in a log finds nothing.
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
        let headers = Headers::from(fields);
        let seen = Observation { status: Some(522), headers: Some(headers), ..Observation::default() };
        assert_eq!(found(&[seen, page(text)]), [("Ray ID", "9a1b2c3d4e5f6a7b".to_owned())]);
    }

    #[test]
    fn an_id_of_a_common_field_is_found_once_whoever_set_it() {
        let found = |fields: &[(&str, &str)]| {
            found(&[Observation { status: Some(502), headers: Some(Headers::from(fields)), ..Observation::default() }])
        };
        let nginx = ("server", "nginx");
        assert_eq!(
            found(&[nginx, ("x-request-id", "1f-2e"), ("x-correlation-id", "1f-2e"), ("request-id", "")]),
            [("X-Request-Id", "1f-2e".to_owned())]
        );
        for (field, value, id) in [
            (
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "4bf92f3577b34da6a3ce929d0e0e4736",
            ),
            (
                "X-Amzn-Trace-Id",
                "Self=1-2-3;Root=1-67891233-abcdef012345678912345678",
                "1-67891233-abcdef012345678912345678",
            ),
            ("X-Cloud-Trace-Context", "105445aa7843bc8bf206b12000100000/1;o=1", "105445aa7843bc8bf206b12000100000"),
        ] {
            assert_eq!(found(&[nginx, (field, value)]), [(field, id.to_owned())]);
        }
        assert_eq!(found(&[nginx, ("traceparent", "odd")]), []);
        // Rails calls the field its own.
        let rails = [("x-request-id", "1f-2e"), ("x-runtime", "0.1")];
        assert!(found(&rails).len() == 1, "{:?}", found(&rails));
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
