// Ports on loopback.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

// A port nothing listens on at the moment.
export async function freePort() {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address();
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
