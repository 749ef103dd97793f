import { IamTokenService, type CreateIamTokenResponseInit } from '@rechka/proto/iam';
import type { IssuedToken, SecretStore } from '../auth/secret-store.js';
import type { ServiceAccountKey } from '../auth/service-account-key.js';
import { verifyJwt } from '../auth/verify-jwt.js';
import type { GrpcRouter } from '../grpc/grpc-router.js';
import { onlyRequest } from '../grpc/server-call.js';
import { status } from '../grpc/status.js';
import { Refusal } from '../refusal.js';

export interface IamServiceOptions {
  secrets: SecretStore;
  key: ServiceAccountKey;
}

/** What a token is asked for with; exactly one of the two. */
export interface TokenRequest {
  jwt?: string | undefined;
  yandexPassportOauthToken?: string | undefined;
}

/** IAM, for gRPC and REST alike. All throw a {@link Refusal}. */
export class IamService {
  readonly #options: IamServiceOptions;

  constructor(options: IamServiceOptions) {
    this.#options = options;
  }

  /** Exchanges a signed JWT for a token. */
  async create({ jwt, yandexPassportOauthToken }: TokenRequest): Promise<IssuedToken> {
    if (jwt === undefined && yandexPassportOauthToken === undefined) {
      throw new Refusal(
        status.INVALID_ARGUMENT,
        'One of the options must be selected: yandex_passport_oauth_token, jwt',
      );
    }
    if (jwt === undefined) {
      throw new Refusal(
        status.UNAUTHENTICATED,
        'The emulator knows no OAuth tokens; use its service-account key',
      );
    }
    await verifyJwt(jwt, this.#options.key);
    return this.#options.secrets.issue();
  }

  /** A token of the only service account there is. */
  createForServiceAccount(serviceAccountId: string): IssuedToken {
    checkLength('service_account_id', serviceAccountId, 50);
    if (serviceAccountId !== this.#options.key.service_account_id) {
      throw new Refusal(status.NOT_FOUND, `Service account ${serviceAccountId} not found`);
    }
    return this.#options.secrets.issue();
  }

  /** Makes a token worthless; returns whose it was. */
  revoke(iamToken: string): { subjectId: string } {
    checkLength('iam_token', iamToken, 4096);
    if (!this.#options.secrets.revoke(iamToken)) {
      throw new Refusal(status.UNAUTHENTICATED, 'The token is invalid');
    }
    return { subjectId: this.#options.key.service_account_id };
  }
}

/** IAM over gRPC. */
export function serveIam(router: GrpcRouter, iam: IamService): void {
  router.route(IamTokenService.create, { service: 'iam', open: true }, async (call) => {
    call.send(tokenResponse(await iam.create(await onlyRequest(call))));
  });

  router.route(IamTokenService.createForServiceAccount, { service: 'iam' }, async (call) => {
    const { serviceAccountId } = await onlyRequest(call);
    call.send(tokenResponse(iam.createForServiceAccount(serviceAccountId)));
  });

  router.route(IamTokenService.revoke, { service: 'iam' }, async (call) => {
    const { iamToken } = await onlyRequest(call);
    call.send(iam.revoke(iamToken));
  });
}

function tokenResponse({ token, expiresAtEpochMs }: IssuedToken): CreateIamTokenResponseInit {
  const seconds = Math.floor(expiresAtEpochMs / 1000);
  return { iamToken: token, expiresAt: { seconds, nanos: (expiresAtEpochMs % 1000) * 1_000_000 } };
}

/** Lengths are those of the schema; the text is that of the cloud's validation (assumed). */
function checkLength(field: string, value: string, max: number): void {
  if (value === '') throw new Refusal(status.INVALID_ARGUMENT, `${field}: Field is required`);
  if (value.length > max)
    throw new Refusal(status.INVALID_ARGUMENT, `${field}: Field length must be <=${max}`);
}
