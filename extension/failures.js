// The failures of open tabs, in session storage and as marks on the icon. Events are handled one at a time, in order:
// a page that works must not overtake the failure before it.

import * as retry from "./retry.js";

const { action, permissions, tabs, storage: { session } } = chrome;
const arrivals = new Map(); // What to do once a page has arrived, by tab.
const key = (tabId) => `failure:${tabId}`;
const drop = (tabId, ...more) => session.remove([key(tabId), `investigation:${tabId}`, ...more]);
const isKept = async (tabId) => key(tabId) in (await session.get(key(tabId)));
let last = Promise.resolve();
const inTurn = (work) => (last = last.then(work, work));

/** A page failed in a tab: these are the events of it. */
export const failed = (events) => inTurn(() => keep(events));

/** A page works in a tab. */
export const works = (tabId) => inTurn(() => forget(tabId));

/** A tab is gone, and all that was kept of it goes. */
export function closed(tabId) {
  taken(tabId);
  retry.closed(tabId);
  return inTurn(() => drop(tabId, `copy:${tabId}`));
}

/** Access to sites was taken back, and with it goes what came of it. */
export const withdrawn = () => inTurn(async () => {
  const failures = Object.entries(await session.get(null)).filter(([name]) => name.startsWith(key("")));
  for (const [name, events] of failures) {
    const origins = [`*://${new URL(events.at(-1).url).hostname}/*`];
    if (!(await permissions.contains({ origins }))) await letGo(Number(name.slice(key("").length)));
  }
  if (!(await permissions.getAll()).origins?.length) await retry.forgetAll().then(() => session.clear());
});

async function letGo(tabId) {
  await drop(tabId);
  await retry.forget(tabId);
  await badge(tabId, "");
}

/** Stores a failure before all else; when the storage is full, checks give way to it, and then what is kept of all tabs. */
async function keep(events) {
  const { tabId, url, statusCode } = events.at(-1);
  taken(tabId); // The page of an earlier failure will not arrive any more.
  const store = () => session.set({ [key(tabId)]: events });
  const kept = store().catch(() => makeRoom("investigation:").then(store)).catch(() => makeRoom(":").then(store));
  const [isOn] = await Promise.all([retry.isOn(url), kept]);
  // A page that is not found is no outage: it is kept in case of a click, but no badge invites one.
  const isOutage = !(statusCode < 500);
  const ifKept = (then) => async () => (await isKept(tabId)) && then(tabId);
  const [then, show] = [isOn && ifKept(retry.failed), isOutage && ifKept(() => badge(tabId, "!"))];
  if (then || show) arrived(tabId, then, show);
}

/** What is of one tab has the tab's number in its name, after a colon. */
const makeRoom = async (mark) => session.remove(Object.keys(await session.get(null)).filter((name) => name.includes(mark)));

async function forget(tabId) {
  if (!(await isKept(tabId))) return;
  await drop(tabId);
  arrived(tabId, () => retry.works(tabId));
}

/** A page that arrives in a tab takes its badge away, even the failed page itself: so `show` is called at each news of that
 * tab, of which one comes with the page, and `then` once all of the page is there. */
function arrived(tabId, then, show) {
  arrivals.set(tabId, { then, show });
  tabs.onUpdated.addListener(look);
  tabs.get(tabId).then((tab) => look(tabId, tab), () => taken(tabId));
}

async function look(tabId, { status }) {
  const arrival = status === "complete" ? taken(tabId) : arrivals.get(tabId);
  if (arrival?.show) await arrival.show();
  if (arrival?.then && status === "complete") await arrival.then();
}

/** What was to be done for this tab, which is not waited for any more. */
function taken(tabId) {
  const arrival = arrivals.get(tabId);
  arrivals.delete(tabId);
  if (!arrivals.size) tabs.onUpdated.removeListener(look);
  return arrival;
}

/** A tab that is gone has no badge. */
const badge = (tabId, text) => action.setBadgeText({ tabId, text }).catch(() => {});

// Otherwise, once a worker has ended while waiting for a page, every page in any tab would start one.
tabs.onUpdated.addListener(look);
tabs.onUpdated.removeListener(look);
