import { VoiceError } from '@rechka/core';

/**
 * A secret as it may be shown: length and last four characters. One of fewer than 12 characters shows its
 * length only, since its tail would be a good part of it.
 */
export function describeSecret(secret: string): string {
  return secret.length < 12
    ? `${secret.length} characters`
    : `${secret.length} characters, ends in ${secret.slice(-4)}`;
}

/** The error for a key, token or key file that cannot be used; `message` must not hold the secret. */
export function badCredentials(message: string, cause?: unknown): VoiceError {
  return new VoiceError({ code: 'ERR_BAD_CREDENTIALS', message, cause });
}

/** `text` without `secret` or any part of it between dots and spaces (a JWT's signature, a header's value). */
export function redact(text: string, secret: string): string {
  const parts = [secret, ...secret.split(/[.\s]/)].filter((part) => part.length >= 8);
  return parts.reduce(
    (shown, part) => shown.replaceAll(part, `…${part.length < 12 ? '' : part.slice(-4)}`),
    text,
  );
}
