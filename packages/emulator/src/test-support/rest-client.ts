import type { Emulator } from '../start-emulator.js';

/** What came back, as it came. */
export interface RestAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The body if it is one JSON object, else `undefined`. */
  json: Record<string, unknown> | undefined;
}

/** Sends one request to an emulator's REST port and reads all of the answer. */
export async function restCall(
  emulator: Emulator,
  path: string,
  body?: unknown,
  { headers = {}, signal }: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<RestAnswer> {
  const response = await fetch(`${emulator.http}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    headers: { authorization: `Bearer ${emulator.iam.issueToken()}`, ...headers },
  });
  const text = await response.text();
  let json: Record<string, unknown> | undefined;
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Lines, events or plain text: tests read `text`.
  }
  return { status: response.status, headers: response.headers, text, json };
}
