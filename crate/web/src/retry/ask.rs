//! One question to the site: the same request that the check of this name sends, past every cache and with the site's
//! cookies; of the answer, the headers and the beginning of the body are read.

use is_it_me_core::check::ask::page_again;
use is_it_me_core::check::{Check, Exchange};
use is_it_me_core::diagnose;
use is_it_me_core::retry::figures::QUESTION_MS;
use is_it_me_core::retry::life::Answer;
use is_it_me_core::retry::symptom;
use is_it_me_core::words::State;

use crate::browser;
use crate::net::{Options, ask_once};

/// What the site answers now. A check that a person is asking, a page that refuses and any other error are no good
/// answers; the diagnosis says which it is.
pub(super) async fn ask(url: &str, has_other_cookies: bool) -> Answer {
    let Some(request) = page_again(url) else { return Answer::Else };
    // What may not be asked for lack of access is as good as silence here, so a redirect need not be told apart first.
    let options = Options { without_cookies: has_other_cookies, ..Options::within(QUESTION_MS) };
    let Some(reply) = ask_once(&request, &options).await else { return Answer::Silence };
    let exchange = Exchange { check: Check::Again, request, reply };
    let Some(observation) = exchange.observation(browser::zone()) else { return Answer::Silence };
    // No answer, or one that broke off: the site is no better, and not different from what it was.
    if observation.is_blank() || observation.error.is_some() {
        return Answer::Silence;
    }
    let observations = [observation];
    let diagnosis = diagnose(&observations);
    if diagnosis.state == State::Healthy {
        return Answer::Good;
    }
    symptom(&observations, &diagnosis).map_or(Answer::Else, Answer::Fails)
}
