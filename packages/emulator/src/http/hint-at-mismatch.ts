import type { Server } from 'node:http';
import { Socket } from 'node:net';
import { mismatch } from '../tls/protocol-mismatch.js';

/**
 * Tells of clients that speak another protocol than HTTP/1.1. They, and those that break off, get the answers that Node
 * gives by itself to what it cannot read.
 */
export function hintAtMismatch(server: Server, tell: (socket: Socket, hint: string) => void): void {
  const answering = new WeakSet<Socket>();
  server.on('request', ({ socket }, response) => {
    answering.add(socket);
    response.on('close', () => answering.delete(socket));
  });
  server.on('clientError', (error, socket) => {
    if (!(socket instanceof Socket)) return void socket.destroy(error);
    const hint = mismatch(error);
    if (hint !== undefined) tell(socket, hint);
    const { code } = error as NodeJS.ErrnoException;
    const answer =
      code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? '408 Request Timeout'
          : '400 Bad Request';
    if (socket.writable && !answering.has(socket))
      socket.write(`HTTP/1.1 ${answer}\r\nConnection: close\r\n\r\n`);
    socket.destroy(error);
  });
}
