// What can stand behind a gateway: nothing, a server that never answers, one that talks nonsense, and an app.
// Each resolves to { port, close() }.

import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { freePort, LOOPBACK } from './ports.mjs';

// Connections are refused.
export async function dead() {
  return { port: await freePort(), close: async () => {} };
}

// Accepts, reads, never says a word.
export function slow() {
  return tcp((socket) => socket.resume());
}

// Answers every request with something that is not HTTP.
export function garbage() {
  return tcp((socket) => socket.once('data', () => socket.end('%%% this is not HTTP %%%\r\n\r\n')));
}

// An app of its own; `handler` is that of node:http.
export function app(handler = (request, response) => response.end('the app answers\n')) {
  return listening(createHttpServer(handler));
}

function tcp(talk) {
  return listening(createServer((socket) => talk(socket.on('error', () => socket.destroy()))));
}

async function listening(server) {
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const close = async () => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
    await once(server, 'close');
  };
  return { port: server.address().port, close };
}
