import { describe, expect, it } from 'vitest';
import { apiKey, iamToken, noCredentials } from './fixed-credentials.js';

describe('fixed credentials', () => {
  it('strip the newline a file ends with and put the scheme before', async () => {
    expect(await apiKey(' AQVNkey-of-some-length\r\n').authorization()).toBe(
      'Api-Key AQVNkey-of-some-length',
    );
    expect(await iamToken('t1.token\n').authorization()).toBe('Bearer t1.token');
    expect(await noCredentials().authorization()).toBe('');
  });

  it('stay the same when refused, and heed an aborted signal', async () => {
    const auth = apiKey('AQVNkey-of-some-length');
    auth.refused(await auth.authorization());
    expect(await auth.authorization()).toBe('Api-Key AQVNkey-of-some-length');
    await expect(auth.authorization({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
  });

  it.each([
    [() => apiKey('  '), 'The API key is empty; set it.'],
    [() => apiKey(undefined as never), 'The API key is empty; set it.'],
    [() => apiKey('Api-Key AQVNsecret'), 'The API key starts with "Api-Key "; give the bare value'],
    [() => apiKey('bearer AQVNsecret'), 'The API key starts with "bearer "; give the bare value'],
    [() => iamToken('Bearer t1.secret'), 'The IAM token starts with "Bearer "; give the bare value'],
    [() => apiKey('t1.secret.secret'), 'give it to iamToken() instead'],
    [() => iamToken('AQVNsecret'), 'give it to apiKey() instead'],
    [() => iamToken('y0_AgAAAAsecret'), 'yc iam create-token'],
    [() => apiKey('AQVN secret'), 'has spaces or characters outside ASCII inside (11 characters)'],
    [() => apiKey('ключ-secret'), 'outside ASCII'],
  ])('refuse what cannot be one, saying what to do (%#)', (make, message) => {
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_BAD_CREDENTIALS' }) as Error);
    expect(make).toThrow(message);
    expect(make).not.toThrow(/secret/);
  });
});
