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
const answered = new Map(); // The newest request that brought a page, by tab.
const arrivals = new Map(); // What is to be done once a page has arrived, by tab.
const [key, answers] = ["failure", "investigation"].map((name) => (tabId) => `${name}:${tabId}`);
let stored; // The names of what is stored, read once in a worker's life.
const names = () => (stored ??= session.get(null).then((items) => new Set(Object.keys(items))));
let last = Promise.resolve(); // One after the other: a page that works must not overtake the failure before it.
const inTurn = (work) => (last = last.then(work, work));
// Header fields of what browsers save as a file and do not show.
const SAVED =
  /^(content-disposition:\s*attachment|content-type:\s*application\/(octet-stream|g?zip|(x-|vnd\.)(?!.*\b(json|xml|javascript))))/i;
/** A page loaded ahead, an answer without one (RFC 9110, 15.3.5) and a file leave what the tab shows as it is. Of loading ahead
 * Chromium alone tells; no navigation but a prefetch has a document that asks for it. */
const isAside = ({ documentId, documentLifecycle: life, statusCode, responseHeaders = [] }) =>
  (life && (documentId || life !== "active")) || statusCode === 204 || statusCode === 205 ||
  (statusCode < 400 && responseHeaders.some(({ name, value }) => SAVED.test(`${name}:${value}`)));
/** Chromium may say of a page that was left while it loaded that it failed, when the next is there already. */
const isLeft = ({ tabId, requestId }) => Number(requestId) < answered.get(tabId);
const isShown = (events) => events[0].tabId >= 0 && !isLeft(events[0]) && !events.some(isAside);

/** The events of this navigation, with this one at the end. */
function remember(details) {
  const events = requests.get(details.requestId) ?? [];
  if (!events.length && requests.size >= MOST_REQUESTS) requests.delete(requests.keys().next().value);
  requests.set(details.requestId, events);
  events.push(details);
  return events;
}

/** Stores a failure before all else; when the storage is full, what is kept of all tabs gives way to the newest. */
async function keep(events) {
  const { tabId, url, statusCode } = events.at(-1);
  taken(tabId); // The page of a failure before this one does not arrive any more.
  const failure = { [key(tabId)]: events };
  const kept = session.set(failure).catch(() => makeRoom().then(() => session.set(failure)));
  const [isOn, known] = await Promise.all([retry.isOn(url), names(), kept]);
  known.add(key(tabId));
  // A page that is not found is no outage: it is kept for a click, and no badge calls for one.
  if (isOn || !(statusCode < 500)) arrived(tabId, () => mark(tabId, isOn, statusCode));
}

/** What is of one tab has the tab's number in its name, after a colon. */
async function makeRoom() {
  const all = Object.keys(await session.get(null));
  await session.remove(all.filter((name) => name.includes(":")));
  stored = undefined;
}

/** A page that arrives in a tab takes its badge away, even the failed page itself: so the badge is set after that. */
function arrived(tabId, then) {
  arrivals.set(tabId, then);
  chrome.tabs.onUpdated.addListener(look);
  chrome.tabs.get(tabId).then((tab) => look(tabId, tab), () => taken(tabId));
}

function look(tabId, { status }) {
  if (status === "complete") return taken(tabId)?.();
}

/** What was to be done for this tab, which is not waited for any more. */
function taken(tabId) {
  const then = arrivals.get(tabId);
  arrivals.delete(tabId);
  if (!arrivals.size) chrome.tabs.onUpdated.removeListener(look);
  return then;
}

async function mark(tabId, isOn, statusCode) {
  if (!(await names()).has(key(tabId))) return;
  if (!(statusCode < 500)) await chrome.action.setBadgeText({ tabId, text: "!" }).catch(() => {});
  if (isOn) await retry.failed(tabId);
}

async function forget(tabId) {
  if (!(await names()).delete(key(tabId))) return;
  await session.remove([key(tabId), answers(tabId)]);
  arrived(tabId, () => retry.works(tabId));
}

const LISTENERS = {
  onBeforeRequest: remember,
  onBeforeRedirect: remember,
  onResponseStarted(details) {
    const events = remember(details);
    if (!isShown(events)) return;
    answered.set(details.tabId, Number(details.requestId));
    return inTurn(() => (details.statusCode >= 400 ? keep(events) : forget(details.tabId)));
  },
  onCompleted: ({ requestId }) => requests.delete(requestId),
  onErrorOccurred(details) {
    const events = remember(details);
    requests.delete(details.requestId);
    const isLoop = events.filter(({ redirectUrl }) => redirectUrl).length >= LOOP;
    if (isShown(events) && (isLoop || !ABORTED.includes(details.error))) return inTurn(() => keep(events));
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
chrome.permissions.onRemoved.addListener(({ origins }) => {
  if (origins?.length) return inTurn(() => retry.forget().then(() => session.clear()).then(() => (stored = undefined)));
});
chrome.tabs.onRemoved.addListener((tabId) => {
  taken(tabId);
  answered.delete(tabId);
  return inTurn(() => forget(tabId).then(() => session.remove([answers(tabId), `copy:${tabId}`])));
});
