import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { badCredentials } from './secret.js';

/** A service-account key as `yc iam key create` writes it; further fields are ignored. */
export interface ServiceAccountKey {
  /** Key id: the `kid` of our tokens. */
  id: string;
  service_account_id: string;
  /** PEM, PKCS #8. Yandex puts a line "PLEASE DO NOT REMOVE THIS LINE! …" before it, which is ignored. */
  private_key: string;
}

/** A key that has been read and checked. */
export interface LoadedKey {
  keyId: string;
  serviceAccountId: string;
  privateKey: KeyObject;
}

/**
 * Reads a key from a file's path, JSON text or the parsed object, and checks that it can sign.
 * Throws `ERR_BAD_CREDENTIALS` naming the file and field.
 */
export function loadKey(source: string | ServiceAccountKey): LoadedKey {
  if (typeof source !== 'string') return checkKey('The service-account key', source);
  const text = source.trim();
  if (text === '') throw badCredentials('The service-account key is an empty string; give a path or JSON.');
  if (text.startsWith('{'))
    return checkKey('The service-account key', parse('The service-account key', text));
  const where = `The service-account key file ${shownPath(text)}`;
  return checkKey(where, parse(where, readKeyFile(where, text)));
}

function readKeyFile(where: string, path: string): string {
  if (path.startsWith('-----BEGIN') || path.startsWith('PLEASE DO NOT')) {
    throw badCredentials(
      'The service-account key is a bare PEM; give the whole JSON that yc iam key create wrote.',
    );
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    // The error of the system quotes the path.
    const cause = shownPath(path) === path ? error : undefined;
    throw badCredentials(`${where} ${reason}; make one with yc iam key create --output key.json.`, cause);
  }
}

/** The path, unless it is a secret put in its place: an API key, a token, a key file in base64. */
function shownPath(path: string): string {
  const isSecret =
    path.length > 255 || /^(AQVN|t1\.|y\d_|eyJ)/.test(path) || /^[\w+/-]{64,}={0,2}$/.test(path);
  return isSecret ? `(not shown: ${path.length} characters that look like a secret, not a path)` : path;
}

function parse(where: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's error quotes the text, which holds the key: it must not be the cause.
    throw badCredentials(
      `${where} is not valid JSON; make it again with yc iam key create --output key.json.`,
    );
  }
}

function checkKey(where: string, value: unknown): LoadedKey {
  if (typeof value !== 'object' || value === null) throw badCredentials(`${where} is not a JSON object.`);
  const field = (name: keyof ServiceAccountKey): string => {
    const content: unknown = (value as Partial<Record<string, unknown>>)[name];
    if (typeof content === 'string' && content.trim() !== '') return content.trim();
    throw badCredentials(
      `${where} has no field "${name}"; give the file that yc iam key create wrote, unchanged.`,
    );
  };
  return {
    keyId: field('id'),
    serviceAccountId: field('service_account_id'),
    privateKey: readPem(where, field('private_key')),
  };
}

function readPem(where: string, text: string): KeyObject {
  const begin = text.indexOf('-----BEGIN ');
  const advice = 'make a new key with yc iam key create';
  if (begin < 0) throw badCredentials(`${where}: the field "private_key" holds no PEM block; ${advice}.`);
  const pem = text.slice(begin);
  if (pem.includes('ENCRYPTED')) {
    throw badCredentials(`${where}: the field "private_key" is encrypted with a passphrase; ${advice}.`);
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL's error adds nothing for a reader, and its text is not ours to vouch for.
    throw badCredentials(`${where}: the field "private_key" is damaged; ${advice}.`);
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw badCredentials(
      `${where}: "private_key" is ${key.asymmetricKeyType ?? 'unknown'}, expected RSA; ${advice}.`,
    );
  }
  return key;
}
