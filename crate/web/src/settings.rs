//! What the visitor has chosen, as it is stored on this device: one plain object under one name, in which fields that
//! this version does not know stay as they are. Apart from this file only `retry.js` looks into it, to see whether
//! auto-retry has to be loaded.

use is_it_me_core::check::{Check, Settings, Tier};
use is_it_me_core::dns::{DEFAULTS, MOST_RESOLVERS, Resolver};
use is_it_me_core::report::Format;
use is_it_me_core::retry::life::Switches;
use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use crate::fields::{array, field, flag, items, put, text};
use crate::storage::Area;
use crate::task::Work;

/// The name it is stored under.
pub(crate) const KEY: &str = "settings";

const ASKED: &str = "asked";
const OTHERS: &str = "others";
const OUTSIDE: &str = "outside";
const PATH: &str = "path";
const ASN: &str = "asn";
const OFF: &str = "off";
const RESOLVERS: &str = "resolvers";
const LANGUAGE: &str = "language";
const FORMAT: &str = "format";
const ENGLISH: &str = "english";
const NOTIFY: &str = "notify";
const RETRY: &str = "retry";
const ALL: &str = "all";
const SITES: &str = "sites";

/// The visitor's choices. What is missing or makes no sense counts as not chosen.
#[allow(clippy::struct_excessive_bools, reason = "choices that have nothing to do with each other")]
pub(crate) struct Chosen {
    /// The notice that names who is asked besides the site was answered.
    pub(crate) asked: bool,
    /// Others besides the site may be asked.
    pub(crate) others: bool,
    /// Computers elsewhere may look.
    pub(crate) outside: bool,
    /// They may be told the path, too.
    pub(crate) path: bool,
    /// The number of the visitor's own network (its ASN), if it was typed in.
    pub(crate) asn: Option<u32>,
    /// Checks that are not to be run.
    pub(crate) off: Vec<Check>,
    /// The resolvers to ask; an empty list stands for the usual ones.
    pub(crate) resolvers: Vec<Resolver>,
    /// The language of everything, by the name of its folder; `None` if it is the browser's.
    pub(crate) language: Option<String>,
    /// How reports are written.
    pub(crate) format: Format,
    /// They are in English, whatever the language of everything else is.
    pub(crate) english: bool,
    /// A notification says when a page is back.
    pub(crate) notify: bool,
    /// Where auto-retry is on.
    pub(crate) retry: Switches,
}

impl Chosen {
    /// What is stored.
    pub(crate) async fn load() -> Self {
        Self::read(&Area::Local.get(KEY).await)
    }

    /// The same, taken from everything that is kept on this device.
    pub(crate) fn of(local: &Object) -> Self {
        Self::read(&field(local, KEY))
    }

    fn read(stored: &JsValue) -> Self {
        let words = |name| items(field(stored, name)).into_iter().filter_map(|item| item.as_string());
        let asked = flag(stored, ASKED);
        Self {
            asked,
            others: asked && flag(stored, OTHERS),
            outside: flag(stored, OUTSIDE),
            path: flag(stored, PATH),
            asn: network(stored),
            off: words(OFF).filter_map(|word| Check::from_word(&word)).collect(),
            resolvers: words(RESOLVERS).filter_map(|url| Resolver::typed(&url).ok()).take(MOST_RESOLVERS).collect(),
            language: text(stored, LANGUAGE).filter(|language| !language.is_empty()),
            format: text(stored, FORMAT).and_then(|word| Format::from_word(&word)).unwrap_or(Format::Markdown),
            english: flag(stored, ENGLISH),
            notify: flag(stored, NOTIFY),
            retry: switches(&field(stored, RETRY)),
        }
    }

