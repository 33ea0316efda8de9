// Auto-retry's way into the WebAssembly, which is loaded only if a page has failed on a site for which auto-retry is
// switched on, or while a retry is under way; the import at the top brings only the few lines of glue around it.

import init, { retry } from "./pkg/core.js";

const NET = "retry-net"; // Rings if a worker ended before the WebAssembly heard of a failure.
const { alarms, permissions, runtime, storage, tabs, windows } = chrome;
let nets = 1; // How often the net was set since it was last cleared. An earlier worker may have left it.
let last = Promise.resolve(); // Events are handled one at a time, in order.
/** Clears the net once everything stored by then has been heard of. */
const tell = (word, tabId) => (last = last.then(init).then(async () => {
  const before = nets;
  if ((await retry(word, tabId, nets > 0)) && nets === before) await alarms.clear(NET).then(() => (nets -= before));
}).catch(console.error));

const isUnderWay = async () => "retry" in (await storage.session.get("retry"));
const isAnywhere = ({ retry: { all, sites = {} } = {} } = {}) => [all, ...Object.values(sites)].includes(true);

/** Is it on for the site at this address? The net is set at once, as this worker may end at any await. */
export async function isOn(url) {
  const already = alarms.get(NET);
  nets += 1;
  alarms.create(NET, { delayInMinutes: 0.5, periodInMinutes: 1 });
  const { settings } = await storage.local.get("settings");
  const { all, sites } = settings?.retry ?? {};
  const on = new Map(Object.entries(sites ?? {})).get(new URL(url).hostname) ?? all;
  if (!on && !(await already)) await alarms.clear(NET);
  return on;
}

export const failed = (tabId) => tell("failed", tabId);
export const works = async (tabId) => (await isUnderWay()) && tell("works", tabId);
export const forget = async (tabId) => (await isUnderWay()) && tell("forget", tabId);
export const forgetAll = async () => (await isUnderWay()) && tell("forget-all");

/** Switched on or off somewhere: what failed before may be looked after now. */
async function switched(before, after) {
  const isSame = JSON.stringify(before?.retry) === JSON.stringify(after?.retry);
  if (!isSame && (isAnywhere(after) || (await isUnderWay()))) await tell("switched");
}

/** A notification names its tab, and goes with a click on it or with that tab. What may notify can be allowed at any time. */
const listen = () => chrome.notifications?.onClicked.addListener(show);
export const closed = (tabId) => chrome.notifications?.clear(`retry:${tabId}`);
function show(name) {
  chrome.notifications.clear(name);
  return tabs.update(Number(name.split(":")[1]), { active: true })
    .then(({ windowId }) => windows.update(windowId, { focused: true })).catch(() => {}); // The tab is gone.
}

listen();
alarms.onAlarm.addListener(({ name }) => tell(name === NET ? "net" : "tick"));
runtime.onMessage.addListener(({ retry: word, tab }) => void (word === "forget-all" ? forgetAll() : word && tell(word, tab)));
storage.local.onChanged.addListener(({ settings }) => settings && switched(settings.oldValue, settings.newValue));
permissions.onAdded.addListener(async ({ origins }) => {
  listen();
  const [{ settings }, { wish }] = await Promise.all([storage.local.get("settings"), storage.session.get("wish")]);
  if (origins?.includes(wish?.site)) await tell("granted");
  if (isAnywhere(settings)) await tell("switched");
});
