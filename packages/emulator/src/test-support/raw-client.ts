import { Client, credentials, status, type Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Emulator } from '../start-emulator.js';

const asIs = (bytes: Buffer) => bytes;

/** A gRPC client that neither encodes nor decodes: sends any bytes as messages, and shows the bytes of responses. */
export class RawClient {
  readonly #client: Client;

  constructor({ grpc }: Pick<Emulator, 'grpc'>) {
    this.#client = new Client(grpc.replace('http://', ''), credentials.createInsecure());
  }

  /** Opens a call of any kind. `ended` resolves with how it ended, and never rejects. */
  open(path: string, metadata: Metadata) {
    const call = this.#client.makeBidiStreamRequest(path, asIs, asIs, metadata);
    const messages: Buffer[] = [];
    const ended = new Promise<{ code: status; details: string; messages: Buffer[] }>((resolve) => {
      call.on('data', (message: Buffer) => messages.push(message));
      call.on('error', ({ code, details }: ServiceError) => resolve({ code, details, messages }));
      call.on('end', () => resolve({ code: status.OK, details: '', messages }));
    });
    return {
      send: (bytes: Uint8Array) => call.write(Buffer.from(bytes)),
      end: () => call.end(),
      cancel: () => call.cancel(),
      ended,
    };
  }

  close(): void {
    this.#client.close();
  }
}
