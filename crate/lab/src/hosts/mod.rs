//! Sites and services that the lab plays when asked by their names, one row each. Each file in this folder holds one
//! kind.
//!
//! What they answer depends on a few words, which the driver sets with `/set`.

mod archive;
mod control;
mod outside;
mod sites;
mod status;

use crate::http::Request;
use crate::modes::Answer;
use crate::shared::Shared;

/// One row of the table.
pub(crate) struct Host {
    /// A whole name, or the first label of any.
    pub(crate) name: &'static str,
    pub(crate) shows: &'static str,
    pub(crate) answer: Answer,
}

impl Host {
    const fn new(name: &'static str, shows: &'static str, answer: Answer) -> Self {
        Self { name, shows, answer }
    }

    fn is_asked(&self, host: &str) -> bool {
        let label = || host.split_once('.').is_some_and(|(label, _)| label == self.name);
        host == self.name || (!self.name.contains('.') && label())
    }
}

/// Every host, in the order in which they are shown.
pub(crate) fn all() -> impl Iterator<Item = &'static Host> {
    [sites::HOSTS, control::HOSTS, status::HOSTS, outside::HOSTS, archive::HOSTS].into_iter().flatten()
}

/// The row of the requested host, if it is one of these.
pub(crate) fn find(request: &Request) -> Option<&'static Host> {
    let asked = request.host();
    all().find(|host| host.is_asked(&asked))
}

/// Is this word of the lab set to this value?
fn is(shared: &Shared, word: &str, value: &str) -> bool {
    shared.word(word) == value
}
