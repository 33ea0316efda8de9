// Watches main-frame navigations on sites to which access was granted, and reports which of them failed or worked, with
// their events. What those mean is for the WebAssembly to say, which is loaded only once somebody asks or auto-retry
// needs it. All listeners are registered synchronously at the top level, so no event is lost while the worker starts.

import "./menu.js";
import * as failures from "./failures.js";

const FILTER = { urls: ["<all_urls>"], types: ["main_frame"] };
const ABORTED = ["net::ERR_ABORTED", "NS_BINDING_ABORTED"];
const LOOP = 19; // From so many redirects on, "aborted" means that the browser gave up, not the visitor.
const MOST_REQUESTS = 64;
const requests = new Map(); // The events so far of every navigation under way, by request.
const answered = new Map(); // The newest request that brought a page, by tab.
// Header fields of answers that browsers save as a file rather than show.
const SAVED =
  /^(content-disposition:\s*attachment|content-type:\s*(text\/(csv|calendar|vcard|rtf)|application\/(octet-stream|g?zip|(x-|vnd\.)(?!.*\b(json|xml|javascript)))))/i;
/** A page loaded ahead, an answer without one (RFC 9110, 15.3.5) and a file leave what the tab shows as it is. Only Chromium
 * reports loading ahead; no navigation but a prefetch has a document that asks for it. */
const isAside = ({ documentId, documentLifecycle: life, statusCode, responseHeaders = [] }) =>
  (life && (documentId || life !== "active")) || statusCode === 204 || statusCode === 205 ||
  (statusCode < 400 && responseHeaders.some(({ name, value }) => SAVED.test(`${name}:${value}`)));
/** Chromium may say of a page that was left while it loaded that it failed, when the next is there already. */
const isLeft = ({ tabId, requestId }) => Number(requestId) < answered.get(tabId);
const isShown = (events) => events[0].tabId >= 0 && !isLeft(events[0]) && !events.some(isAside);
/** A tab is closed, or has another number from here on, as Chromium gives one that it unloads to save memory. */
const gone = (tabId) => [answered.delete(tabId), failures.closed(tabId)];

/** The events of this navigation, with this one at the end. That a password is asked for holds until the next. */
function remember(details) {
  const events = (requests.get(details.requestId) ?? []).filter(({ challenger }) => !challenger);
  if (!events.length && requests.size >= MOST_REQUESTS) requests.delete(requests.keys().next().value);
  requests.set(details.requestId, events);
  events.push(details);
  return events;
}

const LISTENERS = {
  onBeforeRequest: remember,
  onBeforeRedirect: remember,
  onAuthRequired: remember,
  onResponseStarted(details) {
    const events = remember(details);
    if (!isShown(events)) return;
    answered.set(details.tabId, Number(details.requestId));
    return details.statusCode >= 400 ? failures.failed(events) : failures.works(details.tabId);
  },
  onCompleted: ({ requestId }) => requests.delete(requestId),
  onErrorOccurred(details) {
    const events = remember(details);
    requests.delete(details.requestId);
    const isLoop = events.filter(({ redirectUrl }) => redirectUrl).length >= LOOP;
    if (isShown(events) && (isLoop || !ABORTED.includes(details.error))) return failures.failed(events);
  },
};

/** Chromium drops listeners registered without host access for good, so a grant registers them anew. */
function register() {
  for (const [name, listener] of Object.entries(LISTENERS)) {
    const extra = /Started|Auth/.test(name) ? [Object.values(chrome.webRequest.OnResponseStartedOptions)] : [];
    chrome.webRequest[name].removeListener(listener);
    chrome.webRequest[name].addListener(listener, FILTER, ...extra);
  }
}

/** What is known of the navigation under way in a tab, for the popup: it may have been led on by now. */
const underWay = (tabId) => [...requests.values()].findLast((events) => events[0].tabId === tabId && isShown(events));

register();
chrome.runtime.onMessage.addListener(({ awaited }, sender, answer) => void (awaited && answer(underWay(awaited))));
chrome.permissions.onAdded.addListener(register);
chrome.permissions.onRemoved.addListener(({ origins }) => origins?.length && failures.withdrawn());
chrome.tabs.onRemoved.addListener(gone);
chrome.tabs.onReplaced?.addListener((_, tabId) => gone(tabId));
