// The way of auto-retry into the WebAssembly. That is loaded only where a page has failed on a site for which auto-retry is
// switched on, or while something of it is under way; the import above all else is of the few lines around it.

import init, { retry } from "./pkg/core.js";

const NAME = "retry";
const { alarms, notifications, permissions, runtime, storage, tabs, windows } = chrome;
let last = Promise.resolve(); // One after the other, as things happened.
const tell = (word, tabId = -1) => (last = last.then(init).then(() => retry(word, tabId)).catch(console.error));

const isUnderWay = async () => (await storage.session.get(NAME))[NAME] !== undefined;

/** Is it on for the site at this address? The alarm is set at once, as this worker may end at any await; one that is set
 * already may ring too soon for it, and is set right then. */
export async function isOn(url) {
  const already = alarms.get(NAME);
  alarms.create(NAME, { delayInMinutes: 0.5, periodInMinutes: 1 });
  const { settings } = await storage.local.get("settings");
  const { all, sites } = settings?.retry ?? {};
  const on = sites?.[new URL(url).hostname] ?? all;
  if (!on && !(await already)) await alarms.clear(NAME);
  return on;
}

export const failed = (tabId) => tell("failed", tabId);
export const works = async (tabId) => (await isUnderWay()) && tell("works", tabId);
export const forget = async () => (await isUnderWay()) && tell("forget");

/** Switched on or off somewhere: what failed before may be looked after now. */
async function switched(before, after) {
  const has = JSON.stringify(after?.retry) ?? "";
  if (JSON.stringify(before?.retry) !== has && (has.includes("true") || (await isUnderWay()))) await tell("switched");
}

alarms.onAlarm.addListener(({ name }) => name === NAME && tell("tick"));
runtime.onMessage.addListener(({ retry: word, tab }) => void (word && tell(word, tab)));
storage.local.onChanged.addListener(({ settings }) => settings && switched(settings.oldValue, settings.newValue));
permissions.onAdded.addListener(async () => {
  const [{ settings }, { wish }] = await Promise.all([storage.local.get("settings"), storage.session.get("wish")]);
  if (wish || JSON.stringify(settings?.retry)?.includes("true")) await tell("switched");
});
const show = ({ windowId }) => windows.update(windowId, { focused: true });
notifications?.onClicked.addListener((name) => tabs.update(Number(name.split(":")[1]), { active: true }).then(show));
