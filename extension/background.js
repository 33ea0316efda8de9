// Watches main-frame navigations where host access was granted, and keeps the events of the ones that fail, as they
// came: what they mean is for the WebAssembly to say, which is not even loaded before somebody asks, or auto-retry must.
// Everything is registered synchronously at the top level, so that no event is lost while the worker starts.

import "./menu.js";
import * as retry from "./retry.js";

const FILTER = { urls: ["<all_urls>"], types: ["main_frame"] };
const ABORTED = ["net::ERR_ABORTED", "NS_BINDING_ABORTED"];
const LOOP = 19; // Redirects after which "aborted" means the browser gave up, not the visitor.
const MOST_REQUESTS = 64;
const { session } = chrome.storage;
const requests = new Map(); // Events so far of every navigation under way, by request.
const [key, answers] = ["failure", "investigation"].map((name) => (tabId) => `${name}:${tabId}`);
let stored; // Tabs with a stored failure, read once in a worker's life.
const tabs = () => (stored ??= session.get(null).then((items) => new Set(Object.keys(items))));
let last = Promise.resolve(); // One after the other: a page that works must not overtake the failure before it.
const inTurn = (work) => (last = last.then(work, work));

/** The events of this navigation, with this one at the end. */
function remember(details) {
  const events = requests.get(details.requestId) ?? [];
  if (requests.size >= MOST_REQUESTS) requests.delete(requests.keys().next().value);
  requests.set(details.requestId, events);
  events.push(details);
  return events;
}

/** Stores a failure before all else; when the storage is full, older failures give way to the newest. */
async function keep(events) {
  const { tabId, url, documentLifecycle, statusCode } = events.at(-1);
  if (tabId < 0 || documentLifecycle === "prerender") return;
  const failure = { [key(tabId)]: events };
  const kept = session.set(failure).catch(() => session.clear().then(() => session.set(failure)));
  const [isOn, known] = await Promise.all([retry.isOn(url), tabs(), kept]);
  known.add(key(tabId));
  // A page that is not found is no outage: it is kept for a click, and no badge calls for one.
  if (isOn || !(statusCode < 500)) arrived(tabId, () => mark(tabId, isOn, statusCode));
}

/** A page that arrives in a tab takes its badge away, even the failed page itself: so the badge is set after that. */
function arrived(tabId, then) {
  const { onUpdated } = chrome.tabs;
  const look = (id, { status }) => {
    if (id !== tabId || status !== "complete" || !onUpdated.hasListener(look)) return;
    onUpdated.removeListener(look);
    return then();
  };
  onUpdated.addListener(look);
  chrome.tabs.get(tabId).then((tab) => look(tabId, tab), () => onUpdated.removeListener(look));
}

async function mark(tabId, isOn, statusCode) {
  if (!(await tabs()).has(key(tabId))) return;
  if (!(statusCode < 500)) await chrome.action.setBadgeText({ tabId, text: "!" }).catch(() => {});
  if (isOn) await retry.failed(tabId);
}

async function forget(tabId) {
  if (!(await tabs()).delete(key(tabId))) return;
  await session.remove([key(tabId), answers(tabId)]);
  arrived(tabId, () => retry.works(tabId));
}

const LISTENERS = {
  onBeforeRequest: remember,
  onBeforeRedirect: remember,
  onResponseStarted(details) {
    const events = remember(details);
    return inTurn(() => (details.statusCode >= 400 ? keep(events) : forget(details.tabId)));
  },
  onCompleted: ({ requestId }) => requests.delete(requestId),
  onErrorOccurred(details) {
    const events = remember(details);
    requests.delete(details.requestId);
    if (!ABORTED.includes(details.error) || events.length > LOOP) return inTurn(() => keep(events));
  },
};

/** Chromium drops listeners registered without host access for good, so a grant registers them anew. */
function register() {
  for (const [name, listener] of Object.entries(LISTENERS)) {
    const extra = name === "onResponseStarted" ? [Object.values(chrome.webRequest.OnResponseStartedOptions)] : [];
    chrome.webRequest[name].removeListener(listener);
    chrome.webRequest[name].addListener(listener, FILTER, ...extra);
  }
}

register();
chrome.permissions.onAdded.addListener(register);
chrome.permissions.onRemoved.addListener(() =>
  inTurn(() => retry.forget().then(() => session.clear()).then(() => (stored = undefined))),
);
chrome.tabs.onRemoved.addListener((tabId) => inTurn(() => forget(tabId).then(() => session.remove(answers(tabId)))));
