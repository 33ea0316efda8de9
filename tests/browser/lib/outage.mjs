// A site behind a real nginx whose application is taken away and brought back, and auto-retry as a test sees it.

import { createServer } from 'node:http';
import { EventEmitter, once } from 'node:events';
import { startGateway } from './gateways.mjs';
import { freePort, LOOPBACK } from './ports.mjs';
import { choose as chooseAny, stopWorkers } from './granted.mjs';
import { resolveWithin, until } from './wait.mjs';

// nginx waits for an answer that a test holds back.
const PATIENCE_S = 30;
const TITLE = 'the shop';
const PAGE = `<!doctype html><title>${TITLE}</title><h1>The shop is open</h1>`;

function openShop(request, response) {
  response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'known=yes; Path=/' });
  response.end(PAGE);
}

// Starts nginx in front of nothing. Resolves to
// - `url`,
// - `up(handler)`: brings the application up, by default one that works,
// - `down()`: takes it away, and cuts off whoever is connected to it,
// - `pages()` and `questions()`: what nginx has answered so far to tabs and to the extension, oldest first,
// - `close()`.
export async function startOutage() {
  const port = await freePort();
  const gateway = await startGateway('nginx', port, PATIENCE_S);
  const sockets = new Set();
  let server;
  const up = async (handler = openShop) => {
    server = createServer(handler).listen(port, LOOPBACK);
    server.on('connection', (socket) => sockets.add(socket.once('close', () => sockets.delete(socket))));
    await once(server, 'listening');
  };
  const down = async () => {
    server?.close();
    sockets.forEach((socket) => socket.destroy());
    if (server?.listening) await once(server, 'close');
    server = undefined;
  };
  const of = (dest) => gateway.asked().filter((request) => request.dest === dest);
  const close = () => down().then(gateway.stop);
  return { url: gateway.url, up, down, pages: () => of('document'), questions: () => of('empty'), all: gateway.asked, close };
}

// The application comes up, and holds its answers to the extension ('empty') or to tabs ('document') until they are
// released. `reached()` resolves once it has been asked like that, `asked()` is how often it was.
export async function holding(site, dest) {
  const news = new EventEmitter();
  const [reached, gate] = [once(news, 'reached'), once(news, 'let go')];
  let asked = 0;
  await site.up(async (request, response) => {
    if (request.headers['sec-fetch-dest'] === dest) {
      asked += 1;
      news.emit('reached');
      await gate;
    }
    openShop(request, response);
  });
  const isReached = () => resolveWithin(15_000, reached, `a request for ${dest}`);
  return { reached: isReached, asked: () => asked, letGo: () => news.emit('let go') };
}

// Switches auto-retry on for all sites, or makes any other choice.
export const choose = (glass, settings = { retry: { all: true } }) => chooseAny(glass, settings);

// What auto-retry knows, and the alarm that calls it, as { incidents, alarm }.
export async function known(glass) {
  return glass.evaluate(async () => {
    const { retry } = await chrome.storage.session.get('retry');
    const [alarm, net] = await Promise.all(['retry', 'retry-net'].map((name) => chrome.alarms.get(name)));
    return { incidents: retry?.incidents ?? [], alarm: alarm ?? net };
  });
}

// The pages in all tabs, as [address, title]. It asks the browser, not the page, as looking into a page counts as using
// it.
export const shown = (glass) => glass.evaluate(async () => (await chrome.tabs.query({})).map(({ url, title }) => [url, title]));

// Resolves once the tab with that address shows the page of a site that is open.
export function isBack(glass, url) {
  const look = async () => Object.fromEntries(await shown(glass))[url] === TITLE || undefined;
  return until(look, `${url} to be back`, 60_000);
}

// Resolves once nothing is being waited for any more.
export const ended = (glass) => until(async () => (await known(glass)).incidents.length === 0 || undefined, 'the end');

// Resolves once no alarm is set any more.
export const silent = (glass) => until(async () => (await known(glass)).alarm === undefined || undefined, 'the alarm to go');

// Resolves to the first incident that matches.
export function incident(glass, isIt, what) {
  const look = async () => (await known(glass)).incidents.find(isIt);
  return until(look, what, 30_000);
}

export const isWaiting = ({ phase }) => phase.word === 'waiting';

// Lets so many seconds pass for auto-retry while its worker is ended, as if everything it knows of had happened that
// much earlier; then the alarm rings. `endWorker` is how this browser ends one.
export async function pass(glass, seconds, { ring = true, endWorker = () => stopWorkers(glass) } = {}) {
  await endWorker();
  await shift(glass, seconds * 1000);
  if (ring) await ringNow(glass);
}

// Alarms that are set ring at once, and auto-retry's own even if it is not set. A worker that has ended is started.
export function ringNow(glass) {
  return glass.evaluate(async () => {
    const names = (await chrome.alarms.getAll()).map(({ name }) => name);
    for (const name of new Set(['retry', ...names])) chrome.alarms.create(name, { when: Date.now(), periodInMinutes: 1 });
  });
}

function shift(glass, ms) {
  return glass.evaluate(async (earlier) => {
    const { retry } = await chrome.storage.session.get('retry');
    if (!retry) return;
    const move = (value, name) => (/^at$|_ms$/.test(name) && typeof value === 'number' ? value - earlier : value);
    await chrome.storage.session.set({ retry: JSON.parse(JSON.stringify(retry), (name, value) => move(value, name)) });
  }, ms);
}

// Lets the time pass that an incident is waiting for; the options are those of `pass`.
export const comeTo = (glass, { phase }, options) => pass(glass, (phase.at - Date.now()) / 1000 + 0.5, options);

// Makes it ask the next question by letting its wait pass. Resolves once that is answered.
export async function nextQuestion(glass, options) {
  const before = await incident(glass, isWaiting, 'a question to wait for');
  await comeTo(glass, before, options);
  const isAnswered = ([now]) => !now || now.course.attempts.length > before.course.attempts.length;
  const look = async () => isAnswered((await known(glass)).incidents) || undefined;
  await until(look, 'the question to be answered', 30_000);
}
