import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { callTokens, tokenEndpoint } from '../server/index.js';
import { fetchToken } from './fetch-token.js';

let server: Server | undefined;

async function serve(identity: { id: string } | undefined | 'failing') {
  const tokens = callTokens();
  const give = tokenEndpoint({
    tokens,
    authorize: async () => {
      if (identity === 'failing') throw new Error('The database is away.');
      return identity;
    },
    onError: () => undefined,
  });
  const http = createServer((request, response) => void give(request, response));
  server = http;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { tokens, token: fetchToken(`http://127.0.0.1:${(http.address() as AddressInfo).port}/token`) };
}

afterEach(() => server?.close());

it('gets a token that is good at the gateway', async () => {
  const { tokens, token } = await serve({ id: 'anna' });
  expect(tokens.redeem(await token())).toEqual({ id: 'anna' });
});

it('says that a person may not call, in an error that is not tried again', async () => {
  const { token } = await serve(undefined);
  await expect(token()).rejects.toMatchObject({ name: 'VoiceClientError', reason: 'unauthorized' });
});

it('takes any other answer for a failure that may pass', async () => {
  const { token } = await serve('failing');
  await expect(token()).rejects.not.toMatchObject({ name: 'VoiceClientError' });
});
