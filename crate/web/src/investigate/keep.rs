//! The answers to the checks of a tab's failure, in the browser's session storage: a popup that is closed and opened
//! again resumes where it was.
//!
//! Only replies are kept. The core names the requests they answer once more, because the same case and the same replies
//! always lead to the same requests.

use is_it_me_core::check::{Answered, Check, Exchange, Lost, Reply, Request, budget};
use is_it_me_core::headers::Headers;
use is_it_me_core::observation::{How, Observation};
use is_it_me_core::quantity::decimal;
use is_it_me_core::text::join;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::browser;
use crate::fields::{field, list, object, text, texts};
use crate::storage::Area;
use crate::stored::{self, Stored, found, stored, stored_words};
use crate::tabs::named;

/// An answer older than this is no longer news.
const FRESH_MS: f64 = 120_000.0;
/// The storage is shared with the failures of every tab.
const MOST_BYTES: usize = 1024 * 1024;

/// Replies from an earlier look at the same failure, with which the same requests are answered.
#[derive(Default)]
pub(crate) struct Kept {
    failure: String,
    replies: Vec<(Asked, Reply)>,
}

/// What tells one request of a check from another.
#[derive(PartialEq)]
struct Asked {
    check: Check,
    url: String,
    body: Option<String>,
}

impl Asked {
    fn by(check: Check, request: &Request) -> Self {
        Self { check, url: request.url.clone(), body: request.body.clone() }
    }
}

impl Kept {
    /// What is kept for this tab, if it is fresh. It is asked for at once.
    pub(crate) fn load(tab: i32) -> impl Future<Output = Self> {
        let record = Area::Session.get(&key(tab));
        async { Self::read(&record.await).unwrap_or_default() }
    }

    fn read(record: &JsValue) -> Option<Self> {
        let failure = text(record, "failure")?;
        let exchanges = list(field(record, "exchanges"))?;
        let replies = exchanges.iter().take(budget::REQUESTS.into()).filter_map(stored::read);
        Some(Self { failure, replies: replies.filter(|(_, reply): &(Asked, Reply)| is_fresh(reply)).collect() })
    }

    /// The same if it is about the failure that was observed, and otherwise nothing.
    pub(crate) fn of(self, observations: &[Observation]) -> Self {
        let failure = observations.first().and_then(identity);
        if failure.is_some_and(|failure| failure == self.failure) { self } else { Self::default() }
    }

    /// The same with what came of a request that was sent before there was a case.
    pub(crate) fn with(mut self, asked: Option<Exchange>) -> Self {
        self.replies.extend(asked.map(|asked| (Asked::by(asked.check, &asked.request), asked.reply)));
        self
    }

    /// The reply to this request; each is handed out once.
    pub(super) fn take(&mut self, check: Check, request: &Request) -> Option<Reply> {
        let asked = Asked::by(check, request);
        let at = self.replies.iter().position(|(known, _)| *known == asked)?;
        Some(self.replies.remove(at).1)
    }
}

fn is_fresh(reply: &Reply) -> bool {
    (0.0..FRESH_MS).contains(&(browser::now() - reply.at_ms))
}

/// Which failure this is, so that a newer one in the same tab is not taken for it. One that nobody saw happen cannot be
/// told from the next, and is not kept.
pub(super) fn identity(failure: &Observation) -> Option<String> {
    if failure.how == How::Asked {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, reason = "the cast saturates, and only tells moments apart")]
    let at = failure.at_ms? as i64;
    Some(join(&[&decimal(at), &failure.url], " "))
}

fn key(tab: i32) -> String {
    // The background script removes it under the same name.
    named("investigation", tab)
}

/// Keeps these exchanges of the tab's failure, as many as fit.
pub(super) fn save(tab: i32, failure: &str, exchanges: &[Exchange]) -> JsFuture {
    let item = |exchange: &Exchange| (Asked::by(exchange.check, &exchange.request), exchange.reply.clone());
    let items = lasting(exchanges).map(item).collect::<Vec<_>>().write();
    let record = object().with("failure", failure).with("exchanges", items).into();
    Area::Session.set(&key(tab), record)
}

/// Forgets what is kept for this tab: its page has since been heard to behave differently.
pub(crate) fn forget(tab: i32) -> JsFuture {
    Area::Session.remove(&key(tab))
}

/// Those that may be kept, as many as there is room for.
fn lasting(exchanges: &[Exchange]) -> impl Iterator<Item = &Exchange> {
    let mut room = MOST_BYTES;
    exchanges.iter().filter(|exchange| exchange.may_be_kept()).take_while(move |exchange| {
        room = room.saturating_sub(size(exchange));
        room > 0
    })
}

fn size(exchange: &Exchange) -> usize {
    let of = |answered: &Answered| {
        let headers = answered.headers.iter().map(|(name, value)| name.len() + value.len());
        answered.body.len() + headers.sum::<usize>()
    };
    exchange.reply.result.as_ref().map_or(0, of)
}

stored! {
    Asked { check, url, body }
    Reply { at_ms, took_ms, result }
    Answered { url, status, reason, headers, body, cut, late }
}

stored_words!(Check or Again);

impl Stored for Result<Answered, Lost> {
    fn write(&self) -> JsValue {
        let (how, what) = match self {
            Ok(answered) => ("answered", answered.write()),
            Err(lost @ Lost::Failed(error)) => (lost.word(), error.write()),
            Err(lost) => (lost.word(), JsValue::NULL),
        };
        object().with("how", how).with("what", what).into()
    }

    fn read(stored: &JsValue, fits: &mut bool) -> Self {
        let (how, what) = (String::read(&field(stored, "how"), fits), field(stored, "what"));
        if how == "answered" {
            return Ok(Answered::read(&what, fits));
        }
        let all = [Lost::NotAllowed, Lost::Failed(what.as_string()), Lost::TimedOut];
        Err(found(all.into_iter().find(|lost| lost.word() == how), Lost::NotAllowed, fits))
    }
}

impl Stored for Headers {
    fn write(&self) -> JsValue {
        self.iter().map(|(name, value)| texts(&[name, value])).collect::<Array>().into()
    }

    fn read(stored: &JsValue, fits: &mut bool) -> Self {
        Self::from(Vec::<(String, String)>::read(stored, fits))
    }
}

/// One character per byte, because storage holds text and not bytes.
impl Stored for Vec<u8> {
    fn write(&self) -> JsValue {
        self.iter().map(|byte| char::from(*byte)).collect::<String>().into()
    }

    fn read(stored: &JsValue, fits: &mut bool) -> Self {
        let text = String::read(stored, fits);
        text.chars().take(budget::BYTES).filter_map(|c| u8::try_from(c).ok()).collect()
    }
}
