//! What the visitor allows the extension, and the browser's prompts for it.

use is_it_me_core::check::Tier;
use is_it_me_core::text::join;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::{self, call, is_yes, optional_permissions};
use crate::fields::{field, items, object, texts};

/// A question that the browser asks the visitor, which may come up only in a click.
pub(crate) struct Question(JsFuture);

impl Question {
    fn put(permissions: JsValue) -> Self {
        Self(call(["permissions", "request"], &[permissions]))
    }

    /// Asks for one more permission; must be called directly in a click.
    pub(crate) fn permission(name: &str) -> Self {
        Self::put(object().with("permissions", texts(&[name])).into())
    }

    /// Was it answered with yes? A question that could not be asked was not.
    pub(crate) fn granted(self) -> impl Future<Output = bool> {
        is_yes(self.0)
    }
}

/// Was the question answered with yes, if there was one to ask?
pub(crate) async fn is_granted(asked: Option<Question>) -> bool {
    match asked {
        Some(question) => question.granted().await,
        None => true,
    }
}

/// Access to sites, as the browser's permission interface takes it.
#[derive(Clone)]
pub(crate) struct Sites(String);

impl Sites {
    /// Every site there is.
    pub(crate) fn all() -> Self {
        Self("*://*/*".into())
    }

    /// The one site with this host.
    pub(crate) fn host(host: &str) -> Self {
        Self(join(&["*://", host, "/*"], ""))
    }

    /// The sites of a pattern, as the browser writes it.
    pub(crate) fn origin(pattern: &str) -> Self {
        Self(pattern.to_owned())
    }

    /// May the extension see failures of these sites as they happen?
    pub(crate) fn are_open(&self) -> impl Future<Output = bool> + use<> {
        is_yes(call(["permissions", "contains"], &[self.origins()]))
    }

    /// Asks for that; must be called directly in a click.
    pub(crate) fn ask(&self) -> Question {
        Question::put(self.origins())
    }

    /// Gives the access back.
    pub(crate) fn take_back(&self) -> JsFuture {
        call(["permissions", "remove"], &[self.origins()])
    }

    /// As the browser writes them.
    pub(crate) fn pattern(&self) -> &str {
        &self.0
    }

    fn origins(&self) -> JsValue {
        object().with("origins", texts(&[&self.0])).into()
    }
}

/// For which sites the extension sees failures as they happen.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Access {
    /// Not for this one.
    None,
    /// For this one, but not for all.
    Site,
    /// For all.
    All,
}

impl Access {
    /// What it sees if the page is this host's.
    pub(crate) fn load(host: &str) -> impl Future<Output = Self> + use<> {
        let (site, all) = (Sites::host(host).are_open(), Sites::all().are_open());
        async {
            match (site.await, all.await) {
                (_, true) => Self::All,
                (true, false) => Self::Site,
                (false, false) => Self::None,
            }
        }
    }

    /// What checks may see.
    pub(crate) fn tier(self) -> Tier {
        match self {
            Self::All => Tier::Access,
            Self::None if browser::is_firefox() => Tier::FirefoxClick,
            Self::None | Self::Site => Tier::Click,
        }
    }
}

/// Gives back everything that the visitor allowed, even if part of it cannot be given back. Is everything given back?
pub(crate) async fn give_all_back() -> bool {
    for origin in granted_sites().await {
        // What could not be taken back is found below.
        let _ = Sites::origin(&origin).take_back().await;
    }
    let others = object().with("permissions", optional_permissions());
    call(["permissions", "remove"], &[others.into()]).await.is_ok() && granted_sites().await.is_empty()
}

/// The patterns of all sites that the extension was given access to.
pub(crate) async fn granted_sites() -> Vec<String> {
    let granted = call(["permissions", "getAll"], &[]).await.unwrap_or_default();
    items(field(&granted, "origins")).iter().filter_map(JsValue::as_string).collect()
}
