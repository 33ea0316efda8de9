//! What the visitor has chosen, as it stands on this device. One plain object under one name; fields that this version
//! does not know stay as they are.

use is_it_me_core::check::{Check, Leave, Settings, Tier};
use is_it_me_core::dns::{DEFAULTS, Resolver};
use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::fields::{self, field, flag, list};
use crate::storage::Area;
use crate::task::Work;

/// The name it is stored under.
pub(crate) const KEY: &str = "settings";
/// More resolvers than this are asked by nobody.
pub(crate) const MOST_RESOLVERS: usize = 8;

/// The visitor's choices, as far as checks go.
pub(crate) struct Chosen {
    /// The notice that names who is asked beside the site was answered.
    pub(crate) asked: bool,
    /// What the visitor allows for good.
    allowed: Vec<Leave>,
    /// Computers elsewhere may be told the path, too.
    path: bool,
    /// The number of the visitor's own network.
    asn: Option<u32>,
    off: Vec<Check>,
    resolvers: Vec<Resolver>,
}

impl Chosen {
    /// What is stored; what is missing or makes no sense is as if nothing had been chosen. To be asked of is chosen for the
    /// ordinary windows: in a private one it is asked each time.
    pub(crate) async fn load(in_private: bool) -> Self {
        let stored = Area::Local.get(KEY).await;
        let texts = |name| list(field(&stored, name)).into_iter().flatten().filter_map(|item| item.as_string());
        let check = |word: String| Check::from_word(&word);
        let resolver = |text: String| Resolver::typed(&text, true).ok();
        let asked = flag(&stored, "asked") && !in_private;
        let others = (Leave::Others, asked && flag(&stored, "outside"));
        let allowed = [others, (Leave::Outside, flag(&stored, "vantage") && !in_private)];
        Self {
            asked,
            allowed: allowed.into_iter().filter(|(_, allows)| *allows).map(|(leave, _)| leave).collect(),
            path: flag(&stored, "path"),
            asn: network(&stored),
            off: texts("off").filter_map(check).collect(),
            resolvers: texts("resolvers").take(MOST_RESOLVERS).filter_map(resolver).collect(),
        }
    }

    /// The same as the core wants to know it.
    pub(crate) fn settings(&self, tier: Tier, cookies: Option<bool>) -> Settings {
        let resolvers = if self.resolvers.is_empty() { DEFAULTS.to_vec() } else { self.resolvers.clone() };
        let (off, path, asn) = (self.off.clone(), self.path, self.asn);
        let mut settings = Settings { tier, others: false, off, cookies, resolvers, path, asn, ..Settings::default() };
        self.allowed.iter().for_each(|leave| settings.allow(*leave));
        settings
    }
}

/// Everything that was chosen, as one object.
pub(crate) async fn stored() -> JsValue {
    Area::Local.get(KEY).await
}

/// The number of the visitor's own network (its ASN), where it was typed in.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number that fits")]
pub(crate) fn network(stored: &JsValue) -> Option<u32> {
    let fits = |number: &f64| number.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(number);
    field(stored, "asn").as_f64().filter(fits).map(|number| number as u32)
}

/// Stores these choices beside all others.
pub(crate) fn choose(choices: &[(&'static str, bool)]) -> Work {
    let choices = choices.to_vec();
    change(Box::new(move |stored| choices.iter().for_each(|(name, on)| fields::put(stored, name, &(*on).into()))))
}

/// Stores one choice beside all others; `undefined` takes it away.
pub(crate) fn put(name: &'static str, value: JsValue) -> Work {
    change(Box::new(move |stored| fields::put(stored, name, &value)))
}

/// Changes what is stored by now, which may be more than was drawn somewhere.
pub(crate) fn change(change: Box<dyn FnOnce(&Object)>) -> Work {
    Area::Local.change(KEY, change)
}
