/** One port for http and https: the address of a hub stays the same for who trusts its authority and who does not. */

import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { createServer, type Server as NetServer, type Socket } from 'node:net';

/** How a connection of TLS begins: a handshake record. */
const handshake = 22;
/** How long a connection may say nothing. */
const silenceMs = 20_000;

/** Makes the server that gives each connection to one of the two by its first byte; neither of these listens itself. */
export const createTwoSchemes = (plain: Server, secure: SecureServer): NetServer & Closing => {
  const sockets = new Set<Socket>();
  const front = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.unshift(first);
      (first[0] === handshake ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  for (const server of [plain, secure]) {
    // By these events they begin and end to look after their connections.
    front.on('listening', () => server.emit('listening'));
    front.on('close', () => server.close());
  }
  return Object.assign(front, {
    closeAllConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  });
};

interface Closing {
  closeAllConnections(): void;
}
