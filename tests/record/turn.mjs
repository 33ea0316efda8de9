// One record: starts what it needs, makes the request, and reports what came.

import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { resolveWithin, until } from '../browser/lib/wait.mjs';
import { ask, hold } from './client.mjs';
import { isOwnPage, labelOf, whatHappens } from './labels.mjs';
import { PORTS, SITE, TARGETS } from './network.mjs';
import { run } from './run.mjs';
import { sameText } from './same.mjs';
import { MARK } from './upstream.mjs';

const BODY_LIMIT = 6_000;
// How long a gateway may hold back the beginning of an answer before the app closes in the middle of it.
const HELD_BACK_MS = 500;

// A record, or the reason why there is none. `turn` is { id, program, mode, http2, outer }, where `outer` is a gateway
// in front of the program; `tools` is { upstream, certificate, named(program) }.
export async function recordTurn(turn, tools) {
  return turn.outer ? recordChain(turn, tools) : recordAlone(turn, tools);
}

async function recordAlone({ id, program, mode, http2 }, tools) {
  const port = http2 ? PORTS.secureFront : PORTS.front;
  const place = placeFor(mode, port, TARGETS[mode.target ?? 'app'], { http2, ...tools });
  const question = questionFor(program, mode, place);
  const answer = await withRunning(program, place, (running) => askFor({ program, mode, question, running }, tools));
  if (typeof answer === 'string') return answer;
  const named = tools.named(program);
  return reasonToDrop(mode, answer, question) ?? recordOf({ id, program, mode, question, answer, named });
}

// The inner program is asked directly first, to tell whether what comes through the outer one is its answer.
async function recordChain({ id, program, outer, mode }, tools) {
  const inner = placeFor(mode, PORTS.inner, TARGETS[mode.target ?? 'app'], tools);
  const between = placeFor({ id: 'relay' }, PORTS.front, { host: '127.0.0.1', port: PORTS.inner }, tools);
  const question = questionFor(program, mode, between);
  const direct = { program, mode, question: { ...question, port: PORTS.inner } };
  const alone = await withRunning(program, inner, (running) => askFor({ ...direct, running }, tools));
  const answer = await withRunning(program, inner, (running) =>
    withRunning(outer, between, () => askFor({ program, outer, mode, question, running }, tools)),
  );
  if (typeof alone === 'string' || typeof answer === 'string') return `${alone} ${answer}`;
  const drop = reasonToDrop(mode, alone, question) ?? reasonToDrop(mode, answer, question);
  if (drop) return drop;
  const [named, relay] = [tools.named(program), tools.named(outer)];
  const common = { id, mode, question, answer };
  if (alone.status === null) return recordOf({ ...common, program: outer, named: `${relay} in front of ${named}` });
  const relayed = alone.status === answer.status && sameText(alone.body, answer.body);
  return relayed ? recordOf({ ...common, program, named, relay }) : `${outer.id} answered ${answer.status} in its own way`;
}

async function withRunning(program, place, use) {
  const running = await run(program, place);
  try {
    return await use(running);
  } finally {
    await running.stop();
  }
}

// What a program needs to know in order to start.
function placeFor(mode, port, { host, port: appPort }, { http2 = false, certificate }) {
  const app = { host, port: appPort, secure: mode.secure ?? false, checked: mode.id === 'tls-self-signed' };
  return { mode: mode.id, port, secureFront: http2, app, certificate };
}

async function askFor({ program, outer, mode, question, running }, { upstream }) {
  upstream.behave(mode);
  for (const one of [program, outer].filter((each) => each?.settled)) {
    await until(() => settled(one, question), `${one.id} to be ready`);
  }
  for (let request = 0; request < (program.warm?.[mode.id] ?? 0); request += 1) await ask(question);
  if (mode.stops) {
    await ask(question);
    await upstream.shut();
  }
  const release = mode.held ? await holdSome(mode.held, question, upstream) : undefined;
  const answer = readable(await (mode.cut && mode.upstream ? askUntilCut(question, upstream) : ask(question)));
  release?.();
  if (mode.stops) await upstream.open();
  const survived = mode.id === 'dies' || !running.ended();
  return survived ? answer : `the program ended: ${running.output()}`;
}