    /// The same as the core wants to know it. Leave to ask others is chosen for ordinary windows: in a private one it
    /// is asked for each time.
    pub(crate) fn into_settings(self, tier: Tier, cookies: Option<bool>, in_private: bool) -> Settings {
        let resolvers = if self.resolvers.is_empty() { DEFAULTS.to_vec() } else { self.resolvers };
        let (others, outside) = (self.others && !in_private, self.outside && !in_private);
        Settings { tier, others, outside, off: self.off, cookies, resolvers, path: self.path, asn: self.asn }
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number that fits")]
fn network(stored: &JsValue) -> Option<u32> {
    let fits = |number: &f64| number.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(number);
    field(stored, ASN).as_f64().filter(fits).map(|number| number as u32)
}

fn switches(retry: &JsValue) -> Switches {
    let sites = field(retry, SITES);
    let hosts = sites.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    let hosts = hosts.iter().filter_map(|host| host.as_string());
    Switches { all: flag(retry, ALL), sites: hosts.map(|host| (host.clone(), flag(&sites, &host))).collect() }
}

/// The notice that names who is asked besides the site got this answer.
pub(crate) fn allow_others(on: bool) -> Work {
    change(move |stored| {
        put(stored, ASKED, &true.into());
        put(stored, OTHERS, &on.into());
    })
}

/// Lets computers elsewhere look.
pub(crate) fn allow_outside(on: bool) -> Work {
    choose(OUTSIDE, on.into())
}

/// Lets them know the path, too.
pub(crate) fn tell_path(on: bool) -> Work {
    choose(PATH, on.into())
}

/// The number of the visitor's own network, or that nobody is to know it.
pub(crate) fn set_network(asn: Option<u32>) -> Work {
    choose(ASN, asn.map_or(JsValue::UNDEFINED, JsValue::from))
}

/// The resolvers to ask; an empty list stands for the usual ones.
pub(crate) fn set_resolvers(resolvers: &[Resolver]) -> Work {
    let urls = array(resolvers, |resolver| JsValue::from_str(&resolver.url));
    choose(RESOLVERS, if resolvers.is_empty() { JsValue::UNDEFINED } else { urls })
}

/// The language by the name of its folder; empty for the browser's.
pub(crate) fn set_language(language: String) -> Work {
    choose(LANGUAGE, language.into())
}

/// How reports are written.
pub(crate) fn set_report(format: Format, english: bool) -> Work {
    change(move |stored| {
        put(stored, FORMAT, &format.word().into());
        put(stored, ENGLISH, &english.into());
    })
}

/// Has a notification say when a page is back.
pub(crate) fn set_notify(on: bool) -> Work {
    choose(NOTIFY, on.into())
}

/// Lets a check be run. It is the switched-off checks that are kept, so that a check of a later version is on until
/// somebody says no.
pub(crate) fn set_check(check: Check, on: bool) -> Work {
    change(move |stored| {
        let word = JsValue::from_str(check.word());
        let off: Array = items(field(stored, OFF)).into_iter().filter(|item| *item != word).collect();
        if !on {
            off.push(&word);
        }
        put(stored, OFF, &off);
    })
}

/// Switches auto-retry on or off for every host without a setting of its own.
pub(crate) fn set_retry_everywhere(on: bool) -> Work {
    change(move |stored| put_into(stored, RETRY, |retry| put(retry, ALL, &on.into())))
}

/// Switches it on or off for a host, besides the settings of others; `None` applies the setting for all to it as well.
pub(crate) fn set_retry(host: &str, on: Option<bool>) -> Work {
    let (host, on) = (host.to_owned(), on.map_or(JsValue::UNDEFINED, JsValue::from));
    change(move |stored| put_into(stored, RETRY, |retry| put_into(retry, SITES, |sites| put(sites, &host, &on))))
}

/// Changes an object inside an object.
fn put_into(object: &Object, name: &str, change: impl FnOnce(&Object)) {
    let inner: Object = field(object, name).dyn_into().unwrap_or_default();
    change(&inner);
    put(object, name, &inner);
}

/// Stores one choice besides all others; `undefined` takes it away.
fn choose(name: &'static str, value: JsValue) -> Work {
    change(move |stored| put(stored, name, &value))
}

/// Changes what is stored by now, which may be more than was drawn somewhere.
fn change(change: impl FnOnce(&Object) + 'static) -> Work {
    Area::Local.change(KEY, Box::new(change))
}
