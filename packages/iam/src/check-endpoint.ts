import { checkText, invalidOption, VoiceError } from '@rechka/core';

/** A checked address of a service. */
export interface CheckedEndpoint {
  /** `https://host[:port]` without a trailing slash. */
  origin: string;
  /** `host:port`, the port always written out; an IPv6 host in brackets. */
  authority: string;
  /** Whether the connection is encrypted. */
  secure: boolean;
  /** Whether the host is this machine by its name or address. */
  loopback: boolean;
}

/**
 * Checks an endpoint option and takes it apart.
 *
 * `plaintext` says where `http:` is acceptable. Default `loopback`: anywhere else a credential would cross the
 * network readable by all. Use `anywhere` only where no credential is sent.
 *
 * Throws `ERR_INVALID_OPTION` for anything but `scheme://host[:port]`, `ERR_INSECURE_ENDPOINT` for plaintext elsewhere.
 */
export function checkEndpoint(
  name: string,
  url: unknown,
  { plaintext = 'loopback' }: { plaintext?: 'loopback' | 'anywhere' } = {},
): CheckedEndpoint {
  checkText(name, url);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['https:', 'http:'].includes(parsed.protocol) || !isBareOrigin(parsed)) {
    // A user name or password inside the URL must not come back in the message.
    const shown = parsed?.username || parsed?.password ? 'a URL with a user name in it' : url;
    throw invalidOption(name, shown, 'https://host[:port], or http://host:port on this machine');
  }
  const secure = parsed.protocol === 'https:';
  const loopback = isLoopback(parsed.hostname);
  if (!secure && !loopback && plaintext !== 'anywhere') {
    throw new VoiceError({
      code: 'ERR_INSECURE_ENDPOINT',
      message:
        `Option ${name} is ${parsed.origin}: credentials would leave this machine in plain text. ` +
        'Use https://, or http:// on 127.0.0.1 only.',
    });
  }
  return {
    origin: parsed.origin,
    authority: `${parsed.hostname}:${parsed.port || (secure ? '443' : '80')}`,
    secure,
    loopback,
  };
}

function isBareOrigin(url: URL): boolean {
  return (
    url.hostname !== '' && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  );
}

/** By the URL standard's own spelling: `127.1` and `0x7f000001` have become `127.0.0.1` already. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
