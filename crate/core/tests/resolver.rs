//! A real resolver's answers: Knot Resolver's, recorded, and asked anew over HTTPS where it and curl are installed
//! (`apt-get install knot-resolver`).

#![cfg(test)]

use std::fmt::Write as _;
use std::net::{IpAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, fs};

use is_it_me_core::dns::answer::Rcode;
use is_it_me_core::dns::{Answer, Browser, Finding, Heard, Kind, Question, Resolver, What, compare};

/// Made by the live test with `--nocapture` from Knot Resolver 5.6.0, whose configuration is [`config`]: a name, what
/// was asked, the answer in hexadecimal, and how many zeros of padding follow.
const RECORDED: &str = include_str!("resolver.txt");

/// What is asked, and what must be understood of the answer: code, addresses, reasons.
type Asked = (&'static str, Kind, Rcode, &'static [&'static str], &'static [u16]);

/// Knot gives a reason with each of its rules.
const ASKED: &[Asked] = &[
    ("fixed.example.test", Kind::A, Rcode::NoError, &["192.0.2.10"], &[4]),
    ("fixed.example.test", Kind::Aaaa, Rcode::NoError, &["2001:db8::10"], &[4]),
    ("nx.example.test", Kind::A, Rcode::NxDomain, &[], &[15]),
    ("nx.example.test", Kind::Soa, Rcode::NxDomain, &[], &[15]),
    ("unknown.example.test", Kind::A, Rcode::NxDomain, &[], &[21]),
    ("ede.example.test", Kind::A, Rcode::NxDomain, &[], &[15]),
    ("sf.example.test", Kind::A, Rcode::ServFail, &[], &[18]),
    ("refused.example.test", Kind::A, Rcode::Other(5), &[], &[18]),
];

fn config(port: u16) -> String {
    format!(
        "modules = {{ 'policy' }}
net.listen('127.0.0.1', {port}, {{ kind = 'doh2' }})
net.ipv6 = false
trust_anchors.remove('.')
cache.size = 5*MB
local function rule(action, name) policy.add(policy.suffix(action, policy.todnames({{ name .. '.example.test' }}))) end
rule(policy.ANSWER({{
  [kres.type.A] = {{ rdata = kres.str2ip('192.0.2.10'), ttl = 60 }},
  [kres.type.AAAA] = {{ rdata = kres.str2ip('2001:db8::10'), ttl = 60 }},
}}), 'fixed')
rule(policy.DENY, 'nx')
rule(policy.DENY_MSG('blocked by house rules', kres.extended_error.BLOCKED), 'ede')
rule(policy.REFUSE, 'refused')
rule(policy.DROP, 'sf')
"
    )
}

/// Knot Resolver on loopback, ended with the test.
struct Knot {
    process: Child,
    port: u16,
}

impl Drop for Knot {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Knot {
    /// Starts it, unless it is not installed.
    fn start() -> Option<Self> {
        let program = installed("kresd")?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("knot");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = folder.join("kresd.conf");
        fs::write(&file, config(port)).unwrap();
        let mut command = Command::new(program);
        command.arg("-n").arg("-c").arg(file).arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
        let knot = Self { process: command.spawn().unwrap(), port };
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "kresd does not listen");
            sleep(Duration::from_millis(20));
        }
        Some(knot)
    }

    fn resolver(&self) -> Resolver {
        Resolver::typed(&format!("https://127.0.0.1:{}/dns-query", self.port)).unwrap()
    }

    /// Fetches an address as an extension would. The certificate is one that Knot made for itself.
    fn fetch(url: &str) -> Vec<u8> {
        let mut curl = Command::new("curl");
        curl.args(["-q", "--silent", "--show-error", "--insecure", "--fail", "--max-time", "10", "--noproxy", "*"]);
        let output = curl.args(["--header", "accept: application/dns-message", url]).output().unwrap();
        assert!(output.status.success(), "{url}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

/// Debian keeps servers where an ordinary user's shell does not look.
fn installed(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::A => "A",
        Kind::Aaaa => "AAAA",
        Kind::Soa => "SOA",
    }
}

/// One recorded answer.
fn recorded(name: &str, kind: Kind) -> Vec<u8> {
    let line = RECORDED.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    let line = line.into_iter().find(|line| line[0] == name && line[1] == word(kind)).unwrap();
    let bytes = (0..line[2].len()).step_by(2).map(|at| u8::from_str_radix(&line[2][at..at + 2], 16).unwrap());
    bytes.chain(std::iter::repeat_n(0, line[3].parse().unwrap())).collect()
}

fn record(name: &str, kind: Kind, bytes: &[u8]) -> String {
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    let mut line = format!("{name} {} ", word(kind));
    bytes[..end].iter().for_each(|byte| write!(line, "{byte:02x}").unwrap());
    format!("{line} {}", bytes.len() - end)
}

/// Reads every answer, and compares it with what it must say.
fn check(fetch: impl Fn(&Question) -> Vec<u8>) {
    for (name, kind, rcode, addresses, reasons) in ASKED {
        let question = Question::new(name, *kind).unwrap();
        let answer = Answer::read(&fetch(&question), &question, 0).unwrap();
        let expected: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
        assert_eq!((answer.rcode, &answer.addresses), (*rcode, &expected), "{name}");
        assert_eq!(answer.extended_errors, *reasons, "{name}");
        match rcode {
            Rcode::NoError => assert_eq!(answer.ttl, Some(60), "{name}"),
            Rcode::NxDomain => assert_eq!(answer.soa.map(|soa| soa.serial), Some(1), "{name}"),
            _ => assert_eq!((answer.ttl, answer.soa), (None, None), "{name}"),
        }
    }
}

#[test]
fn recorded_answers_are_understood() {
    check(|question| recorded(question.name(), question.kind()));
    assert_eq!(RECORDED.lines().count(), ASKED.len(), "a recorded answer that nobody looks at");
}

#[test]
fn a_resolver_that_hides_a_name_is_seen_to() {
    let question = Question::new("ede.example.test", Kind::A).unwrap();
    let answer = Answer::read(&recorded(question.name(), question.kind()), &question, 0).unwrap();
    let by = Resolver::typed("https://127.0.0.1/").unwrap();
    let heard = [Heard { by: &by, said: Some(answer) }];
    let found = compare("shop.acme.com", &Browser::default(), &heard, &[]);
    assert!(matches!(found.as_slice(), [Finding { what: What::BlockedElsewhere, sure: false, .. }]), "{found:?}");
}

#[test]
fn a_running_resolver_is_understood() {
    let (Some(knot), Some(_)) = (Knot::start(), installed("curl")) else {
        eprintln!("skipped: knot-resolver or curl is not installed; the recorded answers were read all the same");
        return;
    };
    let resolver = knot.resolver();
    check(|question| {
        let bytes = Knot::fetch(&question.url(&resolver).unwrap());
        println!("{}", record(question.name(), question.kind(), &bytes));
        bytes
    });
}