// For programs that listen before they are ready.
async function settled(program, question) {
  const answer = await ask({ ...question, url: new URL(program.settled.path, question.url).href, cookie: 0 });
  return program.settled.when(answer) || undefined;
}

// The first reaches the app before the next is sent; those after it wait in the gateway.
async function holdSome(count, question, upstream) {
  const asked = upstream.asked();
  const releases = [await hold(question)];
  await resolveWithin(5_000, asked, 'the request that is in the way to reach the app');
  while (releases.length < count) releases.push(await hold(question));
  return () => releases.forEach((release) => release());
}

// The app closes as soon as the browser has the beginning, or once it is clear that the gateway holds it back.
async function askUntilCut(question, upstream) {
  let late;
  let answered = false;
  upstream.asked().then(() => {
    if (!answered) late = setTimeout(upstream.breakOff, HELD_BACK_MS);
  });
  const answer = await ask({ ...question, begun: upstream.breakOff });
  answered = true;
  clearTimeout(late);
  return answer;
}

function questionFor(program, mode, { port, secureFront }) {
  const { cookie, tunnel } = mode;
  const proxied = program.kind === 'forward';
  const common = { port, cookie, tunnel, proxied, http2: secureFront };
  if (!proxied) {
    const scheme = secureFront ? 'https' : 'http';
    return { ...common, url: `${scheme}://${mode.host ?? SITE}:${port}${mode.path ?? '/'}` };
  }
  const { site } = TARGETS[mode.target ?? 'app'];
  return { ...common, url: `http${tunnel ? 's' : ''}://${site}${mode.port ? `:${mode.port}` : ''}/` };
}

// Gateways listen on ports of their own here, where a real site would use the standard one. An address with such a port
// would only be a sign of this recorder.
function withoutPort(address) {
  const url = new URL(address);
  url.port = '';
  return url.href;
}

const DECODERS = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

// The body as the browser would render it into a page.
function readable(answer) {
  if (!answer?.body) return answer;
  const coding = answer.headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
  const bytes = coding && !answer.net_error ? DECODERS[coding](answer.body) : answer.body;
  return { ...answer, body: bytes.toString('utf8').slice(0, BODY_LIMIT) };
}

// A record must show the failure it is named after.
function reasonToDrop(mode, answer, { url }) {
  if (!answer) return 'no end of the answer in time';
  const { status, net_error, body } = answer;
  if (answer.headless) return 'headers cut off, which Chromium shows as an empty page';
  const isShown = net_error === 'net::ERR_INVALID_HTTP_RESPONSE' && !new URL(url).port;
  if (isShown) return 'no HTTP, which Chromium shows as text on this port';
  if (mode.status !== undefined && !isOwnPage(mode, answer)) return `the app's page was replaced, ${status} ${net_error}`;
  if (mode.status !== undefined && status !== mode.status) return `the app's status was replaced by ${status}`;
  if (status !== null && status < 400 && !net_error) return `answered ${status} in order`;
  if (mode.status === undefined && status >= 400 && status < 500 && !mode.refusal) return `answered ${status}`;
  if (mode.status === undefined && !mode.cut && body?.includes(MARK)) return 'the app answered';
  return undefined;
}

function recordOf({ id, program, mode, question, answer, named, relay }) {
  const { status, http_version, headers, body, net_error, elapsed_ms } = answer;
  return {
    id,
    source: `recorded: ${named}, ${whatHappens(program, mode)}${relay ? `; through ${relay}` : ''}`,
    date: new Date().toISOString().slice(0, 7),
    url: withoutPort(question.url),
    ...{ status, http_version, headers, body, net_error, elapsed_ms },
    label: labelOf({ program, mode, answer, named, relay }),
  };
}
