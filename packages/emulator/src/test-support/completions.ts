import type { ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { textGenerationService } from '@yandex-cloud/nodejs-sdk/ai-foundation_models-v1';
import type { EmulatorOptions } from '../emulator-options.js';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { collect, OfficialSdk } from './official-sdk.js';

type Response = textGenerationService.CompletionResponse;

/** A request with whatever is left out filled in. */
export type CompletionPart = textGenerationService.DeepPartial<textGenerationService.CompletionRequest>;

/** An emulator and a client of its text generation, of the official SDK. */
export interface Completions {
  emulator: Emulator;
  sdk: OfficialSdk;
  metadata: Metadata;
  /** Begins a completion, of «привет» if nothing else is said. */
  open(request?: CompletionPart): ClientReadableStream<Response>;
  /** All responses of a completion. */
  complete(request?: CompletionPart): Promise<Response[]>;
  close(): Promise<void>;
}

export async function startCompletions(options: EmulatorOptions = {}): Promise<Completions> {
  const emulator = await startEmulator(options);
  const sdk = new OfficialSdk(emulator);
  const metadata = await sdk.authorized();
  const open = (request: CompletionPart = {}) => {
    const full = {
      modelUri: `gpt://${emulator.folderId}/yandexgpt-lite`,
      completionOptions: { stream: true },
      messages: [{ role: 'user', text: 'привет' }],
      ...request,
    };
    return sdk.llm.completion(textGenerationService.CompletionRequest.fromPartial(full), metadata);
  };
  return {
    emulator,
    sdk,
    metadata,
    open,
    complete: (request) => collect(open(request)),
    async close() {
      sdk.close();
      await emulator.close();
    },
  };
}
