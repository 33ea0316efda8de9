//! One visitor of the site.

use is_it_me_core::retry::Course;

use crate::site::Want;

/// Who wants the page, and how far they have come.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// What they want when it is their turn.
    pub(crate) want: Want,
    /// Requests for a document that they made after their first visit failed; parts of a page do not count.
    pub(crate) again: u32,
    /// The outage as this visitor met it; none while nothing has failed.
    pub(crate) course: Option<Box<Course>>,
    /// When they got the page, in milliseconds.
    pub(crate) served_ms: Option<u32>,
}

impl Visitor {
    pub(crate) const fn new() -> Self {
        Self { want: Want::Page, again: 0, course: None, served_ms: None }
    }
}
