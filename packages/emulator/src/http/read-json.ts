import type { IncomingMessage } from 'node:http';
import { status } from '../grpc/status.js';
import { Refusal } from '../refusal.js';
import { JsonFields } from './json-fields.js';

/**
 * The JSON object in the body of a request, whole or chunked; no body is an empty one. Throws INVALID_ARGUMENT for
 * a body over `maxBytes`, once that much was read, and for what is no JSON object; what the system says when the
 * client goes away.
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<JsonFields> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving a plain `for await` would destroy the request, whose rest must still be read off the connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new Refusal(status.INVALID_ARGUMENT, `Request body is over ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  if (bytes === 0) return new JsonFields({});
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return new JsonFields(body as Record<string, unknown>);
  } catch {
    // Falls through: whatever is not a JSON object is refused in the same words.
  }
  throw new Refusal(status.INVALID_ARGUMENT, 'Request body is not a JSON object');
}
