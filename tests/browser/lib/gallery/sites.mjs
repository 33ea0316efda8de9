// The sites of the gallery: names without ports, so that no picture contains anything that changes from run to run.
// Chromium is told where each name is: at the lab, at one of its modes, or at a server here that gives one recorded
// answer.

import { createServer } from 'node:https';
import { request as ask } from 'node:http';
import { once } from 'node:events';
import { startLab } from '../lab.mjs';
import { LOOPBACK } from '../ports.mjs';
import { environmentTrusting } from '../trust.mjs';

const DOMAIN = 'example.com';
export const hostOf = (name) => `${name}.${DOMAIN}`;

// Other parts that the lab plays under these names: it shows a network's sign-in page, and asks from elsewhere.
const SERVICES = ['www.gstatic.com', 'detectportal.firefox.com', 'captive.apple.com'];
const ELSEWHERE = 'api.globalping.io';
// Names that no resolver knows, and one that only a proxy can reach.
const UNKNOWN = ['gone'];
export const BEHIND_PROXY = hostOf('proxied');

// Starts the lab and a server for the sites of these states. Resolves to
// - `launch`: the options to start Chromium with,
// - `set(words)`: sets what the lab's hosts go by from now on,
// - `waitFor(path)`: resolves once that path was requested,
// - `stop()`.
export async function startSites(states) {
  const lab = await startLab();
  const answering = Object.fromEntries(states.filter(({ answer }) => answer).map((state) => [hostOf(state.host), state.answer]));
  const server = await startAnswering(lab, answering);
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await lab.stop();
  };
  const set = (words) => fetch(lab.url(`/set?${new URLSearchParams(words)}`));
  return { launch: launchOptions(lab, server.address().port, states), set, waitFor: lab.wait, stop };
}

function launchOptions(lab, port, states) {
  const at = (name, where) => `MAP ${name} ${where}`;
  const modes = states.filter(({ mode }) => mode).map(({ host, mode }) => at(hostOf(host), `${LOOPBACK}:${lab.modes[mode]}`));
  const answers = states.filter(({ answer }) => answer).map(({ host }) => at(hostOf(host), `${LOOPBACK}:${port}`));
  const rules = [
    ...UNKNOWN.map((name) => at(`*${hostOf(name)}`, '~NOTFOUND')),
    ...modes,
    ...answers,
    ...SERVICES.map((name) => at(name, `${LOOPBACK}:${lab.http}`)),
    ...[`*.${DOMAIN}:443`, ELSEWHERE].map((name) => at(name, `${LOOPBACK}:${lab.modes.trusted}`)),
    at(`*.${DOMAIN}:80`, `${LOOPBACK}:${lab.http}`),
    at('*', '~NOTFOUND'),
    `EXCLUDE ${LOOPBACK}`,
    'EXCLUDE localhost',
  ];
  const proxy = `PROXY ${LOOPBACK}:${lab.modes['proxy-refusing']}`;
  const pac = `function FindProxyForURL(url, host) { return host === '${BEHIND_PROXY}' ? '${proxy}' : 'DIRECT'; }`;
  return {
    // Of several, the last one counts.
    args: [
      `--host-resolver-rules=${rules.join(', ')}`,
      `--proxy-pac-url=data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(pac).toString('base64')}`,
    ],
    // Dates of earlier outages are drawn in the machine's time zone.
    env: { ...environmentTrusting(lab.ca_pem), TZ: 'UTC' },
  };
}

// A server that answers for each of these hosts as the lab answers at one place, whatever the path. With two places, it
// answers /cart as at the first and everything else as at the second; with three, what checks ask for as at the third.
async function startAnswering(lab, answering) {
  const names = Object.keys(answering).map((name) => ['name', name]);
  const pem = await (await fetch(lab.url(`/certificate?${new URLSearchParams(names)}`))).text();
  const server = createServer({ cert: pem, key: pem }, (request, response) => {
    const path = placeFor([answering[request.headers.host]].flat(), request);
    relay({ port: lab.http, path: encodeURI(path), method: request.method, headers: { host: LOOPBACK } }, response);
  });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  return server;
}

function placeFor([cart, elsewhere = cart, checked], { url, headers }) {
  if (checked && headers['sec-fetch-dest'] === 'empty') return checked;
  return url === '/cart' ? cart : elsewhere;
}

function relay(question, response) {
  const asked = ask({ host: LOOPBACK, ...question }, (answer) => {
    response.writeHead(answer.statusCode, answer.statusMessage, answer.rawHeaders);
    answer.pipe(response);
  });
  // Where the lab hangs up, so does this.
  asked.on('error', () => response.destroy());
  asked.end();
}
