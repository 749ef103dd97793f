import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToMs, msToBytes, pcm, type AudioFormat } from '../audio/audio-format.js';
import { pcmToSamples, samplesToPcm } from '../audio/pcm16.js';
import { VoiceError } from '../errors/voice-error.js';
import type { SpeechToText, SttEvent, TimedWord } from '../ports/speech-to-text.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { manualClock, type ManualClock } from '../testing/manual-clock.js';
import { ensureSttContract } from '../testing/stt-contract.js';
import { latestHandOverMs, RecognitionRelay } from './recognition-relay.js';

const format = pcm(8000);
const chunkMs = 20;
const chunkSamples = 160;

/** 20 ms of audio that a {@link countingStt} hears as the word `number`; 0 is silence. */
function chunk(number: number): Uint8Array {
  const samples = new Int16Array(chunkSamples).fill(number === 0 ? 0 : 8000);
  samples[0] = number;
  return samplesToPcm(samples);
}

/** A pause that a recogniser can be changed in. */
const pauseChunks = 300 / chunkMs;

interface Manners {
  /** How late it hears, in ms. */
  delayMs: number;
  /** How it takes its end. */
  end: 'finishes' | 'hangs' | 'fails' | 'fails-at-once';
}

/** A recogniser to which each chunk is a word of its own; three silent chunks end an utterance. */
function countingStt(
  clock: ManualClock,
  { delayMs, end }: Manners,
): SpeechToText & { readonly takenMs: number } {
  let takenMs = 0;
  return {
    formats: [format],
    get takenMs() {
      return takenMs;
    },
    open({ signal }) {
      const events = new AsyncQueue<SttEvent>();
      signal?.addEventListener('abort', () => events.end());
      if (end === 'fails-at-once') events.fail(new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'down' }));
      let [utterance, index, silent] = [0, 0, 0];
      let words: TimedWord[] = [];
      const settle = () => {
        const [first, last] = [words[0]!, words.at(-1)!];
        const text = words.map((word) => word.text).join(' ');
        const span = { startMs: first.startMs, endMs: last.endMs };
        events.push({ type: 'transcript-final', utterance, index, text, words, ...span });
        events.push({ type: 'utterance-end', utterance, atMs: last.endMs, cause: 'classifier' });
        events.push({ type: 'transcript-refined', index, text: `refined ${text}` });
        words = [];
        utterance += 1;
        index += 1;
      };
      const hear = (number: number, startMs: number) => {
        silent = number === 0 ? silent + 1 : 0;
        if (number === 0) {
          if (silent === 3 && words.length > 0) settle();
          return;
        }
        if (words.length === 0) events.push({ type: 'speech-start', utterance, atMs: startMs });
        words.push({ text: String(number), startMs, endMs: startMs + chunkMs });
        const text = words.map((word) => word.text).join(' ');
        events.push({
          type: 'transcript-partial',
          utterance,
          text,
          stableChars: 0,
          throughMs: startMs + chunkMs,
        });
      };
      return Object.assign(events, {
        write(data: Uint8Array) {
          const startMs = takenMs;
          takenMs += bytesToMs(data.byteLength, format);
          const [number = 0] = pcmToSamples(data);
          clock.setTimeout(() => hear(number, startMs), delayMs);
        },
        endUtterance: () => undefined,
        async finish({ deadlineMs }: { deadlineMs: number }) {
          if (end === 'hangs') return new Promise<void>(() => undefined);
          const heardAll = new Promise<void>((resolve) => clock.setTimeout(resolve, delayMs));
          const late = new Promise<void>((resolve) => clock.setTimeout(resolve, deadlineMs));
          await Promise.race([heardAll, late]);
          if (words.length > 0) settle();
          if (end === 'fails') events.fail(new VoiceError({ code: 'ERR_INTERNAL', message: 'no good end' }));
          events.end();
        },
      });
    },
  };
}

function relayOf(clock: ManualClock, stt: SpeechToText, lastWordsMs = 3000, source: AudioFormat = format) {
  const abort = new AbortController();
  const handedOverAt: number[] = [];
  const faults: unknown[] = [];
  const relay = new RecognitionRelay(
    stt,
    { format: source, endpointing: undefined, clock, signal: abort.signal, lastWordsMs },
    { handedOver: (atMs) => handedOverAt.push(atMs), faulted: (fault) => faults.push(fault) },
  );
  const events: SttEvent[] = [];
  const end = { state: 'open', fault: undefined as unknown };
  (async () => {
    for await (const event of relay) events.push(event);
  })().then(
    () => (end.state = 'ended'),
    (fault: unknown) => Object.assign(end, { state: 'failed', fault }),
  );
  const words = () => events.flatMap((event) => (event.type === 'transcript-final' ? event.words : []));
  return { relay, events, words, handedOverAt, faults, end, abort };
}

