// The browser's side: requests a page as Chrome does when it navigates, and reports the answer in order, as written.
// Where there is no answer to show, it says what Chromium says.

import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { readAnswer } from './answer.mjs';

const PATIENCE = 9_000;
const LOOPBACK = '127.0.0.1';
const VERSION = '156';
const AGENT = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${VERSION}.0.0.0 Safari/537.36`;
const ACCEPT =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,' +
  'application/signed-exchange;v=b3;q=0.7';
const LANGUAGE = 'en-US,en;q=0.9';
const BRANDS = `"Chromium";v="${VERSION}", "Not)A;Brand";v="24"`;

// What happens to a connection, in Chromium's words.
const WORDS = {
  ECONNRESET: 'net::ERR_CONNECTION_RESET',
  EPIPE: 'net::ERR_CONNECTION_RESET',
  ECONNREFUSED: 'net::ERR_CONNECTION_REFUSED',
};

// Requests `url` from a port of this machine. Resolves to { status, http_version, headers, body, net_error,
// elapsed_ms }, or to undefined if nothing finished in time.
//
// question: { url, port, proxied, tunnel, cookie, http2, begun }; `begun` is called when the answer begins.
export function ask(question) {
  if (question.http2) return askHttp2(question);
  return question.tunnel ? askForTunnel(question) : askHttp1(question, navigation(question));
}

// Begins a request that is only there to be in the way. Once it is sent, resolves to a function that abandons it.
export async function hold(question) {
  const socket = connect(question.port, LOOPBACK);
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(navigation(question), resolve));
  return () => socket.destroy();
}

// Over TLS, Chrome sends more headers.
function navigation({ url, proxied, cookie }) {
  const { host, pathname, protocol } = new URL(url);
  const secure = protocol === 'https:';
  const head = [
    `GET ${proxied ? url : pathname} HTTP/1.1`,
    `Host: ${host}`,
    `${proxied ? 'Proxy-Connection' : 'Connection'}: keep-alive`,
    ...(secure ? clientHints().map(([name, value]) => `${name}: ${value}`) : []),
    'Upgrade-Insecure-Requests: 1',
    `User-Agent: ${AGENT}`,
    `Accept: ${ACCEPT}`,
    ...(secure ? fetchMetadata().map(([name, value]) => `${titled(name)}: ${value}`) : []),
    `Accept-Encoding: ${secure ? 'gzip, deflate, br, zstd' : 'gzip, deflate'}`,
    `Accept-Language: ${LANGUAGE}`,
    ...(cookie ? [`Cookie: basket=${'b'.repeat(cookie)}`] : []),
  ];
  return `${head.join('\r\n')}\r\n\r\n`;
}

const titled = (name) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

function clientHints() {
  return [['sec-ch-ua', BRANDS], ['sec-ch-ua-mobile', '?0'], ['sec-ch-ua-platform', '"Linux"']];
}

function fetchMetadata() {
  const said = { site: 'none', mode: 'navigate', user: '?1', dest: 'document' };
  return Object.entries(said).map(([name, value]) => [`sec-fetch-${name}`, value]);
}

function askHttp1(question, request) {
  const begun = performance.now();
  return new Promise((resolve) => {
    const secure = new URL(question.url).protocol === 'https:' && !question.tunnel;
    const options = { port: question.port, host: LOOPBACK };
    const socket = secure ? connectSecurely({ ...options, rejectUnauthorized: false }) : connect(options);
    const pieces = [];
    const finish = (ending) => {
      clearTimeout(late);
      socket.destroy();
      const elapsed_ms = Math.round(performance.now() - begun);
      const answer = ending === 'late' ? undefined : readAnswer(Buffer.concat(pieces), ending);
      resolve(answer && { ...answer, elapsed_ms });
    };
    const late = setTimeout(finish, PATIENCE, 'late');
    socket.on(secure ? 'secureConnect' : 'connect', () => socket.write(request));
    socket.on('data', (piece) => {
      pieces.push(piece);
      question.begun?.();
      if (readAnswer(Buffer.concat(pieces), 'open').whole) finish('open');
    });
    socket.on('end', () => finish('closed'));
    socket.on('error', ({ code }) => finish(WORDS[code] ?? `net::ERR_FAILED (${code})`));
    socket.on('close', () => finish('closed'));
  });
}

// Chrome hides a proxy's answer to CONNECT unless it is a yes or asks for a password.
async function askForTunnel(question) {
  const { hostname, port, protocol } = new URL(question.url);
  const place = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  const head = [`CONNECT ${place} HTTP/1.1`, `Host: ${place}`, 'Proxy-Connection: keep-alive', `User-Agent: ${AGENT}`];
  const answer = await askHttp1(question, `${head.join('\r\n')}\r\n\r\n`);
  if (!answer?.status || answer.status === 200) return answer;
  const nothing = { status: null, http_version: null, headers: [], body: null };
  return { ...answer, ...nothing, net_error: 'net::ERR_TUNNEL_CONNECTION_FAILED', said: answer.status };
}

function askHttp2({ url, port, cookie, begun }) {
  const started = performance.now();
  const { host, origin, pathname } = new URL(url);
  return new Promise((resolve) => {
    const session = connectHttp2(origin, {
      createConnection: () => connectSecurely({ port, host: LOOPBACK, ALPNProtocols: ['h2'], rejectUnauthorized: false }),
    });
    const answer = { status: null, http_version: null, headers: [], body: null, net_error: null };
    const pieces = [];
    const finish = (net_error) => {
      clearTimeout(late);
      session.destroy();
      const elapsed_ms = Math.round(performance.now() - started);
      const body = answer.status === null ? null : Buffer.concat(pieces);
      resolve(net_error === 'late' ? undefined : { ...answer, body, net_error, elapsed_ms });
    };
    const late = setTimeout(finish, PATIENCE, 'late');
    session.on('error', () => finish('net::ERR_CONNECTION_CLOSED'));
    session.on('close', () => finish('net::ERR_CONNECTION_CLOSED'));
    const stream = session.request(http2Navigation(host, pathname, cookie));
    stream.on('response', (headers, flags, raw) => {
      answer.status = headers[':status'];
      answer.http_version = 'HTTP/2';
      answer.headers = pairs(raw).filter(([name]) => !name.startsWith(':'));
    });
    stream.on('data', (piece) => {
      pieces.push(piece);
      begun?.();
    });
    stream.on('error', () => {});
    stream.on('close', () => finish(streamWord(stream.rstCode, answer.status)));
  });
}

// What Chromium says about a stream that was reset. Node itself resets a stream that brought fewer bytes than
// announced; Chromium does not count them.
function streamWord(code, status) {
  if (code === constants.NGHTTP2_REFUSED_STREAM) return 'net::ERR_HTTP2_SERVER_REFUSED_STREAM';
  const fine = [constants.NGHTTP2_NO_ERROR, constants.NGHTTP2_PROTOCOL_ERROR].includes(code) && status !== null;
  return fine ? null : 'net::ERR_HTTP2_PROTOCOL_ERROR';
}

function http2Navigation(host, path, cookie) {
  const fixed = { ':method': 'GET', ':authority': host, ':scheme': 'https', ':path': path };
  const said = [
    ...clientHints(),
    ['upgrade-insecure-requests', '1'],
    ['user-agent', AGENT],
    ['accept', ACCEPT],
    ...fetchMetadata(),
    ['accept-encoding', 'gzip, deflate, br, zstd'],
    ['accept-language', LANGUAGE],
    ...(cookie ? [['cookie', `basket=${'b'.repeat(cookie)}`]] : []),
    ['priority', 'u=0, i'],
  ];
  return { ...fixed, ...Object.fromEntries(said) };
}

function pairs(flat) {
  return Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at], flat[2 * at + 1]]);
}
