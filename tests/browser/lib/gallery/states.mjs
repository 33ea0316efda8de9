// The states of the popup that the gallery shows: how each comes about, and what is done in the popup before looking.
//
// - `name`: of the picture.
// - `host`: the name of the site, before its domain; `url` if the address is not one of the sites'.
// - `answer`: which of the lab's answers the site gives, as `startAnswering` takes it.
// - `mode`: the lab's mode that listens at the site.
// - `words`: what the lab's hosts go by (see its README), set before the visit.
// - `settings`: what the visitor chose.
// - `lead`: takes the tab there, instead of a plain visit; `then`: runs after it.
// - `prepare`: runs each time before the popup is drawn; `ready`: resolves once it is drawn, if not with its verdict.
// - `act`: what is done in the popup.
// - `blocks`: another extension blocks the site. `page`: not a site, but this page of the extension.
// - `click`: the extension has no more than the click on its icon.

import { BEHIND_PROXY, hostOf } from './sites.mjs';
import { abortAll } from '../failures.mjs';
import { incident, isWaiting, nextQuestion, pass } from '../outage.mjs';
import { until } from '../wait.mjs';
import { settle, visit } from '../visit.mjs';

const WELL = '/ok';
const YES = { asked: true, others: true };
const EVERYWHERE = { ...YES, outside: true };
const RETRY = { retry: { all: true } };
const QUESTIONS = 5;
// The seconds that are left when the countdown is looked at.
const COUNT = 30;
const PUT_OFF = 300;
// The width of the popup, and of a tab in a narrow window.
const POPUP = 430;
const TAB = 640;

const answered = (name, answer, more) => ({ name, answer, ...more });
const below = (name, mode, more) => ({ name, mode, ...more });

const GATEWAYS = [
  { name: 'nginx-502', host: 'down' },
  answered('nginx-504', '/status/504'),
  answered('nginx-passes-a-503', "/vendor/nginx/the app's own 503"),
  answered('haproxy-503', '/vendor/haproxy/no server up'),
  answered('load-balancer-502', '/vendor/awselb/target closes'),
];
const EDGES = [
  { name: 'cloudflare-522', host: 'edge' },
  answered('cloudflare-tunnel-down', "/vendor/cloudflare/the site's tunnel is down"),
  answered('cloudfront-passes-a-502', '/vendor/cloudfront/an app behind API Gateway'),
  answered('cloudfront-no-origin', '/vendor/cloudfront/no usable answer from the origin'),
  answered('fastly-origin-silent', '/vendor/fastly/origin silent'),
];
const APPS = [
  answered('app-500', '/vendor/django/an exception under gunicorn'),
  answered('database-error', '/vendor/wordpress/no database'),
  answered('function-crashes', '/vendor/vercel/function crashes'),
  answered('not-found-404', ["/vendor/nginx/the site's own 404 page from disk", WELL]),
  answered('maintenance-503', '/vendor/drupal/switched off for a while'),
  answered('rate-limited-429', '/vendor/envoy/local rate limit'),
  answered('cookies-too-large', ['/vendor/nginx/cookies too large', WELL]),
];
const GUARDS = [
  answered('blocked-403', '/vendor/akamai/denied by a rule'),
  { name: 'challenge', host: 'challenge' },
  answered('legal-451', '/status/451'),
];
const BELOW_HTTP = [
  below('certificate-expired', 'expired'),
  below('certificate-wrong-name', 'wrong-name'),
  below('certificate-self-signed', 'self-signed'),
  below('tls-refused', 'tls-alert'),
  below('connection-refused', 'refused'),
  below('connection-reset', 'tls-reset'),
  answered('connection-empty', '/empty'),
  answered('redirect-loop', '/redirect-loop'),
  { name: 'name-not-found', host: 'gone' },
];
const NEAR = [
  { name: 'offline', host: 'offline', lead: (page) => abortAll(page, 'internetdisconnected') },
  below('captive-portal', 'refused', { words: { control: 'captive' }, settings: YES }),
  { name: 'proxy-refuses', url: `https://${BEHIND_PROXY}/cart` },
  { name: 'proxy-answers', url: `http://${BEHIND_PROXY}/cart` },
  { name: 'extension-blocks', host: 'blocked', blocks: true },
];
const ELSEWHERE = [
  { name: 'down-for-everyone', host: 'down.all', words: { outside: 'fails' }, settings: EVERYWHERE },
  below('works-elsewhere', 'tls-reset', { words: { outside: 'works' }, settings: EVERYWHERE }),
];

const lineOf = (popup) => popup.$eval('section.retry > p', ({ textContent }) => textContent).catch(() => '');
const over = (popup) => popup.waitForSelector('#app[aria-busy=false]');

