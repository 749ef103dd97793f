import { createPublicKey } from 'node:crypto';
import { checkText, invalidOption } from '@rechka/core';
import { hiddenOption } from '../hidden-option.js';
import { randomText } from '../random-ids.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { wallNowMs } from '../wall-clock.js';
import { theKeyPair } from './key-pair.js';

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

/** What the id of an emulated key begins with. */
export const emulatedKeyPrefix = 'emulator-key-';

/**
 * Makes the key of an emulated service account. Its RSA pair is made when it is first read, which most who start an
 * emulator never do: with an API key, and nobody can sign with a key that nobody has read.
 */
export function createServiceAccountKey(random: SeededRandom): ServiceAccountKey {
  const id = `${emulatedKeyPrefix}${randomText(random, 12, alphabet)}`;
  return {
    id,
    service_account_id: `emulator-account-${randomText(random, 12, alphabet)}`,
    created_at: new Date(wallNowMs()).toISOString(),
    key_algorithm: 'RSA_2048',
    get public_key() {
      return theKeyPair().publicKey;
    },
    get private_key() {
      return `PLEASE DO NOT REMOVE THIS LINE! Yandex.Cloud SA Key ID <${id}>\n${theKeyPair().privateKey}`;
    },
  };
}

/** Takes the key of an emulator and no other: a real one has no business here. Throws `ERR_INVALID_OPTION`. */
export function checkServiceAccountKey(key: ServiceAccountKey): void {
  const given: unknown = key;
  if (typeof given !== 'object' || given === null)
    throw hiddenOption('serviceAccountKey', given, 'the key of an emulator, an object');
  const { id, service_account_id: account, public_key: publicKey, private_key: privateKey } = key;
  checkText('serviceAccountKey.id', id);
  if (!id.startsWith(emulatedKeyPrefix))
    throw invalidOption('serviceAccountKey.id', id, `the key of an emulator, ${emulatedKeyPrefix}…`);
  checkText('serviceAccountKey.service_account_id', account);
  const pem = /-----BEGIN .*/s.exec(privateKey)?.[0] ?? '';
  let derived: string | Buffer;
  try {
    derived = createPublicKey(pem).export({ type: 'spki', format: 'pem' });
  } catch {
    // The reason could have the key in it.
    throw invalidOption('serviceAccountKey.private_key', {}, 'a private key in PEM');
  }
  if (derived !== publicKey)
    throw invalidOption('serviceAccountKey.public_key', publicKey, 'that of the private key');
}
