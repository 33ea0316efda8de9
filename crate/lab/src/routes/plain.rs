//! Answers that are whole and follow the rules, whatever they say.

use super::Route;
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const ROUTES: &[Route] = &[
    Route::new("/ok", "A healthy page.", ok),
    Route::new("/pdf", "A healthy document that no script may look into.", pdf),
    Route::new("/502", "The 502 page of nginx, byte for byte.", |_, request| nginx(502, request)),
    Route::new("/502-empty", "A 502 without a body.", |_, request| Reply::new(502).send(request)),
    Route::new("/200-empty", "A good answer with nothing in it.", |_, request| Reply::new(200).send(request)),
    Route::new("/json", "A 502 in JSON, as an API answers.", json),
    Route::new("/long", "A 502 with a body of 2 MB.", long),
    Route::new("/csp", "A 502 whose page forbids itself everything.", csp),
    Route::new("/redirect", "A redirect to /502.", |_, request| redirect("/502", request)),
    Route::new("/redirect-loop", "A redirect to itself.", |_, request| redirect("/redirect-loop", request)),
    Route::with_link("/status/", "/status/503", "Any status from 200 to 599 with the page of nginx.", status),
    Route::with_link("/retry-after", "/retry-after?seconds=2", "A 503 that says when to come back.", retry_after),
    Route::new("/form", "A healthy page whose form posts to /post.", form),
    Route::new("/post", "A 502, whatever the method.", |_, request| nginx(502, request)),
    Route::new("/parts", "A healthy page whose image, script and frame are 502s.", parts),
    Route::with_link("/api-key", "/api-key?token=secret-in-query", "A 502 at an address that is a secret.", api_key),
];

fn nginx(status: u16, request: &Request) -> Script {
    Reply::nginx(status, request).send(request)
}

fn ok(_: &Shared, request: &Request) -> Script {
    Reply::page(200, "All is well", "<p>This page is healthy.</p>").send(request)
}

fn pdf(_: &Shared, request: &Request) -> Script {
    let one_empty_page = "%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";
    Reply::new(200).body("application/pdf", one_empty_page).send(request)
}

fn json(_: &Shared, request: &Request) -> Script {
    let body = r#"{"error":{"code":502,"message":"upstream unavailable"}}"#;
    Reply::new(502).body("application/json", body).send(request)
}

fn long(_: &Shared, request: &Request) -> Script {
    let content = "<p>The same line, over and over.</p>\n".repeat(56_000);
    Reply::page(502, "502 Bad Gateway", &content).send(request)
}

fn csp(_: &Shared, request: &Request) -> Script {
    let page = Reply::page(502, "502 Bad Gateway", "<p>This page may load nothing.</p>");
    page.header("Content-Security-Policy", "default-src 'none'; sandbox").send(request)
}

fn redirect(to: &str, request: &Request) -> Script {
    let reply = Reply::nginx(302, request).header("Location", to);
    reply.header("Cache-Control", "no-store").send(request)
}

fn status(_: &Shared, request: &Request) -> Script {
    let wanted = request.path.strip_prefix("/status/").and_then(|text| text.parse().ok());
    // A status below 200 is followed by another answer, which would never come.
    nginx(wanted.filter(|status| (200..600).contains(status)).unwrap_or(404), request)
}

fn retry_after(_: &Shared, request: &Request) -> Script {
    let seconds = request.number("seconds").unwrap_or(2);
    Reply::nginx(503, request).header("Retry-After", &seconds.to_string()).send(request)
}

fn form(_: &Shared, request: &Request) -> Script {
    let form = "<form method=\"post\" action=\"/post\">\n<p><label>Message <input name=\"message\" value=\"hello\">\
        </label> <button>Send</button></p>\n</form>";
    Reply::page(200, "A form that fails", form).send(request)
}

fn parts(_: &Shared, request: &Request) -> Script {
    let content = "<p>The page is healthy and its parts are not.</p>\n<img src=\"/status/502\" alt=\"A broken image\">\n\
        <iframe src=\"/502\" title=\"A broken frame\"></iframe>\n<script src=\"/502-empty\"></script>";
    Reply::page(200, "Broken parts", content).send(request)
}

fn api_key(_: &Shared, request: &Request) -> Script {
    Reply::nginx(502, request).header("Set-Cookie", "session=secret-in-cookie; HttpOnly").send(request)
}
