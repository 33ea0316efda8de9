//! What the visitor is asked to allow: others besides the site, computers elsewhere, access to sites. Each says who
//! learns what before anybody is asked.

use std::cell::Cell;
use std::rc::Rc;

use is_it_me_core::check::{Case, Leave};
use is_it_me_core::message::Message;
use is_it_me_core::view::notice::{self, notice};

use super::host::{fitting, titled};
use super::{Popup, Said, draw};
use crate::dom::{self, Node, button, choice, el, labelled};
use crate::permission::Sites;
use crate::settings;
use crate::task::spawn;
use crate::words::{label, say};

/// What this part knows.
pub(super) struct Part {
    notice: Cell<Notice>,
    /// More access was given while something in this popup had to stay.
    has_more: Cell<bool>,
}

/// What became of the notice that names who is asked besides the site.
#[derive(Clone, Copy, PartialEq)]
enum Notice {
    Unasked,
    Shown,
    Answered,
}

impl Part {
    /// For a visitor who answered the notice some time before, or did not.
    pub(super) fn new(is_answered: bool) -> Self {
        let notice = Cell::new(if is_answered { Notice::Answered } else { Notice::Unasked });
        Self { notice, has_more: Cell::new(false) }
    }

    pub(super) fn shows_notice(&self) -> bool {
        self.notice.get() == Notice::Shown
    }

    /// Lets the notice come once more.
    pub(super) fn ask_again(&self) {
        self.notice.set(Notice::Unasked);
    }
}

/// Settles whether the notice is shown, before anything is drawn. Once it is, it stays until it is answered or there is
/// nothing left to ask others for.
pub(super) fn settle(popup: &Popup, said: &Said) {
    let notice = &popup.leave.notice;
    if notice.get() != Notice::Answered {
        let stays = popup.leave.shows_notice() && !popup.is_over();
        notice.set(if stays || said.known.would_use(Leave::Others) { Notice::Shown } else { Notice::Unasked });
    }
}

/// May the notice come once more? Those who said no to it may read it again.
pub(super) fn may_be_asked_again(popup: &Popup, said: &Said) -> bool {
    popup.leave.notice.get() == Notice::Answered && said.known.would_use(Leave::Others)
}

/// The notice that names who is asked besides the site, while it is shown.
pub(super) fn consent(popup: &Rc<Popup>, said: &Said) -> Option<Node> {
    if !popup.leave.shows_notice() {
        return None;
    }
    let told = notice(&said.known);
    let list = el("ul").children(told.iter().map(|line| el("li").text(say(line))));
    Some(el("section").class("consent").children([
        labelled("h2", "consent_title"),
        labelled("p", "consent_text"),
        list,
        popup.button(label("consent_allow"), |popup| spawn(answer(popup, true))).attr("id", "consent-allow"),
        popup.button(label("consent_deny"), |popup| spawn(answer(popup, false))).attr("id", "consent-deny"),
    ]))
}

async fn answer(popup: Rc<Popup>, yes: bool) {
    popup.leave.notice.set(Notice::Answered);
    // What is chosen in a private window leaves nothing on the disk.
    if !popup.tab.is_private {
        // If nothing can be stored, the answer holds for this popup.
        let _ = settings::allow_others(yes).await;
    }
    if yes {
        popup.investigation.allow(|settings| settings.allow(Leave::Others));
        popup.go_on();
    } else {
        dom::announce(&label("consent_denied"));
    }
    draw::case(&popup);
}

/// The offer to have computers elsewhere look: if something is open that they would settle, or if nothing is open any
/// more. In the latter case it is folded away, and below everything else, as it comes when somebody may be reading.
pub(super) fn outside(popup: &Rc<Popup>, said: &Said) -> (Option<Node>, Option<Node>) {
    if !popup.is_over() || popup.leave.shows_notice() || !said.known.wants_outside() {
        return (None, None);
    }
    let (section, offer) = (el("section").class("outside"), offer(popup, said.known.case));
    if said.known.deciding().is_some() {
        return (Some(section.child(labelled("h2", "outside_title")).children(offer)), None);
    }
    (None, Some(draw::disclosure("elsewhere", "outside_title", section.children(offer))))
}

fn offer(popup: &Rc<Popup>, case: &Case) -> Vec<Node> {
    let mut parts = vec![el("p").text(say(&notice::outside(case)))];
    if let Some(path) = notice::path(case) {
        parts.push(choice("outside-path", say(&path), case.settings.path));
    }
    if !popup.tab.is_private {
        parts.push(choice("outside-remember", label("outside_remember"), false));
    }
    let look = popup.button(label("outside_allow"), |popup| look_outside(&popup));
    parts.push(look.attr("id", "outside-allow"));
    parts
}

fn look_outside(popup: &Rc<Popup>) {
    // Without a path to tell there is no choice either.
    let path = dom::is_there("#outside-path").then(|| dom::is_ticked("outside-path"));
    let remember = dom::is_ticked("outside-remember");
    popup.investigation.allow(|settings| {
        settings.path = path.unwrap_or(settings.path);
        settings.allow(Leave::Outside);
    });
    popup.go_on();
    spawn(async move {
        if remember {
            let _ = settings::allow_outside(true).await;
            if let Some(path) = path {
                let _ = settings::tell_path(path).await;
            }
        }
    });
}

/// The offer of more access: to the site in the tab, if it is known, and to all. If nothing can be said about the page
/// yet, there is no popup to speak of.
pub(super) fn access(popup: Option<&Rc<Popup>>, host: &str) -> Node {
    let section = el("section").class("access");
    if popup.is_some_and(|popup| popup.leave.has_more.get()) {
        return section.child(labelled("p", "access_given"));
    }
    let section = section.child(labelled("p", "access_text"));
    let section = if host.is_empty() {
        section
    } else {
        let text = Message::new("access_allow_site").with(fitting(host));
        section.child(titled(allow(popup, "allow-site", &text, Sites::host(host)), host))
    };
    section.child(allow(popup, "allow-all", &Message::new("access_allow_all"), Sites::all()))
}

fn allow(popup: Option<&Rc<Popup>>, id: &str, text: &Message, sites: Sites) -> Node {
    let popup = popup.cloned();
    let ask = move |_| {
        let (asked, popup) = (sites.ask(), popup.clone());
        spawn(async move {
            // Refusing is an answer like any other; the popup simply stays as it is.
            if asked.granted().await {
                begin_anew(popup.as_ref());
            }
        });
    };
    button(say(text), ask).attr("id", id)
}

/// Looks at the page once more, with more access. If that would lose what somebody has written, it is only announced.
pub(super) fn begin_anew(popup: Option<&Rc<Popup>>) {
    match popup.filter(|popup| popup.report.is_changed()) {
        Some(popup) => {
            popup.leave.has_more.set(true);
            draw::case(popup);
            dom::announce(&label("access_given"));
        }
        None => {
            let _ = gloo_utils::window().location().reload();
        }
    }
}
