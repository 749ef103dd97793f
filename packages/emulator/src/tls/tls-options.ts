import { createSecureContext } from 'node:tls';
import { checkText, invalidOption } from '@rechka/core';
import { checkNames } from '../check-names.js';
import { hiddenOption } from '../hidden-option.js';
import { makeTestCertificate } from './test-certificate.js';

/**
 * TLS on all ports of an emulator: `true` makes a certificate for this machine, whose authority is `emulator.tls.ca`;
 * or a certificate of your own with its key, both in PEM.
 */
export type EmulatedTlsOptions = boolean | { readonly cert: string; readonly key: string };

/** What servers need to speak TLS, and what their clients have to trust. */
export interface ServerTls {
  cert: string;
  key: string;
  ca: string;
}

/** TLS as the option asks for it, for a server at `host`; nothing for none. Throws `ERR_INVALID_OPTION`. */
export function resolveTls(option: EmulatedTlsOptions | undefined, host: string): ServerTls | undefined {
  if (option === undefined || option === false) return undefined;
  if (option === true) {
    const hosts = [...new Set(['localhost', '127.0.0.1', '::1', ...(isWildcard(host) ? [] : [host])])];
    return makeTestCertificate(hosts);
  }
  const given: unknown = option;
  if (typeof given !== 'object' || given === null)
    throw hiddenOption('tls', option, 'true, false or { cert, key } in PEM');
  checkNames('tls', option, ['cert', 'key']);
  const { cert, key } = option;
  checkText('tls.cert', cert);
  checkText('tls.key', key);
  try {
    createSecureContext({ cert, key });
    return { ca: cert, cert, key };
  } catch (error) {
    // Neither is shown: one of them is a secret.
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidOption('tls', option, `a certificate and its key in PEM (${reason})`);
  }
}

/** Whether a server at this address takes connections to any of the machine's. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
