//! Answers that break off, contradict themselves or never come.

use std::time::Duration;

use super::Route;
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const ROUTES: &[Route] = &[
    Route::new("/cut", "A 502 that is shorter than it says.", |_, request| cut(502, request)),
    Route::new("/cut-200", "A healthy status on a page that is shorter than it says.", |_, request| cut(200, request)),
    Route::new("/bad-chunk", "A page in chunks, of which the second is none.", bad_chunk),
    Route::new("/reset", "Resets the connection instead of an answer.", |_, _| Script::reset()),
    Route::new("/empty", "Closes the connection instead of an answer.", |_, _| Script::nothing()),
    Route::new("/hang", "Takes the request and never answers.", |_, _| Script::hang()),
    Route::with_link(
        "/slow",
        "/slow?ms=3000",
        "Answers after so many milliseconds; `status` makes it another status than 200.",
        slow,
    ),
    Route::new("/stall", "Sends half a page and then nothing; `status` as for /slow.", stall),
];

/// The longest that /slow waits, in milliseconds.
const SLOWEST: u64 = 120_000;

fn page(status: u16) -> Reply {
    Reply::page(status, "Half a page", "<p>There is more to come.</p>")
}

fn wanted_status(request: &Request) -> u16 {
    let wanted = request.number("status").and_then(|status| u16::try_from(status).ok());
    wanted.filter(|status| (200..600).contains(status)).unwrap_or(200)
}

fn cut(status: u16, request: &Request) -> Script {
    page(status).send_as_long_as(4096, request)
}

fn stall(_: &Shared, request: &Request) -> Script {
    page(wanted_status(request)).send_as_long_as(4096, request).then_hang()
}

fn bad_chunk(_: &Shared, _: &Request) -> Script {
    let head = Reply::new(200).header("Transfer-Encoding", "chunked").body("text/html", "").head();
    Script::send(format!("{head}Connection: close\r\n\r\n1a\r\n<h1>The first chunk</h1>\r\n\r\nno size at all\r\n"))
}

fn slow(_: &Shared, request: &Request) -> Script {
    let wait = Duration::from_millis(request.number("ms").unwrap_or(3000).min(SLOWEST));
    let status = wanted_status(request);
    let reply = if status < 400 {
        Reply::page(status, "Late", "<p>Late, but here.</p>")
    } else {
        Reply::nginx(status, request)
    };
    reply.send(request).after(wait)
}
