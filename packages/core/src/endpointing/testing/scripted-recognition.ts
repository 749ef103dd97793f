import { msToBytes, pcm } from '../../audio/audio-format.js';
import type { VoiceError } from '../../errors/voice-error.js';
import type { ExpectedAnswer } from '../../ports/language.js';
import type { SpeechToText, SttEvent } from '../../ports/speech-to-text.js';
import { AsyncQueue } from '../../streams/async-queue.js';
import { manualClock } from '../../testing/manual-clock.js';
import type { Endpointer, EndpointPlan, EndpointSession } from '../endpointer.js';
import { withEndpointing, type EndpointingOptions } from '../with-endpointing.js';

export const format = pcm(8000);
const never = Number.POSITIVE_INFINITY;

/** A recogniser that hears «раз» from the first sample after each final, and tells it when it is asked to. */
export function recogniser(endpointing?: SpeechToText['endpointing']) {
  const inner = new AsyncQueue<SttEvent>();
  const asked: number[] = [];
  const opened: unknown[] = [];
  let [takenMs, utterance, open] = [0, 0, false];
  const tell = {
    speech: () => {
      if (!open) inner.push({ type: 'speech-start', utterance, atMs: takenMs });
      open = true;
      inner.push({
        type: 'transcript-partial',
        utterance,
        text: 'раз',
        stableChars: 0,
        throughMs: takenMs,
      });
    },
    final: (cause: 'requested' | 'timeout' = 'requested') => {
      const final = { utterance, index: utterance, text: 'раз', words: [], startMs: takenMs, endMs: takenMs };
      inner.push({ type: 'transcript-final', ...final });
      inner.push({ type: 'utterance-end', utterance: utterance++, atMs: takenMs, cause });
      open = false;
    },
  };
  const stt: SpeechToText = {
    formats: [format],
    ...(endpointing && { endpointing }),
    open: (options) => {
      opened.push(options.endpointing);
      return Object.assign(inner, {
        write: (chunk: Uint8Array) => void (takenMs += chunk.byteLength / 16),
        endUtterance: () => void asked.push(takenMs),
        finish: () => {
          if (open) tell.final();
          inner.end();
          return Promise.resolve();
        },
      });
    },
  };
  return { stt, asked, opened, tell, fail: (fault: Error) => inner.fail(fault) };
}

/** A detector that does what the test plans, and says what it was told. */
export function detector() {
  let plan: EndpointPlan = { askAtMs: never, endAtMs: never };
  const told: SttEvent[] = [];
  const expected: ExpectedAnswer[] = [];
  const asked: number[] = [];
  const sessions: EndpointSession[] = [];
  const endpointer: Endpointer = {
    open: (session) => {
      sessions.push(session);
      return {
        heardAudio: () => undefined,
        heardEvent: (event) => void told.push(event),
        asked: (atMs) => void asked.push(atMs),
        expect: (answer) => void expected.push(answer),
        get plan() {
          return plan;
        },
      };
    },
  };
  return {
    endpointer,
    sessions,
    toldToBeAsked: asked,
    told,
    expected,
    plans: (next: Partial<EndpointPlan>) => (plan = { ...plan, ...next }),
  };
}

/** A recognition whose detector and recogniser do what a test says, or with a detector or observers of the test's. */
export function recognition(other?: Endpointer, observers: EndpointingOptions = {}) {
  const clock = manualClock();
  const { stt, asked, opened, tell, fail } = recogniser();
  const { endpointer, told, expected, plans, sessions, toldToBeAsked } = detector();
  /** When it was decided that the utterance is over, though its final was still to come. */
  const endings: number[] = [];
  const ending = () => void endings.push(clock.now());
  const problems: VoiceError[] = [];
  const onProblem = (error: VoiceError) => void problems.push(error);
  const options = { clock, ending, onProblem, ...observers };
  const stream = withEndpointing(stt, other ?? endpointer, options).open({ format });
  const events: SttEvent[] = [];
  const read = (async () => {
    for await (const event of stream) events.push(event);
  })();
  return {
    ...{ clock, asked, opened, tell, fail, told, expected, plans, endings, stream, events, read },
    ...{ sessions, toldToBeAsked, problems },
    hears: async (ms: number, amplitude = 0) => {
      const samples = Int16Array.from({ length: msToBytes(20, format) / 2 }, (_, at) =>
        at % 2 === 0 ? amplitude : -amplitude,
      );
      for (let at = 0; at < ms; at += 20) {
        stream.write(new Uint8Array(samples.buffer));
        await clock.advance(20);
      }
    },
    types: () =>
      events.map((event) => ('utterance' in event ? `${event.type} ${event.utterance}` : event.type)),
  };
}
