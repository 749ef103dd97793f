import type { StreamSynthesisRequest } from '@rechka/proto/tts';
import type { ServerCall } from '../../grpc/server-call.js';
import { audioOutput } from './audio-output.js';
import { withIdleLimit } from './idle-limit.js';
import { readMarkup } from './markup.js';
import { SentenceBuffer } from './sentence-buffer.js';
import type { SpokenPart } from './speaker.js';
import { checkLength, invalid, speakingCall, type SpeakingCall } from './speaking-call.js';
import { readSynthesisOptions } from './synthesis-options.js';
import type { TtsServiceOptions } from './tts-service.js';
import { requestIds } from './voices.js';

type StreamCall = ServerCall<StreamSynthesisRequest, SpokenPart>;

/**
 * `StreamSynthesis`: options, then text, spoken sentence by sentence as it comes; the rest when the client forces it
 * or half-closes.
 */
export async function synthesizeStream(call: StreamCall, options: TtsServiceOptions): Promise<void> {
  const stream = new StreamSynthesis(call, options);
  try {
    for await (const request of withIdleLimit(call.requests, options.clock, options.streamIdleMs)) {
      await stream.take(request);
    }
    await stream.end();
  } finally {
    stream.close();
  }
}

class StreamSynthesis {
  readonly #call: StreamCall;
  readonly #options: TtsServiceOptions;
  readonly #buffer: SentenceBuffer;
  #speaking: SpeakingCall | undefined;
  #chars = 0;

  constructor(call: StreamCall, options: TtsServiceOptions) {
    this.#call = call;
    this.#options = options;
    this.#buffer = new SentenceBuffer(options.maxChars);
  }

  async take({ options, synthesisInput, forceSynthesis }: StreamSynthesisRequest): Promise<void> {
    if (options !== undefined) {
      if (this.#speaking !== undefined) throw invalid('options must be sent only once, in the first message');
      this.#call.note({ type: 'options', options });
      this.#speaking = await speakingCall(this.#call, {
        settings: readSynthesisOptions(options, requestIds(this.#call, this.#options.folderId)),
        output: audioOutput(options.outputAudioSpec),
        options: this.#options,
      });
    } else if (this.#speaking === undefined) {
      throw invalid('The first message must be options');
    } else if (synthesisInput !== undefined) {
      this.#count(synthesisInput.text.length);
      await this.#say(this.#buffer.push(synthesisInput.text));
    } else if (forceSynthesis !== undefined) {
      await this.#say(this.#buffer.flush());
    } else {
      throw invalid('A message must be options, synthesis_input or force_synthesis');
    }
  }

  /** The client has half-closed. */
  async end(): Promise<void> {
    await this.#say(this.#buffer.flush());
    if (this.#speaking === undefined) return;
    if (!this.#speaking.silent) this.#speaking.finish();
    else if (this.#chars > 0) throw invalid('Text for synthesis has nothing to say');
  }

  close(): void {
    this.#speaking?.close();
  }

  /** Whether the limit is of a message or of all of them is not documented. */
  #count(chars: number): void {
    const { maxLongChars, maxStreamCharsBy } = this.#options;
    this.#chars += chars;
    checkLength(maxStreamCharsBy === 'stream' ? this.#chars : chars, maxLongChars);
  }

  async #say(texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      const part = { text, ...readMarkup(text) };
      if (part.words.length > 0) await this.#speaking?.say(part, { last: false });
    }
  }
}
