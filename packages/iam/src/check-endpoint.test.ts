import { describe, expect, it } from 'vitest';
import { checkEndpoint } from './check-endpoint.js';
import { serviceAccountKey } from './service-account-key.js';
import { testKey } from './testing/iam-server.js';

describe('checkEndpoint', () => {
  it.each([
    ['https://stt.api.cloud.yandex.net', 'stt.api.cloud.yandex.net:443', true, false],
    ['https://example.org:8443/', 'example.org:8443', true, false],
    ['http://localhost:9000', 'localhost:9000', false, true],
    ['http://127.1:9000', '127.0.0.1:9000', false, true],
    ['http://[::1]:9000', '[::1]:9000', false, true],
    ['http://127.0.0.1', '127.0.0.1:80', false, true],
  ])('takes %s apart', (url, authority, secure, loopback) => {
    expect(checkEndpoint('endpoint', url)).toMatchObject({ authority, secure, loopback });
  });

  it.each([
    'http://stt.api.cloud.yandex.net',
    'http://10.0.0.1:80',
    'http://0.0.0.0:80',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://169.254.169.254',
  ])('refuses plaintext to %s', (url) => {
    expect(() => checkEndpoint('endpoint', url)).toThrow(
      expect.objectContaining({ code: 'ERR_INSECURE_ENDPOINT' }) as Error,
    );
    expect(checkEndpoint('endpoint', url, { plaintext: 'anywhere' }).secure).toBe(false);
  });

  it.each([
    undefined,
    '',
    'localhost:5000',
    'grpc://host',
    'https://host/path',
    'https://host?x=1',
    'https://user:secret@host',
  ])('refuses %s as no endpoint', (url) => {
    expect(() => checkEndpoint('endpoint', url)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error,
    );
    expect(() => checkEndpoint('endpoint', url)).not.toThrow(/secret/);
  });

  it('guards the IAM endpoint', () => {
    expect(() => serviceAccountKey(testKey, { endpoint: 'http://iam.example.org' })).toThrow(/plain text/);
  });
});
