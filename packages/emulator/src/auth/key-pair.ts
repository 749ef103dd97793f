import { generateKeyPair, generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';

/** An RSA pair, in PEM. */
export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

const options = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

/** One pair for a process: making it takes 100 to 700 ms, and a test suite starts many emulators. */
let keyPair: KeyPair | undefined;
let making: Promise<void> | undefined;

/** The pair of this process; made now if nobody has made it. */
export function theKeyPair(): KeyPair {
  keyPair ??= generateKeyPairSync('rsa', options);
  return keyPair;
}

/** Makes the pair on another thread, while other things are done; resolves when it is there. */
export function makeKeyPair(): Promise<void> {
  making ??= promisify(generateKeyPair)('rsa', options).then((made) => {
    keyPair ??= made;
  });
  return making;
}