const manners = fc.record({
  delayMs: fc.integer({ min: 0, max: 900 }),
  end: fc.constantFrom<Manners['end']>(...Array<'finishes'>(8).fill('finishes'), 'fails', 'fails-at-once'),
});
const scenario = fc.record({
  first: fc.integer({ min: 0, max: 900 }),
  /** Chunks of speech and of silence by turns. */
  spans: fc.array(fc.record({ speech: fc.nat(40), silence: fc.nat(60) }), { minLength: 1, maxLength: 8 }),
  /** Which recogniser comes at which chunk. */
  swaps: fc.array(fc.record({ at: fc.nat(250), manners }), { maxLength: 6 }),
});

describe('RecognitionRelay', () => {
  it('loses no word, doubles none, keeps one numbering and one timeline, whenever recognisers are changed', async () => {
    let [runs, handOvers, failures] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(scenario, async ({ first, spans, swaps }) => {
        const clock = manualClock();
        const call = relayOf(clock, countingStt(clock, { delayMs: first, end: 'finishes' }));
        const numbers = spans.flatMap(({ speech, silence }) => [
          ...Array.from({ length: speech }, () => 1),
          ...Array.from({ length: silence }, () => 0),
        ]);
        const said: TimedWord[] = [];
        for (const [at, sounds] of numbers.entries()) {
          for (const swap of swaps) if (swap.at === at) call.relay.use(countingStt(clock, swap.manners));
          const startMs = at * chunkMs;
          if (sounds === 1) said.push({ text: String(at + 1), startMs, endMs: startMs + chunkMs });
          call.relay.write(chunk(sounds === 1 ? at + 1 : 0));
          await clock.advance(chunkMs);
        }
        const finished = call.relay.finish({ deadlineMs: 3000 });
        await clock.advance(20_000);
        await finished;
        const faults = [...call.faults, call.end.fault] as (VoiceError | undefined)[];
        const isBroken = faults.some((fault) => fault?.code === 'ERR_UNAVAILABLE');
        if (!isBroken) expect(call.words()).toEqual(said);
        else {
          // What one heard that failed is gone with it; what was told stands, once and in its place.
          expect(said.filter(({ text }) => call.words().some((word) => word.text === text))).toEqual(
            call.words(),
          );
          failures += 1;
        }
        // Only a caller who does not pause is cut in the middle.
        const cuts = call.handedOverAt.filter((atMs) => {
          const at = Math.round(atMs / chunkMs);
          const isLatest = swaps.some(
            (swap) => Math.abs((swap.at + 1) * chunkMs + latestHandOverMs - atMs) <= 2 * chunkMs,
          );
          return numbers[at - 1] === 1 && numbers[at] === 1 && !isLatest;
        });
        if (!isBroken) expect(cuts).toEqual([]);
        ensureSttContract(call.events, numbers.length * chunkMs);
        expect(clock.pendingTimers).toBe(0);
        handOvers += call.handedOverAt.length;
        runs += 1;
      }),
      { numRuns: 150 },
    );
    expect(handOvers, 'too few changes to prove anything').toBeGreaterThan(runs / 2);
    expect(failures, 'too many failed to prove anything').toBeLessThan(runs / 2);
  });

  it('keeps numbers unique and the order of audio when a recogniser does not keep to its deadline', async () => {
    const clock = manualClock();
    const call = relayOf(clock, countingStt(clock, { delayMs: 0, end: 'hangs' }), 1000);
    call.relay.write(chunk(1));
    await clock.advance(chunkMs);
    call.relay.use(countingStt(clock, { delayMs: 0, end: 'finishes' }));
    for (let ms = 0; ms < latestHandOverMs; ms += chunkMs) {
      call.relay.write(chunk(2));
      await clock.advance(chunkMs);
    }
    expect(call.handedOverAt, 'the caller does not pause').toEqual([latestHandOverMs + chunkMs]);
    call.relay.write(chunk(7));
    await clock.advance(1900);
    expect(call.events.some((event) => 'utterance' in event && event.utterance === 1)).toBe(false);
    await clock.advance(200);
    expect(call.events.filter(({ type }) => type === 'utterance-end')).toMatchObject([
      { utterance: 0, cause: 'timeout' },
    ]);
    expect(call.events.at(-1)).toMatchObject({
      utterance: 1,
      text: '7',
      throughMs: latestHandOverMs + 2 * chunkMs,
    });
  });

  it('changes in a pause of the sound, when no utterance is open, and at once when there was no sound yet', async () => {
    const clock = manualClock();
    const call = relayOf(clock, countingStt(clock, { delayMs: 0, end: 'finishes' }));
    const say = async (...numbers: number[]) => {
      for (const number of numbers) call.relay.write(chunk(number));
      await clock.advance(0);
    };
    const silence = Array.from({ length: pauseChunks }, () => 0);
    call.relay.use(countingStt(clock, { delayMs: 0, end: 'finishes' }));
    expect(call.handedOverAt).toEqual([0]);
    await clock.advance(0);
    // A recogniser that is late: the caller has begun a word, and it has not been told.
    call.relay.use(countingStt(clock, { delayMs: 1000, end: 'finishes' }));
    expect(call.handedOverAt).toEqual([0, 0]);
    await clock.advance(0);
    await say(1, 2);
    call.relay.use(countingStt(clock, { delayMs: 0, end: 'finishes' }));
    await say(3, ...silence.slice(1));
    expect(call.handedOverAt).toEqual([0, 0]);
    await say(0);
    expect(call.handedOverAt).toEqual([0, 0, 18 * chunkMs]);
  });

  it('goes on with the recogniser it has when the next one fails before its time', async () => {
    const clock = manualClock();
    const call = relayOf(clock, countingStt(clock, { delayMs: 0, end: 'finishes' }));
    call.relay.write(chunk(1));
    await clock.advance(0);
    call.relay.use(countingStt(clock, { delayMs: 0, end: 'fails-at-once' }));
    await clock.advance(0);
    expect(call.faults).toMatchObject([{ code: 'ERR_UNAVAILABLE' }]);
    call.relay.write(chunk(2));
    void call.relay.finish({ deadlineMs: 1000 });
    await clock.advance(1000);
    expect(call.handedOverAt).toEqual([]);
    expect(call.words().map(({ text }) => text)).toEqual(['1', '2']);
  });

  it('gives a recogniser up that was to be used and never was', async () => {
    const clock = manualClock();
    const call = relayOf(clock, countingStt(clock, { delayMs: 0, end: 'finishes' }));
    call.relay.write(chunk(1));
    await clock.advance(0);
    const never = countingStt(clock, { delayMs: 0, end: 'finishes' });
    call.relay.use(never);
    call.relay.use(countingStt(clock, { delayMs: 0, end: 'finishes' }));
    for (let silent = 0; silent < pauseChunks; silent += 1) call.relay.write(chunk(0));
    await clock.advance(0);
    call.relay.write(chunk(2));
    void call.relay.finish({ deadlineMs: 1000 });
    await clock.advance(1000);
    expect(never.takenMs).toBe(0);
    expect(call.faults).toEqual([]);
    expect(call.words().map(({ text }) => text)).toEqual(['1', '2']);
  });

  it('lets the next recogniser take over from one that fails', async () => {
    const clock = manualClock();
    const failing = new AsyncQueue<SttEvent>();
    const stt: SpeechToText = {
      formats: [format],
      open: () => Object.assign(failing, { write() {}, endUtterance() {}, finish: () => Promise.resolve() }),
    };
    const call = relayOf(clock, stt);
    failing.push({ type: 'transcript-partial', utterance: 0, text: 'раз', stableChars: 0, throughMs: 0 });
    await clock.advance(0);
    call.relay.use(countingStt(clock, { delayMs: 0, end: 'finishes' }));
    failing.fail(new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'down' }));
    await clock.advance(0);
    call.relay.write(chunk(2));
    await clock.advance(0);
    expect(call.faults).toHaveLength(1);
    expect(call.events.map((event) => [event.type, 'utterance' in event && event.utterance])).toEqual([
      ['transcript-partial', 0],
      ['utterance-end', 0],
      ['speech-start', 1],
      ['transcript-partial', 1],
    ]);
    expect(call.end.state).toBe('open');
  });

  it('fails as its recogniser does when there is no other', async () => {
    const clock = manualClock();
    const call = relayOf(clock, countingStt(clock, { delayMs: 0, end: 'fails-at-once' }));
    await clock.advance(0);
    expect(call.end).toMatchObject({ state: 'failed', fault: { code: 'ERR_UNAVAILABLE' } });
    call.relay.use(countingStt(clock, { delayMs: 0, end: 'finishes' }));
    expect(call.handedOverAt).toEqual([]);
  });

  it('gives each recogniser its own format, and all of the audio to one or the other', async () => {
    const clock = manualClock();
    const source = pcm(48_000);
    const taken: number[] = [];
    const deaf = (rateHz: number, place: number): SpeechToText => ({
      formats: [pcm(rateHz)],
      open: () => {
        const events = new AsyncQueue<SttEvent>();
        const write = (data: Uint8Array) => {
          taken[place] = (taken[place] ?? 0) + bytesToMs(data.byteLength, pcm(rateHz));
        };
        return Object.assign(events, { write, endUtterance() {}, finish: async () => events.end() });
      },
    });
    const call = relayOf(clock, deaf(16_000, 0), 1000, source);
    const piece = new Uint8Array(msToBytes(30, source)).fill(1);
    for (let count = 0; count < 10; count += 1) call.relay.write(piece);
    call.relay.use(deaf(8000, 1));
    await clock.advance(latestHandOverMs);
    for (let count = 0; count < 20; count += 1) call.relay.write(piece);
    await call.relay.finish({ deadlineMs: 1000 });
    await clock.advance(0);
    expect(call.handedOverAt).toEqual([300]);
    expect(taken).toEqual([300, 600]);
    expect(call.end.state).toBe('ended');
  });
});
