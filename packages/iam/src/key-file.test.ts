import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { loadKey } from './key-file.js';
import { testKey } from './testing/iam-server.js';

const folder = mkdtempSync(join(tmpdir(), 'iam-'));
afterAll(() => rmSync(folder, { recursive: true }));

const encrypted = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
}).privateKey;
const elliptic = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;
const damaged = testKey.private_key.replace(/(\n[A-Za-z0-9+/]{20})[A-Za-z0-9+/]{20}/g, '$1');

const text = JSON.stringify(testKey);
const withKey = (private_key: string) => JSON.stringify({ ...testKey, private_key });
const cases: [name: string, content: string, message: RegExp][] = [
  ['truncated JSON', text.slice(0, -30), /key\.json is not valid JSON; make it again/],
  ['an array', '[]', /has no field "id"/],
  ['a number', '5', /is not a JSON object/],
  ['no account', JSON.stringify({ ...testKey, service_account_id: '' }), /has no field "service_account_id"/],
  ['no key', JSON.stringify({ ...testKey, private_key: 5 }), /has no field "private_key"/],
  ['no PEM', withKey('c2VjcmV0LXNlY3JldC1zZWNyZXQ='), /"private_key" holds no PEM block/],
  ['an encrypted PEM', withKey(encrypted), /encrypted with a passphrase/],
  ['a damaged PEM', withKey(damaged), /"private_key" is damaged/],
  ['an elliptic-curve key', withKey(elliptic), /is ec, expected RSA/],
];

describe('a key file that cannot be used', () => {
  it.each(cases)(
    'with %s gives one line that names file and field, and no secret',
    (_name, content, message) => {
      const path = join(folder, 'key.json');
      writeFileSync(path, content);
      const error = refusal(() => loadKey(path));
      expect(error).toMatchObject({ code: 'ERR_BAD_CREDENTIALS' });
      expect(error.message).toMatch(message);
      expect(error.message).toContain(path);
      expect(error.message).not.toContain('\n');
      const shown = inspect(error, { depth: 10, showHidden: true });
      for (const key of [testKey.private_key, encrypted, elliptic, damaged, 'c2VjcmV0LXNlY3JldC1zZWNyZXQ=']) {
        expect(leakedLine(shown, key)).toBeUndefined();
      }
    },
  );

  it.each([
    ['an API key', `AQVN${'s'.repeat(36)}`],
    ['a token', `t1.${'s'.repeat(180)}`],
    ['the key file in base64', Buffer.from(text).toString('base64')],
    ['the inside of a PEM', testKey.private_key.split('\n')[2] ?? ''],
  ])('because %s stands in place of its path is not quoted', (_, secret) => {
    const error = refusal(() => loadKey(secret));
    expect(error).toMatchObject({
      code: 'ERR_BAD_CREDENTIALS',
      message: expect.stringContaining(`${secret.length} characters`) as string,
    });
    expect(inspect(error, { depth: 10 })).not.toContain(secret.slice(0, 30));
  });

  it('that is missing or a folder is told apart', () => {
    expect(refusal(() => loadKey(join(folder, 'none.json'))).message).toMatch(
      /none\.json does not exist; make one/,
    );
    expect(refusal(() => loadKey(folder)).message).toMatch(/cannot be read \(EISDIR\)/);
  });

  it.each([
    ['', /empty string/],
    [testKey.private_key, /bare PEM/],
    [testKey.private_key.split('\n').slice(1).join('\n'), /bare PEM/],
  ])('given as text, too (%#)', (source, message) => {
    const error = refusal(() => loadKey(source));
    expect(error.message).toMatch(message);
    expect(leakedLine(error.message, testKey.private_key)).toBeUndefined();
  });
});

function refusal(load: () => unknown): Error {
  try {
    load();
  } catch (error) {
    return error as Error;
  }
  throw new Error('The key was accepted.');
}

/** Any 16 characters of the key's base64 that show up. */
function leakedLine(shown: string, key: string): string | undefined {
  const body = key.replace(/PLEASE.*\n|-----.*-----/g, '').replace(/\s/g, '');
  for (let start = 0; start + 16 <= body.length; start++) {
    if (shown.includes(body.slice(start, start + 16))) return body.slice(start, start + 16);
  }
  return undefined;
}
