import { generateKeyPairSync } from 'node:crypto';
import { randomText } from '../random-ids.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { wallNowMs } from '../wall-clock.js';

/** A service-account key as `yc iam key create` writes it; its ids are such that the real cloud has no such key. */
export interface ServiceAccountKey {
  id: string;
  service_account_id: string;
  created_at: string;
  key_algorithm: 'RSA_2048';
  public_key: string;
  /** PEM (PKCS #8) after a line of text, just as the real file has it. */
  private_key: string;
}

const alphabet = 'abcdefghijklmnopqrstuv0123456789';

/** One pair for a process: making it takes about 100 ms, and a test suite starts many emulators. */
let keyPair: { publicKey: string; privateKey: string } | undefined;

/** Makes the key of an emulated service account. */
export function createServiceAccountKey(random: SeededRandom): ServiceAccountKey {
  keyPair ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const id = `emulator-key-${randomText(random, 12, alphabet)}`;
  return {
    id,
    service_account_id: `emulator-account-${randomText(random, 12, alphabet)}`,
    created_at: new Date(wallNowMs()).toISOString(),
    key_algorithm: 'RSA_2048',
    public_key: keyPair.publicKey,
    private_key: `PLEASE DO NOT REMOVE THIS LINE! Yandex.Cloud SA Key ID <${id}>\n${keyPair.privateKey}`,
  };
}
