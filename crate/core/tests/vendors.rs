//! The vendor files hold what they promise: sources, worked examples, and signs that fire on their own examples only.

#![cfg(test)]

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::{fs, path::Path};

use is_it_me_core::body::Body;
use is_it_me_core::failure::Failure;
use is_it_me_core::headers::Headers;
use is_it_me_core::text::contains_ignore_case;
use is_it_me_core::vendor::{Vendor, vendors};
use is_it_me_core::words::{Cause, Fault, Layer};
use is_it_me_core::{Observation, diagnose};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    id: String,
    #[serde(default)]
    alike: Vec<String>,
    sources: BTreeMap<String, String>,
    #[serde(default)]
    timeout: Vec<Fact>,
    #[serde(default)]
    made: Vec<Fact>,
    #[serde(default)]
    relayed: Vec<Fact>,
    #[serde(default)]
    forward: Vec<Fact>,
    #[serde(default)]
    code: Vec<Fact>,
    #[serde(default, rename = "example")]
    examples: Vec<Example>,
}

/// What the tests want to know of any fact.
#[derive(Deserialize)]
struct Fact {
    source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    made: bool,
    url: Option<String>,
    status: Option<u16>,
    error: Option<String>,
    reason: Option<String>,
    http: Option<String>,
    #[serde(default)]
    headers: Vec<(String, String)>,
    body: Option<String>,
    cause: Option<Cause>,
    fault: Option<Fault>,
    layer: Option<Layer>,
    source: String,
}

impl File {
    fn facts(&self) -> impl Iterator<Item = &Fact> {
        [&self.timeout, &self.made, &self.relayed, &self.forward, &self.code].into_iter().flatten()
    }
}

impl Example {
    fn observation(&self) -> Observation {
        Observation {
            url: self.url.clone().unwrap_or_else(|| "https://shop.example/".into()),
            status: self.status,
            error: self.error.clone(),
            reason: self.reason.clone(),
            protocol: self.http.clone(),
            headers: self.status.map(|_| Headers::from(self.headers.clone())),
            body: self.body.clone().map(Body::from),
            ..Observation::default()
        }
    }
}

fn files() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vendors");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: &Path| toml::from_str(&fs::read_to_string(path).unwrap());
    let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.map(|path| read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))).collect()
}

/// An answer of which only the status and the page are known.
fn page(status: u16, body: &str) -> Observation {
    Observation { status: Some(status), body: Some(Body::from(body.to_owned())), ..Observation::default() }
}

/// Are these two the same product, or products that answer byte for byte alike?
fn alike(one: &str, other: &str) -> bool {
    static GROUPS: LazyLock<BTreeMap<String, Vec<String>>> =
        LazyLock::new(|| files().into_iter().map(|file| (file.id, file.alike)).collect());
    let lists = |a: &str, b: &str| GROUPS.get(a).is_some_and(|group| group.iter().any(|id| id == b));
    one == other || lists(one, other) || lists(other, one)
}

