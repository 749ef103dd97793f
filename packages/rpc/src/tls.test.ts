import { readFileSync } from 'node:fs';
import { apiKey } from '@rechka/iam';
import { TokenizerService } from '@rechka/proto/gpt';
import { Synthesizer } from '@rechka/proto/tts';
import { afterEach, expect, it, vi } from 'vitest';
import { RpcClient } from './rpc-client.js';
import { RpcServer } from './testing/rpc-server.js';

const identity = new URL('./testing/loopback-tls/', import.meta.url);
const tls = {
  key: readFileSync(new URL('key.pem', identity)),
  cert: readFileSync(new URL('cert.pem', identity)),
};

// Read by grpc-js when it is loaded, so it must be there before the imports.
vi.hoisted(() => {
  process.env['GRPC_DEFAULT_SSL_ROOTS_FILE_PATH'] = new URL(
    './testing/loopback-tls/cert.pem',
    import.meta.url,
  ).pathname;
});

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

async function start(host: string) {
  const server = new RpcServer();
  closers.push(() => server.close());
  const endpoint = (await server.listen({ tls })).replace('127.0.0.1', host);
  const client = new RpcClient({ endpoint, auth: apiKey('AQVNq7Xz9LmWk3Bv5TfRgY8hJcD2sPaUe6Ni01Zo') });
  closers.push(() => client.close());
  return { server, client };
}

it('talks over TLS to a server whose certificate it can check', async () => {
  const { client, server } = await start('localhost');
  await client.connect();
  expect(await client.unary(TokenizerService.tokenize, { text: 'ключ' })).toMatchObject({
    modelVersion: 'ключ',
  });
  const call = client.duplex(Synthesizer.streamSynthesis);
  call.write({ synthesisInput: { text: 'раз' } });
  call.halfClose();
  for await (const { textChunk } of call) expect(textChunk?.text).toBe('раз');
  expect(server.seen.map((metadata) => metadata.get('authorization'))[0]).toEqual([
    'Api-Key AQVNq7Xz9LmWk3Bv5TfRgY8hJcD2sPaUe6Ni01Zo',
  ]);
});

it('gives its credentials to nobody else, and says what to do about a certificate', async () => {
  // The certificate is for the name, not for the address.
  const { client, server } = await start('127.0.0.1');
  const failed = client.unary(TokenizerService.tokenize, { text: 'ключ' });
  await expect(failed).rejects.toMatchObject({
    code: 'ERR_UNAVAILABLE',
    retryable: false,
    message: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
  });
  expect(server.seen).toEqual([]);
});
