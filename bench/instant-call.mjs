import { importSources } from './sources.mjs';

const { agent, AsyncQueue, bytesToMs, msToBytes, pcm, russian, VoicePipeline } = await importSources(
  'packages/core/src/index.ts',
  'packages/russian/src/index.ts',
);

const format = pcm(16_000);
/** In what pieces the caller's audio comes: the usual on telephone lines. */
export const chunkMs = 20;
const quiet = new Uint8Array(msToBytes(chunkMs, format));
/** 2 s, of which 100 ms come first: what a synthesiser gives for a short answer. */
const soundMs = [100, 1800, 100];
const answerMs = 2000;
const question = 'есть место на завтра';
const answer = 'Да, конечно, завтра свободно. ';
const language = russian();

/** Plays at once: what is written has been heard. */
class InstantSink {
  format = format;
  aheadMs = 400;
  heardMs = 0;

  constructor(onWrite) {
    this.onWrite = onWrite;
  }

  async write(data) {
    this.onWrite();
    this.heardMs += bytesToMs(data.byteLength, format);
  }

  clear() {
    return Promise.resolve({ heardMs: this.heardMs });
  }

  async drain() {}
}

/** Gives 2 s of sound for each segment as soon as it has it. `mark` is told of what happens. */
export function instantTts(mark = () => undefined) {
  return {
    formats: [format],
    async *speak(text) {
      let chars = 0;
      let ms = 0;
      for await (const segment of text) {
        mark('textAt');
        const [charStart, startMs] = [chars, ms];
        chars += segment.length;
        ms += answerMs;
        yield { type: 'alignment', charStart, charEnd: chars, startMs, endMs: ms };
        for (const lengthMs of soundMs) {
          const data = new Uint8Array(msToBytes(lengthMs, format));
          mark('audioAt');
          yield { type: 'audio', data };
        }
      }
    },
  };
}

/**
 * A line with a caller on it, and providers that take no time: what is measured is what stands between them.
 * {@link InstantCall.marks} says when what happened in the turn that is on.
 */
export class InstantCall {
  marks = {};
  #mark = (name) => (this.marks[name] ??= performance.now());
  #input = Object.assign(new AsyncQueue(), { format });
  #heard = new AsyncQueue();
  #utterance = 0;
  #answered = () => undefined;
  #sink = new InstantSink(() => this.#mark('writtenAt'));
  #tts;
  #stt = {
    formats: [format],
    open: ({ signal }) => {
      signal.addEventListener('abort', () => this.#heard.end());
      return Object.assign(this.#heard, {
        write: () => undefined,
        endUtterance: () => undefined,
        finish: async () => this.#heard.end(),
      });
    },
  };
  #llm = { stream: () => this.#answer() };

  /** @param tts Shared by calls that need no marks of their own. */
  constructor(tts = instantTts(this.#mark)) {
    this.#tts = tts;
  }

  async *#answer() {
    this.#mark('tokenAt');
    yield { type: 'text', text: answer };
  }

  /** Hears a caller who is silent, for {@link chunkMs}. */
  hear() {
    this.#input.push({ data: quiet });
  }

  /** Asks, and resolves when the answer has been heard. */
  ask() {
    const utterance = this.#utterance;
    this.#utterance += 1;
    const startMs = utterance * 1000;
    const endMs = startMs + 900;
    this.marks = {};
    this.#heard.push({ type: 'speech-start', utterance, atMs: startMs });
    this.#heard.push({
      type: 'transcript-partial',
      utterance,
      text: question,
      stableChars: 0,
      throughMs: endMs,
    });
    return new Promise((resolve) => {
      this.#answered = resolve;
      // The partial has been seen to by then.
      setImmediate(() => {
        this.#mark('finalAt');
        this.#heard.push({
          type: 'transcript-final',
          utterance,
          index: utterance,
          text: question,
          words: [],
          startMs,
          endMs,
        });
        this.#heard.push({ type: 'utterance-end', utterance, atMs: endMs, cause: 'classifier' });
      });
    });
  }

  /** The caller hangs up. */
  hangUp() {
    this.#input.end();
  }

  /** Answers by {@link VoicePipeline}. */
  async runPipeline(options) {
    const respond = agent(this.#llm);
    const pipeline = new VoicePipeline({
      call: { input: this.#input, output: this.#sink },
      stt: this.#stt,
      tts: this.#tts,
      language,
      respond: (context) => {
        this.#mark('respondedAt');
        return respond(context);
      },
      ...options,
    });
    for await (const turn of pipeline.turns()) {
      const { status, error } = await turn.reply();
      if (status !== 'spoken') throw new Error(`a reply was ${status}`, { cause: error });
      this.#answered();
    }
  }

  /** Answers by the least code that can: no turns, no interruptions, no history, no faults. */
  async runByHand() {
    const abort = new AbortController();
    const { signal } = abort;
    const stream = this.#stt.open({ format, signal });
    void (async () => {
      for await (const { data } of this.#input) stream.write(data);
      await stream.finish();
    })();
    let text = '';
    for await (const event of stream) {
      if (event.type === 'transcript-final') text = event.text;
      if (event.type !== 'utterance-end') continue;
      this.#mark('respondedAt');
      for await (const spoken of this.#tts.speak(this.#answerByHand(text))) {
        if (spoken.type === 'audio') await this.#sink.write(spoken.data);
      }
      await this.#sink.drain();
      this.#answered();
    }
  }

  async *#answerByHand(text) {
    for await (const event of this.#llm.stream([{ role: 'user', text }])) yield event.text;
  }
}

/** Ways to answer a call; each takes an {@link InstantCall} and resolves when it is over. */
export const variants = {
  'by hand': (call) => call.runByHand(),
  pipeline: (call, clock) => call.runPipeline({ clock }),
  'with echo guard': (call, clock) => call.runPipeline({ clock, echo: 'guard' }),
};
