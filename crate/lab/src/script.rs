//! What a server does on a connection once it has read a request, as plain data that [`play`] carries out.

use std::io::Write;
use std::time::Duration;

use crate::conn::Conn;

/// The longest that a connection is held open for a client that never leaves.
pub(crate) const HOLD_TIME: Duration = Duration::from_mins(5);

/// One thing to do.
pub(crate) enum Step {
    Send(Vec<u8>),
    /// Says nothing for that long; the rest is skipped if the client leaves before.
    Wait(Duration),
}

/// How the connection ends.
pub(crate) enum End {
    Close,
    Reset,
}

/// Everything that a server does about one request.
pub(crate) struct Script {
    pub(crate) steps: Vec<Step>,
    pub(crate) end: End,
}

impl Script {
    /// Sends these bytes and closes in an orderly manner.
    pub(crate) fn send(bytes: impl Into<Vec<u8>>) -> Self {
        Self { steps: vec![Step::Send(bytes.into())], end: End::Close }
    }

    /// Closes without a byte.
    pub(crate) fn nothing() -> Self {
        Self { steps: Vec::new(), end: End::Close }
    }

    /// Ends with RST, without a byte.
    pub(crate) fn reset() -> Self {
        Self { steps: Vec::new(), end: End::Reset }
    }

    /// Says nothing until the client leaves.
    pub(crate) fn hang() -> Self {
        Self { steps: vec![Step::Wait(HOLD_TIME)], end: End::Close }
    }

    /// Keeps the connection open after the last byte, until the client leaves.
    pub(crate) fn then_hang(mut self) -> Self {
        self.steps.push(Step::Wait(HOLD_TIME));
        self
    }

    /// Says nothing for a while first.
    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.steps.insert(0, Step::Wait(wait));
        self
    }
}

/// Carries out a script; a client that leaves early ends it.
pub(crate) fn play(mut conn: Conn, script: Script, stopping: &dyn Fn() -> bool) {
    for step in script.steps {
        let still_there = match step {
            Step::Send(bytes) => conn.write_all(&bytes).and_then(|()| conn.flush()).is_ok(),
            Step::Wait(time) => conn.wait(time, stopping),
        };
        if !still_there {
            return;
        }
    }
    match script.end {
        End::Close => conn.finish(),
        End::Reset => conn.reset(),
    }
}
