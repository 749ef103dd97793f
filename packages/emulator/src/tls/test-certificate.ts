import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { wallNowMs } from '../wall-clock.js';
import { bits, der, integer, objectId, octets, sequence, setOf, time, utf8, yes } from './der.js';

/** A certificate for servers on this machine, in PEM. */
export interface TestCertificate {
  /** The authority that clients have to trust. Its own key is thrown away, so it can sign nothing more. */
  ca: string;
  cert: string;
  key: string;
}

const dayMs = 86_400_000;
/** Longer than any test run and shorter than 398 days, past which some clients refuse a certificate. */
const validMs = 365 * dayMs;

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

/**
 * Makes an authority and a certificate by it for `hosts` (names or IP addresses), on P-256: a few ms. Two certificates and not
 * one that signs itself, since some clients (rustls, strict OpenSSL) take no certificate of an authority for a server's.
 */
export function makeTestCertificate(hosts: readonly string[]): TestCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const server = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const issuer = name('Rechka emulator CA');
  const authorityId = keyId(authority.publicKey);
  const ca = certificate({
    issuer,
    subject: issuer,
    publicKey: authority.publicKey,
    signedBy: authority.privateKey,
    extensions: [
      // An authority; keyCertSign and cRLSign.
      extension('2.5.29.19', true, sequence(yes(), integer(Buffer.from([0])))),
      extension('2.5.29.15', true, bits(Buffer.from([0x06]), 1)),
      extension('2.5.29.14', false, octets(authorityId)),
    ],
  });
  const cert = certificate({
    issuer,
    subject: name('Rechka emulator'),
    publicKey: server.publicKey,
    signedBy: authority.privateKey,
    extensions: [
      // No authority; digitalSignature; for servers.
      extension('2.5.29.19', true, sequence()),
      extension('2.5.29.15', true, bits(Buffer.from([0x80]), 7)),
      extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', false, sequence(...hosts.map(alternativeName))),
      extension('2.5.29.14', false, octets(keyId(server.publicKey))),
      extension('2.5.29.35', false, sequence(der(0x80, authorityId))),
    ],
  });
  return { ca, cert, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

interface CertificateParts {
  issuer: Buffer;
  subject: Buffer;
  publicKey: KeyObject;
  signedBy: KeyObject;
  extensions: readonly Buffer[];
}

/** An X.509 certificate, version 3 (RFC 5280, section 4.1), in PEM. */
function certificate({ issuer, subject, publicKey, signedBy, extensions }: CertificateParts): string {
  const nowMs = wallNowMs();
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ecdsaWithSha256,
    issuer,
    // A day ago, for clients whose clock is slow.
    sequence(time(nowMs - dayMs), time(nowMs + validMs)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signed = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, signedBy)));
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function name(commonName: string): Buffer {
  return sequence(setOf(sequence(objectId('2.5.4.3'), utf8(commonName))));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [yes()] : []), octets(value));
}

/** Any that is unique will do (RFC 5280, section 4.2.1.2). */
function keyId(key: KeyObject): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function alternativeName(host: string): Buffer {
  if (isIPv4(host)) return der(0x87, Buffer.from(host.split('.').map(Number)));
  if (isIPv6(host)) return der(0x87, ipv6Bytes(host));
  return der(0x82, Buffer.from(host, 'ascii'));
}

function ipv6Bytes(address: string): Buffer {
  // The form that URL gives has no dots and no leading zeros, and `::` at most once.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}
