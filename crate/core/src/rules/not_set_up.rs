//! A page in no known product's style that says what nobody has set up: a key, a domain, an application. Then nothing
//! broke, and whoever runs the site has something left to do.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::text::{any_of, contains_ignore_case};
use crate::words::{Cause, Fault};

/// An application that says so of itself has failed in the eyes of those who only count statuses; this outweighs them.
const NOT_SET_UP: f32 = 3.8;
/// What such pages and answers in JSON say.
const WORDS: &str = "\
    not configured|not_configured|n't configured|not been configured|no such app|app not found|site not found|\
    domain not found|project not found|deployment not found|nothing here yet";

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    // With other statuses it is the visitor's account or request that something is not configured for. What is not
    // found is the site only at its front page: anywhere else it may be what the address asks for.
    let is_front = || failure.first.address().is_some_and(|address| address.is_root());
    let may_say_so = failure.status().is_some_and(|status| status >= 500 || status == 404 && is_front());
    let is_own = may_say_so && !failure.is_signed() && !failure.may_quote();
    if !is_own || !any_of(WORDS, &|words| contains_ignore_case(failure.visible(), words)) {
        return;
    }
    let text = Message::new("story_net_misconfigured");
    let missing = Evidence::new("not-set-up/page", Fault::SiteConfig, NOT_SET_UP, failure.body_how(), text);
    evidence.push(missing.because(Cause::Misconfigured));
}

#[cfg(test)]
mod tests {
    use crate::body::Body;
    use crate::diagnosis::diagnose;
    use crate::observation::Observation;
    use crate::words::{Cause, Fault};

    #[test]
    fn who_says_that_something_is_not_set_up_does_not_break() {
        let said_at = |url: &str, status: u16, body: &str| {
            let (url, body) = (url.into(), Some(Body::from(body.to_owned())));
            let d = diagnose(&[Observation { url, status: Some(status), body, ..Observation::default() }]);
            (d.fault.at, d.cause)
        };
        let said = |status: u16, body: &str| said_at("https://a.example/", status, body);
        let settings = (Some(Fault::SiteConfig), Cause::Misconfigured);
        assert_eq!(said(503, r#"{"error":"Webhook authentication not configured"}"#), settings);
        assert_eq!(said(404, "<h1>Project not found</h1><p>Is the domain linked to one?</p>"), settings);
        for url in ["https://a.example/projects/8", "https://a.example/?project=8"] {
            assert_ne!(said_at(url, 404, r#"{"error":"Project not found"}"#), settings, "{url}");
        }
        let list = "<li><a href='/t'>Mail is not configured</a></li>".repeat(20);
        assert_ne!(said(503, &list), settings);
        assert_ne!(said(503, r#"{"error":"The stock is away"}"#), settings);
        assert_ne!(said(403, "Your account is not configured for this report."), settings);
    }
}
