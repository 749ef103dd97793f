import { describe, expect, it } from 'vitest';
import { cloudEndpoints } from './cloud.js';
import { fromEnv } from './from-env.js';
import { testKey } from './testing/iam-server.js';

describe('fromEnv', () => {
  it.each([
    [{ SERVICE_ACCOUNT_KEY: JSON.stringify(testKey) }, 'service-account-key'],
    [{ YC_API_KEY: 'AQVNkey\n' }, 'api-key'],
    [{ YC_IAM_TOKEN: 't1.token' }, 'iam-token'],
    [{ YC_METADATA: '1' }, 'metadata'],
    [{ YC_METADATA: 'off', YC_IAM_TOKEN: 't1.token' }, 'iam-token'],
    [{ YC_METADATA: '0', YC_API_KEY: 'AQVNkey', YC_IAM_TOKEN: ' ' }, 'api-key'],
  ])('takes the one kind of credentials there is (%#)', (env, kind) => {
    expect(fromEnv(env)).toEqual({
      auth: expect.objectContaining({ kind }) as unknown,
      endpoints: cloudEndpoints,
    });
  });

  it('reads the folder and other hosts', () => {
    const cloud = fromEnv({
      FOLDER_ID: 'b1g1',
      YC_FOLDER_ID: 'b1g2',
      YC_API_KEY: 'AQVNkey',
      YC_STT_ENDPOINT: 'http://127.0.0.1:5001/',
      YC_IAM_ENDPOINT: 'https://iam.example.org:8443',
    });
    expect(cloud.folderId).toBe('b1g1');
    expect(cloud.endpoints).toEqual({
      ...cloudEndpoints,
      stt: 'http://127.0.0.1:5001',
      iam: 'https://iam.example.org:8443',
    });
    expect(fromEnv({ YC_FOLDER_ID: 'b1g2', YC_API_KEY: 'AQVNkey' }).folderId).toBe('b1g2');
  });

  it.each([
    [{}, 'ERR_BAD_CREDENTIALS', /No credentials in the environment; set one of SERVICE_ACCOUNT_KEY_PATH, /],
    [
      { YC_API_KEY: 'AQVNsecret', YC_IAM_TOKEN: 't1.secret' },
      'ERR_BAD_CREDENTIALS',
      /YC_API_KEY and YC_IAM_TOKEN; unset all but one/,
    ],
    [
      { SERVICE_ACCOUNT_KEY: 'key.json' },
      'ERR_BAD_CREDENTIALS',
      /SERVICE_ACCOUNT_KEY is not JSON.*SERVICE_ACCOUNT_KEY_PATH/,
    ],
    [
      { SERVICE_ACCOUNT_KEY_PATH: 'no/such/key.json' },
      'ERR_BAD_CREDENTIALS',
      /no\/such\/key\.json does not exist/,
    ],
    [
      { YC_API_KEY: 'AQVNsecret', YC_TTS_ENDPOINT: 'http://10.0.0.7:80' },
      'ERR_INSECURE_ENDPOINT',
      /Option YC_TTS_ENDPOINT is http:\/\/10\.0\.0\.7/,
    ],
    [
      { YC_API_KEY: 'AQVNsecret', YC_LLM_ENDPOINT: 'llm.example.org' },
      'ERR_INVALID_OPTION',
      /Option YC_LLM_ENDPOINT/,
    ],
  ])('says what is wrong without a value that is secret (%#)', (env, code, message) => {
    const read = () => fromEnv(env);
    expect(read).toThrow(expect.objectContaining({ code }) as Error);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret/);
  });

  it('refuses what is no environment', () => {
    expect(() => fromEnv(null as never)).toThrow(/Option env is null; expected an object/);
    expect(() => fromEnv({ FOLDER_ID: 5 } as never)).toThrow(/Option FOLDER_ID is 5; expected a string/);
  });
});
