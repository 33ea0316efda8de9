//! What became of the page, as far as asking again has shown.

use super::Answer;
use crate::words::State;

/// A page that works now has recovered, unless asking a few times more shows that it does not.
pub(super) fn state(state: State, answered: impl Fn(Answer) -> bool) -> State {
    let fails_again = answered(Answer::SeveralFlaps) || answered(Answer::SeveralFail);
    match state {
        State::Failed if answered(Answer::AgainGood) && !fails_again => State::Recovered,
        State::Recovered if fails_again => State::Failed,
        _ => state,
    }
}
