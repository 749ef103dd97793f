// Callers of the corpus of endpointing on the emulator, in virtual time: a real recognition client, and the wait from the
// end of what they say to the moment it is known that they have finished.
import { localEndpointing, msToBytes, pcm, samplesToPcm, withEndpointing } from '@rechka/core';
import { encodeToneSpeech, startEmulator } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { callsOf, seeded } from './endpointing-corpus.mjs';

const format = pcm(8000);
const frameMs = 20;
const frameSamples = msToBytes(frameMs, format) / 2;
/** An end that lies no more than this before the end of the last sound is the end of the whole. */
const toleranceMs = 60;
/** How long a caller waits for an answer before saying the next thing, and after it was known that they had finished. */
const patience = { mostMs: 8000, afterMs: 1000 };

/** Quotas are a folder's, and outlive a trial: each has its own. */
let trials = 0;

/** Steady noise of a line, 2 s of it, repeated. */
function noiseOf(dbfs, random) {
  const samples = new Int16Array((format.sampleRateHz * 2000) / 1000);
  if (dbfs === Number.NEGATIVE_INFINITY) return samples;
  // Evenly distributed, so its peak is √3 of its RMS.
  const peak = 32_768 * 10 ** (dbfs / 20) * Math.sqrt(3);
  return samples.map(() => Math.round((2 * random() - 1) * peak));
}

/** An utterance with its pauses, in whole frames; speech fills the frames to their end. */
function speechOf({ texts, pausesMs }) {
  const parts = texts.flatMap((text, place) => {
    const { samples } = encodeToneSpeech(text, { voice: 'a', sampleRateHz: format.sampleRateHz });
    const pause = new Int16Array(Math.round(((pausesMs[place] ?? 0) * format.sampleRateHz) / 1000));
    return [samples, pause];
  });
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Int16Array(Math.ceil(length / frameSamples) * frameSamples);
  let at = whole.length - length;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function callOf({ stt, clock, call, local, pauseMs }) {
  const noise = noiseOf(call.noiseDbfs, seeded(call.seed));
  const stream = stt.open({
    format,
    endpointing: { type: 'server', sensitivity: 'high', pauseMs },
  });
  const ends = [];
  let words = 0;
  const reading = (async () => {
    for await (const event of stream) {
      if (event.type === 'utterance-end') ends.push({ atMs: event.atMs, clockMs: clock.now() });
      if (event.type === 'transcript-final') words += event.text.split(' ').length;
    }
  })();
  const startMs = clock.now();
  let frames = 0;
  const write = async (samples) => {
    const mixed = new Int16Array(frameSamples);
    const from = (frames * frameSamples) % noise.length;
    for (let i = 0; i < frameSamples; i++)
      mixed[i] = Math.max(-32_768, Math.min(32_767, (samples?.[i] ?? 0) + noise[from + i]));
    frames += 1;
    await new Promise((resolve) => {
      clock.setTimeout(resolve, startMs + frames * frameMs - clock.now());
    });
    stream.write(samplesToPcm(mixed));
  };
  for (let i = 0; i < 50; i++) await write();

  const results = [];
  for (const utterance of call.utterances) {
    if (local) stream.expect(utterance.expect);
    const wordsBefore = words;
    const seen = ends.length;
    const speech = speechOf(utterance);
    for (let at = 0; at < speech.length; at += frameSamples)
      await write(speech.subarray(at, at + frameSamples));
    const [endMs, endClockMs] = [frames * frameMs, clock.now()];
    const whole = () => ends.slice(seen).findLast(({ atMs }) => atMs >= endMs - toleranceMs);
    const over = () => {
      const end = whole();
      return end !== undefined && clock.now() - end.clockMs >= patience.afterMs;
    };
    while (!over() && clock.now() - endClockMs < patience.mostMs) await write();
    if (local) stream.expect('free');
    const { id, kind, split, texts } = utterance;
    results.push({
      id,
      kind,
      split,
      caller: call.caller,
      waitMs: (whole()?.clockMs ?? Number.POSITIVE_INFINITY) - endClockMs,
      cutOffs: ends.slice(seen).filter(({ atMs }) => atMs < endMs - toleranceMs).length,
      wordsLost: Math.max(0, texts.join(' ').split(' ').length - (words - wordsBefore)),
    });
  }
  await stream.finish({ deadlineMs: 5000 });
  await reading;
  return results;
}

/**
 * All calls of a split (`every`: only every so many callers) with one strategy: `server`, HIGH and `server.pauseMs`, or
 * `local` with these options.
 * One result for each utterance: how long after its end it was committed, and how often before.
 */
export async function endpointingTrial({
  strategy,
  split,
  every = 1,
  seed = 1,
  latency = 'typical',
  local = {},
  server: { pauseMs = 700 } = {},
}) {
  const vt = virtualTime();
  return vt.run(async () => {
    const emulator = await startEmulator({ latency, seed, folderId: `endpointing${++trials}` });
    const client = new SpeechKitStt(fromEnv(emulator.env));
    const language = russian();
    const ours = strategy === 'local';
    const stt = ours
      ? withEndpointing(client, localEndpointing({ language, ...local }), { clock: vt.clock })
      : client;
    const calls = callsOf(split, { seed, every });
    const results = await Promise.all(
      calls.map((call) => callOf({ stt, clock: vt.clock, call, local: ours, pauseMs })),
    );
    client.close();
    await emulator.close();
    return results.flat();
  });
}
