import type { IssuedToken, SecretStore } from '../auth/secret-store.js';
import { status } from '../grpc/status.js';
import { Refusal } from '../refusal.js';
import type { IamService } from '../services/iam-service.js';
import type { RestServer } from './rest-server.js';

/** Where a virtual machine of the cloud asks for the token of its service account. */
export const metadataTokenPath = '/computeMetadata/v1/instance/service-accounts/default/token';

/**
 * A machine's token is renewed in the last tenth of its life: asked for in between, the same one comes, with what is
 * left of its life (documented; the share is assumed).
 */
const renewedAtShare = 0.1;

/** IAM over REST. */
export function serveIamRest(server: RestServer, iam: IamService): void {
  server.route({ method: 'POST', path: '/iam/v1/tokens', service: 'iam', open: true }, async ({ body }) =>
    tokenBody(
      await iam.create({
        jwt: body.text('jwt'),
        yandexPassportOauthToken: body.text('yandexPassportOauthToken'),
      }),
    ),
  );

  server.route(
    { method: 'POST', path: '/iam/v1/tokens:createForServiceAccount', service: 'iam' },
    async ({ body }) => tokenBody(iam.createForServiceAccount(body.text('serviceAccountId') ?? '')),
  );

  server.route({ method: 'POST', path: '/iam/v1/tokens:revoke', service: 'iam' }, async ({ body }) =>
    iam.revoke(body.text('iamToken') ?? ''),
  );
}

/** The metadata service of a virtual machine: no token, no key, but a header that a browser cannot be made to send. */
export function serveMetadata(server: RestServer, secrets: SecretStore): void {
  let current: (IssuedToken & { ttlMs: number }) | undefined;

  server.route(
    { method: 'GET', path: metadataTokenPath, service: 'metadata', open: true },
    async ({ headers }) => {
      if (headers['metadata-flavor'] !== 'Google') {
        throw new Refusal(status.PERMISSION_DENIED, 'Missing Metadata-Flavor:Google header');
      }
      if (current === undefined || secrets.remainingMs(current.token) <= current.ttlMs * renewedAtShare) {
        const issued = secrets.issue();
        current = { ...issued, ttlMs: secrets.remainingMs(issued.token) };
      }
      const { token } = current;
      return {
        access_token: token,
        expires_in: Math.floor(secrets.remainingMs(token) / 1000),
        token_type: 'Bearer',
      };
    },
  );
}

function tokenBody({ token, expiresAtEpochMs }: IssuedToken): object {
  return { iamToken: token, expiresAt: new Date(expiresAtEpochMs).toISOString() };
}
