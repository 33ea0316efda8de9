//! Several things under way at the same time, but not too many.

use std::task::Poll;

use is_it_me_core::check::budget;

use crate::task::Boxed;

/// Does all of it, and puts what ends into `done` with its number, in the order of ending. A caller that gives up on
/// this finds there what had ended by then.
pub(crate) async fn all<T>(work: Vec<Boxed<'_, T>>, done: &mut Vec<(usize, T)>) {
    let mut left: Vec<_> = work.into_iter().enumerate().collect();
    std::future::poll_fn(|context| {
        let mut turn = 0;
        let mut under_way = 0;
        while under_way < usize::from(budget::IN_FLIGHT) {
            let Some((number, future)) = left.get_mut(turn) else { break };
            match future.as_mut().poll(context) {
                Poll::Ready(value) => {
                    done.push((*number, value));
                    drop(left.remove(turn));
                }
                Poll::Pending => {
                    turn += 1;
                    under_way += 1;
                }
            }
        }
        if left.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
