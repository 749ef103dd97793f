import { status } from '../grpc/status.js';
import { Refusal } from '../refusal.js';
import { wallNowMs } from '../wall-clock.js';
import type { SecretStore } from './secret-store.js';

export interface AccessControlOptions {
  secrets: SecretStore;
  /** The service account's own folder. */
  folderId: string;
  /** Others that it may use. */
  otherFolders: readonly string[];
  /** Whether a call ends when its token or key does, or only new calls are refused. */
  endsCalls: boolean;
}

/** What a request says of who sends it. */
export interface Credentials {
  /** The `authorization` header. */
  authorization: string | undefined;
  /** The `x-folder-id` header. */
  folderId: string | undefined;
  /** Whether an API key may come as `Bearer` too, as OpenAI's clients send it. Default false. */
  keyAsBearer?: boolean;
}

/** Knows who may call what, and turns away everybody else. */
export class AccessControl {
  readonly #options: AccessControlOptions;

  constructor(options: AccessControlOptions) {
    this.#options = options;
  }

  /** Makes the credential of a request worthless in mid-call; returns what is said of it. API keys stay good. */
  spoil(authorization: string | undefined, how: 'expired' | 'revoked'): string {
    const { secrets } = this.#options;
    const [, token = ''] = /^bearer\s+(.*)$/is.exec(authorization ?? '') ?? [];
    if (secrets.isApiKey(token)) return 'The token is invalid';
    if (how === 'revoked') secrets.revoke(token);
    else secrets.expire(token);
    return how === 'revoked'
      ? 'The token is invalid'
      : `The token has expired ${new Date(wallNowMs()).toISOString()}`;
  }

  /**
   * Checks the credentials, then runs `work`. Throws a {@link Refusal} (UNAUTHENTICATED, or INVALID_ARGUMENT for
   * another account's folder), also in the midst of `work` if calls end with their token.
   */
  async guard<T>(credentials: Credentials, work: () => Promise<T>): Promise<T> {
    const secret = this.#checkIdentity(credentials);
    this.checkFolder(credentials.folderId);
    const { secrets, endsCalls } = this.#options;
    if (!endsCalls) return work();
    let unwatch: () => void = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      unwatch = secrets.watch(secret, () => {
        try {
          this.#checkIdentity(credentials);
        } catch (refusal) {
          reject(refusal instanceof Error ? refusal : new Error(String(refusal)));
        }
      });
    });
    try {
      return await Promise.race([work(), ended]);
    } finally {
      unwatch();
    }
  }

  /** A folder may be left out: a service account has its own. Throws INVALID_ARGUMENT for one it may not use. */
  checkFolder(folderId: string | undefined): void {
    const { folderId: own, otherFolders } = this.#options;
    if (folderId === undefined || folderId === '' || folderId === own || otherFolders.includes(folderId))
      return;
    throw new Refusal(
      status.INVALID_ARGUMENT,
      `Specified folder ID '${folderId}' does not match with service account folder ID '${own}'`,
    );
  }

  /** The token or key of a request that may be served. */
  #checkIdentity({ authorization, keyAsBearer = false }: Credentials): string {
    const { secrets } = this.#options;
    const [, scheme = '', secret = ''] = /^(\S+)\s+(.*)$/s.exec(authorization ?? '') ?? [];
    switch (scheme.toLowerCase()) {
      case 'api-key':
        if (!secrets.isApiKey(secret)) throw unknownApiKey(secret);
        return secret;
      case 'bearer':
        if (keyAsBearer && secrets.isApiKey(secret)) return secret;
        // The real service reads `Bearer Api-Key …` as a key that it does not know (third-party).
        if (/^api-key\s/i.test(secret)) throw unknownApiKey(secret);
        secrets.checkToken(secret);
        return secret;
      default:
        throw new Refusal(
          status.UNAUTHENTICATED,
          'Authorization header with an IAM token or an API key is required',
        );
    }
  }
}

/** The real text has the whole key in it; ours goes into logs of tests. */
function unknownApiKey(secret: string): Refusal {
  return new Refusal(status.UNAUTHENTICATED, `Unknown api key '****${secret.slice(-4)}'`);
}
