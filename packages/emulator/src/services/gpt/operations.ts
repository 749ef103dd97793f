import {
  CompletionResponse,
  type CompletionRequest,
  type CompletionResponseInit,
  type OperationInit,
} from '@rechka/proto/gpt';
import type { CallContext } from '../../grpc/server-call.js';
import { status } from '../../grpc/status.js';
import { randomText } from '../../random-ids.js';
import { Refusal } from '../../refusal.js';
import { wallNowMs } from '../../wall-clock.js';
import { completionResponse } from './completion-response.js';
import type { GptModel } from './gpt-model.js';
import type { GptApi } from './gpt-request.js';

export interface OperationsOptions {
  model: GptModel;
  /** The service account's id. */
  createdBy: string;
  /** Ends all that is under way. */
  closing: AbortSignal;
}

/** Work in the background as it is now. */
export interface Operation {
  id: string;
  createdAtEpochMs: number;
  modifiedAtEpochMs: number;
  createdBy: string;
  outcome?: { response: CompletionResponseInit } | { error: { code: number; message: string } };
}

interface Running {
  operation: Operation;
  controller: AbortController;
}

/** What all operations of the model are called (recorded). */
export const description = 'Async GPT Completion';

/** Full name of the response, as recorded. */
export const responseType = 'type.googleapis.com/yandex.cloud.ai.foundation_models.v1.CompletionResponse';

/** Operations kept; the oldest are forgotten. The real ones are kept for days. */
const maxOperations = 1000;

const idAlphabet = 'abcdefghijklmnopqrstuv0123456789';

/** Completions in the background. */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #running = new Map<string, Running>();

  constructor(options: OperationsOptions) {
    this.#options = options;
    options.closing.addEventListener('abort', () => {
      for (const { controller } of this.#running.values()) controller.abort();
    });
  }

  /** Begins to answer. Throws a {@link Refusal} for a request that would not be answered. */
  start(request: CompletionRequest, api: GptApi, call: CallContext): Operation {
    const { model, createdBy } = this.#options;
    const controller = new AbortController();
    const work = model.start(request, api, call, controller.signal);
    const now = wallNowMs();
    const id = `d7q${randomText(call.random, 17, idAlphabet)}`;
    const operation: Operation = { id, createdAtEpochMs: now, modifiedAtEpochMs: now, createdBy };
    this.#running.set(id, { operation, controller });
    this.#forgetOldest();
    const end = (outcome: NonNullable<Operation['outcome']>) => {
      operation.outcome ??= outcome;
      operation.modifiedAtEpochMs = wallNowMs();
    };
    work.then(
      (answer) => end({ response: completionResponse(answer) }),
      (error: unknown) => end({ error: errorOf(error) }),
    );
    return { ...operation };
  }

  /** Throws NOT_FOUND. */
  get(id: string): Operation {
    return { ...this.#find(id).operation };
  }

  /** Gives the work up if it is not done. Throws NOT_FOUND. */
  cancel(id: string): Operation {
    const { operation, controller } = this.#find(id);
    operation.outcome ??= { error: { code: status.CANCELLED, message: 'The operation was cancelled' } };
    controller.abort();
    return { ...operation };
  }

  #forgetOldest(): void {
    const [oldest] = this.#running;
    if (oldest === undefined || this.#running.size <= maxOperations) return;
    const [id, { controller }] = oldest;
    controller.abort();
    this.#running.delete(id);
  }

  #find(id: string): Running {
    const running = this.#running.get(id);
    if (running === undefined) throw new Refusal(status.NOT_FOUND, `Operation ${id} not found`);
    return running;
  }
}

/** An operation as gRPC carries it. */
export function operationMessage(operation: Operation): OperationInit {
  const { id, createdBy, createdAtEpochMs, modifiedAtEpochMs, outcome } = operation;
  return {
    id,
    description,
    createdAt: timestamp(createdAtEpochMs),
    createdBy,
    modifiedAt: timestamp(modifiedAtEpochMs),
    done: outcome !== undefined,
    ...(outcome === undefined
      ? {}
      : 'error' in outcome
        ? { error: outcome.error }
        : { response: { typeUrl: responseType, value: CompletionResponse.encode(outcome.response) } }),
  };
}

/** Operations tell time in whole seconds (recorded). */
function timestamp(epochMs: number): { seconds: number; nanos: number } {
  return { seconds: Math.floor(epochMs / 1000), nanos: 0 };
}

function errorOf(error: unknown): { code: number; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  return { code: error instanceof Refusal ? error.code : status.INTERNAL, message };
}
