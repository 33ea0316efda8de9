//! A site whose own service worker answers in place of the network.

use super::Route;
use crate::http::Request;
use crate::reply::Reply;
use crate::script::Script;
use crate::shared::Shared;

pub(super) const ROUTES: &[Route] = &[
    Route::new("/worker", "Installs a service worker and says in its title when it is ready.", page),
    Route::new("/worker.js", "That worker.", script),
    Route::new("/worker-page", "Healthy from the server; a 502 once the worker answers for it.", behind),
];

const INSTALL: &str = "<p id=\"state\">Installing the worker.</p>\n\
    <p><a href=\"/worker-page\">The page that the worker breaks</a></p>\n\
    <script>\n\
    navigator.serviceWorker.register('/worker.js')\n\
    .then(() => navigator.serviceWorker.ready)\n\
    .then(() => 'worker ready', (error) => `no worker: ${error.message}`)\n\
    .then((state) => { document.title = document.querySelector('#state').textContent = state; });\n\
    </script>";

const WORKER: &str = "\
const page = '<!doctype html><title>502 Bad Gateway</title><h1>502 from the worker</h1>';\n\
const headers = { 'content-type': 'text/html; charset=utf-8' };\n\
addEventListener('install', () => skipWaiting());\n\
addEventListener('activate', (event) => event.waitUntil(clients.claim()));\n\
addEventListener('fetch', (event) => {\n\
  if (new URL(event.request.url).pathname !== '/worker-page') return;\n\
  event.respondWith(new Response(page, { status: 502, statusText: 'Bad Gateway', headers }));\n\
});\n";

fn page(_: &Shared, request: &Request) -> Script {
    Reply::page(200, "Installing a worker", INSTALL).send(request)
}

fn script(_: &Shared, request: &Request) -> Script {
    Reply::new(200).header("Cache-Control", "no-cache").body("text/javascript", WORKER).send(request)
}

fn behind(_: &Shared, request: &Request) -> Script {
    let content = "<p>This came from the server: no worker answers yet.</p>";
    Reply::page(200, "From the server", content).header("Cache-Control", "no-store").send(request)
}
