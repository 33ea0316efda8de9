//! The page after installation: what this is for, and what each kind of access brings. Nothing is chosen beforehand.

use gloo_utils::document;
use is_it_me_core::text::join;
use is_it_me_core::view::HopView;
use is_it_me_core::words::{Hop, HopState};
use web_sys::{Element, Event};

use crate::browser::{is_firefox, open_options};
use crate::dom::{Node, announce, button, el, labelled, piece, put, speak, target};
use crate::hops;
use crate::permission::Sites;
use crate::settings::Chosen;
use crate::task::spawn;
use crate::words::{label, term};

/// Draws the page.
pub(crate) async fn open() {
    speak(Chosen::load().await.language).await;
    document().set_title(&label("extension_name"));
    let has_access = Sites::all().are_open().await;
    put(page(has_access));
}

fn page(has_access: bool) -> Node {
    let lead = [labelled("h1", "welcome_title"), piece("p", "about", label("welcome_about")), pin()];
    let figure =
        el("figure").child(hops::picture(&example(), |_| None)).child(labelled("figcaption", "welcome_example"));
    let settings = button(label("options_title"), |_| open_options());
    el("div")
        .class("welcome")
        .children(lead)
        .child(figure)
        .child(tier("click", None))
        .child(tier("access", Some(has_access)))
        .child(piece("p", "about", label("welcome_privacy")))
        .child(settings)
}

/// Where to find the icon, and what it looks like: browsers hide it until somebody pins it.
fn pin() -> Node {
    let icon = el("img").attr("src", "icons/icon-128.png").attr("alt", "");
    let text = labelled("span", if is_firefox() { "welcome_pin_firefox" } else { "welcome_pin_chromium" });
    el("p").class("pin").child(icon).child(text)
}

/// What one kind of access brings; a kind that has to be given has a button.
fn tier(name: &str, given: Option<bool>) -> Node {
    let [title, text] = ["", "_text"].map(|part| term("welcome", &join(&[name, part], "")));
    let section = el("section").child(el("h2").text(title)).child(el("p").text(text));
    let section =
        if given.is_none() && is_firefox() { section.child(labelled("p", "welcome_click_firefox")) } else { section };
    match given {
        None => section,
        Some(true) => section.child(piece("p", "given", label("welcome_given"))),
        Some(false) => section.child(allow()),
    }
}

fn allow() -> Node {
    let ask = |event: Event| {
        let asked = Sites::all().ask();
        spawn(async move {
            let is_given = asked.granted().await;
            if let Some(button) = target::<Element>(&event).filter(|_| is_given) {
                announce(&label("welcome_given"));
                button.set_text_content(Some(&label("welcome_given")));
                // A plain attribute can always be set.
                let _ = button.set_attribute("disabled", "");
            }
        });
    };
    button(label("access_allow_all"), ask).class("primary")
}

/// The most common failure of all: the gateway answers, but the application behind it does not.
fn example() -> [HopView; 6] {
    [Hop::You, Hop::Network, Hop::Dns, Hop::Edge, Hop::Gateway, Hop::App].map(|hop| {
        let fails = hop == Hop::App;
        let state = if fails { HopState::Failed } else { HopState::Ok };
        HopView { hop, state, products: Vec::new(), broken_leg: fails }
    })
}
