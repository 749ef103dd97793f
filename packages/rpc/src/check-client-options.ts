import { checkClock, checkFunction, checkObject, checkText } from '@rechka/core';
import type { Cloud } from '@rechka/iam';

/**
 * What every client of a service of the cloud needs before it looks at its other options. Credentials and the host are
 * checked by `RpcClient`. Throws `ERR_INVALID_OPTION`.
 */
export function checkClientOptions(options: unknown, service: keyof Cloud['endpoints']): void {
  checkObject('options', options, 'an object with auth and endpoints, e.g. { ...fromEnv() }');
  const { endpoints, folderId, clock, random } = options as Readonly<Record<string, unknown>>;
  checkObject('endpoints', endpoints, `an object with ${service}, e.g. fromEnv().endpoints`);
  checkText(`endpoints.${service}`, (endpoints as Partial<Cloud['endpoints']>)[service]);
  if (folderId !== undefined) checkText('folderId', folderId);
  checkClock(clock);
  if (random !== undefined)
    checkFunction('random', random, 'a function that gives numbers from 0 to below 1');
}
