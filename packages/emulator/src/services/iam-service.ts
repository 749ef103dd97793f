import { status } from '@grpc/grpc-js';
import { IamTokenService } from '@rechka/proto/iam';
import type { AccessControl, IssuedToken } from '../auth/access-control.js';
import type { ServiceAccountKey } from '../auth/service-account-key.js';
import { verifyJwt } from '../auth/verify-jwt.js';
import type { GrpcRouter } from '../grpc/grpc-router.js';
import { onlyRequest } from '../grpc/server-call.js';
import { Refusal } from '../refusal.js';

export interface IamServiceOptions {
  access: AccessControl;
  key: ServiceAccountKey;
}

/** What a token is asked for with; exactly one of the two. */
export interface TokenRequest {
  jwt?: string | undefined;
  yandexPassportOauthToken?: string | undefined;
}

/** Exchanges a signed JWT for a token, for gRPC and REST alike. Throws a `Refusal`. */
export async function createToken(
  request: TokenRequest,
  { access, key }: IamServiceOptions,
): Promise<IssuedToken> {
  if (request.jwt === undefined) {
    throw request.yandexPassportOauthToken === undefined
      ? new Refusal(
          status.INVALID_ARGUMENT,
          'One of the options must be selected: yandex_passport_oauth_token, jwt',
        )
      : new Refusal(
          status.UNAUTHENTICATED,
          'The emulator knows no OAuth tokens; use its service-account key',
        );
  }
  await verifyJwt(request.jwt, key);
  return access.issue();
}

/** IAM over gRPC: `Create` and `Revoke`. */
export function serveIam(router: GrpcRouter, options: IamServiceOptions): void {
  router.route(IamTokenService.create, { service: 'iam', open: true }, async (call) => {
    const { token, expiresAtEpochMs } = await createToken(await onlyRequest(call), options);
    call.send({
      iamToken: token,
      expiresAt: {
        seconds: Math.floor(expiresAtEpochMs / 1000),
        nanos: (expiresAtEpochMs % 1000) * 1_000_000,
      },
    });
  });

  router.route(IamTokenService.revoke, { service: 'iam' }, async (call) => {
    const { iamToken } = await onlyRequest(call);
    if (!options.access.revoke(iamToken)) throw new Refusal(status.UNAUTHENTICATED, 'The token is invalid');
    call.send({ subjectId: options.key.service_account_id });
  });
}
