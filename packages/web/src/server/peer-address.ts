import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** IPv4 in the form of IPv6, as a socket that serves both gives it, in its own form. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
}

/** Whether `address` is of this machine. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const one = plain(address);
  return loopback.check(one, isIPv6(one) ? 'ipv6' : 'ipv4');
}

/**
 * Who sent a request. With `proxies` in front of us, each of which adds the address it saw to the end of
 * `X-Forwarded-For`, it is the one that the outermost of them saw: what stands before it, anybody may have written.
 */
export function peerAddress(request: IncomingMessage, proxies: number): string {
  const direct = request.socket.remoteAddress ?? '';
  if (proxies === 0) return plain(direct);
  const header = request.headers['x-forwarded-for'] ?? '';
  const seen = String(header)
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  return plain(seen.at(-proxies) ?? seen[0] ?? direct);
}

/** What caps are counted by: one customer has a whole /64 of IPv6. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
