//! The popup: observe, draw the first verdict, run the checks, and draw again whenever one of them has told something.

mod beside;
mod checks;
mod draw;
mod fixes;
mod history;
mod host;
mod leave;
mod owner;
mod renew;
mod report;
mod retry;
mod state;
mod station;

use std::rc::Rc;

use futures_util::future::join3;
use wasm_bindgen::prelude::*;

use crate::dom;
use crate::fields::text;
use crate::observe::{self, Look, Seen};
use crate::retry::{forget_told, wish};
use crate::settings::Chosen;
use crate::storage::Area;
use crate::tabs::named;
use crate::words::label;
use beside::Beside;
pub(crate) use retry::REFUSED;
use state::{Popup, Said};

/// Draws the first verdict from what is known at once, then runs the checks.
pub(crate) async fn open() -> Result<(), JsValue> {
    // A visitor who comes back has answered what was asked before, and may be asked the same from here on.
    let (local, refused) = (Area::Local.all(), wish::give_up());
    let found = beside::tab().await;
    let (local, refused) = (local.await, refused.await);
    let chosen = Chosen::of(&local);
    let speak = speak(chosen.language.clone());
    let Ok(Some(mut tab)) = found else {
        speak.await;
        draw::untouchable();
        return found.map(|_| ());
    };
    forget_told(tab.id);
    let copies = Area::Session.take(&named("copy", tab.id));
    let beside = Beside::load(&tab, &local, refused == Some(tab.id));
    let ((), seen, mut beside) = join3(speak, observe::at_click(&tab), beside).await;
    let copies = copies.await;
    let mut is_incomplete = false;
    let look = match seen {
        Seen::Observations(observations) => {
            is_incomplete = observe::is_incomplete(&observations);
            Some(Look { observations, ..Look::default() })
        }
        Seen::Unshown(failure) => {
            (tab.url, tab.shows_another) = (Some(failure.url.clone()), true);
            // It was loaded for the page before.
            beside = Beside::load(&tab, &local, refused == Some(tab.id)).await;
            Some(Look { observations: vec![*failure], ..Look::default() })
        }
        Seen::Unrecorded { is_error_page } => observe::look(&tab, is_error_page, beside.access).await?,
        Seen::Untouchable => {
            draw::untouchable();
            return Ok(());
        }
        Seen::NeedsAccess => None,
    };
    let Some(look) = look else {
        draw::needs_access();
        return Ok(());
    };
    let popup = Popup::of(tab, look, beside, chosen);
    if is_incomplete {
        popup.investigation.complete_first();
    }
    draw::case(&popup);
    dom::painted().await;
    draw::announce();
    retry::watch(&popup);
    renew::watch(&popup);
    run(&popup).await;
    if copies.is_truthy() {
        report::give_unasked(&popup).await;
    }
    Ok(())
}

/// Finds the language, and says in it that something is being done.
async fn speak(language: Option<String>) {
    dom::speak(language).await;
    dom::announce(&label("reading"));
}

/// Says that something went wrong here rather than on the page, and what.
pub(crate) fn apologise(error: &JsValue) {
    draw::broken(&text(error, "message").or_else(|| error.as_string()).unwrap_or_default());
}

/// Runs the remaining checks and draws what comes of them. The final verdict is read aloud.
async fn run(popup: &Rc<Popup>) {
    popup.investigation.run(|| draw::case(popup)).await;
    draw::announce();
}
