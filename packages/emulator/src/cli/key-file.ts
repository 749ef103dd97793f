import { existsSync } from 'node:fs';
import {
  checkServiceAccountKey,
  emulatedKeyPrefix,
  type ServiceAccountKey,
} from '../auth/service-account-key.js';
import { openPrivateFile } from './private-file.js';
import { readText } from './read-text.js';

/**
 * The key in a file of an earlier run, if it is a good one. Rejects for a file that is neither empty nor the key of an
 * emulator: a real key cannot be had twice.
 */
export async function readKeyFile(path: string): Promise<ServiceAccountKey | undefined> {
  if (!existsSync(path)) return undefined;
  const old = await readText('keyFile', path);
  if (old.trim() === '') return undefined;
  if (!new RegExp(`"id":\\s*"${emulatedKeyPrefix}`).test(old))
    throw new Error(`${path} exists and is no key of an emulator; remove it or name another --key-file.`);
  try {
    const key = JSON.parse(old) as ServiceAccountKey;
    checkServiceAccountKey(key);
    return key;
  } catch {
    // Half a key of an emulator is worth nothing: it is made anew.
    return undefined;
  }
}

/** Writes the key, for its owner's eyes only. */
export async function writeKeyFile(path: string, key: ServiceAccountKey): Promise<void> {
  const file = await openPrivateFile(path);
  try {
    await file.writeFile(`${JSON.stringify(key, null, 2)}\n`);
  } finally {
    await file.close();
  }
}
