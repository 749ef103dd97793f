import { format, inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Credentials } from './credentials.js';
import { apiKey, iamToken, noCredentials } from './fixed-credentials.js';
import { metadata } from './metadata.js';
import { serviceAccountKey } from './service-account-key.js';
import { IamServer, testKey, tokenOf } from './testing/iam-server.js';

const server = new IamServer();
let endpoint = '';
beforeAll(async () => {
  endpoint = await server.listen();
});
afterAll(() => server.close());

const key = 'AQVNq7Xz9LmWk3Bv5TfRgY8hJcD2sPaUe6Ni01Zo';
const token = 't1.9euelZqKx5fG.QwErTyUiOpAsDfGhJkLzXcVbNm1029384756qazwsxedc';

const all: Record<string, () => Promise<{ auth: Credentials; secrets: string[] }>> = {
  'an API key': async () => ({ auth: apiKey(key), secrets: [key] }),
  'an IAM token': async () => ({ auth: iamToken(token), secrets: [token] }),
  'a service-account key': async () => {
    const auth = serviceAccountKey(testKey, { endpoint });
    const header = await auth.authorization();
    const pem = testKey.private_key.replace(/PLEASE.*\n|-----.*-----/g, '').replace(/\s/g, '');
    return { auth, secrets: [header.slice('Bearer '.length), pem] };
  },
  'the metadata service': async () => {
    const auth = metadata({ endpoint });
    const header = await auth.authorization();
    expect(header).toBe(`Bearer ${tokenOf(server.count)}`);
    return { auth, secrets: [header.slice('Bearer '.length)] };
  },
};

describe.each(Object.entries(all))('%s', (_name, make) => {
  it('is never shown: no five characters of it in any way of printing', async () => {
    const { auth, secrets } = await make();
    const shown = [
      String(auth),
      JSON.stringify({ auth }),
      inspect(auth, { showHidden: true, depth: 10 }),
      inspect({ nested: { auth } }, { showHidden: true, depth: 10 }),
      format('%s %o %O %j', auth, auth, auth, auth),
      JSON.stringify(Object.entries(auth)),
    ].join('\n');
    for (const secret of secrets) {
      for (let start = 0; start + 5 <= secret.length; start++) {
        expect(shown).not.toContain(secret.slice(start, start + 5));
      }
    }
    expect(String(auth)).toContain(auth.kind);
  });
});

describe('what may be told', () => {
  it('is kind, length and last four', () => {
    expect(String(apiKey(key))).toBe('api-key (40 characters, ends in 01Zo)');
    expect(inspect(apiKey('short'))).toBe('api-key (5 characters)');
    expect(String(noCredentials())).toBe('none');
    expect(JSON.stringify({ auth: metadata({ endpoint: 'http://10.0.0.1' }) })).toBe(
      '{"auth":"metadata (from http://10.0.0.1, no token yet)"}',
    );
  });
});
