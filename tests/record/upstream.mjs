// What stands behind the gateways: one app that can be told to misbehave, on a port without TLS and one with it.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { APP_ADDRESS, PORTS } from './network.mjs';

const REASONS = {
  200: 'OK',
  400: 'Bad Request',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
// In each of the app's own answers, and in nobody else's.
export const MARK = 'Harbour Books';
const PART = `<!doctype html><html><head><title>${MARK}</title></head><body><h1>${MARK}</h1><p>New this`;
const PAGE_HEAD = 'HTTP/1.1 200 OK\r\nServer: HarbourApp/2.4\r\nContent-Type: text/html; charset=utf-8\r\n';

// What the app does with a connection; `request` is set where the app reads first.
const ON_CONNECTION = {
  'accept-close': (socket) => socket.resume().end(),
  'ssh-banner': (socket) => socket.resume().write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
};
const ON_REQUEST = {
  'read-close': (socket) => socket.end(),
  'read-reset': (socket) => socket.resetAndDestroy(),
  'close-mid-headers': (socket) => socket.end('HTTP/1.1 200 OK\r\nServer: HarbourApp/2.4\r\nContent-Ty'),
  garbage: (socket) => socket.end('%%% this is not HTTP %%%\r\n\r\n'),
  'big-header': (socket) => socket.end(`${PAGE_HEAD}X-Big: ${'a'.repeat(300_000)}\r\nContent-Length: 2\r\n\r\nok`),
  'no-answer': () => {},
  'close-mid-body': (socket) => socket.write(`${PAGE_HEAD}Content-Length: 5000\r\n\r\n${PART}`),
  'chunked-cut': (socket) => socket.write(`${PAGE_HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk(PART)}`),
  'own-page': answerInOrder,
};
export const BEHAVIOURS = [...Object.keys(ON_CONNECTION), ...Object.keys(ON_REQUEST)];

const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

// Resolves to { behave(mode), breakOff(), shut(), open(), asked(), close() }. `asked()` resolves when the next complete
// request has arrived.
export async function openUpstream(certificate) {
  const state = { mode: {}, waiting: [], sockets: new Set() };
  const serve = (socket) => talk(state, socket);
  const places = [
    [createServer(serve), PORTS.app],
    [createServer(serve), 80],
    [createSecureServer(certificate, serve), PORTS.secureApp],
    [createSecureServer(certificate, serve), 443],
  ];
  for (const [server, port] of places) {
    server.on('connection', (socket) => state.sockets.add(socket.on('error', () => socket.destroy())));
    await once(server.listen(port, APP_ADDRESS), 'listening');
  }
  return {
    behave: (mode) => {
      state.mode = mode;
      state.waiting.length = 0;
      state.sockets.forEach((socket) => socket.destroy());
      state.sockets.clear();
    },
    // Closes open connections in an orderly manner.
    breakOff: () => state.sockets.forEach((socket) => socket.end()),
    // The port without TLS refuses connections until it is opened again.
    shut: async () => {
      const [[server]] = places;
      server.close();
      state.sockets.forEach((socket) => socket.destroy());
      await once(server, 'close');
    },
    open: () => once(places[0][0].listen(PORTS.app, APP_ADDRESS), 'listening'),
    asked: () => new Promise((resolve) => state.waiting.push(resolve)),
    close: () => places.forEach(([server]) => server.close()),
  };
}

function talk(state, socket) {
  const { mode } = state;
  socket.on('error', () => socket.destroy());
  if (mode.upstream in ON_CONNECTION) return ON_CONNECTION[mode.upstream](socket);
  let read = '';
  socket.on('data', (piece) => {
    read += piece.toString('latin1');
    if (!isHttp(read)) return socket.end(page({ status: 400, kind: 'text' }, false));
    for (let end = read.indexOf('\r\n\r\n'); end >= 0; end = read.indexOf('\r\n\r\n')) {
      const request = read.slice(0, end);
      read = read.slice(end + 4);
      (ON_REQUEST[mode.upstream] ?? answerInOrder)(socket, mode, request);
      state.waiting.splice(0).forEach((resolve) => resolve());
    }
  });
  socket.on('end', () => socket.end());
}

// A client that speaks TLS to a port without it does not begin with the name of a method.
function isHttp(read) {
  return /^[A-Z]/.test(read);
}

function answerInOrder(socket, mode, request) {
  const isOld = / HTTP\/1\.0$/.test(request.split('\r\n')[0]);
  const stays = isOld ? /^connection: *keep-alive/im.test(request) : !/^connection: *close/im.test(request);
  const answer = page(mode, stays);
  if (stays) socket.write(answer);
  else socket.end(answer);
}

function page({ status = 200, kind = 'html' }, stays) {
  const [type, body] = BODIES[kind](status);
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status]}`,
    'Server: HarbourApp/2.4',
    'X-Request-Id: 5f0c2b9a71d3',
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(status === 503 && kind === 'html' ? ['Retry-After: 120'] : []),
    `Connection: ${stays ? 'keep-alive' : 'close'}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const BODIES = {
  html: (status) => [
    'text/html; charset=utf-8',
    `<!doctype html>\n<html lang="en"><head><title>${MARK}: ${REASONS[status]}</title></head>\n<body><h1>${MARK}</h1>` +
      `<p>Sorry, something went wrong on our side (${status}). Please try again in a few minutes.</p></body></html>\n`,
  ],
  json: (status) => [
    'application/json',
    `${JSON.stringify({ service: MARK, error: { code: status, message: REASONS[status] } })}\n`,
  ],
  text: (status) => ['text/plain; charset=utf-8', `${MARK}: ${status} ${REASONS[status]}\n`],
};
