import { readFile } from 'node:fs/promises';
import {
  checkServiceAccountKey,
  emulatedKeyPrefix,
  type ServiceAccountKey,
} from '../auth/service-account-key.js';
import { openPrivateFile } from './private-file.js';

/**
 * The key in a file of an earlier run, if it is a good one. Rejects for a file that is neither empty nor the key of an
 * emulator: a real key cannot be had twice.
 */
export async function readKeyFile(path: string): Promise<ServiceAccountKey | undefined> {
  const old = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (old === undefined || old.trim() === '') return undefined;
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