// The request is put off, so that it is not sent while the popup is looked at.
async function putOff({ glass }) {
  await incident(glass, isWaiting, 'an incident');
  await pass(glass, -PUT_OFF, { ring: false });
}

// The popup's clock stops with so many seconds left. The checks have their own times, so they are over before that.
async function countTo(popup, { glass }) {
  await over(popup);
  const { phase } = await incident(glass, isWaiting, 'an incident');
  await popup.evaluate((now) => (Date.now = () => now), phase.at - COUNT * 1000);
  const isNow = (text) => text.match(/\d+/)?.[0] === String(COUNT) || undefined;
  await until(async () => isNow(await lineOf(popup)), `the countdown to show ${COUNT}`, 15_000);
}

async function giveUp(_, { glass }) {
  for (let n = 0; n < QUESTIONS; n += 1) await nextQuestion(glass);
}

// It stays stopped when the popup is redrawn.
async function stopRetry(popup) {
  const button = await popup.waitForSelector(':is([data-retry=stop], [data-retry=again])');
  if ((await button.evaluate(({ dataset }) => dataset.retry)) === 'stop') await button.click();
  await popup.waitForSelector('[data-retry=again]');
  await over(popup);
}

// Two outages as auto-retry keeps them.
function remember({ glass }) {
  return glass.evaluate((host) => {
    const began = Date.UTC(2026, 10, 20, 9, 30);
    const at = (minutes) => began + minutes * 60_000;
    const attempt = (minutes, good) => ({ at_ms: at(minutes), was_good: good });
    const common = { status: 502 };
    const back = { ...common, began_ms: at(0), attempts: [attempt(1, false), attempt(3, true)], ended_ms: at(3), ending: 'back' };
    const gone = { ...common, began_ms: at(90), attempts: [attempt(91, false)], ended_ms: at(100), ending: 'left' };
    return chrome.storage.local.set({ history: { [host]: [back, gone] } });
  }, hostOf('down.before'));
}

const RETRYING = [
  { name: 'retry-counts-down', host: 'down.counting', settings: RETRY, then: (_, world) => putOff(world), ready: countTo },
  { name: 'retry-stopped', host: 'down.stopped', settings: RETRY, then: (_, world) => putOff(world), ready: stopRetry },
  { name: 'retry-gave-up', host: 'down.gave-up', settings: RETRY, then: giveUp },
  { name: 'history-open', host: 'down.before', prepare: remember, act: (popup) => unfold(popup, '.history') },
];

async function unfold(popup, part) {
  await popup.click(`${part} > summary`);
  await popup.waitForSelector(`${part}[open]`);
}

const OPEN = [
  { name: 'evidence-open', host: 'edge.reasons', act: (popup) => unfold(popup, '.evidence') },
  {
    name: 'owner-open',
    host: 'down.owned',
    act: async (popup) => {
      await unfold(popup, '.owner');
      await popup.waitForSelector('.owner [data-step]');
    },
  },
];

const endless = async (page, { sites, url }) => {
  // This visit never finishes.
  page.goto(url).catch(() => {});
  await sites.waitFor('/hang');
};

const running = (popup) => popup.waitForSelector('li[data-state=running]');

const NO_FAILURE = [
  { name: 'waiting', host: 'slow', path: '/hang', lead: endless, isEndless: true },
  { name: 'healthy', host: 'well' },
  { name: 'checks-running', answer: ['/502', '/502', '/hang'], ready: running },
  { name: 'recovered', host: 'once', then: (_, { sites }) => sites.set({ over: 1 }) },
];

const CLICK_ONLY = [
  { name: 'no-access-502', host: 'down.far', click: true },
  { name: 'no-access-name-not-found', host: 'gone', click: true },
  { name: 'untouchable', url: 'chrome://version/', click: true },
];

// Pages of the extension itself; `isMute` is the popup before its script has said anything.
const PAGES = [
  { name: 'loading', page: 'popup.html', isMute: true, click: true },
  { name: 'options', page: 'tab.html', width: TAB, click: true },
  { name: 'welcome', page: 'tab.html?welcome', width: TAB, click: true },
];

const complete = (state) => {
  const host = state.host ?? state.name;
  return { width: POPUP, ...state, host, url: state.url ?? `https://${hostOf(host)}${state.path ?? '/cart'}` };
};

// The parts of the gallery, each tested by itself: tests/browser/gallery.
export const PARTS = {
  gateways: [...GATEWAYS, ...EDGES, ...GUARDS].map(complete),
  site: [...APPS, ...ELSEWHERE, ...OPEN, ...NO_FAILURE].map(complete),
  below: [...BELOW_HTTP, ...NEAR].map(complete),
  itself: [...RETRYING, ...CLICK_ONLY, ...PAGES].map(complete),
};
