import { status } from '@grpc/grpc-js';
import { Refusal } from '../refusal.js';
import { createToken, type IamServiceOptions } from '../services/iam-service.js';
import { wallNowMs } from '../wall-clock.js';
import type { RestServer } from './rest-server.js';

/** Where a virtual machine of the cloud asks for the token of its service account. */
export const metadataTokenPath = '/computeMetadata/v1/instance/service-accounts/default/token';

/** IAM over REST, and the metadata service of a virtual machine. */
export function serveIamRest(server: RestServer, options: IamServiceOptions): void {
  server.route('POST', '/iam/v1/tokens', 'iam', async ({ body }) => {
    const { token, expiresAtEpochMs } = await createToken(
      { jwt: textField(body, 'jwt'), yandexPassportOauthToken: textField(body, 'yandexPassportOauthToken') },
      options,
    );
    return { iamToken: token, expiresAt: new Date(expiresAtEpochMs).toISOString() };
  });

  server.route('GET', metadataTokenPath, 'metadata', async ({ headers }) => {
    if (headers['metadata-flavor'] !== 'Google') {
      throw new Refusal(status.PERMISSION_DENIED, 'Missing Metadata-Flavor:Google header');
    }
    const { token, expiresAtEpochMs } = options.access.issue();
    const expiresIn = Math.floor((expiresAtEpochMs - wallNowMs()) / 1000);
    return Promise.resolve({ access_token: token, expires_in: expiresIn, token_type: 'Bearer' });
  });
}

function textField(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new Refusal(status.INVALID_ARGUMENT, `${name}: must be a string`);
}
