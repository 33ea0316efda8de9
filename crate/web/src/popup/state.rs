//! One page under investigation: what is known about it, and what is said about that.

use std::cell::Cell;
use std::rc::Rc;

use is_it_me_core::Observation;
use is_it_me_core::check::{Assessment, Case, Outcomes};
use is_it_me_core::message::Message;
use is_it_me_core::view::checks::Progress;
use is_it_me_core::view::platform::Platform;
use is_it_me_core::view::{View, heard, view_case};
use is_it_me_core::words::{Hop, State};

use super::beside::Beside;
use super::{leave, owner, report, retry, run};
use crate::dom::{self, Node};
use crate::investigate::Investigation;
use crate::observe::Look;
use crate::permission::Access;
use crate::platform::platform;
use crate::settings::Chosen;
use crate::tabs::Tab;
use crate::task::spawn;

/// One page under investigation, and what else its drawing depends on.
pub(super) struct Popup {
    pub(super) tab: Tab,
    pub(super) investigation: Investigation,
    /// The tab was sent to its address, when it had shown an error page.
    navigated: bool,
    platform: Platform,
    pub(super) access: Access,
    /// May buttons open a private window?
    pub(super) opens_private: bool,
    /// What the visitor was asked to allow.
    pub(super) leave: leave::Part,
    /// What auto-retry does.
    pub(super) retry: retry::Part,
    /// The owner's part, once it was opened.
    pub(super) owner: owner::Part,
    /// How the report is written.
    pub(super) report: report::Part,
    /// The hop of the picture that is open.
    pub(super) station: Cell<Option<Hop>>,
    /// The browser no longer shows what is in the tab, and nothing is left to draw.
    pub(super) is_out_of_sight: Cell<bool>,
}

/// Everything that is said about a case as it stands.
pub(super) struct Said<'a> {
    pub(super) known: Assessment<'a>,
    pub(super) view: View,
}

impl Popup {
    pub(super) fn of(tab: Tab, look: Look, beside: Beside, chosen: Chosen) -> Rc<Self> {
        let Look { observations, asked, navigated } = look;
        let Beside { access, opens_private, retry, kept } = beside;
        let kept = kept.of(&observations).with(asked);
        // What a private window or a container keeps is out of reach, so nothing sent from here carries any of it.
        let cookies = tab.has_other_cookies().then_some(false);
        // What is chosen for good does not hold in a private window, where it is asked each time.
        let answered = chosen.asked && !tab.is_private;
        let report = report::Part::of(&chosen);
        let settings = chosen.into_settings(access.tier(), cookies, tab.is_private);
        let case = Case { observations, outcomes: Outcomes::default(), settings, elapsed_ms: 0 };
        let investigation = Investigation::new(&tab, case, kept, navigated && access == Access::None);
        Rc::new(Self {
            investigation,
            navigated,
            platform: platform(tab.is_private),
            access,
            opens_private,
            leave: leave::Part::new(answered),
            retry,
            owner: owner::Part::default(),
            report,
            station: Cell::default(),
            is_out_of_sight: Cell::default(),
            tab,
        })
    }

    /// What is said of this case.
    pub(super) fn said<'a>(&self, case: &'a Case) -> Said<'a> {
        let known = Assessment::of(case);
        let mut view = view_case(case, &known.diagnosis, self.platform);
        heard::add(&mut view, case, &self.investigation.exchanges());
        let led_back = || self.navigated.then(|| Message::new("story_recovered"));
        let back = || retry::back(self).or_else(led_back);
        if view.state == State::Healthy
            && let Some(story) = back()
        {
            view.mark_recovered(story);
        }
        Said { known, view }
    }

    pub(super) fn is_over(&self) -> bool {
        self.investigation.progress() == Progress::Over
    }

    /// The host of what failed; empty if it has none.
    pub(super) fn host(&self) -> String {
        let case = self.investigation.case();
        case.observations.first().map(Observation::host).unwrap_or_default().to_owned()
    }

    /// A button that does this at every click.
    pub(super) fn button(self: &Rc<Self>, text: impl AsRef<str>, on_click: fn(Rc<Self>)) -> Node {
        let popup = Rc::clone(self);
        dom::button(text, move |_| on_click(Rc::clone(&popup)))
    }

    /// The element, which does this at every such event.
    pub(super) fn on(self: &Rc<Self>, node: Node, event: &str, act: fn(Rc<Self>)) -> Node {
        let popup = Rc::clone(self);
        node.on(event, move |_| act(Rc::clone(&popup)))
    }

    /// Goes on with what is allowed now.
    pub(super) fn go_on(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        spawn(async move { run(&popup).await });
    }
}