/// Calls `check` for every example; it returns what is wrong, and all of that is reported at once.
fn for_each_example(check: impl Fn(&Vendor, &Example, &Failure) -> Option<String>) {
    let mut wrong = Vec::new();
    for file in files() {
        let vendor = Vendor::by_id(&file.id).unwrap();
        for example in &file.examples {
            let observations = [example.observation()];
            let found =
                Failure::assemble(&observations).map_or(Some("is no failure".into()), |f| check(vendor, example, &f));
            wrong.extend(found.map(|what| format!("{}, {:?}: {what}", file.id, example.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The checks of edges ask nobody else, so that what others would answer is not known either.
#[test]
fn only_delivery_networks_have_more_that_can_be_asked_of_them() {
    for vendor in vendors() {
        let is_asked = vendor.alive.is_some() || vendor.explain.is_some() || vendor.status_form.is_some();
        assert!(!is_asked || vendor.layer == Layer::CdnEdge, "{}", vendor.id);
    }
}

#[test]
fn every_fact_has_a_source_and_every_source_is_used() {
    assert_eq!(files().len(), vendors().len());
    for file in files() {
        let id = &file.id;
        let named: Vec<_> = file.facts().filter_map(|fact| fact.source.clone()).collect();
        let only_one = file.sources.len() == 1;
        assert!(only_one || file.facts().all(|fact| fact.source.is_some()), "{id}: a fact names no source");
        let cited = named.iter().chain(file.examples.iter().map(|example| &example.source));
        assert!(named.iter().all(|name| file.sources.contains_key(name)), "{id}: a source that is not listed");
        let cited: Vec<_> = cited.collect();
        let unused = file.sources.keys().find(|key| !only_one && !cited.contains(key));
        assert!(unused.is_none(), "{id}: nothing rests on the source {unused:?}");
        assert!(!file.sources.is_empty() && file.sources.values().all(|text| text.contains("20")), "{id}: no date");
        assert!(file.examples.iter().any(|example| example.made), "{id} has no example that it made");
        assert!(file.examples.iter().all(|example| !example.source.is_empty()), "{id}: an example has no source");
    }
}

#[test]
fn what_was_sent_is_too_large_for_the_limit_of_the_side_that_says_so() {
    for_each_example(|_, example, failure| {
        let d = diagnose(std::slice::from_ref(failure.first));
        let whose = if d.generator.layer == Layer::ClientProxy { Fault::LocalNetwork } else { Fault::SiteConfig };
        let fine = d.fault.at == Some(whose);
        (failure.is_too_big_an_upload() && !fine).then(|| format!("{}: {:?}", example.name, d.fault))
    });
}

#[test]
fn a_page_that_speaks_of_an_error_works() {
    for body in [
        "<title>502 Bad Gateway: what it means</title><h1>502 Bad Gateway</h1><pre>&lt;hr&gt;&lt;center&gt;nginx&lt;/center&gt;</pre>",
        "<title>Nginx says 502 Bad Gateway</title><hr><center>nginx</center>",
        "<title>Error pages of nginx</title><p>They end with <q>Faithfully yours, nginx.</q></p>",
        "<title>Error establishing a database connection</title><h1>Error establishing a database connection</h1><p>What to do",
        "<title>Database Error in WordPress</title><h1>How to mend it</h1><p>Error establishing a database connection",
        "<title>Database Error in WordPress</title><h1>Error establishing a database connection: what to do</h1>",
        "<title>Potential DNS Rebind attack detected</title><h1>Potential DNS Rebind attack detected</h1>",
        "<title>Web Site Blocked by NETGEAR Firewall</title><h1>Web Site Blocked by NETGEAR Firewall</h1>",
        "<title>Sorry, the web page you have requested is not available</title>",
        "<p>It says: you have tried to access a web page which is in violation of your Internet usage policy.</p>",
        "<p>If a reader is told that your EZproxy administrator must first authorize the hostname, write to us.</p>",
        "<h1>Discuz! Database Error: how to mend it</h1><p>Look into the log",
        "<h1>Discuz! Database Error</h1><p>Look into the log",
    ] {
        let page = page(200, body);
        assert!(Failure::assemble(std::slice::from_ref(&page)).is_none(), "{page:?}");
    }
}

#[test]
fn a_page_that_came_through_a_proxy_works_and_so_does_a_redirect_over_tls() {
    let through_proxy = |server| {
        Headers::from([
            ("via", "1.1 PROXY2"),
            ("proxy-connection", "close"),
            ("pragma", "no-cache"),
            ("cache-control", "no-cache"),
            ("server", server),
        ])
    };
    let led = Headers::from([("location", "https://shop.example/error_page.htm?flag=1")]);
    let seen = |url: &str, status, headers| Observation {
        url: url.into(),
        headers: Some(headers),
        ..page(status, "<h1>Shop</h1>")
    };
    for works in [
        seen("http://shop.example/", 200, through_proxy("Microsoft-IIS/10.0")),
        seen("https://shop.example/", 302, led),
    ] {
        assert!(Failure::assemble(std::slice::from_ref(&works)).is_none(), "{works:?}");
    }
    let failed = seen("http://shop.example/", 502, through_proxy("nginx"));
    assert!(diagnose(std::slice::from_ref(&failed)).generator.layer != Layer::ClientProxy);
}

/// What people and programs quote, in a thread of a forum and in a file that is shown as text. Each is also a page of
/// its own.
#[test]
fn a_page_of_a_site_or_a_text_that_quotes_a_block_page_is_none() {
    let nav = "<a href=\"/t\">Topics</a> ".repeat(20);
    for quoted in [
        "Access to the web page you were trying to visit has been blocked in accordance with company policy.",
        "This site has been blocked as per the instructions of Competent Authority",
        "Access to the web page was blocked by ESET Internet Security.",
        "The page you have requested has been blocked, because the URL is banned.",
        "Request denied by WatchGuard Firewall.",
        "Error Code: 502 Proxy Error. Forefront TMG denied the specified Uniform Resource Locator (URL).",
    ] {
        let alone = page(200, &format!("<h1>Blocked</h1><p>{quoted}</p>"));
        assert!(Failure::assemble(std::slice::from_ref(&alone)).is_some(), "{quoted}");
        let thread =
            page(200, &format!("<link rel=icon>{nav}<h1>Why is this blocked?</h1><blockquote>{quoted}</blockquote>"));
        assert!(Failure::assemble(std::slice::from_ref(&thread)).is_none(), "{quoted}");
        let post = page(200, &format!("<h1>Why is this blocked?</h1><time>Monday</time><p>{quoted}</p>"));
        assert!(Failure::assemble(std::slice::from_ref(&post)).is_none(), "{quoted}");
        let headers = Some(Headers::from([("content-type", "text/plain; charset=utf-8")]));
        let text = Observation { headers, ..page(200, &format!("r\"{quoted}\"")) };
        assert!(Failure::assemble(std::slice::from_ref(&text)).is_none(), "{quoted}");
        let missing = Observation { status: Some(404), ..thread };
        let generator = diagnose(std::slice::from_ref(&missing)).generator;
        assert!(generator.layer != Layer::ClientProxy, "{quoted}: {generator:?}");
    }
}

/// What help articles and threads quote. The second text is what tells the page itself, in an article with code.
#[test]
fn a_good_page_that_quotes_what_a_service_says_with_a_good_status_works() {
    for (quoted, page_own) in [
        ("Sorry, but we’re having trouble signing you in. AADSTS50011", "<title>Sign in to your account"),
        ("The page says \"strServiceExceptionMessage\":\"AADSTS50011", "$Config={"),
        ("Access blocked: invalid request. Error 400: redirect_uri_mismatch", "<title>Sign in - Google Accounts"),
        ("This app has gone to sleep due to inactivity", "data-testid=\"wakeup-button-viewer\""),
        ("Error running app. If you need help, try the Streamlit docs", "<title>Streamlit"),
        ("Sorry, unable to open the file at this time.", ""),
        ("Too many users have viewed or downloaded this file", ""),
        ("Script function not found: doGet", "//ssl.gstatic.com/docs/script/images/logo.png"),
        ("Application error: a client-side exception has occurred", ""),
        ("//servicepipe.ru/static/", ""),
    ] {
        let article = page(200, &format!("<title>How to mend it</title><h1>{quoted}</h1><p>{quoted}</p>"));
        assert!(Failure::assemble(std::slice::from_ref(&article)).is_none(), "{quoted}");
        let with_code = page(200, &format!("{page_own}</title><h1>Help</h1><p>{quoted}</p><pre>a</pre>"));
        assert!(Failure::assemble(std::slice::from_ref(&with_code)).is_none(), "{quoted}");
    }
}

/// As when an application's answer repeats what it got from another server.
#[test]
fn a_page_or_json_that_is_quoted_in_json_is_not_laid_to_its_author() {
    for_each_example(|_, example, _| {
        let quoted = serde_json::to_string(example.body.as_ref().filter(|body| body.starts_with(['<', '{']))?).unwrap();
        let json = format!("{{\"error\":\"the stock did not answer\",\"got\":{quoted}}}");
        [format!("[\n  {json}\n]"), json].iter().find_map(|json| {
            let generator = diagnose(&[page(500, json)]).generator;
            (generator.layer != Layer::AppRuntime).then(|| format!("quoted, diagnosed as {generator:?}"))
        })
    });
}

/// As when it repeats it in plain text.
#[test]
fn a_page_that_is_quoted_behind_words_is_not_laid_to_its_author() {
    for_each_example(|_, example, _| {
        let quoted = example.body.as_ref().filter(|body| contains_ignore_case(body, "<html"))?;
        let generator = diagnose(&[page(500, &format!("Error: the stock answered with {quoted}"))]).generator;
        (generator.layer != Layer::AppRuntime).then(|| format!("quoted, diagnosed as {generator:?}"))
    });
}

#[test]
fn what_a_vendor_says_in_json_is_known_as_its_own_without_a_header() {
    for_each_example(|vendor, example, failure| {
        let is_json = example.body.as_ref().is_some_and(|body| body.starts_with('{'));
        let is_alone = example.made && example.headers.is_empty() && is_json;
        let generator = diagnose(std::slice::from_ref(failure.first)).generator;
        let is_named = generator.vendor.is_some_and(|named| alike(vendor.id, named.id));
        (is_alone && !is_named).then(|| format!("diagnosed as {generator:?}"))
    });
}

#[test]
fn words_much_like_a_products_own_are_no_sign_of_it() {
    for body in [
        "<h1>There is a problem with the page you are trying to open</h1>",
        "<title>Sorry, the web page you have requested is not available</title>",
        "<style>body { font-family: \"Helvetica Neue\", Helvetica, Arial, 'Microsoft YaHei', sans-serif; }</style>",
        "<p>Class not found. You may need to add 'use App\\Size' to your routes.</p>",
        "<p>Our shop is undergoing maintenance and is currently not available.</p>",
        "<p>The web site you were looking for is currently offline.</p>",
        "<p>The server encountered a temporary error and your order was not saved.</p>",
        "{\"message\":\"The server does not support the functionality required to fulfill the request.\"}",
        "{\"message\":\"The resource is no longer available and will not be restored\"}",
        "{\"message\":\"The server encountered an internal error or misconfiguration and was unable to complete your request.\"}",
        "<h1>503</h1>\n  The server is currently unavailable. Please try again at a later time.<br /><br />\n\n\n\n </body>",
        "<h1>Something broke</h1><p>Ticket issued: HD-4711. We will look into it.</p>",
    ] {
        for status in [500, 503] {
            let page = page(status, body);
            let vendor = diagnose(std::slice::from_ref(&page)).generator.vendor;
            assert!(vendor.is_none(), "{page:?} is not {vendor:?}'s");
        }
    }
}

#[test]
fn what_a_vendor_made_is_recognised_or_left_open() {
    for_each_example(|vendor, example, failure| {
        let generator = diagnose(std::slice::from_ref(failure.first)).generator;
        let fine = generator.vendor.is_none_or(|named| alike(vendor.id, named.id));
        (example.made && !fine).then(|| format!("diagnosed as {generator:?}"))
    });
}

#[test]
fn what_a_vendor_made_elsewhere_than_usual_is_found_there() {
    for_each_example(|_, example, failure| {
        let generator = diagnose(std::slice::from_ref(failure.first)).generator;
        let wrong = example.layer.is_some_and(|layer| generator.layer != layer);
        wrong.then(|| format!("diagnosed as {generator:?}"))
    });
}

#[test]
fn every_vendor_is_recognised_by_at_least_one_example() {
    for file in files() {
        let recognised = |example: &Example| {
            let named = diagnose(&[example.observation()]).generator.vendor;
            named.is_some_and(|vendor| vendor.id == file.id) || !file.alike.is_empty()
        };
        assert!(file.examples.iter().any(recognised), "{} is never recognised", file.id);
    }
}

#[test]
fn what_a_vendor_only_passed_on_is_not_laid_at_its_door() {
    for_each_example(|vendor, example, failure| {
        let diagnosis = diagnose(std::slice::from_ref(failure.first));
        let wrong = diagnosis.generator.vendor == Some(vendor) || !diagnosis.in_path.contains(&vendor);
        (!example.made && wrong).then(|| format!("{:?}, in the path: {:?}", diagnosis.generator, diagnosis.in_path))
    });
}

#[test]
fn a_page_that_a_sites_rules_put_into_varnish_or_fastly_is_still_theirs() {
    for id in ["varnish", "fastly"] {
        let file = files().into_iter().find(|file| file.id == id).unwrap();
        let own_page = |example: &&Example| example.name == "a rule of the site refuses with a page of its own";
        let example = file.examples.iter().find(own_page).unwrap();
        let generator = diagnose(&[example.observation()]).generator;
        assert_eq!(generator.vendor.map(|vendor| vendor.id), Some(id), "{generator:?}");
    }
}

#[test]
fn codes_mean_what_their_examples_say() {
    for_each_example(|vendor, example, failure| {
        let code =
            vendor.code(failure).map(|(code, _)| (Some(code.cause), code.faults.first().map(|(fault, _)| *fault)));
        let wanted = (example.cause, example.fault);
        let wrong = example.made && example.cause.is_some() && code != Some(wanted);
        wrong.then(|| format!("{code:?} instead of {wanted:?}"))
    });
}

#[test]
fn no_sign_of_one_vendor_fires_on_the_own_page_of_another() {
    for_each_example(|vendor, example, failure| {
        let others = vendors().iter().filter(|other| example.made && !alike(other.id, vendor.id));
        let signs = others.flat_map(|other| other.made().iter().map(move |sign| (other, sign)));
        let seen = signs.filter(|(_, sign)| sign.seen(failure).is_some());
        let fired: Vec<_> = seen.map(|(other, sign)| format!("{}/{}", other.id, sign.name)).collect();
        (!fired.is_empty()).then(|| fired.join(", "))
    });
}
