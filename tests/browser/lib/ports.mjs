// Ports on loopback.

import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';
// Linux connects from ports 32768 and up, others from 49152.
const [FIRST, COUNT] = [20_000, 10_000];

// A port where nothing listens. It is not one of those that systems pick for outgoing connections, as any of those may
// be taken before somebody listens there.
export async function freePort() {
  const port = FIRST + randomInt(COUNT);
  const server = createServer().listen(port, LOOPBACK);
  const error = await once(server, 'listening').then(() => undefined, (reason) => reason);
  if (error?.code === 'EADDRINUSE') return freePort();
  if (error) throw error;
  server.close();
  await once(server, 'close');
  return port;
}

// Whether something accepts connections there.
export async function answers(port) {
  const socket = connect(port, LOOPBACK);
  const connected = await once(socket, 'connect').then(() => true, () => false);
  socket.destroy();
  return connected;
}
