// The first script of a background under test. It counts what the background asks of the browser, and has it stand still
// at one of these questions, while the browser answers or when it has: there a test ends the worker. Every await of
// auto-retry but that of a timer waits for one of them.
// What is to happen is read from the session storage as { at, after } under "standstill", once in a worker's life; what was
// asked is written there as a list of names under "asked".

const WATCHED = [
  [chrome.storage.session, 'session', ['get', 'set', 'remove']],
  [chrome.storage.local, 'local', ['get', 'set']],
  [chrome.alarms, 'alarms', ['get', 'create', 'clear']],
  [chrome.tabs, 'tabs', ['get', 'query', 'reload']],
  [chrome.scripting, 'scripting', ['executeScript']],
  [chrome.action, 'action', ['getBadgeText', 'setBadgeText']],
  [globalThis, 'global', ['fetch']],
];
const { session } = chrome.storage;
const write = session.set.bind(session);
const plan = session.get('standstill').then(({ standstill }) => standstill ?? {});
const asked = [];

for (const [object, area, names] of WATCHED) {
  for (const name of names) object[name] = watched(`${area}.${name}`, object[name].bind(object));
}

function watched(name, call) {
  return async (...args) => {
    const { at, after } = await plan;
    // Firefox and Chromium fetch the module itself as well; that is no question of auto-retry's.
    if (String(args[0]?.url ?? args[0]).endsWith('.wasm')) return call(...args);
    asked.push(name);
    const isHere = asked.length === at;
    const answer = call(...args);
    if (isHere && !after) return standStill();
    await answer;
    if (isHere) return standStill();
    write({ asked });
    return answer;
  };
}

function standStill() {
  write({ asked, stands: true });
  return new Promise(() => {});
}
