//! A page in no known product's style that speaks of maintenance: somebody has switched the site off on purpose.

use crate::evidence::Evidence;
use crate::failure::Failure;
use crate::message::Message;
use crate::text::{any_of, contains_ignore_case, join};
use crate::words::{Cause, Fault};

/// Some programs say it of anything that keeps them from working, so the application may have failed all the same.
const SWITCHED_OFF: f32 = 3.5;
/// What such pages say in many languages. In most of them the word needs another beside it, as programs put the bare
/// word where a reason is asked for. Russian words lack their first letter, as case counts there.
const WORDS: &str = concat!(
    " maintenance|maintenance |wartungsarbeiten|wartungsmodus|n mantenimiento|n manutenzione|m manutenção|n onderhoud|",
    "ехнические работы|メンテナンス|维护中|正在维护|系统维护|維護中|正在維護|系統維護|점검 중|점검중|صيانة",
);

/// A page that names another reason as well only recites what the status may mean (RFC 9110, section 15.6.4).
const LEFT_OPEN: &str = "capacity|overload";

pub(super) fn rule(failure: &Failure, evidence: &mut Vec<Evidence>) {
    let Some(body) = failure.body().filter(|_| failure.status() == Some(503) && !failure.is_signed()) else { return };
    let has = |text: &str, words| any_of(words, &|word| contains_ignore_case(text, word));
    let said = |text: &str| has(text, WORDS) && !has(text, LEFT_OPEN);
    // A title is no program's field, and may be nothing but the word.
    if said(failure.visible()) || body.title().is_some_and(|title| said(&join(&[" ", title], ""))) {
        let text = Message::new("story_maintenance");
        let closed = Evidence::new("maintenance/page", Fault::SiteConfig, SWITCHED_OFF, failure.body_how(), text);
        evidence.push(closed.because(Cause::Maintenance));
    }
}
