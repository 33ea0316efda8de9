//! Steps that the browser takes itself, each at the click of a button that says what it does.

use std::rc::Rc;

use is_it_me_core::view::Step;
use is_it_me_core::view::fix::{Fix, may_reload};
use wasm_bindgen::JsValue;

use super::Popup;
use crate::browser::clear_site;
use crate::dom::{Node, button, el};
use crate::permission::{Question, is_granted};
use crate::tabs;
use crate::task::spawn;
use crate::words::{say, term};

/// One step, with its button if it has one.
pub(super) fn step(popup: &Rc<Popup>, step: &Step) -> Node {
    let item = el("li").text(say(&step.text));
    match step.fix_in(popup.tab.has_other_cookies()).filter(|fix| *fix != Fix::PrivateWindow || popup.opens_private) {
        Some(fix) => item.child(action(popup, fix, step)),
        None => item,
    }
}

fn action(popup: &Rc<Popup>, fix: Fix, step: &Step) -> Node {
    let text = term("fix", fix.word());
    let page = step.page.clone().unwrap_or_default();
    let popup = Rc::clone(popup);
    let url = page.clone();
    let action = button(text, move |_| start(&popup, fix, &url)).class("step__action");
    action.attr("data-fix", fix.word()).attr("data-page", page)
}

/// The browser's question for more permission may come up in the click only, so that is begun before anything is waited
/// for.
fn start(popup: &Rc<Popup>, fix: Fix, page: &str) {
    let asked = (fix == Fix::ClearSite).then(|| Question::permission("browsingData"));
    let (popup, page) = (Rc::clone(popup), page.to_owned());
    spawn(async move {
        let allowed = is_granted(asked).await;
        // If the browser refuses something now, the tab shows it; if it does not, the popup's work is done.
        if allowed && carry_out(&popup, fix, &page).await.is_ok() {
            gloo_utils::window().close().ok();
        }
    });
}

async fn carry_out(popup: &Popup, fix: Fix, page: &str) -> Result<JsValue, JsValue> {
    let url = popup.tab.url.as_deref().unwrap_or_default();
    if fix == Fix::ClearSite {
        clear_site(url)?.await?;
    }
    let may_reload = !popup.tab.shows_another && may_reload(&popup.investigation.case().observations);
    let begun = match fix {
        Fix::Reload | Fix::ClearSite if may_reload => tabs::reload(popup.tab.id, true),
        Fix::Reload | Fix::ClearSite | Fix::OpenAgain => tabs::navigate(popup.tab.id, url),
        Fix::UseHttps => tabs::navigate(popup.tab.id, page),
        Fix::StatusPage | Fix::Portal => tabs::open(page),
        Fix::PrivateWindow => tabs::open_private(url),
    };
    begun.await
}
