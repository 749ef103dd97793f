/** First byte of a TLS handshake. */
const tlsHandshake = 0x16;

const plainExpected =
  'the client speaks TLS, and this port plain text: use http:// (in gRPC an insecure channel), or start with --tls (tls: true)';

/** Errors of Node and OpenSSL, and what the client most likely did. */
const hints: readonly (readonly [code: RegExp, hint: string])[] = [
  [
    /^ERR_SSL_(HTTP_REQUEST|WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/,
    'the client speaks plain text, and this port TLS: use https:// (in gRPC a secure channel), or start without TLS',
  ],
  [
    /^ERR_SSL_.*ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$/,
    'the client does not trust the certificate: give it that of tls.ca, which is in the line printed at start',
  ],
  [
    /^ERR_SSL_NO_(SUITABLE|SHARED|APPLICATION)/,
    'the client and this port have no version or protocol of TLS in common',
  ],
];

/** What is wrong with a client whose first bytes were of another protocol, if that can be told. */
export function mismatch(
  error: Error & { code?: string; errno?: number; rawPacket?: unknown },
): string | undefined {
  const { code = '', errno, rawPacket } = error;
  if (rawPacket instanceof Uint8Array && rawPacket[0] === tlsHandshake) return plainExpected;
  // NGHTTP2_ERR_BAD_CLIENT_MAGIC: what it was instead is not told.
  if (code === 'ERR_HTTP2_ERROR' && errno === -903)
    return `the client does not speak HTTP/2, which gRPC needs; perhaps ${plainExpected}`;
  return hints.find(([known]) => known.test(code))?.[1];
}
