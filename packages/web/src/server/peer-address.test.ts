import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressKey, isLoopback, peerAddress } from './peer-address.js';

function request(remoteAddress: string, forwarded?: string): IncomingMessage {
  return {
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage;
}

describe('peerAddress', () => {
  it.each([
    ['believes no header by default', '::ffff:10.0.0.1', '1.2.3.4', 0, '10.0.0.1'],
    ['takes what the one proxy saw, not what the page wrote', '10.0.0.1', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
    ['takes what the outer of two proxies saw', '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', 2, '1.2.3.4'],
    ['takes what there is of a list too short', '10.0.0.1', '1.2.3.4', 2, '1.2.3.4'],
    ['takes the socket when there is no header', '10.0.0.1', undefined, 1, '10.0.0.1'],
  ])('%s', (_, socket, header, proxies, address) => {
    expect(peerAddress(request(socket, header), proxies)).toBe(address);
  });
});

describe('isLoopback', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['0.0.0.0', false],
    ['::', false],
    ['nonsense', false],
    [undefined, false],
  ])('of %s is %s', (address, expected) => expect(isLoopback(address)).toBe(expected));
});

describe('addressKey', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['2001:0db8:0001::6', '2001:db8:1:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['not an address', 'not an address'],
  ])('of %s is %s', (address, key) => expect(addressKey(address)).toBe(key));
});
