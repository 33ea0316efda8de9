//! The same address once more, or a few more times: is the failure over, and does that last?

use super::judge::{Came, came};
use super::{Answer, Asked, Check, Exchange, Lost, Outcome, Request, Step, Why, page};
use crate::standard::retry_after::wait_ms;
use crate::words::Cause;

/// How often the address is asked again to see whether that lasts.
const TIMES: u8 = 4;
/// The pause between two of those requests, so that they are no load.
const PAUSE_MS: u32 = 600;

/// The page, as it was requested. Cookies are not sent on to where a redirect leads. Where they may be what sends the
/// browser round in circles, an answer from there would not show that this is over.
fn once_more(asked: &Asked) -> Request {
    Request { follows: asked.diagnosis().cause != Cause::Loop, ..page(asked.address.page()) }
}

pub(super) fn again(asked: &Asked) -> Step {
    let Some(exchange) = asked.last() else { return Step::send(once_more(asked)) };
    match came(asked, exchange) {
        Came::Good => Step::answered(Answer::AgainGood),
        Came::Same => Step::answered(Answer::AgainSame),
        Came::Other { .. } => Step::answered(Answer::AgainOther),
        Came::Silent => Step::answered(Answer::AgainSilent),
        // If the failure itself came soon, waiting in vain now is another failure.
        Came::Nothing(Why::TimedOut) if came_soon(asked, exchange) => Step::answered(Answer::AgainSilent),
        Came::Nothing(why) => Step::could_not(why),
    }
}

/// Did the failure come well before the patience of this check ran out?
fn came_soon(asked: &Asked, waited: &Exchange) -> bool {
    let timings = asked.failure.first.timings;
    let took = timings.total_ms.or(timings.first_byte_ms);
    took.is_some_and(|ms| ms < waited.reply.took_ms / 2.0)
}

pub(super) fn several(asked: &Asked) -> Step {
    let sent: Vec<_> = asked.mine().collect();
    let over = sent.last().is_some_and(|last| last.reply.result == Err(Lost::TimedOut));
    if sent.is_empty() && is_asked_to_wait(asked) {
        return Step::could_not(Why::Limited);
    }
    if sent.len() < usize::from(TIMES) && !over && !sent.iter().any(|exchange| asks_to_wait(exchange)) {
        let pause = if sent.is_empty() { 0 } else { PAUSE_MS };
        return Step::send(Request { after_ms: pause, ..once_more(asked) });
    }
    let (mut good, mut of) = (0, 0);
    for exchange in sent {
        let came = came(asked, exchange);
        good += u8::from(came == Came::Good);
        of += u8::from(!matches!(came, Came::Nothing(_)));
    }
    // A single further answer is no series.
    if of < 2 {
        return Step::could_not(if over { Why::TimedOut } else { Why::Unclear });
    }
    Step::Done(Outcome::Counted { good, of })
}

/// Did the failure, or the answer when it was asked for again, say when to come back, and is that still ahead?
fn is_asked_to_wait(asked: &Asked) -> bool {
    let now = asked.exchanges.last().map_or(f64::NEG_INFINITY, |exchange| exchange.reply.at_ms);
    let first = asked.failure.first;
    let told = asked.failure.headers().and_then(|headers| wait_ms(headers, first.at_ms));
    let ahead = told.zip(first.at_ms).is_some_and(|(wait, at_ms)| wait > 0.0 && now < at_ms + wait);
    let again = asked.exchanges.iter().filter(|exchange| exchange.check == Check::Again);
    ahead || again.into_iter().any(asks_to_wait)
}

/// Does this answer ask for patience? Then the next request would be one too many.
fn asks_to_wait(exchange: &Exchange) -> bool {
    let Ok(answered) = &exchange.reply.result else { return false };
    let waits = wait_ms(&answered.headers, Some(exchange.reply.at_ms)).is_some_and(|wait| wait > 0.0);
    answered.status == 429 || waits && answered.status >= 400
}
