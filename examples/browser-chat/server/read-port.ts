import { invalidOption } from '@rechka/core';

/** Where to serve, as `PORT` of the environment says; 8080 without it. Throws `ERR_INVALID_OPTION`. */
export function readPort({ PORT: port = '8080' }: Readonly<Record<string, string | undefined>>): number {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw invalidOption('PORT', port, 'a number from 0 to 65535, or none for 8080');
}
