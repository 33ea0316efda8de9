//! Who would be asked besides the site, and what each of them learns: what the visitor reads before the first time.

use crate::check::ask::outside_path;
use crate::check::{Assessment, Case, Check, Why};
use crate::message::Message;
use crate::observation::Observation;
use crate::text::{clip, join};

/// Longer paths are cut when they are shown.
const MAX_PATH: usize = 80;

/// One line for everybody who can be asked about this page and was not switched off.
pub fn notice(known: &Assessment) -> Vec<Message> {
    let can_be = |check: Check| matches!(known.case.settings.barrier(check), None | Some(Why::NoConsent));
    let is_asked = |check: Check| check.asks_others() && can_be(check) && known.calls_for(check);
    Check::ALL.iter().filter(|check| is_asked(**check)).filter_map(|check| line(known.case, *check)).collect()
}

fn line(case: &Case, check: Check) -> Option<Message> {
    let host = || host(case).to_owned();
    match check {
        Check::Control => Some(Message::new("notice_control")),
        Check::Names => Some(Message::new("notice_names").with(resolvers(case)).with(host())),
        Check::VendorStatus => Some(Message::new("notice_vendor_status")),
        Check::SiteStatus => Some(Message::new("notice_site_status").with(host())),
        _ => None,
    }
}

/// What computers elsewhere are told about the page if they look.
pub fn outside(case: &Case) -> Message {
    Message::new("notice_outside").with(host(case))
}

/// The path, which is told only if the visitor says so; `None` if it says nothing.
pub fn path(case: &Case) -> Option<Message> {
    let path = outside_path(&case.observations.first()?.url)?;
    Some(Message::new("notice_path").with(clip(path, MAX_PATH)))
}

fn host(case: &Case) -> &str {
    case.observations.first().map(Observation::host).unwrap_or_default()
}

fn resolvers(case: &Case) -> String {
    let names: Vec<_> = case.settings.resolvers().iter().map(|resolver| resolver.name.as_ref()).collect();
    join(&names, ", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Tier;
    use crate::dns::Resolver;

    fn case(url: &str) -> Case {
        let error = Some("net::ERR_NAME_NOT_RESOLVED".to_owned());
        Case { observations: vec![Observation { error, url: url.into(), ..Default::default() }], ..Case::default() }
    }

    fn lines(case: &Case) -> Vec<Message> {
        notice(&Assessment::of(case))
    }

    #[test]
    fn everybody_who_would_learn_the_name_is_named() {
        let told = lines(&case("https://shop.example.com/cart"));
        let names = told.iter().find(|line| line.key == "notice_names").unwrap();
        assert_eq!(names.params, ["Cloudflare, Google, Quad9", "shop.example.com"]);
        let keys: Vec<_> = told.iter().map(|line| &*line.key).collect();
        assert_eq!(keys, ["notice_control", "notice_names", "notice_site_status"]);
        let keys = lines(&case("https://wiki.corp/")).into_iter().map(|line| line.key).collect::<Vec<_>>();
        assert_eq!(keys, ["notice_control"], "a name of the inside is told to nobody");
    }

    #[test]
    fn a_resolver_that_nobody_asks_is_not_named() {
        let mut case = case("https://shop.example.com/");
        case.settings.resolvers.push(Resolver::typed("https://dns.aa.net.uk/").unwrap());
        let told = lines(&case);
        let names = told.iter().find(|line| line.key == "notice_names").unwrap();
        assert_eq!(names.params[0], "Cloudflare, Google, Quad9");
    }

    #[test]
    fn what_is_switched_off_is_not_spoken_of() {
        let mut case = case("https://shop.example.com/");
        case.settings.off = vec![Check::Names, Check::SiteStatus];
        assert_eq!(lines(&case).len(), 1);
    }

    #[test]
    fn whom_the_browser_does_not_let_us_ask_is_not_spoken_of() {
        let mut case = case("https://shop.example.com/");
        case.settings.tier = Tier::Click;
        let keys: Vec<_> = lines(&case).into_iter().map(|line| line.key).collect();
        assert_eq!(keys, ["notice_names"]);
    }

    #[test]
    fn the_path_is_a_question_of_its_own() {
        let told = |url: &str| path(&case(url)).map(|message| message.params);
        assert_eq!(told("https://shop.example.com/cart?id=7#top"), Some(vec!["/cart".to_owned()]));
        assert_eq!(told("https://shop.example.com/reset/9f8A7b6C5d4E3f2A1b0C9d8E"), None, "a secret is never told");
        assert_eq!(
            (told("https://shop.example.com/"), told("https://shop.example.com#a"), told("")),
            (None, None, None)
        );
    }
}
